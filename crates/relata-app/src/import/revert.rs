//! Undoing an import as one, from its before-images, and doing it again.
//!
//! ```text
//!   done ── undo: keep what is there as after-images, put the before-images back ──► reverted
//!        ◄────────────────────── again: put the after-images back ──────────────────
//! ```
//!
//! What somebody changed meanwhile stays as it is, and is no concern of the import's any more.

use std::collections::{BTreeSet, HashMap};

use relata_model::limits::REPORT_PROBLEMS_MAX;
use relata_model::{
    AuditEntry, Noun, OrderLine, Problem, ProblemCode, Product, Relation, RelationDraft, RelationId,
    RuleCode, Severity, Sku, TypeCode,
};
use relata_store::audit::AuditFilter;
use relata_store::import::{ImageRow, ImportRecord, ImportState};
use relata_store::order::OrderKey;
use relata_store::{Tx, Written, audit, import, order, product, relation, rule};

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
            .hint(
                "only an import that is done can be undone; undo the undoing first, or import the file again",
            );
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
        let mut warnings = match since {
            Some(since) => self.keep_after_images(caller, import_id, since)?,
            None => Vec::new(),
        };
        warnings.extend(self.restore(caller, import_id, since, Way::Back)?);
        warnings.truncate(REPORT_PROBLEMS_MAX);
        let written = self.write(caller, move |tx| Ok(import::revert(tx, import_id)?))?;
        let value = self.find_import(import_id)?;
        Ok(Saved { value, revision: written.revision, changed: written.changed, created: false, warnings })
    }

    /// Does again what an import did before it was undone; what was changed since stays as it is.
    pub(crate) fn redo_import(
        &self,
        caller: &Caller,
        import_id: i64,
    ) -> Result<Saved<ImportRecord>, AppError> {
        let _guard = self.import_guard()?;
        let record = self.find_import(import_id)?;
        if record.state != ImportState::Reverted {
            let message = format!("import {import_id} is {} and not undone", record.state.as_str());
            let problem = Problem::error(ProblemCode::Conflict, message)
                .hint("look at the import; if its rows are missing, import the file again");
            return Err(AppError::Refused { refusal: Refusal::InUse, problems: vec![problem] });
        }
        let since = self.finished_revision(import_id)?;
        let warnings = self.restore(caller, import_id, since, Way::Again)?;
        let written = self.write(caller, move |tx| Ok(import::redo(tx, import_id)?))?;
        let value = self.find_import(import_id)?;
        let Written { revision, changed, .. } = written;
        Ok(Saved { value, revision, changed, created: false, warnings })
    }

    /// Notes beside each before-image what is there now. What was changed after `since` is not the
    /// import's any more: it is named, and its images are dropped.
    fn keep_after_images(
        &self,
        caller: &Caller,
        import_id: i64,
        since: i64,
    ) -> Result<Vec<Problem>, AppError> {
        let count = self.read(|tx| Ok(import::count_chunks(tx, import_id)?))?;
        let mut warnings = Vec::new();
        for chunk in 0..count {
            let written = self.write(caller, move |tx| {
                family::lock(tx)?;
                let rows = import::chunk(tx, import_id, chunk)?.unwrap_or_default();
                let (rows, warnings) = without_changed(tx, rows, since, Way::Back)?;
                let rows = with_after_images(tx, rows)?;
                import::replace_chunk(tx, import_id, chunk, &rows)?;
                Ok::<_, AppError>(warnings)
            })?;
            warnings.extend(written.value);
            warnings.truncate(REPORT_PROBLEMS_MAX);
        }
        Ok(warnings)
    }

    /// The revision at which an import last became visible, or was undone.
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
        self.restore(&caller, import_id, None, Way::Back)?;
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

    /// Puts images back, the last one first where that is the way; what changed after `since` stays.
    fn restore(
        &self,
        caller: &Caller,
        import_id: i64,
        since: Option<i64>,
        way: Way,
    ) -> Result<Vec<Problem>, AppError> {
        let count = self.read(|tx| Ok(import::count_chunks(tx, import_id)?))?;
        let chunks: Vec<i64> = match way {
            Way::Back => (0..count).rev().collect(),
            Way::Again => (0..count).collect(),
        };
        let mut warnings = Vec::new();
        for chunk in chunks {
            let written = self.write(caller, move |tx| {
                family::lock(tx)?;
                let rows = import::chunk(tx, import_id, chunk)?.unwrap_or_default();
                let count = rows.len();
                let (rows, mut warnings) = match since {
                    Some(since) => without_changed(tx, rows, since, way)?,
                    None => (rows, Vec::new()),
                };
                if rows.len() < count {
                    import::replace_chunk(tx, import_id, chunk, &rows)?;
                }
                warnings.extend(restore_chunk(tx, rows, way)?);
                Ok::<_, AppError>(warnings)
            })?;
            warnings.extend(written.value);
            warnings.truncate(REPORT_PROBLEMS_MAX);
        }
        Ok(warnings)
    }
}

/// Which of its images a thing gets back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The one from before the import.
    Back,
    /// The one from after it.
    Again,
}

