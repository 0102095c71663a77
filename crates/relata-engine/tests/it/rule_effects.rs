//! Rules that remove, boost, rotate, or want a minimum.

use relata_engine::{compile, recommend};
use relata_model::{Catalogue, Rotation, Rule, RuleEffect, RuleOrder, SortDirection, Timestamp};

use crate::rules::{answer, rule};
use crate::shop::{query, shop};

fn effect(effect: RuleEffect, weight: f64, kind: &str, matching: &str, show: &str) -> Rule {
    Rule { effect, weight, ..rule(effect.as_str(), kind, matching, show) }
}

#[test]
fn a_rule_removes_what_others_show_whoever_they_are() {
    let mut facts = shop("A brand=acme\nB brand=cosy\nC brand=cosy\nD\nE\nA related: B D\nE related: B");
    facts.rules = vec![
        rule("all", "related", "source.sku == 'A'", "true"),
        effect(RuleEffect::Remove, 1.0, "related", "source.brand == 'acme'", "target.brand == 'cosy'"),
    ];
    assert_eq!(answer(&facts, "A types=related"), "D(manual) E(rule:all) - excluded:2 duplicate:2");
    assert_eq!(answer(&facts, "E types=related"), "B(manual) - ");
}

#[test]
fn a_rule_that_removes_does_so_only_where_it_applies() {
    let mut facts = shop("A price=10.00\nB price=5.00\nC price=20.00\nA related: B C\nA accessory: B");
    facts.rules = vec![Rule {
        when: Some("cart.size > 0".into()),
        ..effect(RuleEffect::Remove, 1.0, "related", "true", "target.price < source.price")
    }];
    assert_eq!(answer(&facts, "A types=related cart=D"), "C(manual) - excluded:1");
    assert_eq!(answer(&facts, "A types=related"), "B(manual) C(manual) - ");
    assert_eq!(answer(&facts, "A types=accessory cart=D"), "B(manual) - ");
}

#[test]
fn what_is_removed_cannot_stand_in_for_what_is_sold_out() {
    let mut facts = shop("A\nB stock=0\nC brand=cosy\nD\nA related: B\nB substitute: C D");
    facts.rules = vec![effect(RuleEffect::Remove, 1.0, "related", "true", "target.brand == 'cosy'")];
    assert_eq!(answer(&facts, "A types=related"), "D(manual) - out_of_stock:1");
}

#[test]
fn what_is_boosted_comes_first_among_what_rules_show_and_says_so() {
    let mut facts = shop("A\nB\nC\nD brand=eco\nE\nA related: E");
    facts.rules = vec![
        rule("all", "related", "source.sku == 'A'", "true"),
        effect(RuleEffect::Boost, 2.5, "related", "true", "target.brand == 'eco'"),
        Rule {
            code: relata_model::RuleCode::parse("less").unwrap(),
            name: "LESS".into(),
            ..effect(RuleEffect::Boost, 0.5, "related", "true", "target.sku == 'B'")
        },
    ];
    let snapshot = compile(&facts, 1);
    let asked = query("A types=related explain");
    let answer = recommend(&snapshot, &asked).unwrap();
    let items: Vec<String> = answer
        .items
        .iter()
        .map(|pick| {
            let product: f64 = pick.reason.factors.iter().map(|(_, factor)| factor).product();
            assert_eq!(pick.score, product);
            format!("{} {} {:?}", pick.sku, pick.reason.text, pick.reason.factors.get(2))
        })
        .collect();
    assert_eq!(
        items,
        [
            "E linked by hand, position 1 None",
            "D rule ALL, boosted by rule BOOST Some((\"rule_boost\", 2.5))",
            "C rule ALL None",
            "B rule ALL, boosted by rule LESS Some((\"rule_boost\", 0.5))",
        ]
    );
}

#[test]
fn a_rule_with_too_few_to_show_shows_none() {
    let mut facts = shop("A\nB\nC\nD stock=0\nE\nE substitute: B");
    facts.rules = vec![Rule { minimum: 3, ..rule("three", "related", "source.sku == 'A'", "true") }];
    assert_eq!(
        answer(&facts, "A types=related").split(" - ").next(),
        Some("B(rule:three) C(rule:three) E(rule:three)")
    );
    facts.rules[0].show = "target.sku in ['B', 'C', 'D']".into();
    assert_eq!(answer(&facts, "A types=related"), " - too_few:3");
    // What rules show to fewer does not stand in the way of others.
    facts
        .rules
        .push(Rule { priority: -1, ..rule("rest", "related", "source.sku == 'A'", "target.sku == 'C'") });
    assert_eq!(answer(&facts, "A types=related"), "C(rule:rest) - too_few:3");
}

fn shown(facts: &Catalogue, source: &str, at: i64) -> Vec<String> {
    let snapshot = compile(facts, 1);
    let mut asked = query(&format!("{source} types=related limit=3"));
    asked.at = Timestamp::from_micros(at);
    recommend(&snapshot, &asked).unwrap().items.iter().map(|pick| pick.sku.to_string()).collect()
}

#[test]
fn an_order_at_random_is_the_same_for_a_day_and_differs_by_day_seed_and_source() {
    let lines: Vec<String> = (0..60).map(|number| format!("P{number}")).collect();
    let mut facts = shop(&lines.join("\n"));
    let random = RuleOrder { seed: Some(7), ..RuleOrder::by(RuleOrder::RANDOM, SortDirection::Ascending) };
    facts.rules = vec![Rule { order_by: vec![random], limit: 3, ..rule("r", "related", "true", "true") }];
    const DAY: i64 = 86_400_000_000;
    let first = shown(&facts, "P0", 20_000 * DAY);
    assert_eq!(first, shown(&facts, "P0", 20_001 * DAY - 1));
    let mut seen = vec![first, shown(&facts, "P0", 20_001 * DAY), shown(&facts, "P1", 20_000 * DAY)];
    facts.rules[0].order_by[0].seed = Some(8);
    seen.push(shown(&facts, "P0", 20_000 * DAY));
    for (at, one) in seen.iter().enumerate() {
        assert!(one.len() == 3 && !seen[..at].contains(one), "{seen:?}");
    }
    facts.rules[0].order_by[0].every = Some(Rotation::Never);
    assert_eq!(shown(&facts, "P0", 20_000 * DAY), shown(&facts, "P0", 30_000 * DAY));
    // In a month a source shows most of what there is.
    facts.rules[0].order_by[0].every = None;
    let days = (0..60).flat_map(|day| shown(&facts, "P0", day * DAY));
    let distinct: std::collections::BTreeSet<String> = days.collect();
    assert!(distinct.len() > 40, "{}", distinct.len());
}
