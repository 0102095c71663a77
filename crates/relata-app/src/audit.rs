use relata_model::{
    AuditEntry, Channel, Guideline, NamedCondition, Noun, Placement, Problem, ProblemCode, Product, Relation,
    RelationType, Rule, SavedMapping, TestSuite, View,
};
use relata_store::audit::AuditFilter;
use relata_store::import::ImportState;
use relata_store::{Tx, audit, product, relation};
use serde::de::DeserializeOwned;

use crate::relation_change::relocate;
use crate::relation_list::{place, renumbered};
use crate::{App, AppError, Caller, Page, PageRequest, Refusal, Saved, document, family};

impl App {
    /// The audit log, newest first.
    pub fn list_audit(&self, filter: AuditFilter, page: PageRequest) -> Result<Page<AuditEntry>, AppError> {
        let before = page.after_number('a')?;
        let rows = self.read(|tx| Ok(audit::list(tx, &filter, before, page.size() + 1)?))?;
        Ok(page.page('a', rows, |entry| entry.audit_id.to_string()))
    }

    /// Undoes one change, if nothing touched the same things since; the undoing is a change itself.
    pub fn revert(&self, caller: &Caller, revision: i64) -> Result<Saved<Vec<AuditEntry>>, AppError> {
        let entries = self.read(|tx| Ok(audit::of_revision(tx, revision)?))?;
        if let Some(import) = entries.iter().find(|entry| entry.noun == Noun::Import) {
            let import_id = import.key.parse().map_err(|_| AppError::not_found("import", &import.key))?;
            let saved = match is_undoing(import) {
                true => self.redo_import(caller, import_id)?,
                false => self.revert_import(caller, import_id)?,
            };
            return Ok(Saved {
                value: entries,
                revision: saved.revision,
                changed: saved.changed,
                created: false,
                warnings: saved.warnings,
            });
        }
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let entries = audit::of_revision(tx, revision)?;
            if entries.is_empty() {
                return Err(AppError::not_found("change with revision", revision));
            }
            for entry in entries.iter().rev() {
                undo(tx, entry)?;
            }
            let touched = entries.iter().map(|entry| (entry.noun, entry.key.as_str()));
            crate::reference::refuse_touched(tx, touched)?;
            Ok(entries)
        })?;
        Ok(Saved {
            value: written.value,
            revision: written.revision,
            changed: written.changed,
            created: false,
            warnings: Vec::new(),
        })
    }
}

/// Whether a line about an import says that it was undone.
fn is_undoing(import: &AuditEntry) -> bool {
    let state = import.after.as_ref().and_then(|after| after.get("state"));
    state.and_then(serde_json::Value::as_str) == Some(ImportState::Reverted.as_str())
}

fn undo(tx: &mut Tx, entry: &AuditEntry) -> Result<(), AppError> {
    match entry.noun {
        Noun::Product => undo_product(tx, entry),
        Noun::Relation => undo_relation(tx, entry),
        Noun::RelationType => document::undo::<RelationType>(tx, entry),
        Noun::Channel => document::undo::<Channel>(tx, entry),
        Noun::Placement => document::undo::<Placement>(tx, entry),
        Noun::View => document::undo::<View>(tx, entry),
        Noun::Rule => document::undo::<Rule>(tx, entry),
        Noun::Guideline => document::undo::<Guideline>(tx, entry),
        Noun::Condition => document::undo::<NamedCondition>(tx, entry),
        Noun::Mapping => document::undo::<SavedMapping>(tx, entry),
        Noun::TestSuite => document::undo::<TestSuite>(tx, entry),
        Noun::Order | Noun::Import | Noun::Shop => Err(not_revertible(entry)),
    }
}

pub(crate) fn parse<T: DeserializeOwned>(code: &str) -> Result<T, AppError> {
    Ok(serde_json::from_value(serde_json::Value::String(code.to_string()))?)
}

pub(crate) fn read<T: DeserializeOwned>(value: &Option<serde_json::Value>) -> Result<Option<T>, AppError> {
    Ok(value.clone().map(serde_json::from_value).transpose()?)
}

