//! One change to many products, made by an import of lines that are written here: so it is seen at
//! once, checked like any import, and undone as one.

use std::collections::HashSet;
use std::io::{BufWriter, Write};

use relata_api::{BulkAction, BulkEditInput, BulkSelect};
use relata_exchange::{Form, RelationColumns, RelationRow, RelationsWriter};
use relata_model::limits::{BULK_EDIT_LINES_MAX, BULK_EDIT_PRODUCTS_MAX};
use relata_model::{Exclusion, ImportMode, ImportReport, Origin, Problem, ProblemCode, Sku, TypeCode};
use relata_store::{Tx, product, relation, relation_type};
use serde_json::json;
use tempfile::NamedTempFile;

use crate::export::is_exported;
use crate::import::{ImportFile, ImportOptions, NoProgress, RejectsTo};
use crate::{App, AppError, Caller};

/// The name of the file and of the source in reports and in the audit log.
const SOURCE: &str = "bulk-edit";
/// Products that are loaded at once.
const CHUNK: usize = 1_000;

/// What a bulk edit did.
#[derive(Debug, Clone)]
pub struct BulkEditDone {
    /// How many products were meant.
    pub selected: usize,
    /// What became of each line.
    pub report: ImportReport,
}

impl App {
    /// Changes many products as one. In a dry run nothing is written.
    ///
    /// # Errors
    /// A refusal that names every unknown type and product of the request by its place; one when an
    /// import is at work, since only one is at a time.
    pub fn bulk_edit(
        &self,
        caller: &Caller,
        edit: &BulkEditInput,
        dry_run: bool,
    ) -> Result<BulkEditDone, AppError> {
        self.read(|tx| check_named(tx, edit))?;
        let sources = self.selected(&edit.select)?;
        let mode = match edit.action {
            BulkAction::Unlink { .. } => ImportMode::Delete,
            _ => ImportMode::Merge,
        };
        let mut file = NamedTempFile::with_prefix("relata-bulk-edit-")
            .map_err(AppError::io("create", "a temporary file"))?;
        let content = match edit.action {
            BulkAction::Exclude { .. } | BulkAction::Include { .. } => "products",
            _ => "relations",
        };
        let lines = self.read(|tx| write_lines(tx, &sources, &edit.action, file.as_file_mut()))?;
        let selected = sources.len();
        if lines == 0 {
            let report = ImportReport::new(SOURCE, "relata", content, mode, dry_run);
            return Ok(BulkEditDone { selected, report });
        }
        let options = ImportOptions {
            profile: Some("relata".to_string()),
            mode,
            dry_run,
            source: Some(SOURCE.to_string()),
            rejects: RejectsTo::Discard,
        };
        let file_of_lines = ImportFile { by_hand: true, ..ImportFile::named(file.path(), SOURCE) };
        let reports = self.import(caller, &[file_of_lines], &options, &NoProgress)?;
        let empty = || ImportReport::new(SOURCE, "relata", content, mode, dry_run);
        Ok(BulkEditDone { selected, report: reports.into_iter().next().unwrap_or_else(empty) })
    }

    /// The products that are meant, by SKU.
    fn selected(&self, select: &BulkSelect) -> Result<Vec<Sku>, AppError> {
        let skus = match select {
            BulkSelect::Skus(skus) => {
                let mut skus = skus.clone();
                skus.sort_unstable();
                skus.dedup();
                skus
            }
            BulkSelect::Filter(selection) => self.select_products(selection)?,
        };
        if skus.len() > BULK_EDIT_PRODUCTS_MAX {
            let message = format!("{} products are meant, more than {BULK_EDIT_PRODUCTS_MAX}", skus.len());
            let problem = Problem::error(ProblemCode::LimitExceeded, message).at("/select");
            return Err(AppError::invalid(vec![problem.hint("narrow the filter down")]));
        }
        Ok(skus)
    }
}

/// Refuses types and products that do not exist.
fn check_named(tx: &mut Tx, edit: &BulkEditInput) -> Result<(), AppError> {
    let mut problems = Vec::new();
    let known = relation_type::list(tx)?;
    let mut types: Vec<(String, &TypeCode)> = Vec::new();
    let mut products: Vec<(String, &Sku)> = Vec::new();
    let places =
        |name: &str, skus: &[Sku]| (0..skus.len()).map(|at| format!("/{name}/{at}")).collect::<Vec<_>>();
    match &edit.action {
        BulkAction::Link { type_code, targets, .. } => {
            types.push(("/action/type".to_string(), type_code));
            products.extend(places("action/targets", targets).into_iter().zip(targets));
        }
        // What is not there any more can still be named to be taken away.
        BulkAction::Unlink { type_code, .. } | BulkAction::Include { type_code, .. } => {
            types.push(("/action/type".to_string(), type_code));
        }
        BulkAction::Exclude { type_code, targets } => {
            types.push(("/action/type".to_string(), type_code));
            products.extend(places("action/targets", targets).into_iter().zip(targets));
        }
        BulkAction::Copy { from, types: named } => {
            products.push(("/action/from".to_string(), from));
            types.extend(named.iter().enumerate().map(|(at, code)| (format!("/action/types/{at}"), code)));
        }
    }
    if let BulkSelect::Skus(skus) = &edit.select {
        products.extend(places("select/skus", skus).into_iter().zip(skus));
    }
    for (at, code) in types {
        if known.iter().all(|kind| kind.code != *code) {
            let problem =
                Problem::error(ProblemCode::UnknownType, format!("there is no relation type {code}"));
            problems.push(problem.at(at).hint("GET /v1/relation-types lists them"));
        }
    }
    let skus: Vec<Sku> = products.iter().map(|(_, sku)| (*sku).clone()).collect();
    let existing = product::exists_many(tx, &skus)?;
    for (at, sku) in products.into_iter().filter(|(_, sku)| !existing.contains(*sku)) {
        let problem = Problem::error(ProblemCode::UnknownProduct, format!("there is no product {sku}"));
        problems.push(problem.at(at).about(sku).hint("check the spelling"));
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems)) }
}

