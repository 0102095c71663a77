//! The first pass over a file: its rows sorted out, its rejected parts kept by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::SyncSender;

use relata_exchange::{Input, Item, ReadFailure, Record, VariantRow};
use relata_model::{ChannelCode, Currency, ImportReport, Problem, ProblemCode, ProductPatch};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;
use crate::import::Progress;
use crate::import::batch::Reject;
use crate::import::findings::Findings;
use crate::import::orders::StagedLine;
use crate::import::products::StagedProduct;
use crate::import::relations::{StagedRelation, StagedWish};
use crate::import::rules::{RULES_MAX, StagedRule, StagedRuleChannel};
use crate::import::sorter::{SortedRow, Sorter};

/// Rows that one transaction applies; an editor waits for one such transaction at most.
const BATCH_ROWS: usize = 2_000;
/// Bytes of rows that one transaction applies, so that long texts do not add up in memory.
const BATCH_BYTES: usize = 4 << 20;
/// Rows about one product, list or order, which are applied together.
const GROUP_ROWS_MAX: usize = 20_000;
/// Bytes of such rows.
const GROUP_BYTES_MAX: usize = 32 << 20;

/// A row that waits to be applied.
pub(crate) trait Staged: Serialize + DeserializeOwned + Send + 'static {
    /// Its line of the file.
    fn row(&self) -> u64;
    /// The product, list or order that it is about, for people.
    fn list_name(&self) -> String;
}

/// Rows of whole products, lists or orders.
pub(crate) struct Batch<T> {
    pub(crate) rows: Vec<T>,
    /// Rows past the bound of their group.
    pub(crate) too_many: Vec<Reject>,
    bytes: usize,
}

impl<T> Batch<T> {
    fn new() -> Batch<T> {
        Batch { rows: Vec::new(), too_many: Vec::new(), bytes: 0 }
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= BATCH_ROWS || self.too_many.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }
}

/// The rows of a file, sorted out.
pub(crate) struct StagedFile {
    pub(crate) products: Sorter<StagedProduct>,
    pub(crate) relations: Sorter<StagedRelation>,
    pub(crate) lines: Sorter<StagedLine>,
    /// In the order of the file.
    pub(crate) rules: Vec<StagedRule>,
    pub(crate) rule_channels: Sorter<StagedRuleChannel>,
    /// Rules past the bound, which are rejected.
    pub(crate) too_many: u64,
    /// Channels that rules of another system name.
    pub(crate) foreign_channels: BTreeSet<ChannelCode>,
    pub(crate) rejects: Sorter<Reject>,
    pub(crate) currencies: BTreeMap<Currency, u64>,
    pub(crate) foreign_types: BTreeSet<String>,
    /// Rows of events, which are counted and not kept yet.
    pub(crate) events: u64,
    /// Rejected rows of which nobody can say to which list they belong.
    pub(crate) unreadable: u64,
    /// Whether what was read cannot be trusted.
    pub(crate) is_damaged: bool,
}

/// Reads the whole file; what is wrong with rows by themselves ends here.
pub(crate) fn stage(
    input: Input,
    findings: &mut Findings,
    progress: &dyn Progress,
) -> Result<StagedFile, AppError> {
    let mut staged = StagedFile {
        products: Sorter::new(),
        relations: Sorter::new(),
        lines: Sorter::new(),
        rules: Vec::new(),
        rule_channels: Sorter::new(),
        too_many: 0,
        foreign_channels: BTreeSet::new(),
        rejects: Sorter::new(),
        currencies: BTreeMap::new(),
        foreign_types: BTreeSet::new(),
        events: 0,
        unreadable: 0,
        is_damaged: false,
    };
    progress.stage("read", None);
    for (read, record) in (1_u64..).zip(input.records()) {
        let record = match record {
            Ok(record) => record,
            Err(failure) => {
                staged.take_failure(&failure, read, &mut findings.report)?;
                break;
            }
        };
        if read.is_multiple_of(1_000) {
            progress.advance(read);
            if progress.is_cancelled() {
                return Err(AppError::Cancelled);
            }
        }
        let Record { row, items, problems, warnings, rejected, raw: _ } = record;
        let report = &mut findings.report;
        report.counts.rows += items.len() as u64 + rejected;
        report.counts.rejected += rejected;
        let is_no_thing = |item: &&Item| matches!(item, Item::Clear(_) | Item::Incomplete(_));
        report.counts.rows -= items.iter().filter(is_no_thing).count() as u64;
        let names_lists = items.iter().any(|item| matches!(item, Item::Incomplete(_)));
        staged.unreadable += u64::from(rejected > 0 && !names_lists);
        for warning in warnings {
            findings.warn(warning)?;
        }
        for problem in problems {
            let column = problem.column.clone();
            staged.rejects.push(&reject_key(row), &Reject { row, column, problem })?;
        }
        for item in items {
            staged.take(row, item)?;
        }
    }
    findings.report.counts.rejected += staged.too_many;
    Ok(staged)
}

/// Lines sort as text by their number.
pub(crate) fn reject_key(row: u64) -> String {
    format!("{row:012}")
}