fn undo_product(tx: &mut Tx, entry: &AuditEntry) -> Result<(), AppError> {
    let (before, after): (Option<Product>, Option<Product>) = (read(&entry.before)?, read(&entry.after)?);
    let sku = parse(&entry.key)?;
    let stored = product::find(tx, &sku)?;
    if stored != after {
        return Err(touched_since(entry));
    }
    match &before {
        Some(before) => {
            let problems: Vec<Problem> = crate::product::check(tx, stored.as_ref(), before)?
                .into_iter()
                .filter(Problem::is_error)
                .collect();
            if !problems.is_empty() {
                return Err(AppError::invalid(problems));
            }
            product::upsert_many(tx, std::slice::from_ref(before))?;
        }
        None => drop(product::delete(tx, &sku)?),
    }
    crate::product::record(tx, after.as_ref(), before.as_ref())
}

fn undo_relation(tx: &mut Tx, entry: &AuditEntry) -> Result<(), AppError> {
    let (before, after): (Option<Relation>, Option<Relation>) = (read(&entry.before)?, read(&entry.after)?);
    let stored = match &after {
        Some(after) => relation::find(tx, after.id)?,
        None => None,
    };
    // The place may have shifted because of others; everything else has to be as it was left.
    let unplaced =
        |relation: &Option<Relation>| relation.clone().map(|relation| Relation { position: 0, ..relation });
    if unplaced(&stored) != unplaced(&after) {
        return Err(touched_since(entry));
    }
    match (&before, &stored) {
        (None, Some(stored)) => crate::relation::delete(tx, stored),
        (Some(before), None) => restore_deleted(tx, before),
        (Some(before), Some(stored)) => restore_changed(tx, before, stored),
        (None, None) => Ok(()),
    }
}

fn restore_deleted(tx: &mut Tx, before: &Relation) -> Result<(), AppError> {
    let draft = relata_model::RelationDraft::new(before.identity());
    let problems = crate::relation::check(tx, &draft, None)?;
    let blocking: Vec<Problem> = problems
        .into_iter()
        .filter(|problem| problem.is_error() && problem.code != ProblemCode::UnknownProduct)
        .collect();
    if !blocking.is_empty() {
        return Err(AppError::invalid(blocking));
    }
    let mut list = relation::of_list(tx, &before.source, &before.type_code)?;
    let index = place(Some(before.position), list.len());
    let restored = Relation { position: index as u32 + 1, ..before.clone() };
    // Under its old number, so that the changes before it can be undone after it.
    relation::restore_many(tx, std::slice::from_ref(&restored))?;
    list.insert(index, restored.clone());
    relation::renumber(tx, &renumbered(&list))?;
    crate::relation::record(tx, None, Some(&restored))
}

fn restore_changed(tx: &mut Tx, before: &Relation, stored: &Relation) -> Result<(), AppError> {
    if before.identity() != stored.identity() {
        let draft = relata_model::RelationDraft::new(before.identity());
        let problems = crate::relation::check(tx, &draft, Some(before.id))?;
        let blocking: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
        if !blocking.is_empty() {
            return Err(AppError::invalid(blocking));
        }
    }
    let position = relocate(tx, stored, before, Some(before.position))?;
    let restored = Relation { position, ..before.clone() };
    relation::update_many(tx, std::slice::from_ref(&restored))?;
    crate::relation::record(tx, Some(stored), Some(&restored))
}

pub(crate) fn touched_since(entry: &AuditEntry) -> AppError {
    let noun = entry.noun.as_str();
    let problem =
        Problem::error(ProblemCode::Conflict, format!("the {noun} {} was changed again since", entry.key))
            .about(&entry.key)
            .hint("undo the later change first, or change it by hand");
    AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] }
}

fn not_revertible(entry: &AuditEntry) -> AppError {
    let noun = entry.noun.as_str();
    let problem =
        Problem::error(ProblemCode::Conflict, format!("a change of noun {noun} cannot be undone by itself"))
            .hint("undo the import that it came with");
    AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] }
}
