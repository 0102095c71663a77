use std::collections::BTreeMap;

use relata_model::{
    AttributeValue, ChannelCode, Problem, ProblemCode, ProductPatch, RuleCode, RuleStatus, Sku, Status,
};

use serde_json::json;

use super::{ALTERNATIVE, Kind, NOTE, NOTE_ATTRIBUTE, type_of};
use crate::complaints::{Complaints, Fault};
use crate::csv_lines::Texts;
use crate::decimal::quoted;
use crate::header::{ERROR_COLUMN, Header};
use crate::input::{ColumnMapping, unknown_column};
use crate::record::{Item, RelationRow, RuleChannelRow, RuleRow};
use crate::records::Outcome;

/// Reads the rows of one of Spryker's files.
pub(crate) struct SprykerReader {
    kind: Kind,
    names: Vec<String>,
    keys: Vec<String>,
}

/// The cells of one row by their columns.
struct Cells<'a> {
    reader: &'a SprykerReader,
    texts: Texts<'a>,
    complaints: Complaints,
}

impl SprykerReader {
    pub(crate) fn new(kind: Kind, header: &Header) -> SprykerReader {
        SprykerReader { kind, names: header.names.clone(), keys: header.keys.clone() }
    }

    pub(crate) fn width(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn column_name(&self, index: usize) -> Option<&str> {
        self.keys.get(index).map(String::as_str)
    }

    fn reads(&self, key: &str) -> bool {
        self.kind.columns().contains(&key) || (self.kind == Kind::Discontinued && key.starts_with(NOTE))
    }

    pub(crate) fn mappings(&self) -> Vec<ColumnMapping> {
        let reads_as = |key: &String| self.reads(key).then(|| key.clone());
        let pairs = self.names.iter().zip(&self.keys);
        pairs.map(|(name, key)| ColumnMapping { name: name.clone(), reads_as: reads_as(key) }).collect()
    }

    pub(crate) fn warnings(&self) -> Vec<Problem> {
        let unread = |(_, key): &(&String, &String)| !self.reads(key) && *key != ERROR_COLUMN;
        let pairs = self.names.iter().zip(&self.keys).filter(unread);
        pairs.map(|(name, _)| Problem { hint: None, ..unknown_column(name, 1) }).collect()
    }

    pub(crate) fn read_row(&self, row: u64, texts: Texts<'_>) -> Outcome {
        let mut cells = Cells { reader: self, texts, complaints: Complaints::new(row) };
        let item = match self.kind {
            Kind::Relations => cells.rule().map(|rule| Item::Rule(Box::new(rule))),
            Kind::Stores => cells.store().map(Item::RuleChannel),
            Kind::Alternatives => cells.alternative().map(Item::Relation),
            Kind::Discontinued => cells.discontinued().map(Item::Product),
        };
        let item = item.filter(|_| cells.complaints.problems.is_empty());
        let rejected = u64::from(item.is_none());
        Outcome { items: item.into_iter().collect(), complaints: cells.complaints, rejected }
    }
}

impl Cells<'_> {
    fn text(&self, column: &str) -> &str {
        let place = self.reader.keys.iter().position(|key| key == column);
        place.map_or("", |place| self.texts.get(place).trim())
    }

