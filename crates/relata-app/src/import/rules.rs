//! Rules that another system draws for one product each, and the channels that they show in.
//!
//! A rule's code is the other system's key. What the file does not say, such as limit, order and priority,
//! stays as a person has set it. A rule that cannot be active is kept as a draft and told.

use std::collections::{BTreeMap, HashMap};

use relata_exchange::{AttributeKind, RuleChannelRow, RuleRow, from_spryker};
use relata_model::{
    Difference, ImportMode, Noun, Problem, ProblemCode, Rule, RuleCode, RuleStatus, Sku, TypeCode,
};
use relata_rules::{Expr, Kind, Node, Value, Vocabulary, from_tree, print};
use relata_store::import::ImageRow;
use relata_store::{Tx, rule};
use serde::{Deserialize, Serialize};

use crate::import::batch::{Applied, Reject};
use crate::import::planned::Planned;
use crate::import::rule_circles::draft_what_closes_circles;
use crate::import::staging::Staged;
use crate::rule_problem::condition_problems;
use crate::{App, AppError};

/// Rules of one file; a shop with more has them generated, and one rule then says what they all say.
pub(crate) const RULES_MAX: usize = 20_000;
/// Groups inside of each other from which on the other system is known to lose a connector.
const GROUPS_LOST: usize = 3;
/// Groups of alike rules that are named.
const ALIKE_NAMED_MAX: usize = 20;
/// SKUs that such a group names.
const ALIKE_SKUS_MAX: usize = 50;
/// Targets that a rule shows where the other system knows no limit.
const LIMIT: u32 = 200;

/// A rule with its line of the file.
#[derive(Debug, Clone)]
pub(crate) struct StagedRule {
    pub(crate) row: u64,
    pub(crate) rule: RuleRow,
}

/// A channel of a rule with its line of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedRuleChannel {
    pub(crate) row: u64,
    pub(crate) channel: RuleChannelRow,
}

impl Staged for StagedRuleChannel {
    fn row(&self) -> u64 {
        self.row
    }

    fn list_name(&self) -> String {
        format!("the rule {}", self.channel.code)
    }
}

/// A rule as the file wants it.
#[derive(Debug, Clone)]
pub(crate) struct WantedRule {
    pub(crate) row: u64,
    pub(crate) code: RuleCode,
    pub(crate) source: Sku,
    pub(crate) type_code: TypeCode,
    pub(crate) status: RuleStatus,
    pub(crate) show: String,
}

/// What all batches of one import of rules share.
pub(crate) struct RuleImport {
    pub(crate) mode: ImportMode,
    pub(crate) dry_run: bool,
    pub(crate) planned: Planned,
}

impl WantedRule {
    /// The rule, with what the file does not say as it is.
    pub(crate) fn rule(&self, before: Option<&Rule>) -> Rule {
        let matching = match_of(std::slice::from_ref(&self.source));
        let (type_code, show, status) = (self.type_code.clone(), self.show.clone(), self.status);
        match before {
            Some(before) => Rule { type_code, matching, show, status, ..before.clone() },
            None => {
                Rule { status, limit: LIMIT, ..Rule::draft(self.code.clone(), type_code, matching, show) }
            }
        }
    }
}

/// The condition that takes in these products.
fn match_of(sources: &[Sku]) -> String {
    let node = |expr| Node { expr, at: 0 };
    let text = |sku: &Sku| node(Expr::Value(Value::text(sku.as_str())));
    let field = Box::new(node(Expr::Field(relata_rules::Subject::Source, relata_rules::Field::Sku)));
    let expr = match sources {
        [one] => Expr::Compare(relata_rules::Comparison::Equal, field, Box::new(text(one))),
        many => Expr::In(field, Box::new(node(Expr::List(many.iter().map(text).collect())))),
    };
    print(&node(expr))
}

/// The rules that the rows ask for; what cannot be said exactly is rejected.
pub(crate) fn wanted(
    app: &App,
    rows: Vec<StagedRule>,
    planned: &Planned,
    applied: &mut Applied,
) -> Result<Vec<WantedRule>, AppError> {
    app.catch_up_for_readers()?;
    let vocabulary = app.vocabulary()?;
    let sources: Vec<Sku> = rows.iter().map(|staged| staged.rule.source.clone()).collect();
    let heads: HashMap<Sku, Option<Sku>> =
        app.read(|tx| planned.load_parents(tx, &sources))?.into_iter().collect();
    let existing = app.read(|tx| planned.existing(tx, &sources))?;
    let mut wanted: Vec<WantedRule> = Vec::with_capacity(rows.len());
    let mut codes: HashMap<RuleCode, usize> = HashMap::new();
    for StagedRule { row, rule: RuleRow { code, source, type_name, status, tree } } in rows {
        let Ok(type_code) = TypeCode::parse(&type_name) else {
            let problem =
                Problem::error(ProblemCode::InvalidValue, format!("{type_name:?} is not a code of a type"));
            applied.reject(Reject::new(row, Some("relation_type"), problem));
            continue;
        };
        let show = match translated(&tree, &vocabulary) {
            Ok(show) => show,
            Err(problems) => {
                applied
                    .reject_all(problems.into_iter().map(|problem| Reject::new(row, Some("rule"), problem)));
                continue;
            }
        };
        tell_depth(row, &tree, applied);
        if !existing.contains(&source) {
            let message = format!("there is no product {source} yet; the rule waits for it");
            let warning = Problem::warning(ProblemCode::PendingTarget, message).about(&source);
            applied.warn(warning.in_row(row, Some("product")));
        }
        let source = match heads.get(&source) {
            Some(Some(parent)) => {
                let message = format!("{source} is a variant, and rules are for its parent {parent}");
                applied.warn(
                    Problem::warning(ProblemCode::FamilyRelation, message).in_row(row, Some("product")),
                );
                parent.clone()
            }
            _ => source,
        };
        let rule = WantedRule { row, code, source, type_code, status, show };
        match codes.get(&rule.code) {
            Some(&first) => repeat(&wanted[first], &rule, applied),
            None => {
                codes.insert(rule.code.clone(), wanted.len());
                wanted.push(rule);
            }
        }
    }
    draft_what_is_blocked(&mut wanted, &vocabulary, applied);
    draft_what_closes_circles(app, &mut wanted, applied)?;
    tell_alike(&wanted, applied);
    Ok(wanted)
}

