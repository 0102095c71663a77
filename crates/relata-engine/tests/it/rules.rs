//! What rules show, in examples.

use relata_engine::{compile, recommend};
use relata_model::{Catalogue, Rule, RuleStatus, Sku};

use crate::shop::{query, shop};

pub fn rule(code: &str, kind: &str, matching: &str, show: &str) -> Rule {
    let code = relata_model::RuleCode::parse(code).unwrap();
    Rule {
        name: code.to_string().to_uppercase(),
        status: RuleStatus::Active,
        ..Rule::draft(code, crate::shop::code(kind), matching.into(), show.into())
    }
}

/// What a shop with rules answers: items with their origins, and what was removed.
pub fn answer(facts: &Catalogue, asked: &str) -> String {
    let snapshot = compile(facts, 1);
    let answer = recommend(&snapshot, &query(asked)).unwrap();
    let items = answer.items.iter().map(|pick| format!("{}({})", pick.sku, pick.origin));
    let removed = answer.removed.iter().map(|(reason, count)| format!("{}:{count}", reason.as_str()));
    format!("{} - {}", items.collect::<Vec<_>>().join(" "), removed.collect::<Vec<_>>().join(" "))
}

#[test]
fn rules_follow_what_is_stored_in_their_own_order() {
    let mut facts = shop(
        "A price=10.00\nB price=5.00\nC price=7.00\nD price=9.00\nE price=1.00 stock=0\n\
         A accessory: C",
    );
    facts.rules = vec![
        Rule { limit: 2, ..rule("dear", "accessory", "source.sku == 'A'", "target.price < source.price") },
        Rule { priority: 5, ..rule("first", "accessory", "true", "target.sku in ['D', 'E']") },
    ];
    facts.rules[0].order_by =
        vec![relata_model::RuleOrder::by("target.price", relata_model::SortDirection::Descending)];
    assert_eq!(answer(&facts, "A types=accessory"), "C(manual) D(rule:first) - out_of_stock:1 duplicate:2");
}

#[test]
fn a_guideline_removes_pairs_and_a_rule_goes_on_behind_them() {
    let mut facts = shop("A brand=acme\nB brand=cosy\nC brand=cosy\nD brand=acme\nE brand=acme");
    facts.rules = vec![Rule { limit: 2, ..rule("r", "related", "source.sku == 'A'", "true") }];
    facts.guidelines = vec![relata_model::Guideline {
        code: relata_model::RuleCode::parse("g").unwrap(),
        name: "g".into(),
        status: RuleStatus::Active,
        types: Vec::new(),
        forbid: "source.brand == 'acme' && target.brand == 'cosy'".into(),
    }];
    assert_eq!(answer(&facts, "A types=related"), "D(rule:r) E(rule:r) - guideline:2");
}

#[test]
fn pairs_that_would_close_a_circle_are_withheld() {
    let mut facts = shop("A price=10.00\nB price=12.00\nC price=15.00\nB upsell: A");
    facts.rules = vec![rule("up", "upsell", "true", "target.price > source.price")];
    let snapshot = compile(&facts, 1);
    let path = |skus: &[Sku]| skus.iter().map(|sku| sku.as_str()).collect::<Vec<_>>().join(" ");
    let withheld: Vec<String> =
        snapshot.withheld_pairs().map(|pair| format!("{} {:?}", path(&pair.path), pair.rules)).collect();
    assert_eq!(withheld, ["A B A [\"up\"]"]);
    assert_eq!(answer(&facts, "A types=upsell"), "C(rule:up) - cycle:1");
    assert_eq!(answer(&facts, "B types=upsell"), "A(manual) C(rule:up) - ");
}

#[test]
fn a_broken_rule_loses_its_own_candidates_and_nothing_else() {
    let mut facts = shop("A\nB");
    facts.rules = vec![
        rule("broken", "related", "source.price >", "true"),
        rule("whole", "related", "true", "target.sku == 'B'"),
    ];
    assert_eq!(answer(&facts, "A types=related"), "B(rule:whole) - ");
}

#[test]
fn a_condition_over_the_request_is_asked_when_it_comes() {
    let mut facts = shop("A\nB\nC");
    facts.rules = vec![Rule {
        when: Some("context.channel == 'app' && cart.size > 0".into()),
        ..rule("r", "related", "true", "target.sku == 'B'")
    }];
    assert_eq!(answer(&facts, "A types=related channel=app cart=C"), "B(rule:r) - ");
    assert_eq!(answer(&facts, "A types=related channel=app"), " - ");
    assert_eq!(answer(&facts, "A types=related cart=C"), " - ");
}
