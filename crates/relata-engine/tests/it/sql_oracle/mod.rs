//! Compiled rules say what a database says that knows nothing of them.

mod table;
mod translate;

use std::collections::BTreeSet;

use relata_engine::{ListedStatus, compile, rule_rows};
use relata_model::{Catalogue, Rule, Sku, Status, Timestamp};
use relata_rules::parse;
use rusqlite::Connection;

use crate::phrase::{about_both, about_one};
use crate::proof::wanted;
use crate::random::{Dice, World};
use crate::rules::rule;
use translate::sql_of;

/// Conditions of the usual run; the named variable says how many else.
const CONDITIONS: u64 = 2_000;
const CONDITIONS_VARIABLE: &str = "RELATA_SQL_CONDITIONS";
/// Rules of one shop: each has two conditions over one product, and one over a pair.
const RULES: u64 = 20;

/// The SKUs, or pairs of them, for which a condition is true.
fn found<T: Ord>(
    database: &Connection,
    what: &str,
    more: &str,
    text: &str,
    row: fn(&rusqlite::Row<'_>) -> T,
) -> BTreeSet<T> {
    let condition = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let sql = format!("SELECT {what} AND {more} AND {}", sql_of(&condition));
    let mut statement = database.prepare(&sql).unwrap_or_else(|error| panic!("{text}: {error}\n{sql}"));
    let rows = statement.query_map([], |found| Ok(row(found))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The products for which a condition over one product is true.
fn products(database: &Connection, text: &str) -> BTreeSet<String> {
    // A question of one product is asked of it alone, as the source and as the target.
    let what = "s.sku FROM seen s, seen t WHERE s.head = t.head AND s.variant = 0";
    found(database, what, "t.variant = 0", text, |row| row.get(0).unwrap())
}

fn pairs(database: &Connection, text: &str) -> BTreeSet<(String, String)> {
    let what = "s.sku, t.sku FROM seen s, seen t WHERE s.head <> t.head AND s.variant = 0";
    found(database, what, "t.variant = 0", text, |row| (row.get(0).unwrap(), row.get(1).unwrap()))
}

/// A random shop with nothing but products.
fn shop(seed: u64, size: usize) -> Catalogue {
    let mut facts = World::with_rules(seed, size).facts();
    facts.types = compile(&crate::shop::shop(""), 1).types().to_vec();
    facts.relations.clear();
    facts.rules.clear();
    facts.guidelines.clear();
    facts.conditions.clear();
    facts
}

#[test]
fn what_rules_take_in_is_what_a_database_finds() {
    let (mut conditions, mut telling, mut seed) = (0, 0, 0);
    while conditions < wanted(CONDITIONS_VARIABLE, CONDITIONS) * 2 / 3 {
        let mut facts = shop(40_000 + seed, 20 + 30 * (seed as usize % 6));
        let mut dice = Dice(seed);
        facts.rules = (0..RULES)
            .map(|at| {
                let depth = dice.below(4);
                let matching = about_one(&mut dice, "source", depth);
                rule(&format!("rule-{at:02}"), "related", &matching, &about_one(&mut dice, "target", depth))
            })
            .collect();
        let (snapshot, database) = (compile(&facts, 1), table::database(&facts));
        let compiled = snapshot.dump().rules;
        let all = products(&database, "true").len();
        assert_eq!(compiled.len(), facts.rules.len(), "seed {seed}: a rule is broken");
        for (rule, (code, sources, targets)) in facts.rules.iter().zip(compiled) {
            assert_eq!(rule.code.as_str(), code);
            let sources: BTreeSet<String> = sources.into_iter().collect();
            assert_eq!(sources, products(&database, &rule.matching), "seed {seed}: {}", rule.matching);
            let targets: BTreeSet<String> = targets.into_iter().collect();
            assert_eq!(targets, products(&database, &rule.show), "seed {seed}: {}", rule.show);
            conditions += 2;
            let some = |found: &BTreeSet<String>| !found.is_empty() && found.len() < all;
            telling += usize::from(some(&sources)) + usize::from(some(&targets));
        }
        seed += 1;
    }
    assert!(telling * 2 > conditions as usize, "only {telling} conditions are true of some and not of all");
    crate::proof::say(&format!(
        "{conditions} conditions over one product say what SQL says, {telling} of some and not of all"
    ));
}

#[test]
fn pairs_of_rules_are_those_that_a_database_finds() {
    let (mut conditions, mut seed, mut shown) = (0, 0, 0);
    while conditions < wanted(CONDITIONS_VARIABLE, CONDITIONS) / 3 {
        let mut facts = shop(50_000 + seed, 20 + 10 * (seed as usize % 4));
        for product in &mut facts.products {
            product.excluded.clear();
            product.offers.clear();
            product.status = Status::Active;
            product.stock = product.stock.map(|stock| stock + 1);
        }
        let mut dice = Dice(1_000_000 + seed);
        facts.rules = (0..RULES)
            .map(|at| {
                let depth = dice.below(3);
                let show = about_both(&mut dice, depth);
                Rule { limit: 1_000, ..rule(&format!("rule-{at:02}"), "related", "true", &show) }
            })
            .collect();
        let database = table::database(&facts);
        for rule in &facts.rules {
            let snapshot = compile(&Catalogue { rules: vec![rule.clone()], ..facts.clone() }, 1);
            let here: BTreeSet<(String, String)> =
                facts.products.iter().flat_map(|product| shown_by(&snapshot, &product.sku, rule)).collect();
            let there = pairs(&database, &rule.show);
            let differing = here.symmetric_difference(&there).next();
            assert!(
                differing.is_none(),
                "seed {seed}: {} {differing:?}, here {}, there {}",
                rule.show,
                here.len(),
                there.len()
            );
            shown += here.len();
            conditions += 1;
        }
        seed += 1;
    }
    assert!(shown > conditions as usize * 20, "hardly a condition over a pair found anything: {shown} pairs");
    crate::proof::say(&format!("{conditions} conditions over a pair say what SQL says of {shown} pairs"));
}

fn shown_by(snapshot: &relata_engine::Snapshot, sku: &Sku, rule: &Rule) -> Vec<(String, String)> {
    let rows = rule_rows(snapshot, sku, &rule.type_code, Timestamp::from_micros(0));
    let shown = rows.iter().filter(|row| row.status == ListedStatus::Active);
    shown.map(|row| (row.source.to_string(), row.target.to_string())).collect()
}