/// The images of things that nobody changed after a revision, and a warning for each other one.
fn without_changed(
    tx: &mut Tx,
    rows: Vec<ImageRow>,
    since: i64,
    way: Way,
) -> Result<(Vec<ImageRow>, Vec<Problem>), AppError> {
    let (mut kept, mut warnings) = (Vec::with_capacity(rows.len()), Vec::new());
    let what = match way {
        Way::Back => "the import",
        Way::Again => "the import was undone",
    };
    for row in rows {
        if !changed_since(tx, &row, since)? {
            kept.push(row);
            continue;
        }
        let noun = row.noun.as_str();
        let message = format!("the {noun} {} was changed after {what} and stays as it is", row.key);
        warnings.push(Problem::warning(ProblemCode::Conflict, message).about(&row.key));
    }
    Ok((kept, warnings))
}

/// Fills in what is there now. An image whose thing is as it was before keeps what it has: an
/// undoing was cut off and goes on.
fn with_after_images(tx: &mut Tx, mut rows: Vec<ImageRow>) -> Result<Vec<ImageRow>, AppError> {
    let keys = |noun: Noun| rows.iter().filter(move |row| row.noun == noun).map(|row| row.key.as_str());
    let mut now: HashMap<(Noun, String), serde_json::Value> = HashMap::new();
    let skus: Vec<Sku> = keys(Noun::Product).filter_map(|key| Sku::parse(key).ok()).collect();
    for product in product::find_many(tx, &skus)? {
        now.insert((Noun::Product, product.sku.to_string()), serde_json::to_value(&product)?);
    }
    let ids: Vec<RelationId> =
        keys(Noun::Relation).filter_map(|key| key.parse().ok().map(RelationId)).collect();
    for relation in relation::find_many(tx, &ids)? {
        now.insert((Noun::Relation, relation.id.0.to_string()), serde_json::to_value(&relation)?);
    }
    let orders: Vec<OrderKey> = keys(Noun::Order).filter_map(OrderKey::parse).collect();
    for (key, lines) in order::find_many(tx, &orders)? {
        now.insert((Noun::Order, key.to_string()), serde_json::to_value(&lines)?);
    }
    let rules: Vec<RuleCode> = keys(Noun::Rule).filter_map(|key| RuleCode::parse(key).ok()).collect();
    for code in rules {
        if let Some(rule) = rule::find(tx, &code)? {
            now.insert((Noun::Rule, code.to_string()), serde_json::to_value(&rule)?);
        }
    }
    for row in &mut rows {
        let now = now.get(&(row.noun, row.key.clone()));
        if now != row.before.as_ref() {
            row.after = now.cloned();
        }
    }
    Ok(rows)
}

fn restore_chunk(tx: &mut Tx, mut rows: Vec<ImageRow>, way: Way) -> Result<Vec<Problem>, AppError> {
    let mut warnings = Vec::new();
    let mut lists: BTreeSet<(Sku, TypeCode)> = BTreeSet::new();
    if way == Way::Back {
        rows.reverse();
    }
    for ImageRow { noun, key, touches: _, before, after } in rows {
        let image = match way {
            Way::Back => before,
            Way::Again => after,
        };
        let stays = match noun {
            Noun::Product => restore_product(tx, key, image)?,
            Noun::Relation => restore_relation(tx, &key, image, &mut lists)?,
            Noun::Order => restore_order(tx, &key, image)?,
            Noun::Rule => restore_rule(tx, &key, image)?,
            Noun::RelationType
            | Noun::Channel
            | Noun::Placement
            | Noun::Mapping
            | Noun::View
            | Noun::Guideline
            | Noun::Condition
            | Noun::TestSuite
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
fn restore_product(
    tx: &mut Tx,
    key: String,
    image: Option<serde_json::Value>,
) -> Result<Option<Problem>, AppError> {
    let sku: Sku = serde_json::from_value(key.into())?;
    let Some(before) = image else {
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
    key: &str,
    image: Option<serde_json::Value>,
    lists: &mut BTreeSet<(Sku, TypeCode)>,
) -> Result<Option<Problem>, AppError> {
    let id = RelationId(key.parse().unwrap_or_default());
    let stored = relation::find(tx, id)?;
    let Some(before) = image else {
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

/// Puts a rule back; what it would close a circle with is withheld as always.
fn restore_rule(
    tx: &mut Tx,
    key: &str,
    image: Option<serde_json::Value>,
) -> Result<Option<Problem>, AppError> {
    match image {
        Some(image) => rule::upsert(tx, &serde_json::from_value(image)?)?,
        None => drop(rule::delete(tx, &serde_json::from_value(key.into())?)?),
    }
    Ok(None)
}

fn restore_order(
    tx: &mut Tx,
    key: &str,
    image: Option<serde_json::Value>,
) -> Result<Option<Problem>, AppError> {
    let key = OrderKey::parse(key).ok_or_else(|| AppError::not_found("order", key))?;
    let lines: Vec<OrderLine> = image.map(serde_json::from_value).transpose()?.unwrap_or_default();
    if lines.is_empty() {
        order::delete(tx, &key)?;
    } else {
        order::upsert_order(tx, &key, &lines)?;
    }
    Ok(None)
}