/// Writes what the import is to read; gives the number of lines.
fn write_lines(
    tx: &mut Tx,
    sources: &[Sku],
    action: &BulkAction,
    out: &mut std::fs::File,
) -> Result<usize, AppError> {
    let mut lines = Lines { out: BufWriter::new(out), count: 0 };
    let copied = match action {
        BulkAction::Copy { from, types } => {
            let mut found = relation::of_source(tx, from)?;
            found.retain(|relation| is_exported(&relation.origin) && types.contains(&relation.type_code));
            found.sort_by_key(|relation| (relation.type_code.clone(), relation.position));
            found.iter().map(RelationRow::from).collect()
        }
        _ => Vec::new(),
    };
    for chunk in sources.chunks(CHUNK) {
        match action {
            BulkAction::Link { type_code, targets, weight, position } => {
                for source in chunk {
                    lines.link(source, type_code, targets, *weight, *position)?;
                }
            }
            BulkAction::Unlink { type_code, targets } => {
                for relation in relation::of_sources(tx, chunk)? {
                    let is_meant = relation.type_code == *type_code
                        && is_exported(&relation.origin)
                        && targets.as_ref().is_none_or(|targets| targets.contains(&relation.target));
                    if is_meant {
                        lines.relation(&RelationRow::from(&relation))?;
                    }
                }
            }
            BulkAction::Copy { from, .. } => {
                for source in chunk.iter().filter(|source| *source != from) {
                    for row in &copied {
                        lines.relation(&RelationRow {
                            source: source.clone(),
                            origin: Some(Origin::Manual),
                            position: None,
                            ..row.clone()
                        })?;
                    }
                }
            }
            BulkAction::Exclude { type_code, targets } => {
                lines.exclusions(tx, chunk, type_code, targets, Exclusions::More)?;
            }
            BulkAction::Include { type_code, targets } => {
                lines.exclusions(tx, chunk, type_code, targets, Exclusions::Fewer)?;
            }
        }
    }
    lines.out.flush().map_err(AppError::io("write", "a temporary file"))?;
    Ok(lines.count)
}

/// Whether exclusions come or go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exclusions {
    More,
    Fewer,
}

/// The lines of an edit, as far as they are written.
struct Lines<'a> {
    out: BufWriter<&'a mut std::fs::File>,
    count: usize,
}

impl Lines<'_> {
    fn count_one(&mut self) -> Result<(), AppError> {
        self.count += 1;
        if self.count <= BULK_EDIT_LINES_MAX {
            return Ok(());
        }
        let message =
            format!("the edit has more than {BULK_EDIT_LINES_MAX} lines: one for each product and target");
        let problem = Problem::error(ProblemCode::LimitExceeded, message).at("/select");
        Err(AppError::invalid(vec![problem.hint("narrow the filter down, or name fewer targets")]))
    }

    fn json(&mut self, line: &serde_json::Value) -> Result<(), AppError> {
        self.count_one()?;
        writeln!(self.out, "{line}").map_err(AppError::io("write", "a temporary file"))
    }

    /// Only what is asked for stands in the line: the rest of a relation that is there stays.
    fn link(
        &mut self,
        source: &Sku,
        type_code: &TypeCode,
        targets: &[Sku],
        weight: Option<f64>,
        position: Option<u32>,
    ) -> Result<(), AppError> {
        for (target, at) in targets.iter().zip(0_u32..) {
            let mut line =
                json!({ "source": source, "type": type_code, "target": target, "origin": "manual" });
            if let Some(weight) = weight {
                line["weight"] = json!(weight);
            }
            if let Some(position) = position {
                line["position"] = json!(position + at);
                line["arranged"] = json!(true);
            }
            self.json(&line)?;
        }
        Ok(())
    }

    fn relation(&mut self, row: &RelationRow) -> Result<(), AppError> {
        self.count_one()?;
        let mut writer = RelationsWriter::new(&mut self.out, Form::JsonLines, RelationColumns::default())?;
        Ok(writer.write(row)?)
    }

    /// A line with all exclusions of each product as they are to be.
    fn exclusions(
        &mut self,
        tx: &mut Tx,
        skus: &[Sku],
        type_code: &TypeCode,
        targets: &[Sku],
        change: Exclusions,
    ) -> Result<(), AppError> {
        for product in product::find_many(tx, skus)? {
            let named: HashSet<Exclusion> = targets
                .iter()
                .filter(|target| **target != product.sku)
                .map(|target| Exclusion { type_code: type_code.clone(), target: target.clone() })
                .collect();
            let mut excluded: Vec<Exclusion> = product.excluded.clone();
            match change {
                Exclusions::Fewer => excluded.retain(|exclusion| !named.contains(exclusion)),
                Exclusions::More => {
                    let there: HashSet<Exclusion> = excluded.iter().cloned().collect();
                    let mut new: Vec<Exclusion> = named.difference(&there).cloned().collect();
                    new.sort_by(|a, b| a.target.cmp(&b.target));
                    excluded.extend(new);
                }
            }
            let excluded: Vec<_> = excluded
                .iter()
                .map(|exclusion| json!({ "type": exclusion.type_code, "target": exclusion.target }))
                .collect();
            self.json(&json!({ "sku": product.sku, "excluded": excluded }))?;
        }
        Ok(())
    }
}
