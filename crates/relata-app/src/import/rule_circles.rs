//! Which rules of a file would close circles that their type refuses.

use std::collections::{BTreeMap, HashMap, HashSet};

use relata_engine::Snapshot;
use relata_model::{Delta, Problem, Rule, RuleCode, RuleStatus};
use relata_store::{relation_type, rule};

use super::batch::Applied;
use super::rules::{WantedRule, drafted};
use crate::rule::circle_problem;
use crate::{App, AppError};

/// Times that the rules are held against the shop again without those that closed circles; after them all
/// that still do become drafts at once.
const ROUNDS_MAX: usize = 20;

/// Makes drafts of active rules that would close circles, of each circle the one that stands last in the
/// file, so that the others stay active.
pub(super) fn draft_what_closes_circles(
    app: &App,
    wanted: &mut [WantedRule],
    applied: &mut Applied,
) -> Result<(), AppError> {
    let types = app.read(|tx| Ok(relation_type::list(tx)?))?;
    let refuses: HashSet<&str> =
        types.iter().filter(|kind| kind.cycle_law.refuses_cycles()).map(|kind| kind.code.as_str()).collect();
    let is_asked =
        |rule: &WantedRule| rule.status == RuleStatus::Active && refuses.contains(rule.type_code.as_str());
    if !wanted.iter().any(is_asked) {
        return Ok(());
    }
    let before = app.snapshot()?;
    let stored = app.read(|tx| Ok(rule::list(tx)?))?;
    for round in 0.. {
        let next = with_rules(&before, &stored, wanted);
        let rows: BTreeMap<RuleCode, u64> =
            wanted.iter().filter(|rule| is_asked(rule)).map(|rule| (rule.code.clone(), rule.row)).collect();
        let mut found: BTreeMap<RuleCode, Problem> = BTreeMap::new();
        for rule in wanted.iter().filter(|rule| is_asked(rule)) {
            let circles = next.circles_of(&before, &rule.code);
            let last = circles.as_ref().and_then(|circles| {
                circles
                    .first()?
                    .rules
                    .iter()
                    .filter(|code| rows.contains_key(*code))
                    .max_by_key(|code| rows[*code])
            });
            let blamed = match round < ROUNDS_MAX {
                true => last.unwrap_or(&rule.code).clone(),
                false => rule.code.clone(),
            };
            if let Some(problem) = circle_problem(&rule.rule(None), circles) {
                found.entry(blamed).or_insert(problem);
            }
        }
        if found.is_empty() {
            break;
        }
        for rule in wanted.iter_mut() {
            if let Some(problem) = found.remove(&rule.code) {
                rule.status = RuleStatus::Draft;
                applied.warn(drafted(rule.row, Problem { pointer: None, ..problem }));
            }
        }
    }
    Ok(())
}

/// The shop with the rules of the file beside its own.
fn with_rules(before: &Snapshot, stored: &[Rule], wanted: &[WantedRule]) -> Snapshot {
    let codes: HashSet<&RuleCode> = wanted.iter().map(|rule| &rule.code).collect();
    let own = stored.iter().filter(|rule| !codes.contains(&rule.code)).cloned();
    let known: HashMap<&RuleCode, &Rule> = stored.iter().map(|rule| (&rule.code, rule)).collect();
    let new = wanted.iter().map(|rule| rule.rule(known.get(&rule.code).copied()));
    let delta =
        Delta { revision: before.revision(), rules: Some(own.chain(new).collect()), ..Delta::default() };
    before.apply(&delta, before.generation() + 1)
}
