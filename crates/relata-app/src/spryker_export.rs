//! The shop's relations as Spryker's import reads them.
//!
//! A rule becomes a relation for each product that it is for, if their builder can say what it shows; the
//! lists that people and imports made become lists of SKUs. What their files cannot say is named.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;

use relata_engine::Snapshot;
use relata_exchange::{
    ALTERNATIVE, NOTE_ATTRIBUTE, SprykerRelation, SprykerWriter, spryker_type, to_spryker,
};
use relata_model::{
    AttributeValue, Channel, ChannelCode, Problem, ProblemCode, Relation, RelationType, Rule, RuleStatus,
    Sku, Status, Timestamp,
};
use relata_rules::{Comparison, Expr, Field, Subject, Value, to_tree};
use relata_store::{Tx, channel, product, relation, relation_type, rule};
use serde_json::json;

use crate::export::{ExportReport, ExportedFile, is_exported, write_file};
use crate::{App, AppError};

/// Rows of relations in one file.
const RELATIONS_MAX: usize = 500_000;
/// What a rule shows at most here; theirs have no limit.
const LIMIT_MAX: u32 = 200;
/// Characters of their key.
const KEY_CHARS_MAX: usize = 255;

/// A relation of theirs with the stores in which it shows.
struct Planned {
    relation: SprykerRelation,
    stores: BTreeSet<ChannelCode>,
}

/// What goes into the files, and what does not.
#[derive(Default)]
struct Plan {
    relations: Vec<Planned>,
    keys: HashSet<String>,
    /// Stores that are taken by product and type; none stands for all.
    taken: HashMap<(Sku, String), Vec<BTreeSet<ChannelCode>>>,
    warnings: Vec<Problem>,
}

impl App {
    /// Writes relations, their stores, alternatives and discontinued products into a folder.
    pub(crate) fn export_spryker(&self, folder: &Path) -> Result<ExportReport, AppError> {
        self.catch_up_for_readers()?;
        let (snapshot, now) = (self.snapshot()?, self.now());
        fs::create_dir_all(folder).map_err(AppError::io("create", folder))?;
        self.read(|tx| {
            let types = relation_type::list(tx)?;
            let all: BTreeSet<ChannelCode> = channel::list(tx)?
                .into_iter()
                .map(|channel| channel.code)
                .filter(|code| *code != Channel::web().code)
                .collect();
            let mut plan = Plan::default();
            let mut rules = rule::list(tx)?;
            rules.sort_by(|a, b| b.priority.cmp(&a.priority).then_with(|| a.code.cmp(&b.code)));
            for rule in &rules {
                plan.add_rule(rule, &types, &snapshot, now);
            }
            plan.add_lists(tx, &types, now)?;
            plan.relations.sort_by(|a, b| a.relation.key.cmp(&b.relation.key));
            let Plan { relations, warnings, .. } = plan;
            let mut report = ExportReport { files: Vec::new(), warnings };
            let write = |name: &str, rows: u64, report: &mut ExportReport| {
                report.files.push(ExportedFile { file: folder.join(name), rows });
            };
            let rows =
                write_file(&folder.join("product_relation.csv"), |out| write_relations(out, &relations))?;
            write("product_relation.csv", rows, &mut report);
            let rows = write_file(&folder.join("product_relation_store.csv"), |out| {
                write_stores(out, &relations, &all)
            })?;
            write("product_relation_store.csv", rows, &mut report);
            let rows =
                write_file(&folder.join("product_alternative.csv"), |out| write_alternatives(tx, out, now))?;
            write("product_alternative.csv", rows, &mut report);
            let rows =
                write_file(&folder.join("product_discontinued.csv"), |out| write_discontinued(tx, out))?;
            write("product_discontinued.csv", rows, &mut report);
            Ok(report)
        })
    }
}

impl Plan {
    fn leave_out(&mut self, what: String, why: &str) {
        let message = format!("{what} was left out: {why}");
        self.warnings.push(Problem::warning(ProblemCode::NotExported, message).about(what));
    }

    fn count_out(&mut self, which: &str, count: u64) {
        let message = format!("relations {which} were left out: {count}");
        self.warnings.push(Problem::warning(ProblemCode::NotExported, message));
    }

    fn add_rule(&mut self, rule: &Rule, types: &[RelationType], snapshot: &Snapshot, now: Timestamp) {
        let what = format!("the rule {}", rule.code);
        if !rule.effect.adds() {
            return self.leave_out(what, "their rules only add products");
        }
        let relation_type = match home(types, rule.type_code.as_str()) {
            Some(name) => name,
            None => {
                return self.leave_out(what, &format!("they have no relation type like {}", rule.type_code));
            }
        };
        let said = unsaid(rule).map_or_else(|| tree_of(rule, snapshot), Err);
        let (tree, sources) = match said.and_then(|tree| Ok((tree, sources(rule, snapshot, now)?))) {
            Ok(said) => said,
            Err(why) => return self.leave_out(what, &why),
        };
        if rule.limit < LIMIT_MAX {
            let message =
                format!("{what} shows {} products at most here; theirs show all that they find", rule.limit);
            self.warnings.push(Problem::warning(ProblemCode::NotExported, message).about(&rule.code));
        }
        for source in &sources {
            let key = match sources.len() {
                1 => rule.code.to_string(),
                _ => format!("{}-{source}", rule.code),
            };
            let relation = SprykerRelation {
                key,
                product: source.clone(),
                relation_type: relation_type.clone(),
                tree: tree.clone(),
                status: rule.status,
            };
            self.add(format!("{what} for {source}"), relation, rule.scope.channels.clone());
        }
    }

