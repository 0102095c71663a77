//! Two writers at once, of rules, relations and conditions with names: whoever comes first, no circle is
//! stored and none is served.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io::Write as _;
use std::sync::Barrier;

use relata_app::{App, AppError, Caller, NewRelation, PageRequest, Precondition, Saved};
use relata_model::{ConditionCode, NamedCondition, Rule, RuleCode, RuleStatus};

use crate::fixture::{Shop, both, codes, draft, served_by, sku, type_code};

/// Races of each kind in the usual run; the named variable says how many else.
const RACES: usize = 25;
const RACES_VARIABLE: &str = "RELATA_RACES";

fn races() -> usize {
    match std::env::var(RACES_VARIABLE) {
        Err(_) => RACES,
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{RACES_VARIABLE}={text} is not a whole number")),
    }
}

fn rule(code: &str, matching: &str, show: &str) -> Rule {
    let code = RuleCode::parse(code).unwrap();
    let draft = Rule::draft(code, type_code("upsell"), matching.to_string(), show.to_string());
    Rule { status: RuleStatus::Active, ..draft }
}

/// A rule that makes one pair.
fn pair(code: &str, source: &str, target: &str) -> Rule {
    rule(code, &format!("source.sku == '{source}'"), &format!("target.sku == '{target}'"))
}

fn save_rule(app: &App, rule: Rule) -> Result<Saved<Rule>, AppError> {
    app.save_document::<Rule>(&Caller::local(), rule.code.clone(), Precondition::NONE, move |_| Ok(rule))
}

fn save_condition(app: &App, code: &str, condition: &str) -> Result<Saved<NamedCondition>, AppError> {
    let code = ConditionCode::parse(code).unwrap();
    let made =
        NamedCondition { name: code.to_string(), code: code.clone(), condition: condition.to_string() };
    app.save_document::<NamedCondition>(&Caller::local(), code, Precondition::NONE, move |_| Ok(made))
}

fn link(app: &App, source: &str, target: &str) -> Result<i64, AppError> {
    let new = NewRelation { draft: draft(source, "upsell", target), both_ways: false };
    app.create_relation(&Caller::local(), new).map(|saved| saved.revision)
}

/// Both start at the same moment.
fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, two: impl FnOnce() -> B + Send) -> (A, B) {
    let start = Barrier::new(2);
    std::thread::scope(|scope| {
        let one = scope.spawn(|| {
            start.wait();
            one()
        });
        start.wait();
        let two = two();
        (one.join().unwrap(), two)
    })
}

/// A list shows every write acknowledged before it, and answers follow.
fn see_all_writes(app: &App, product: &str) {
    app.product_relations(&sku(product), None, PageRequest::default()).unwrap();
}

/// What is served of two products in each other's lists; with an edge both ways there is a circle.
fn served(app: &App, a: &str, b: &str) -> BTreeSet<(String, String)> {
    see_all_writes(app, a);
    let of = |source: &str| {
        let targets = served_by(app, source, "upsell").into_iter();
        targets.map(|target| (source.to_string(), target)).collect::<Vec<_>>()
    };
    of(a).into_iter().chain(of(b)).collect()
}

/// Holds what three readers serve of a pair of products against each other and against the law.
fn no_circle_is_served(shop: &Shop, other: &App, a: &str, b: &str, about: &str) {
    let fresh = served(&shop.again(), a, b);
    for app in [&shop.app, other] {
        assert_eq!(served(app, a, b), fresh, "{about}: all nodes serve the same");
    }
    let there = fresh.contains(&(a.to_string(), b.to_string()));
    let back = fresh.contains(&(b.to_string(), a.to_string()));
    assert!(!(there && back), "{about}: a circle is served");
    assert!(there || back, "{about}: one of both is served");
}

/// The codes of what was refused, if anything was; that both are is a race that nobody won.
fn refused<A: Debug, B: Debug>(one: Result<A, AppError>, two: Result<B, AppError>) -> Option<&'static str> {
    match (one, two) {
        (Ok(_), Ok(_)) => None,
        (Ok(_), two @ Err(_)) => Some(codes(two)[0]),
        (one @ Err(_), Ok(_)) => Some(codes(one)[0]),
        (one, two) => panic!("both are refused: {one:?} {two:?}"),
    }
}

fn say(what: &str, both_kept: usize) {
    let races = races();
    let _ = writeln!(std::io::stderr(), "{races} races of {what}, both written in {both_kept} of them");
}

