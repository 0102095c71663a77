use std::collections::{BTreeMap, HashSet};
use std::io::Write;

use relata_model::{Problem, ProblemCode, Sku};

use super::{LINKS, Link};
use crate::{ExchangeError, RelationRow};

/// Writes relations in the columns of Magento's product import, one row a source.
///
/// Only what a shop of that kind can say is written: SKUs and positions under `related`, `cross_sell`
/// and `upsell`. Scopes, windows, weights and quantities are not: hand over what applies now. What has
/// no home is counted. Memory is bounded by one source.
pub struct MagentoWriter<W: Write> {
    out: csv::Writer<W>,
    source: Option<Sku>,
    lists: [Vec<Sku>; LINKS.len()],
    seen: HashSet<(usize, Sku)>,
    summary: MagentoSummary,
}

/// What was written and what could not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MagentoSummary {
    /// Relations written.
    pub written: u64,
    /// Relations of types that Magento has no column for, by type.
    pub without_home: BTreeMap<String, u64>,
    /// Relations whose target holds a comma or blanks at its ends, which its lists cannot say.
    pub unwritable: u64,
    /// Relations whose pair stood in the same list before, such as those of another scope.
    pub repeated: u64,
}

impl MagentoSummary {
    /// What was left out, as warnings for the report.
    pub fn warnings(&self) -> Vec<Problem> {
        let mut warnings = Vec::new();
        for (type_name, count) in &self.without_home {
            let have = relations(*count, "has", "have");
            let message = format!("of the type {type_name} {have} no column in this format");
            warnings.push(Problem::warning(ProblemCode::UnknownType, message).about(type_name));
        }
        if self.unwritable > 0 {
            let have = relations(self.unwritable, "has", "have");
            let message = format!("{have} a SKU that a list with commas cannot hold");
            warnings.push(Problem::warning(ProblemCode::InvalidValue, message));
        }
        if self.repeated > 0 {
            let repeat = relations(self.repeated, "repeats", "repeat");
            let message = format!("{repeat} a pair of the same list, which was written once");
            warnings.push(Problem::warning(ProblemCode::DuplicateRelation, message));
        }
        warnings
    }
}

impl<W: Write> MagentoWriter<W> {
    /// Starts a file with its header.
    pub fn new(out: W) -> Result<MagentoWriter<W>, ExchangeError> {
        let mut out = csv::Writer::from_writer(out);
        out.write_field("sku")?;
        for link in LINKS {
            out.write_field(link.skus)?;
            out.write_field(link.positions)?;
        }
        out.write_record(None::<&[u8]>)?;
        Ok(MagentoWriter {
            out,
            source: None,
            lists: Default::default(),
            seen: HashSet::new(),
            summary: MagentoSummary::default(),
        })
    }

    /// Adds a relation. All relations of a source have to come together, each list in its order.
    pub fn write(&mut self, row: &RelationRow) -> Result<(), ExchangeError> {
        if self.source.as_ref() != Some(&row.source) {
            self.write_source()?;
            self.source = Some(row.source.clone());
        }
        let Some(list) = LINKS.iter().position(|link: &Link| link.type_name == row.type_name) else {
            *self.summary.without_home.entry(row.type_name.clone()).or_default() += 1;
            return Ok(());
        };
        if !writable(&row.target) {
            self.summary.unwritable += 1;
        } else if !self.seen.insert((list, row.target.clone())) {
            self.summary.repeated += 1;
        } else {
            self.lists[list].push(row.target.clone());
        }
        Ok(())
    }

    /// Writes what is left and says what was done.
    pub fn finish(mut self) -> Result<MagentoSummary, ExchangeError> {
        self.write_source()?;
        self.out.flush()?;
        Ok(self.summary)
    }

    fn write_source(&mut self) -> Result<(), ExchangeError> {
        self.seen.clear();
        let Some(source) = self.source.take() else { return Ok(()) };
        if self.lists.iter().all(Vec::is_empty) {
            return Ok(());
        }
        self.out.write_field(source.as_str())?;
        for list in &mut self.lists {
            self.summary.written += list.len() as u64;
            let positions: Vec<String> = (1..=list.len()).map(|place| place.to_string()).collect();
            let skus: Vec<&str> = list.iter().map(Sku::as_str).collect();
            self.out.write_field(skus.join(","))?;
            self.out.write_field(positions.join(","))?;
            list.clear();
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }
}

/// `1 relation has`, `2 relations have`.
fn relations(count: u64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 relation {one}") } else { format!("{count} relations {several}") }
}

/// Whether a list parted by commas gives the SKU back.
fn writable(sku: &Sku) -> bool {
    let text = sku.as_str();
    !text.contains(',') && text.trim() == text && text != super::EMPTY
}