    /// Takes a relation, unless one for the same product, type and store is there already: they refuse two.
    fn add(&mut self, what: String, relation: SprykerRelation, stores: BTreeSet<ChannelCode>) {
        let place = (relation.product.clone(), relation.relation_type.clone());
        let overlaps = |other: &BTreeSet<ChannelCode>| {
            other.is_empty() || stores.is_empty() || !other.is_disjoint(&stores)
        };
        // What is not live shows nowhere and is in nobody's way.
        let is_live = relation.status == RuleStatus::Active;
        if is_live && self.taken.get(&place).is_some_and(|taken| taken.iter().any(overlaps)) {
            let why = format!(
                "another one is for {} and the type {} in the same store, and they refuse two",
                place.0, place.1
            );
            return self.leave_out(what, &why);
        }
        if self.relations.len() >= RELATIONS_MAX || relation.key.chars().count() > KEY_CHARS_MAX {
            return self
                .leave_out(format!("{what} for {}", place.0), "the file is full, or the key too long");
        }
        if !self.keys.insert(relation.key.clone()) {
            return self.leave_out(what, "the key is taken by another");
        }
        if is_live {
            self.taken.entry(place).or_default().push(stores.clone());
        }
        self.relations.push(Planned { relation, stores });
    }

    /// The lists that people and imports made, by source and type.
    fn add_lists(&mut self, tx: &mut Tx, types: &[RelationType], now: Timestamp) -> Result<(), AppError> {
        let mut lists: BTreeMap<(Sku, String), Vec<Sku>> = BTreeMap::new();
        let (mut homeless, mut scoped): (BTreeMap<String, u64>, u64) = (BTreeMap::new(), 0);
        relation::each(tx, |relation| {
            if !is_exported(&relation.origin) || is_substitute(&relation) {
                return Ok::<(), AppError>(());
            }
            match home(types, relation.type_code.as_str()) {
                None => *homeless.entry(relation.type_code.to_string()).or_default() += 1,
                Some(_) if !relation.window.contains(now) || !relation.scope.is_everywhere() => scoped += 1,
                Some(name) => lists.entry((relation.source, name)).or_default().push(relation.target),
            }
            Ok(())
        })?;
        for (code, count) in homeless {
            self.count_out(&format!("of the type {code}, which they do not have,"), count);
        }
        if scoped > 0 {
            self.count_out("for some channels, languages, segments or times alone", scoped);
        }
        for ((product, relation_type), targets) in lists {
            let what = format!("the list {relation_type} of {product}");
            let condition = json!({ "field": "target.sku", "operator": "in", "valueSource": "value", "kind": "text",
                                    "value": targets.iter().map(Sku::as_str).collect::<Vec<_>>() });
            match to_spryker(&json!({ "combinator": "and", "rules": [condition] })) {
                Err(why) => self.leave_out(what, &why),
                Ok(tree) => {
                    let key = format!("relata-{relation_type}-{product}");
                    let relation =
                        SprykerRelation { key, product, relation_type, tree, status: RuleStatus::Active };
                    self.add(what, relation, BTreeSet::new());
                }
            }
        }
        Ok(())
    }
}

/// Their name of a type, if they have one.
fn home(types: &[RelationType], code: &str) -> Option<String> {
    let is_built_in = types.iter().any(|kind| kind.code.as_str() == code && kind.built_in);
    spryker_type(code, is_built_in).map(str::to_string)
}

/// Alternatives have a file of their own.
fn is_substitute(relation: &Relation) -> bool {
    relation.type_code.as_str() == "substitute"
}

/// What a rule says that their relations cannot.
fn unsaid(rule: &Rule) -> Option<String> {
    let parts = [
        (rule.when.is_some(), "it asks for circumstances (when)"),
        (!rule.order_by.is_empty(), "it has an order"),
        (rule.minimum > 0, "it wants to show a minimum"),
        (rule.window.from.is_some() || rule.window.until.is_some(), "it has a window in time"),
        (!rule.scope.locales.is_empty(), "it is for some languages alone"),
        (!rule.scope.segments.is_empty(), "it is for some segments alone"),
        (rule.offer.is_some(), "it has an offer"),
    ];
    let found: Vec<&str> = parts.iter().filter(|(is_so, _)| *is_so).map(|(_, what)| *what).collect();
    (!found.is_empty()).then(|| format!("their relations cannot say that {}", found.join(" and that ")))
}

