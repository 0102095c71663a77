//! The audit log as people read it: with names, and whether undoing can be tried.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use relata_model::{AuditEntry, Noun, Sku};
use relata_store::import::ImportState;
use relata_store::{Tx, import, product};

use crate::{App, AppError};

/// A line of the audit log with what its codes stand for.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// The line as it is stored.
    pub entry: AuditEntry,
    /// The names of the products that it is about.
    pub names: BTreeMap<Sku, String>,
    /// Whether [`App::revert`] may undo it; false where it always refuses.
    pub revertible: bool,
}

impl App {
    /// Adds names to lines of the log, in their order; one query, and one more for each import.
    pub fn describe_audit(&self, entries: Vec<AuditEntry>) -> Result<Vec<AuditLine>, AppError> {
        self.read(|tx| {
            let skus: Vec<Sku> =
                entries.iter().flat_map(skus_of).collect::<HashSet<_>>().into_iter().collect();
            let found = product::find_many(tx, &skus)?;
            let known: HashMap<Sku, String> =
                found.into_iter().map(|product| (product.sku, product.name)).collect();
            let imports = states_of_imports(tx, &entries)?;
            let line = |entry: AuditEntry| {
                let mut names: BTreeMap<Sku, String> = BTreeMap::new();
                for sku in skus_of(&entry) {
                    let name = known.get(&sku).cloned().or_else(|| name_within(&entry));
                    names.extend(name.map(|name| (sku, name)));
                }
                let revertible = match entry.noun {
                    Noun::Order | Noun::Shop => false,
                    Noun::Import => is_as_left(&entry, imports.get(&entry.key)),
                    _ => true,
                };
                AuditLine { entry, names, revertible }
            };
            Ok(entries.into_iter().map(line).collect())
        })
    }
}

/// The products that a line is about.
fn skus_of(entry: &AuditEntry) -> BTreeSet<Sku> {
    match entry.noun {
        Noun::Product => Sku::parse(&entry.key).into_iter().collect(),
        Noun::Relation => {
            let bodies = [&entry.before, &entry.after].into_iter().flatten();
            let ends = bodies.flat_map(|body| ["source", "target"].map(|end| body.get(end)));
            ends.filter_map(|end| Sku::parse(end?.as_str()?).ok()).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The name that a product had, for one that is gone.
fn name_within(entry: &AuditEntry) -> Option<String> {
    let body = entry.after.as_ref().or(entry.before.as_ref()).filter(|_| entry.noun == Noun::Product)?;
    body.get("name")?.as_str().map(str::to_string)
}

/// The states of the imports that the lines are about.
fn states_of_imports(tx: &mut Tx, entries: &[AuditEntry]) -> Result<HashMap<String, ImportState>, AppError> {
    let imports = entries.iter().filter(|entry| entry.noun == Noun::Import);
    let keys: BTreeSet<&str> = imports.map(|entry| entry.key.as_str()).collect();
    let mut states = HashMap::new();
    for key in keys {
        let Ok(import_id) = key.parse() else { continue };
        states.extend(import::find(tx, import_id)?.map(|record| (key.to_string(), record.state)));
    }
    Ok(states)
}

/// Whether an import is as a line left it: done, and can be undone; or undone, and can be done again.
fn is_as_left(entry: &AuditEntry, state: Option<&ImportState>) -> bool {
    let left = entry.after.as_ref().and_then(|after| after.get("state")?.as_str());
    state.is_some_and(|state| {
        matches!(state, ImportState::Done | ImportState::Reverted) && left == Some(state.as_str())
    })
}