#[test]
fn a_rule_and_a_relation_the_other_way_never_serve_a_circle() {
    both(|shop| {
        let other = shop.again();
        let mut kept = 0;
        for race in 0..races() {
            let (a, b) = (format!("A{race}"), format!("B{race}"));
            shop.products(&format!("{a} {b}"));
            let made = pair(&format!("r{race}"), &a, &b);
            let (one, two) = at_once(|| save_rule(&shop.app, made), || link(&other, &b, &a));
            let is_linked = two.is_ok();
            match refused(one, two) {
                // The relation came between the look and the write: the rule's pair is withheld.
                None => kept += 1,
                Some(code) => assert_eq!(code, if is_linked { "rule-cycle" } else { "cycle" }),
            }
            no_circle_is_served(shop, &other, &a, &b, &format!("race {race}"));
        }
        say("a rule against a relation", kept);
    });
}

#[test]
fn two_rules_that_face_each_other_never_serve_a_circle() {
    both(|shop| {
        let other = shop.again();
        let mut kept = 0;
        for race in 0..races() {
            let (a, b) = (format!("A{race}"), format!("B{race}"));
            shop.products(&format!("{a} {b}"));
            let (there, back) = (pair(&format!("r{race}"), &a, &b), pair(&format!("s{race}"), &b, &a));
            let (one, two) = at_once(|| save_rule(&shop.app, there), || save_rule(&other, back));
            match refused(one, two) {
                None => kept += 1,
                Some(code) => assert_eq!(code, "rule-cycle"),
            }
            no_circle_is_served(shop, &other, &a, &b, &format!("race {race}"));
        }
        say("two rules", kept);
    });
}

#[test]
fn of_two_conditions_that_name_each_other_exactly_one_is_stored() {
    both(|shop| {
        shop.products("A B");
        let other = shop.again();
        for race in 0..races() {
            let (one, two) = (format!("c{race}"), format!("d{race}"));
            save_condition(&shop.app, &one, "source.sku == 'A'").unwrap();
            save_condition(&shop.app, &two, "source.sku == 'B'").unwrap();
            let (to_two, to_one) = (format!("source.is('{two}')"), format!("source.is('{one}')"));
            let (first, second) = at_once(
                || save_condition(&shop.app, &one, &to_two),
                || save_condition(&other, &two, &to_one),
            );
            assert_eq!(refused(first, second), Some("rule-cycle"), "race {race}");
            let text = |code: &str| {
                let code = ConditionCode::parse(code).unwrap();
                shop.app.find_document::<NamedCondition>(&code).unwrap().condition
            };
            assert!(text(&one) != to_two || text(&two) != to_one, "race {race}: a circle is stored");
        }
        say("two conditions", 0);
    });
}

#[test]
fn of_a_rule_and_a_condition_that_name_each_other_exactly_one_is_stored() {
    both(|shop| {
        shop.products("A B");
        let other = shop.again();
        for race in 0..races() {
            let (condition, code) = (format!("c{race}"), format!("r{race}"));
            save_condition(&shop.app, &condition, "source.sku == 'A'").unwrap();
            save_rule(&shop.app, rule(&code, "source.sku == 'B'", "target.sku == 'A'")).unwrap();
            let reading = rule(&code, &format!("source.is('{condition}')"), "target.sku == 'B'");
            let (first, second) = at_once(
                || save_rule(&shop.app, reading),
                || save_condition(&other, &condition, &format!("source.in_rule('{code}')")),
            );
            assert_eq!(refused(first, second), Some("rule-cycle"), "race {race}");
            save_rule(&shop.app, Rule { status: RuleStatus::Archived, ..rule(&code, "true", "true") }).ok();
        }
        say("a rule and a condition", 0);
    });
}

#[test]
fn what_is_named_and_removed_at_once_is_either_there_or_not_named() {
    both(|shop| {
        shop.products("A B");
        let other = shop.again();
        for race in 0..races() {
            let (condition, code) = (format!("c{race}"), format!("r{race}"));
            let saved = save_condition(&shop.app, &condition, "source.sku == 'A'").unwrap().value;
            see_all_writes(&other, "A");
            let reading = rule(&code, &format!("source.is('{condition}')"), "target.sku == 'B'");
            let (named, removed) = at_once(
                || save_rule(&shop.app, reading.clone()),
                || other.delete_document::<NamedCondition>(&Caller::local(), &saved.code, Precondition::NONE),
            );
            assert!(named.is_ok() != removed.is_ok(), "race {race}: {named:?} {removed:?}");
            let is_there = shop.app.find_document::<NamedCondition>(&saved.code).is_ok();
            assert_eq!(is_there, named.is_ok(), "race {race}: a rule names what is gone");
            if named.is_ok() {
                shop.app
                    .delete_document::<Rule>(&Caller::local(), &reading.code, Precondition::NONE)
                    .unwrap();
            }
        }
        say("a name and its removal", 0);
    });
}