    fn read<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, relata_model::Invalid>,
    ) -> Option<T> {
        let text = self.text(column).to_string();
        if text.is_empty() {
            self.complaints.fault(column, Fault::missing(column));
            return None;
        }
        match read(&text) {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.complaints.fault(column, Fault::from(invalid));
                None
            }
        }
    }

    /// `1` or `0`; what is not said is so.
    fn flag(&mut self, column: &'static str) -> bool {
        match self.text(column).to_ascii_lowercase().as_str() {
            "" | "1" | "true" => true,
            "0" | "false" => false,
            other => {
                let message = format!("{} is neither 1 nor 0", quoted(other));
                self.complaints.fault(column, Fault::new(ProblemCode::InvalidValue, message, "write 1 or 0"));
                true
            }
        }
    }

    fn rule(&mut self) -> Option<RuleRow> {
        let code = self.read("product_relation_key", RuleCode::parse);
        let source = self.read("product", Sku::parse);
        let type_name = self.read("relation_type", |text| Ok(type_of(text).to_string()));
        let (is_active, is_rebuilt) = (self.flag("is_active"), self.flag("is_rebuild_scheduled"));
        if is_active && !is_rebuilt {
            let message = "Spryker does not rebuild this relation and goes on showing what it once found";
            let hint = "here it is live and shows what its rule finds; pause the rule to show nothing";
            let fault = Fault::new(ProblemCode::Stale, message, hint);
            self.complaints.warn("is_rebuild_scheduled", fault);
        }
        let status = match (is_active, is_rebuilt) {
            (true, _) => RuleStatus::Active,
            (false, true) => RuleStatus::Paused,
            (false, false) => RuleStatus::Draft,
        };
        let tree = self.tree();
        Some(RuleRow { code: code?, source: source?, type_name: type_name?, status, tree: tree? })
    }

    fn tree(&mut self) -> Option<serde_json::Value> {
        let text = self.text("rule").to_string();
        if text.is_empty() {
            self.complaints.fault("rule", Fault::missing("rule"));
            return None;
        }
        match serde_json::from_str(&text) {
            Ok(tree) => Some(tree),
            Err(error) => {
                let message = format!("the rule is not JSON: {error}");
                let hint = "write {\"condition\":\"AND\",\"rules\":[…]}";
                self.complaints.fault("rule", Fault::new(ProblemCode::InvalidJson, message, hint));
                None
            }
        }
    }

    fn store(&mut self) -> Option<RuleChannelRow> {
        let code = self.read("product_relation_key", RuleCode::parse);
        let channel = self.read("store_name", ChannelCode::parse);
        Some(RuleChannelRow { code: code?, channel: channel? })
    }

    fn alternative(&mut self) -> Option<RelationRow> {
        const CONCRETE: &str = "alternative_product_concrete_sku";
        const ABSTRACT: &str = "alternative_product_abstract_sku";
        let source = self.read("concrete_sku", Sku::parse);
        let target = match (self.text(CONCRETE).is_empty(), self.text(ABSTRACT).is_empty()) {
            (false, true) => self.read(CONCRETE, Sku::parse),
            (true, false) => self.read(ABSTRACT, Sku::parse),
            (is_none, _) => {
                let message = if is_none { "no alternative is named" } else { "two alternatives are named" };
                let hint = "fill one of the two columns of alternatives";
                self.complaints.fault(CONCRETE, Fault::new(ProblemCode::InvalidValue, message, hint));
                None
            }
        };
        let is_abstract = self.text(CONCRETE).is_empty();
        let fields = BTreeMap::from([(ALTERNATIVE.to_string(), json!("abstract"))]);
        let row = RelationRow::new(source?, "substitute", target?);
        Some(RelationRow { foreign: true, fields: is_abstract.then_some(fields), ..row })
    }

    fn discontinued(&mut self) -> Option<ProductPatch> {
        let sku = self.read("sku_concrete", Sku::parse)?;
        let mut patch = ProductPatch { status: Some(Status::Discontinued), ..ProductPatch::new(sku) };
        for (place, name) in self.reader.names.iter().enumerate() {
            // The file's own spelling: keys are in small letters, locales are not.
            let Some(locale) =
                name.trim().get(NOTE.len()..).filter(|_| self.reader.keys[place].starts_with(NOTE))
            else {
                continue;
            };
            let text = self.texts.get(place);
            let note = (!text.is_empty()).then(|| AttributeValue::Text(text.to_string()));
            patch.attributes.insert(format!("{NOTE_ATTRIBUTE}{locale}"), note);
        }
        Some(patch)
    }
}