/// The condition that a tree of the other system says.
fn translated(tree: &serde_json::Value, vocabulary: &Vocabulary) -> Result<String, Vec<Problem>> {
    let kind_of = |name: &str| match vocabulary.get(name) {
        None => AttributeKind::Text,
        Some(word) if word.many() => AttributeKind::Mixed,
        Some(word) => match word.kind() {
            Some(Kind::Text) => AttributeKind::Text,
            Some(Kind::Number) => AttributeKind::Number,
            Some(Kind::Flag) => AttributeKind::Flag,
            _ => AttributeKind::Mixed,
        },
    };
    let placed = |problem: Problem| {
        let at = problem.pointer.clone().filter(|pointer| !pointer.is_empty());
        let message = at.map_or(problem.message.clone(), |at| format!("{at}: {}", problem.message));
        Problem { message, ..problem }
    };
    let read = from_spryker(tree, &kind_of).and_then(|tree| from_tree(&tree));
    let condition = read.map_err(|problems| problems.into_iter().map(placed).collect::<Vec<_>>())?;
    Ok(condition.text.to_string())
}

fn tell_depth(row: u64, tree: &serde_json::Value, applied: &mut Applied) {
    fn depth(tree: &serde_json::Value) -> usize {
        let parts: Vec<&serde_json::Value> = match tree.get("rules") {
            Some(serde_json::Value::Array(parts)) => parts.iter().collect(),
            Some(serde_json::Value::Object(parts)) => parts.values().collect(),
            _ => Vec::new(),
        };
        match parts.is_empty() {
            true => 0,
            false => 1 + parts.into_iter().map(depth).max().unwrap_or(0),
        }
    }
    if depth(tree) >= GROUPS_LOST {
        let message = "groups stand three or more deep, where Spryker is known to lose an OR; here the tree is taken as drawn";
        let warning = Problem::warning(ProblemCode::InvalidValue, message).in_row(row, Some("rule"));
        applied.warn(warning.hint("compare what both show"));
    }
}

/// The same key a second time.
fn repeat(first: &WantedRule, again: &WantedRule, applied: &mut Applied) {
    let is_same = |a: &WantedRule, b: &WantedRule| {
        (&a.source, &a.type_code, &a.status, &a.show) == (&b.source, &b.type_code, &b.status, &b.show)
    };
    let message = format!("the key {} stands in row {} already", again.code, first.row);
    if is_same(first, again) {
        applied.counts.unchanged += 1;
        applied.warn(Problem::warning(ProblemCode::DuplicateRow, message).in_row(again.row, None));
    } else {
        let problem =
            Problem::error(ProblemCode::DuplicateRow, message).hint("give each relation a key of its own");
        applied.reject(Reject::new(again.row, Some("product_relation_key"), problem));
    }
}

fn draft_what_is_blocked(wanted: &mut [WantedRule], vocabulary: &Vocabulary, applied: &mut Applied) {
    for rule in wanted.iter_mut().filter(|rule| rule.status == RuleStatus::Active) {
        let problems = condition_problems(&rule.rule(None), vocabulary);
        for problem in problems.into_iter().filter(Problem::is_error) {
            rule.status = RuleStatus::Draft;
            applied.warn(drafted(rule.row, Problem { row: None, pointer: None, ..problem }));
        }
    }
}

/// Says that a rule is kept as a draft.
pub(crate) fn drafted(row: u64, problem: Problem) -> Problem {
    let message = format!("the rule is kept as a draft: {}", problem.message);
    Problem { message, ..problem }.in_row(row, Some("rule"))
}

