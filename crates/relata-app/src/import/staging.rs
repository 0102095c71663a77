//! The first pass over a file: its rows sorted out, its rejected parts kept by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::SyncSender;

use relata_exchange::{Input, Item, Record};
use relata_model::{Currency, ImportReport};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;
use crate::import::Progress;
use crate::import::batch::Reject;
use crate::import::orders::StagedLine;
use crate::import::products::StagedProduct;
use crate::import::relations::{StagedRelation, StagedWish};
use crate::import::sorter::Sorter;

/// Rows that one transaction applies; an editor waits for one such transaction at most.
const BATCH_ROWS: usize = 2_000;

/// The rows of a file, sorted out.
pub(crate) struct Staged {
    pub(crate) products: Sorter<StagedProduct>,
    pub(crate) relations: Sorter<StagedRelation>,
    pub(crate) lines: Sorter<StagedLine>,
    pub(crate) rejects: Sorter<Reject>,
    pub(crate) currencies: BTreeMap<Currency, u64>,
    pub(crate) foreign_types: BTreeSet<String>,
    /// Rows of events, which are counted and not kept yet.
    pub(crate) events: u64,
}

/// Reads the whole file; what is wrong with rows by themselves ends here.
pub(crate) fn stage(
    input: Input,
    report: &mut ImportReport,
    progress: &dyn Progress,
) -> Result<Staged, AppError> {
    let mut staged = Staged {
        products: Sorter::new(),
        relations: Sorter::new(),
        lines: Sorter::new(),
        rejects: Sorter::new(),
        currencies: BTreeMap::new(),
        foreign_types: BTreeSet::new(),
        events: 0,
    };
    progress.stage("read", None);
    for (read, record) in (1_u64..).zip(input.records()) {
        let record = match record {
            Ok(record) => record,
            Err(failure) => {
                // The rest of the file cannot be read: what came before it is good.
                report.counts.rows += 1;
                report.counts.rejected += 1;
                let problem = failure.problem();
                let row = problem.row.unwrap_or(read);
                staged.rejects.push(reject_key(row), Reject { row, column: None, problem })?;
                break;
            }
        };
        if read.is_multiple_of(1_000) {
            progress.advance(read);
        }
        let Record { row, items, problems, warnings, rejected, raw: _ } = record;
        report.counts.rows += items.len() as u64 + rejected;
        report.counts.rejected += rejected;
        report.counts.rows -= items.iter().filter(|item| matches!(item, Item::Clear(_))).count() as u64;
        warnings.into_iter().for_each(|warning| report.push_warning(warning));
        for problem in problems {
            let column = problem.column.clone();
            staged.rejects.push(reject_key(row), Reject { row, column, problem })?;
        }
        for item in items {
            staged.take(row, item)?;
        }
    }
    Ok(staged)
}

/// Lines sort as text by their number.
pub(crate) fn reject_key(row: u64) -> String {
    format!("{row:012}")
}

impl Staged {
    fn take(&mut self, row: u64, item: Item) -> Result<(), AppError> {
        match item {
            Item::Product(patch) => {
                if let Some(Some(currency)) = patch.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                self.products.push(patch.sku.to_string(), StagedProduct { row, patch })
            }
            Item::Relation(relation) => {
                if relation.foreign {
                    self.foreign_types.insert(relation.type_name.clone());
                }
                let staged = StagedRelation { row, wish: StagedWish::Relation(Box::new(relation)) };
                self.relations.push(staged.key(), staged)
            }
            Item::Clear(list) => {
                let staged = StagedRelation { row, wish: StagedWish::Clear(list) };
                self.relations.push(staged.key(), staged)
            }
            Item::OrderLine(line) => {
                if let Some(currency) = line.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                let staged = StagedLine { row, line };
                self.lines.push(staged.key(), staged)
            }
            Item::Event(_) => {
                self.events += 1;
                Ok(())
            }
        }
    }
}

/// Sorts the rows and hands them over in batches that never part rows of one key.
pub(crate) fn read_ahead<T: Serialize + DeserializeOwned>(
    rows: Sorter<T>,
    sender: &SyncSender<Vec<T>>,
) -> Result<(), AppError> {
    let mut sorted = rows.sorted()?;
    let mut batch = Vec::with_capacity(BATCH_ROWS);
    let mut last_key = String::new();
    while let Some((key, row)) = sorted.next_row()? {
        if batch.len() >= BATCH_ROWS && key != last_key {
            // The other side hung up: it failed and says so itself.
            if sender.send(std::mem::take(&mut batch)).is_err() {
                return Ok(());
            }
        }
        last_key = key;
        batch.push(row);
    }
    if !batch.is_empty() {
        let _ = sender.send(batch);
    }
    Ok(())
}
