use relata_exchange::check_mapping;
use relata_model::limits::MAPPINGS_MAX;
use relata_model::{Mapping, MappingCode, Noun, Problem, ProblemCode, SavedMapping};
use relata_store::{Tx, mapping};

use crate::page::etag;
use crate::{App, AppError, Caller, Document, ImportFile};

/// What the codes of mappings begin with that were remembered and not saved by a person.
const REMEMBERED: &str = "last-";

/// Mappings that were remembered and not saved are nobody's documents.
impl Document for SavedMapping {
    type Code = MappingCode;
    const NOUN: Noun = Noun::Mapping;
    const NAME: &'static str = "mapping";

    fn find(tx: &mut Tx, code: &MappingCode) -> Result<Option<SavedMapping>, AppError> {
        Ok(mapping::find(tx, code)?.filter(|found| !is_remembered(&found.code)))
    }

    fn list(tx: &mut Tx) -> Result<Vec<SavedMapping>, AppError> {
        let mut found = mapping::list(tx)?;
        found.retain(|saved| !is_remembered(&saved.code));
        Ok(found)
    }

    fn store(&self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(mapping::upsert(tx, self)?)
    }

    fn remove(tx: &mut Tx, code: &MappingCode) -> Result<(), AppError> {
        Ok(mapping::delete(tx, code).map(drop)?)
    }

    fn code(&self) -> &MappingCode {
        &self.code
    }

    fn check(&self, tx: &mut Tx, before: Option<&SavedMapping>) -> Result<Vec<Problem>, AppError> {
        let mut problems = check_mapping(&self.mapping, None);
        problems.extend(reserved(&self.code));
        if before.is_none() && SavedMapping::list(tx)?.len() >= MAPPINGS_MAX {
            problems.push(too_many());
        }
        Ok(problems)
    }
}

impl App {
    /// The mapping with which a file of these columns starts, and where it comes from: the one with which
    /// such a file was imported last, else the saved one that reads most of its columns.
    pub(crate) fn fitting_mapping(&self, names: &[String]) -> Result<Option<(Mapping, String)>, AppError> {
        let all = self.read(|tx| Ok(mapping::list(tx)?))?;
        let fits = |saved: &&SavedMapping| {
            saved.mapping.fits(names.iter().map(String::as_str))
                && check_mapping(&saved.mapping, Some(names)).is_empty()
        };
        let last =
            remembered_code(names).and_then(|code| all.iter().find(|saved| saved.code == code).filter(fits));
        if let Some(last) = last {
            let by = "the mapping of the last file with these columns".to_string();
            return Ok(Some((last.mapping.clone(), by)));
        }
        let read = |saved: &&SavedMapping| saved.mapping.columns.values().flatten().count();
        let saved = all.iter().filter(|saved| !is_remembered(&saved.code)).filter(fits);
        // Of equals the first by code.
        let best = saved.rev().max_by_key(read);
        Ok(best.map(|saved| (saved.mapping.clone(), format!("the saved mapping {}", saved.name))))
    }

    /// Keeps the mapping with which an upload was imported for the next file with the same columns.
    ///
    /// That it cannot be kept must not make the import look undone.
    pub(crate) fn remember_mapping(&self, caller: &Caller, file: &ImportFile) {
        let Some(mapping) = file.upload.as_ref().and(file.reading.mapping.clone()) else { return };
        let Ok(table) = relata_exchange::Table::open(&file.path, Default::default()) else { return };
        let Some(code) = remembered_code(&table.columns) else { return };
        let saved = SavedMapping { name: code.to_string(), code, mapping };
        let kept = self.write(caller, move |tx| {
            let all = mapping::list(tx)?;
            let mut remembered = all.iter().filter(|other| is_remembered(&other.code));
            if all.iter().all(|other| other.code != saved.code)
                && remembered.clone().count() >= MAPPINGS_MAX
                && let Some(first) = remembered.next()
            {
                mapping::delete(tx, &first.code)?;
            }
            Ok(mapping::upsert(tx, &saved)?)
        });
        if let Err(error) = kept {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the mapping of an import is not remembered"
            );
        }
    }
}

fn is_remembered(code: &MappingCode) -> bool {
    code.as_str().starts_with(REMEMBERED)
}

/// The code under which the mapping of a file with these columns is remembered.
fn remembered_code(names: &[String]) -> Option<MappingCode> {
    MappingCode::parse(&format!("{REMEMBERED}{}", etag(&names).trim_matches('"'))).ok()
}

fn reserved(code: &MappingCode) -> Option<Problem> {
    is_remembered(code).then(|| {
        let message = format!("codes that begin with {REMEMBERED} are given by the program");
        Problem::error(ProblemCode::InvalidValue, message).at("/code").hint("take another code")
    })
}

fn too_many() -> Problem {
    Problem::error(ProblemCode::LimitExceeded, format!("more than {MAPPINGS_MAX} mappings"))
        .hint("remove one that is not needed any more")
}
