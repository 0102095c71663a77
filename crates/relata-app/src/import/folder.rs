//! Which files to read in which order: configuration, then products, relations, rules, orders, events.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use relata_exchange::{ConfigNoun, ConfigReader, Content, Profile};
use relata_model::{
    Channel, Currency, Guideline, ImportMode, ImportReport, NamedCondition, Placement, Problem, ProblemCode,
    RelationType, Rule, SavedMapping, View,
};
use relata_store::shop;

use crate::export::SHOP_FILE;
use crate::import::planned::Planned;
use crate::import::{ImportFile, ImportOptions, moved, session};
use crate::{App, AppError, Caller, Document, Precondition};

/// A file and how it is read.
pub(crate) enum Source {
    /// A document of types, channels, placements, mappings or the shop.
    Configuration(ImportFile),
    /// Rows of products, relations, orders or events.
    Rows(ImportFile),
}

impl Source {
    /// What the report calls it.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::Configuration(file) | Source::Rows(file) => file.name.clone(),
        }
    }
}

/// The documents of configuration in the order in which they are read.
const DOCUMENTS: [&str; 6] =
    [SHOP_FILE, RelationType::FILE, Channel::FILE, Placement::FILE, View::FILE, SavedMapping::FILE];

/// Documents that are read after products and relations, since their conditions ask for attributes.
const DOCUMENTS_AFTER: [&str; 3] = [NamedCondition::FILE, Guideline::FILE, Rule::FILE];

/// Bytes of the document of the shop.
const SHOP_BYTES_MAX: u64 = 64 << 10;

/// The files of folders and the files named, in the order in which they are read.
pub(crate) fn expand(files: &[ImportFile], options: &ImportOptions) -> Result<Vec<Source>, AppError> {
    let mut ranked: Vec<(usize, Source)> = Vec::new();
    for file in files {
        if file.path.is_dir() {
            let before = ranked.len();
            for entry in entries(file)? {
                ranked.extend(rank(entry, options, true)?);
            }
            if ranked.len() == before {
                return Err(AppError::invalid(vec![empty_folder(file)]));
            }
        } else {
            ranked.extend(rank(file.clone(), options, false)?);
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, source)| source).collect())
}

fn empty_folder(folder: &ImportFile) -> Problem {
    let message = format!("the folder {} holds no file that can be read", folder.name);
    Problem::error(ProblemCode::UnknownProfile, message)
        .about(&folder.name)
        .hint("files end in .csv, .tsv, .txt, .jsonl or .ndjson, and .gz or .zst when they are packed")
}