fn tree_of(rule: &Rule, snapshot: &Snapshot) -> Result<serde_json::Value, String> {
    let read = snapshot.library().read(&rule.show);
    let root = read.map_err(|_| "its condition cannot be read".to_string())?;
    to_spryker(&to_tree(&root))
}

/// The products that a rule is for: those that its match names, or else those that it takes in now.
fn sources(rule: &Rule, snapshot: &Snapshot, now: Timestamp) -> Result<Vec<Sku>, String> {
    let read = snapshot.library().read(&rule.matching);
    let root = read.map_err(|_| "its match cannot be read".to_string())?;
    let is_sku = |expr: &Expr| matches!(expr, Expr::Field(Subject::Source, Field::Sku));
    let sku = |expr: &Expr| match expr {
        Expr::Value(Value::Text(text)) => Sku::parse(text).ok(),
        _ => None,
    };
    let named: Option<Vec<Sku>> = match &root.expr {
        Expr::Compare(Comparison::Equal, field, value) if is_sku(&field.expr) => {
            sku(&value.expr).map(|sku| vec![sku])
        }
        Expr::In(field, list) if is_sku(&field.expr) => match &list.expr {
            Expr::List(values) => values.iter().map(|value| sku(&value.expr)).collect(),
            _ => None,
        },
        _ => None,
    };
    if let Some(named) = named {
        return Ok(named);
    }
    let preview = snapshot.preview(rule, usize::MAX, now).map_err(|problems| {
        problems
            .first()
            .map_or("its match cannot be evaluated".to_string(), |problem| problem.message.clone())
    })?;
    let found: Vec<Sku> = preview.examples.into_iter().map(|example| example.source).collect();
    match found.is_empty() {
        true => Err("it is for no product now".to_string()),
        false => Ok(found),
    }
}

fn write_relations(out: &mut dyn std::io::Write, relations: &[Planned]) -> Result<u64, AppError> {
    let mut writer = SprykerWriter::relations(out)?;
    for planned in relations {
        writer.write_relation(&planned.relation)?;
    }
    Ok(writer.finish()?)
}

/// A relation without stores is in all of them here, and in none there.
fn write_stores(
    out: &mut dyn std::io::Write,
    relations: &[Planned],
    all: &BTreeSet<ChannelCode>,
) -> Result<u64, AppError> {
    let mut writer = SprykerWriter::stores(out)?;
    for Planned { relation, stores } in relations {
        for store in if stores.is_empty() { all } else { stores } {
            writer.write_store(&relation.key, store)?;
        }
    }
    Ok(writer.finish()?)
}

/// Targets with variants, and those that came as such, are their abstract products.
fn write_alternatives(tx: &mut Tx, out: &mut dyn std::io::Write, now: Timestamp) -> Result<u64, AppError> {
    let mut parents: HashSet<Sku> = HashSet::new();
    product::each(tx, |product| {
        parents.extend(product.parent);
        Ok::<(), AppError>(())
    })?;
    let mut writer = SprykerWriter::alternatives(out)?;
    relation::each(tx, |relation| {
        let is_said =
            is_exported(&relation.origin) && is_substitute(&relation) && relation.window.contains(now);
        if is_said && relation.scope.is_everywhere() {
            let (source, target) = (relation.source.as_str(), relation.target.as_str());
            let said = relation.fields.get(ALTERNATIVE).and_then(serde_json::Value::as_str);
            match said == Some("abstract") || parents.contains(&relation.target) {
                true => writer.write(&[source, "", target])?,
                false => writer.write(&[source, target, ""])?,
            }
        }
        Ok::<(), AppError>(())
    })?;
    Ok(writer.finish()?)
}

fn write_discontinued(tx: &mut Tx, out: &mut dyn std::io::Write) -> Result<u64, AppError> {
    let mut gone = Vec::new();
    let mut locales = BTreeSet::new();
    product::each(tx, |product| {
        if product.status == Status::Discontinued {
            let mut notes: BTreeMap<String, String> = BTreeMap::new();
            for (name, value) in &product.attributes {
                if let (Some(locale), AttributeValue::Text(text)) = (name.strip_prefix(NOTE_ATTRIBUTE), value)
                {
                    notes.insert(locale.to_string(), text.clone());
                }
            }
            locales.extend(notes.keys().cloned());
            gone.push((product.sku, notes));
        }
        Ok::<(), AppError>(())
    })?;
    let locales: Vec<String> = locales.into_iter().collect();
    let mut writer = SprykerWriter::discontinued(out, &locales)?;
    for (sku, notes) in &gone {
        let cells = locales.iter().map(|locale| notes.get(locale).map_or("", String::as_str));
        let row: Vec<&str> = std::iter::once(sku.as_str()).chain(cells).collect();
        writer.write(&row)?;
    }
    Ok(writer.finish()?)
}
