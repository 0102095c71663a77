//! Undoing an import as one, from its before-images.

use std::collections::BTreeSet;

use relata_model::{
    AuditEntry, Noun, OrderLine, Problem, ProblemCode, Product, Relation, RelationDraft, RelationId,
    Severity, Sku, TypeCode,
};
use relata_store::audit::AuditFilter;
use relata_store::import::{ImageRow, ImportRecord, ImportState};
use relata_store::{Tx, audit, import, order, product, relation};

use crate::relation_list::renumbered;
use crate::{App, AppError, Caller, Refusal, Saved, family};

impl App {
    /// Undoes a finished import; things that were changed since stay as they are and are named.
    pub fn revert_import(&self, caller: &Caller, import_id: i64) -> Result<Saved<ImportRecord>, AppError> {
        let record = self.find_import(import_id)?;
        if record.state != ImportState::Done {
            let problem = Problem::error(
                ProblemCode::Conflict,
                format!("import {import_id} is {} and cannot be undone", record.state.as_str()),
            )
            .hint("only an import that is done can be undone, and only once");
            return Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] });
        }
        let _guard = self.import_guard()?;
        self.revert_guarded(caller, import_id)
    }

    /// The same for whoever holds the right to import.
    pub(crate) fn revert_guarded(
        &self,
        caller: &Caller,
        import_id: i64,
    ) -> Result<Saved<ImportRecord>, AppError> {
        let since = self.finished_revision(import_id)?;
        let warnings = self.restore(caller, import_id, since)?;
        let written = self.write(caller, move |tx| Ok(import::revert(tx, import_id)?))?;
        let value = self.find_import(import_id)?;
        Ok(Saved { value, revision: written.revision, changed: written.changed, created: false, warnings })
    }

    /// The revision at which an import became visible.
    fn finished_revision(&self, import_id: i64) -> Result<Option<i64>, AppError> {
        let filter = AuditFilter {
            noun: Some(Noun::Import),
            key: Some(import_id.to_string()),
            ..AuditFilter::default()
        };
        let entries = self.read(|tx| Ok(audit::list(tx, &filter, None, 1)?))?;
        Ok(entries.first().map(|entry| entry.revision))
    }

    /// Undoes what a failed import has written so far.
    pub(crate) fn undo_import(&self, import_id: i64, reason: &str) -> Result<(), AppError> {
        let caller = Caller::local();
        self.restore(&caller, import_id, None)?;
        let reason = reason.to_string();
        self.write(&caller, move |tx| {
            import::delete_rejects(tx, import_id)?;
            Ok(import::fail(tx, import_id, &reason)?)
        })?;
        Ok(())
    }

    /// Undoes imports whose program died in the middle; one that still runs elsewhere is left alone.
    pub(crate) fn undo_interrupted_imports(&self) -> Result<(), AppError> {
        self.end_silent_jobs()?;
        let unfinished = self.read(|tx| Ok(import::unfinished(tx)?))?;
        if unfinished.is_empty() {
            return Ok(());
        }
        let Some(_guard) = self.store().try_import_guard()? else { return Ok(()) };
        for record in self.read(|tx| Ok(import::unfinished(tx)?))? {
            tracing::warn!(import_id = record.id, "an import was cut off; undoing it");
            self.undo_import(record.id, "cut off; undone at the next start")?;
        }
        Ok(())
    }

    /// Puts back the before-images, last chunk first; what changed after `since` stays.
    fn restore(&self, caller: &Caller, import_id: i64, since: Option<i64>) -> Result<Vec<Problem>, AppError> {
        let count = self.read(|tx| Ok(import::count_chunks(tx, import_id)?))?;
        let mut warnings = Vec::new();
        for chunk in (0..count).rev() {
            let written = self.write(caller, move |tx| {
                family::lock(tx)?;
                let rows = import::chunk(tx, import_id, chunk)?.unwrap_or_default();
                restore_chunk(tx, rows, since)
            })?;
            warnings.extend(written.value);
            warnings.truncate(relata_model::limits::REPORT_PROBLEMS_MAX);
        }
        Ok(warnings)
    }
}