/// The files of a folder by name, each named after the name of the folder.
fn entries(folder: &ImportFile) -> Result<Vec<ImportFile>, AppError> {
    let read = std::fs::read_dir(&folder.path).map_err(AppError::io("read", &folder.path))?;
    let mut paths = Vec::new();
    for entry in read {
        let path = entry.map_err(AppError::io("read", &folder.path))?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let named = |path: PathBuf| {
        let name = Path::new(&folder.name).join(path.file_name().unwrap_or_default());
        ImportFile::named(path, name.display().to_string())
    };
    Ok(paths.into_iter().map(named).collect())
}

/// The place of a file among the others; in a folder, files of other kinds are passed over.
fn rank(
    file: ImportFile,
    options: &ImportOptions,
    in_folder: bool,
) -> Result<Option<(usize, Source)>, AppError> {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(at) = DOCUMENTS.iter().position(|document| *document == name) {
        return Ok(Some((at, Source::Configuration(file))));
    }
    if let Some(at) = DOCUMENTS_AFTER.iter().position(|document| *document == name) {
        return Ok(Some((DOCUMENTS.len() + 3 + at, Source::Configuration(file))));
    }
    let endings = [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".gz", ".zst"];
    if in_folder && (!endings.iter().any(|ending| name.ends_with(ending)) || name.contains(".rejects.")) {
        return Ok(None);
    }
    let input = session::open(&file, options)?;
    let after_documents = match input.content {
        // What another system no longer sells are products that exist already.
        Content::Products if input.profile == Profile::Spryker => 1,
        Content::Products | Content::Wide => 0,
        Content::Relations => 2,
        Content::RuleChannels => 3 + DOCUMENTS_AFTER.len(),
        Content::Orders => 4 + DOCUMENTS_AFTER.len(),
        Content::Events => 5 + DOCUMENTS_AFTER.len(),
    };
    Ok(Some((DOCUMENTS.len() + after_documents, Source::Rows(file))))
}

/// Takes over a document of configuration; what is there under other codes stays.
pub(crate) fn import_configuration(
    app: &App,
    caller: &Caller,
    file: &ImportFile,
    dry_run: bool,
    planned: &mut Planned,
) -> Result<ImportReport, AppError> {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut report = ImportReport::new(&file.name, "relata", "configuration", ImportMode::Merge, dry_run);
    let input = File::open(&file.path).map_err(AppError::io("read", &file.path))?;
    match name.as_str() {
        RelationType::FILE => import_types(app, caller, input, &mut report, planned)?,
        Channel::FILE => moved::import_channels(app, caller, input, &mut report)?,
        Placement::FILE => import_documents::<Placement>(app, caller, input, &mut report)?,
        View::FILE => import_documents::<View>(app, caller, input, &mut report)?,
        SavedMapping::FILE => import_documents::<SavedMapping>(app, caller, input, &mut report)?,
        NamedCondition::FILE => moved::import_conditions(app, caller, input, &mut report, planned)?,
        Guideline::FILE => moved::import_guidelines(app, caller, input, &mut report, planned)?,
        Rule::FILE => moved::import_rules(app, caller, input, &mut report, planned)?,
        _ => import_shop(app, caller, input, &mut report, planned)?,
    }
    Ok(report)
}

fn import_documents<T: ConfigNoun + Document>(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
) -> Result<(), AppError> {
    let (things, problems) = ConfigReader::read::<T>(&report.file, input)?;
    let stored = app.list_documents()?;
    take(report, things, &stored, problems, |thing| {
        let code = Document::code(&thing).clone();
        app.save_document(caller, code, Precondition::NONE, move |_| Ok(thing)).map(drop)
    })
}

fn import_types(
    app: &App,
    caller: &Caller,
    input: File,
    report: &mut ImportReport,
    planned: &mut Planned,
) -> Result<(), AppError> {
    let (types, problems) = ConfigReader::read::<RelationType>(&report.file, input)?;
    let stored = app.list_relation_types()?;
    if report.dry_run {
        types.iter().for_each(|kind| planned.add_type(kind.clone()));
    } else {
        make_inverses(app, caller, &types, &stored)?;
    }
    take(report, types, &stored, problems, |kind| {
        let code = kind.code.clone();
        app.save_document(caller, code, Precondition::NONE, move |_| Ok(kind)).map(drop)
    })
}

/// Makes types that others of the document name as their inverse, for now without an inverse of their
/// own: two types may be each other's.
fn make_inverses(
    app: &App,
    caller: &Caller,
    types: &[RelationType],
    stored: &[RelationType],
) -> Result<(), AppError> {
    let is_named =
        |kind: &&RelationType| types.iter().any(|other| other.inverse.as_ref() == Some(&kind.code));
    let is_stored = |kind: &RelationType| stored.iter().any(|stored| stored.code == kind.code);
    for kind in types.iter().filter(is_named).filter(|kind| !is_stored(kind)) {
        let bare = RelationType { inverse: None, ..kind.clone() };
        match app.save_document(caller, kind.code.clone(), Precondition::NONE, move |_| Ok(bare)) {
            // What is wrong with it is told when it is taken as it is.
            Ok(_) | Err(AppError::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

pub(super) fn take<T: ConfigNoun + PartialEq>(
    report: &mut ImportReport,
    things: Vec<T>,
    stored: &[T],
    problems: Vec<Problem>,
    mut save: impl FnMut(T) -> Result<(), AppError>,
) -> Result<(), AppError> {
    report.counts.rows += (things.len() + problems.len()) as u64;
    report.counts.rejected += problems.len() as u64;
    problems.into_iter().for_each(|problem| report.push_problem(problem));
    for thing in things {
        let before = stored.iter().find(|stored| stored.code() == thing.code());
        if before == Some(&thing) {
            report.counts.unchanged += 1;
            continue;
        }
        let is_new = before.is_none();
        if !report.dry_run {
            match save(thing) {
                Err(AppError::Refused { problems, .. }) => {
                    report.counts.rejected += 1;
                    problems.into_iter().for_each(|problem| report.push_problem(problem));
                    continue;
                }
                other => other?,
            }
        }
        if is_new {
            report.counts.created += 1;
        } else {
            report.counts.updated += 1;
        }
    }
    Ok(())
}

/// The shop's own settings: its currency, where it has none yet.
fn import_shop(
    app: &App,
    caller: &Caller,
    file: File,
    report: &mut ImportReport,
    planned: &mut Planned,
) -> Result<(), AppError> {
    #[derive(serde::Deserialize)]
    struct Shop {
        currency: Currency,
    }
    report.counts.rows += 1;
    let shop: Shop = match serde_json::from_reader(file.take(SHOP_BYTES_MAX)) {
        Ok(shop) => shop,
        Err(error) => {
            report.counts.rejected += 1;
            let problem =
                Problem::error(ProblemCode::InvalidRecord, format!("the shop cannot be read: {error}"));
            report.push_problem(problem.hint("write {\"currency\": \"EUR\"}"));
            return Ok(());
        }
    };
    let stored = app.read(|tx| Ok(shop::currency(tx)?))?;
    if stored == Some(shop.currency) {
        report.counts.unchanged += 1;
        return Ok(());
    }
    report.counts.updated += 1;
    if report.dry_run {
        planned.currency = Some(shop.currency);
        return Ok(());
    }
    app.write(caller, move |tx| {
        shop::set_currency(tx, shop.currency)?;
        let before = stored.as_ref();
        crate::document::record(
            tx,
            relata_model::Noun::Shop,
            "currency".to_string(),
            before,
            Some(&shop.currency),
        )
    })?;
    Ok(())
}
