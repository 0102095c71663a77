use std::collections::HashSet;
use std::fs;
use std::path::Path;

use relata_model::{
    Channel, Guideline, NamedCondition, Placement, Problem, ProblemCode, RelationType, Rule, SavedMapping,
    TestSuite, View,
};
use relata_store::Tx;
use serde_json::Value;

use super::noun::{Configured, body_of};
use crate::export::{ExportReport, ExportedFile};
use crate::{App, AppError};

/// Fields that only answers have.
const ANSWERED: [&str; 1] = ["built_in"];

impl App {
    /// Writes the configuration as [`App::apply_configuration`] reads it: a folder a noun, a file a thing.
    /// Fields that say nothing are left out. Files that were there and are not written are warned about
    /// and stay.
    pub(crate) fn export_configuration(&self, folder: &Path) -> Result<ExportReport, AppError> {
        self.read(|tx| {
            let mut report = ExportReport::default();
            write_things::<RelationType>(tx, folder, &mut report)?;
            write_things::<Channel>(tx, folder, &mut report)?;
            write_things::<Placement>(tx, folder, &mut report)?;
            write_things::<View>(tx, folder, &mut report)?;
            write_things::<SavedMapping>(tx, folder, &mut report)?;
            write_things::<NamedCondition>(tx, folder, &mut report)?;
            write_things::<Guideline>(tx, folder, &mut report)?;
            write_things::<Rule>(tx, folder, &mut report)?;
            write_things::<TestSuite>(tx, folder, &mut report)?;
            Ok(report)
        })
    }
}

fn write_things<D: Configured>(
    tx: &mut Tx,
    folder: &Path,
    report: &mut ExportReport,
) -> Result<(), AppError> {
    let folder = folder.join(D::FOLDER);
    let mut things = D::list(tx)?;
    things.sort_by_key(|thing| thing.code().to_string());
    if !things.is_empty() {
        fs::create_dir_all(&folder).map_err(AppError::io("create", &folder))?;
    }
    let mut taken = HashSet::new();
    for thing in &things {
        let name = file_name(&thing.code().to_string(), &mut taken);
        let path = folder.join(name);
        let text = written(thing)?;
        // Beside its place first, so that no reader sees half a file.
        let beside = path.with_extension("part");
        fs::write(&beside, text).map_err(AppError::io("write", &beside))?;
        fs::rename(&beside, &path).map_err(AppError::io("write", &path))?;
    }
    report.files.push(ExportedFile { file: folder.clone(), rows: things.len() as u64 });
    report.warnings.extend(strangers(&folder, &taken)?);
    Ok(())
}

/// The file of a code. Codes that differ in case alone get a number, since not every disk tells them
/// apart, and colons are written as `%3A`, which every disk takes.
fn file_name(code: &str, taken: &mut HashSet<String>) -> String {
    let stem = code.replace(':', "%3A");
    let mut name = format!("{stem}.yaml");
    for number in 2.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        name = format!("{stem}~{number}.yaml");
    }
    name
}

/// The document without the fields that it need not say.
fn written<D: Configured>(thing: &D) -> Result<String, AppError> {
    let document = thing.document()?;
    let Value::Object(fields) = &document else { return thing.yaml(&[]) };
    let says_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    let body = body_of(&document)?;
    let reads_back = |left_out: &[&str]| {
        let read = D::read(&body.clone().without(left_out)).map(|mut read| {
            read.inherit(Some(thing));
            read
        });
        read.as_ref() == Ok(thing)
    };
    let empty: Vec<&str> =
        fields.iter().filter(|(_, value)| says_nothing(value)).map(|(name, _)| name.as_str()).collect();
    let mut left_out: Vec<&str> = match reads_back(&empty) {
        true => empty,
        false => empty.into_iter().filter(|name| reads_back(&[*name])).collect(),
    };
    left_out.extend(ANSWERED);
    thing.yaml(&left_out)
}

/// Files of configuration in a folder that this export did not write.
fn strangers(folder: &Path, written: &HashSet<String>) -> Result<Vec<Problem>, AppError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(AppError::io("read", folder))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(".yaml") && !written.contains(&name.to_lowercase()));
    names.sort();
    let warning = |name: &String| {
        let path = folder.join(name);
        let message = format!("{} was there before and is of nothing that the shop has", path.display());
        Problem::warning(ProblemCode::NotExported, message)
            .hint("remove the file, or relata apply makes the thing again")
            .about(path.display())
    };
    Ok(names.iter().map(warning).collect())
}