fn restore_chunk(tx: &mut Tx, rows: Vec<ImageRow>, since: Option<i64>) -> Result<Vec<Problem>, AppError> {
    let mut warnings = Vec::new();
    let mut lists: BTreeSet<(Sku, TypeCode)> = BTreeSet::new();
    for row in rows.into_iter().rev() {
        if let Some(since) = since
            && changed_since(tx, &row, since)?
        {
            let noun = row.noun.as_str();
            let message = format!("the {noun} {} was changed after the import and stays as it is", row.key);
            warnings.push(Problem::warning(ProblemCode::Conflict, message).about(&row.key));
            continue;
        }
        let stays = match row.noun {
            Noun::Product => restore_product(tx, row)?,
            Noun::Relation => restore_relation(tx, row, &mut lists)?,
            Noun::Order => restore_order(tx, row)?,
            Noun::RelationType
            | Noun::Channel
            | Noun::Placement
            | Noun::Mapping
            | Noun::View
            | Noun::Import
            | Noun::Shop => None,
        };
        warnings.extend(stays.map(|problem| Problem { severity: Severity::Warning, ..problem }));
    }
    for (source, type_code) in lists {
        let mut list = relation::of_list(tx, &source, &type_code)?;
        list.sort_by_key(|relation| (relation.position, relation.id));
        relation::renumber(tx, &renumbered(&list))?;
    }
    Ok(warnings)
}

fn changed_since(tx: &mut Tx, row: &ImageRow, since: i64) -> Result<bool, AppError> {
    let filter = AuditFilter { noun: Some(row.noun), key: Some(row.key.clone()), ..AuditFilter::default() };
    let newest: Vec<AuditEntry> = audit::list(tx, &filter, None, 1)?;
    Ok(newest.first().is_some_and(|entry| entry.revision > since))
}

/// Puts a product back; what speaks against it by now, then it stays as it is.
fn restore_product(tx: &mut Tx, row: ImageRow) -> Result<Option<Problem>, AppError> {
    let sku: Sku = serde_json::from_value(row.key.into())?;
    let Some(before) = row.before else {
        product::delete(tx, &sku)?;
        return Ok(None);
    };
    let before: Product = serde_json::from_value(before)?;
    let stored = product::find(tx, &sku)?;
    let problems = crate::product::check(tx, stored.as_ref(), &before)?;
    if let Some(problem) = problems.into_iter().find(Problem::is_error) {
        return Ok(Some(problem));
    }
    product::upsert_many(tx, &[before])?;
    Ok(None)
}

/// Puts a relation back, or takes a new one away; others may have closed a circle meanwhile.
fn restore_relation(
    tx: &mut Tx,
    row: ImageRow,
    lists: &mut BTreeSet<(Sku, TypeCode)>,
) -> Result<Option<Problem>, AppError> {
    let id = RelationId(row.key.parse().unwrap_or_default());
    let stored = relation::find(tx, id)?;
    let Some(before) = row.before else {
        if let Some(stored) = stored {
            relation::delete_many(tx, &[id])?;
            lists.insert((stored.source, stored.type_code));
        }
        return Ok(None);
    };
    let before: Relation = serde_json::from_value(before)?;
    if stored.is_none() {
        let problems = crate::relation::check(tx, &RelationDraft::new(before.identity()), None)?;
        let blocking = |problem: &Problem| problem.is_error() && problem.code != ProblemCode::UnknownProduct;
        if let Some(problem) = problems.into_iter().find(blocking) {
            return Ok(Some(problem.about(id.0)));
        }
    }
    lists.insert((before.source.clone(), before.type_code.clone()));
    match stored {
        Some(_) => relation::update_many(tx, &[before])?,
        None => relation::restore_many(tx, &[before])?,
    }
    Ok(None)
}

fn restore_order(tx: &mut Tx, row: ImageRow) -> Result<Option<Problem>, AppError> {
    let key = order::OrderKey::parse(&row.key).ok_or_else(|| AppError::not_found("order", &row.key))?;
    let lines: Vec<OrderLine> = row.before.map(serde_json::from_value).transpose()?.unwrap_or_default();
    if lines.is_empty() {
        order::delete(tx, &key)?;
    } else {
        order::upsert_order(tx, &key, &lines)?;
    }
    Ok(None)
}