/// Names rules that differ in their product alone, with the one that could stand for them.
fn tell_alike(wanted: &[WantedRule], applied: &mut Applied) {
    let mut groups: BTreeMap<(&TypeCode, &str, &str), Vec<&WantedRule>> = BTreeMap::new();
    for rule in wanted {
        groups.entry((&rule.type_code, &rule.show, rule.status.as_str())).or_default().push(rule);
    }
    let mut groups: Vec<_> = groups.into_iter().filter(|(_, rules)| rules.len() > 1).collect();
    groups.sort_by_key(|(_, rules)| std::cmp::Reverse(rules.len()));
    for ((type_code, ..), rules) in groups.into_iter().take(ALIKE_NAMED_MAX) {
        let mut sources: Vec<Sku> = rules.iter().map(|rule| rule.source.clone()).collect();
        sources.sort();
        sources.dedup();
        let more = sources.len().saturating_sub(ALIKE_SKUS_MAX);
        sources.truncate(ALIKE_SKUS_MAX);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "{} rules of the type {type_code} show the same, such as {}; one rule could say it, with the match {}{more}",
            rules.len(),
            rules[0].code,
            match_of(&sources),
        );
        let warning = Problem::warning(ProblemCode::AlikeRules, message).about(&rules[0].code);
        applied.warn(
            warning.in_row(rules[0].row, Some("rule")).hint("make that rule and remove these, if you like"),
        );
    }
}

impl RuleImport {
    /// Stores the rules, or in delete mode removes them.
    pub(crate) fn apply(&mut self, tx: &mut Tx, rows: Vec<WantedRule>) -> Result<Applied, AppError> {
        let mut applied = Applied::default();
        for wanted in rows {
            let before = rule::find(tx, &wanted.code)?;
            let after = match self.mode {
                ImportMode::Delete => None,
                ImportMode::Merge | ImportMode::Replace => Some(wanted.rule(before.as_ref())),
            };
            let counts = &mut applied.counts;
            let action = match (&before, &after) {
                (before, after) if before == after => {
                    counts.unchanged += 1;
                    if after.is_some() {
                        self.planned.add_rule(&wanted.code);
                    }
                    continue;
                }
                (None, _) => {
                    counts.created += 1;
                    "create"
                }
                (Some(_), Some(_)) => {
                    counts.updated += 1;
                    "update"
                }
                (Some(_), None) => {
                    counts.removed += 1;
                    "remove"
                }
            };
            if after.is_some() {
                self.planned.add_rule(&wanted.code);
            }
            self.write(tx, &wanted.code, before, after, (wanted.row, action), &mut applied)?;
        }
        Ok(applied)
    }

    /// Sets the channels of rules; the rows come sorted by rule.
    pub(crate) fn apply_channels(
        &mut self,
        tx: &mut Tx,
        rows: Vec<StagedRuleChannel>,
    ) -> Result<Applied, AppError> {
        let mut applied = Applied::default();
        for rows in rows.chunk_by(|a, b| a.channel.code == b.channel.code) {
            let code = &rows[0].channel.code;
            let before = rule::find(tx, code)?;
            let Some(stored) = &before else {
                self.without_rule(rows, code, &mut applied);
                continue;
            };
            let mut after = stored.clone();
            if self.mode == ImportMode::Replace {
                after.scope.channels.clear();
            }
            for row in rows {
                let channel = &row.channel.channel;
                let had = stored.scope.channels.contains(channel);
                let counts = &mut applied.counts;
                match self.mode {
                    ImportMode::Delete if had && after.scope.channels.remove(channel) => counts.removed += 1,
                    ImportMode::Delete => counts.unchanged += 1,
                    _ if after.scope.channels.insert(channel.clone()) && !had => counts.created += 1,
                    _ => counts.unchanged += 1,
                }
            }
            if Some(&after) != before.as_ref() {
                self.write(tx, code, before, Some(after), (rows[0].row, "update"), &mut applied)?;
            }
        }
        Ok(applied)
    }

    /// Channels of a rule that is not stored: in a dry run it may be one that would be.
    fn without_rule(&self, rows: &[StagedRuleChannel], code: &RuleCode, applied: &mut Applied) {
        if self.planned.has_rule(code) {
            applied.counts.created += rows.len() as u64;
            return;
        }
        for row in rows {
            let problem = Problem::error(ProblemCode::NotFound, format!("there is no rule {code}"));
            let hint = "import the file of relations first, and look at what was rejected of it";
            applied.reject(Reject::new(row.row, Some("product_relation_key"), problem.hint(hint)));
        }
    }

    fn write(
        &self,
        tx: &mut Tx,
        code: &RuleCode,
        before: Option<Rule>,
        after: Option<Rule>,
        (row, action): (u64, &str),
        applied: &mut Applied,
    ) -> Result<(), AppError> {
        let image = |rule: &Option<Rule>| rule.as_ref().map(serde_json::to_value).transpose();
        let (old, new) = (image(&before)?, image(&after)?);
        if self.dry_run {
            let (subject, action) = (format!("rule {code}"), action.to_string());
            applied.differ(Difference { row, subject, action, before: old, after: new });
            return Ok(());
        }
        match &after {
            Some(after) => rule::upsert(tx, after)?,
            None => drop(rule::delete(tx, code)?),
        }
        let (noun, key) = (Noun::Rule, code.to_string());
        applied.images.push(ImageRow { noun, key, touches: None, before: old, after: None });
        Ok(())
    }
}
