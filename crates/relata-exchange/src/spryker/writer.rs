use std::io::Write;

use relata_model::{ChannelCode, RuleStatus, Sku};
use serde_json::Value;

use super::Kind;
use super::tree::written;
use crate::ExchangeError;

/// Writes one of Spryker's files.
pub struct SprykerWriter<W: Write> {
    out: csv::Writer<W>,
    rows: u64,
}

/// A relation of theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct SprykerRelation {
    /// Its key.
    pub key: String,
    /// For which product.
    pub product: Sku,
    /// Their relation type.
    pub relation_type: String,
    /// Their tree.
    pub tree: Value,
    /// Whether it is live.
    pub status: RuleStatus,
}

impl<W: Write> SprykerWriter<W> {
    /// Starts a file of relations.
    pub fn relations(out: W) -> Result<SprykerWriter<W>, ExchangeError> {
        SprykerWriter::start(out, Kind::Relations.columns().iter().map(ToString::to_string).collect())
    }

    /// Starts a file of the stores of relations.
    pub fn stores(out: W) -> Result<SprykerWriter<W>, ExchangeError> {
        SprykerWriter::start(out, Kind::Stores.columns().iter().map(ToString::to_string).collect())
    }

    /// Starts a file of alternatives.
    pub fn alternatives(out: W) -> Result<SprykerWriter<W>, ExchangeError> {
        SprykerWriter::start(out, Kind::Alternatives.columns().iter().map(ToString::to_string).collect())
    }

    /// Starts a file of discontinued products with notes of these locales.
    pub fn discontinued(out: W, locales: &[String]) -> Result<SprykerWriter<W>, ExchangeError> {
        let notes = locales.iter().map(|locale| format!("{}{locale}", super::NOTE));
        SprykerWriter::start(out, std::iter::once("sku_concrete".to_string()).chain(notes).collect())
    }

    fn start(out: W, columns: Vec<String>) -> Result<SprykerWriter<W>, ExchangeError> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(columns)?;
        Ok(SprykerWriter { out, rows: 0 })
    }

    /// Adds a row of texts.
    pub fn write(&mut self, row: &[&str]) -> Result<(), ExchangeError> {
        self.rows += 1;
        Ok(self.out.write_record(row)?)
    }

    /// Adds a relation. One that is not live keeps apart whether it is only paused.
    pub fn write_relation(&mut self, relation: &SprykerRelation) -> Result<(), ExchangeError> {
        let SprykerRelation { key, product, relation_type, tree, status } = relation;
        let (is_active, is_rebuilt) = match status {
            RuleStatus::Active => ("1", "1"),
            RuleStatus::Paused => ("0", "1"),
            RuleStatus::Draft | RuleStatus::Archived => ("0", "0"),
        };
        self.write(&[key, product.as_str(), relation_type, &written(tree), is_active, is_rebuilt])
    }

    /// Adds a store of a relation.
    pub fn write_store(&mut self, key: &str, store: &ChannelCode) -> Result<(), ExchangeError> {
        self.write(&[key, store.as_str()])
    }

    /// Writes what is left and says how many rows there are.
    pub fn finish(mut self) -> Result<u64, ExchangeError> {
        self.out.flush()?;
        Ok(self.rows)
    }
}