impl StagedFile {
    /// The rest of the file cannot be read.
    ///
    /// What came before a cut is good. What came before other damage may be damaged as well without
    /// looking so: nothing of such a file is taken.
    fn take_failure(
        &mut self,
        failure: &ReadFailure,
        read: u64,
        report: &mut ImportReport,
    ) -> Result<(), AppError> {
        report.counts.rows += 1;
        report.counts.rejected += 1;
        self.unreadable += 1;
        self.is_damaged = failure.source.kind() != std::io::ErrorKind::UnexpectedEof;
        let mut problem = failure.problem();
        if self.is_damaged {
            report.counts.rejected = report.counts.rows;
            problem =
                problem.hint("fetch the file again; nothing of it was taken, since any of it may be damaged");
            self.products = Sorter::new();
            self.relations = Sorter::new();
            self.lines = Sorter::new();
            self.rules.clear();
            self.rule_channels = Sorter::new();
            self.foreign_channels.clear();
            self.rejects = Sorter::new();
            self.events = 0;
            self.foreign_types.clear();
            self.currencies.clear();
        }
        let row = problem.row.unwrap_or(read);
        self.rejects.push(&reject_key(row), &Reject { row, column: None, problem })
    }

    fn take(&mut self, row: u64, item: Item) -> Result<(), AppError> {
        match item {
            Item::Product(patch) => {
                if let Some(Some(currency)) = patch.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                let key = patch.sku.to_string();
                self.products.push(&key, &StagedProduct { row, patch, named_in: None })
            }
            Item::Variant(VariantRow { sku, parent, column }) => {
                let patch = ProductPatch { parent: Some(Some(parent)), ..ProductPatch::new(sku) };
                let key = patch.sku.to_string();
                self.products.push(&key, &StagedProduct { row, patch, named_in: Some(column) })
            }
            Item::Relation(relation) => {
                if relation.foreign {
                    self.foreign_types.insert(relation.type_name.clone());
                }
                let staged = StagedRelation { row, wish: StagedWish::Relation(Box::new(relation)) };
                self.relations.push(&staged.key(), &staged)
            }
            Item::Clear(list) => {
                let staged = StagedRelation { row, wish: StagedWish::Clear(list) };
                self.relations.push(&staged.key(), &staged)
            }
            Item::Incomplete(list) => {
                let staged = StagedRelation { row, wish: StagedWish::Incomplete(list) };
                self.relations.push(&staged.key(), &staged)
            }
            Item::Rule(_) if self.rules.len() >= RULES_MAX => {
                let message = format!("the file has more than {RULES_MAX} rules");
                let problem = Problem::error(ProblemCode::LimitExceeded, message);
                self.too_many += 1;
                let reject = Reject::new(row, None, problem.hint("split the file"));
                self.rejects.push(&reject_key(row), &reject)
            }
            Item::Rule(rule) => {
                self.foreign_types.insert(rule.type_name.clone());
                self.rules.push(StagedRule { row, rule: *rule });
                Ok(())
            }
            Item::RuleChannel(channel) => {
                self.foreign_channels.insert(channel.channel.clone());
                let staged = StagedRuleChannel { row, channel };
                self.rule_channels.push(staged.channel.code.as_str(), &staged)
            }
            Item::OrderLine(line) => {
                if let Some(currency) = line.currency {
                    *self.currencies.entry(currency).or_default() += 1;
                }
                let staged = StagedLine { row, line };
                self.lines.push(&staged.key(), &staged)
            }
            Item::Event(_) => {
                self.events += 1;
                Ok(())
            }
        }
    }
}

/// Sorts the rows and hands them over in batches that never part rows of one key.
pub(crate) fn read_ahead<T: Staged>(rows: Sorter<T>, sender: &SyncSender<Batch<T>>) -> Result<(), AppError> {
    let mut sorted = rows.sorted()?;
    let mut batch = Batch::new();
    let mut last_key = String::new();
    let (mut group_rows, mut group_bytes) = (0, 0);
    while let Some(SortedRow { key, bytes, row }) = sorted.next_row()? {
        if key != last_key {
            (group_rows, group_bytes) = (0, 0);
        }
        let fits = group_rows < GROUP_ROWS_MAX && group_bytes + bytes <= GROUP_BYTES_MAX;
        if batch.is_full() && (key != last_key || !fits) {
            // The other side hung up: it failed and says so itself.
            if sender.send(std::mem::replace(&mut batch, Batch::new())).is_err() {
                return Ok(());
            }
        }
        last_key = key;
        if fits {
            group_rows += 1;
            group_bytes += bytes;
            batch.bytes += bytes;
            batch.rows.push(row);
        } else {
            batch.too_many.push(too_many(&row));
        }
    }
    let _ = sender.send(batch);
    Ok(())
}

fn too_many<T: Staged>(row: &T) -> Reject {
    let name = row.list_name();
    let message = format!("the file has more than {GROUP_ROWS_MAX} rows for {name}, or too long ones");
    let problem = Problem::error(ProblemCode::LimitExceeded, message).about(name);
    Reject::new(row.row(), None, problem.hint("look for a column that holds the same value in every row"))
}
