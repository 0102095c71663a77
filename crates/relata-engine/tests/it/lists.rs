//! What a list shows and what it does not, for those who keep it.

use expect_test::{Expect, expect};
use relata_engine::{PickOrigin, Query, compile, recommend, rule_rows, served_list};
use relata_model::{Arrangement, Caps, Origin, Rule, Timestamp};

use crate::random::World;
use crate::rules::rule;
use crate::shop::{code, query, shop, sku};

fn check(text: &str, source: &str, expected: Expect) {
    let mut facts = shop(text);
    facts
        .types
        .iter_mut()
        .filter(|kind| kind.code.as_str() == "related")
        .for_each(|kind| kind.symmetric = true);
    let snapshot = compile(&facts, 1);
    let at = Timestamp::parse("2026-06-01").unwrap();
    let mut lines = String::new();
    for row in served_list(&snapshot, &sku(source), &code("related"), at) {
        let ways = if row.inherited { " inherited" } else { "" }.to_string()
            + if row.mirrored { " mirrored" } else { "" };
        lines +=
            &format!("{} {} at {} by {}{ways}\n", row.target, row.status.as_str(), row.position, row.origin);
    }
    expected.assert_eq(&lines);
}

#[test]
fn every_row_has_a_status_and_stands_in_served_order() {
    let text = "
        P excluded=related>D
        A
        B
        C
        D
        P related: A{origin=import:pim} B{until=2026-05-01} C{pin=1} GHOST D A B{from=2030-01-01} C{origin=learned:m}
    ";
    check(
        text,
        "P",
        expect![[r#"
        C active at 3 by manual
        A shadowed at 1 by import:pim
        B expired at 2 by manual
        GHOST pending at 4 by manual
        D excluded at 5 by manual
        A active at 6 by manual
        B active at 7 by manual
        C shadowed at 8 by learned:m
    "#]],
    );
}

#[test]
fn a_row_for_more_customers_than_the_stronger_one_is_not_shadowed() {
    check(
        "P\nA\nP related: A{segments=vip} A{origin=import:pim} A{origin=rule:r,segments=vip}",
        "P",
        expect![[r#"
            A active at 1 by manual
            A active at 2 by import:pim
            A shadowed at 3 by rule:r
        "#]],
    );
}

#[test]
fn variants_list_what_they_inherit_and_both_ends_of_symmetric_types() {
    check(
        "P\nV parent=P\nA\nB\nP related: A\nB related: V",
        "V",
        expect![[r#"
        B active at 1 by manual mirrored
        A active at 1 by manual inherited
    "#]],
    );
    check("P", "NOPE", expect![[""]]);
}

#[test]
fn answers_follow_the_list() {
    let mut shown = 0;
    for seed in 0..60 {
        let mut world = World::new(seed, 20);
        let mut facts = world.facts();
        for placement in &mut facts.placements {
            (placement.arrangement, placement.caps) = (Arrangement::ManualFirst, Caps::default());
        }
        let snapshot = compile(&facts, 1);
        for _ in 0..40 {
            let mut query = world.query();
            query.products.truncate(1);
            query.cart.clear();
            query.types = Some(vec![code("substitute")]);
            let Some(source) = query.products.first() else { continue };
            let answer = recommend(&snapshot, &query).unwrap();
            let list = served_list(&snapshot, source, &code("substitute"), query.at);
            let mut rows = list.iter();
            for pick in &answer.items {
                let row = rows.find(|row| Some(row.relation) == pick.reason.relation);
                let row = row.unwrap_or_else(|| panic!("seed {seed}: {} stands in another order", pick.sku));
                assert_eq!(row.status.as_str(), "active", "seed {seed}: {}", pick.sku);
                shown += 1;
            }
        }
    }
    assert!(shown > 400, "{shown}");
}

/// What rules show a product under a type, a line a pair.
fn made(facts: &relata_model::Catalogue, source: &str, kind: &str) -> Vec<String> {
    let snapshot = compile(facts, 1);
    let rows = rule_rows(&snapshot, &sku(source), &code(kind), query("").at);
    let text = |row: &relata_engine::RuleRow<'_>| {
        format!("{} {}>{} {}", row.rule.code, row.source, row.target, row.status.as_str())
    };
    rows.iter().map(text).collect()
}

#[test]
fn what_rules_make_is_listed_with_what_they_may_not_show() {
    let mut facts = shop(
        "P price=9.00 excluded=accessory>C
         P-1 parent=P
         A price=1.00
         B price=2.00 stock=0
         C price=3.00
         D price=4.00
         E price=5.00",
    );
    facts.rules = vec![
        Rule { limit: 2, priority: 1, ..rule("r", "accessory", "source.sku == 'P'", "target.price < 5") },
        Rule {
            when: Some("cart.size > 3".into()),
            ..rule("e", "accessory", "source.sku == 'P'", "target.sku == 'E'")
        },
        rule("other", "accessory", "source.sku == 'A'", "true"),
    ];
    let expected = ["r P>A active", "r P>C excluded", "r P>D active", "e P>E active"];
    assert_eq!(made(&facts, "P", "accessory"), expected, "B is sold out and takes no place");
    assert_eq!(made(&facts, "P-1", "accessory"), expected, "a variant shows what its parent does");
    assert_eq!(made(&facts, "P", "related"), [""; 0]);
    assert_eq!(made(&facts, "X", "accessory"), [""; 0]);
}

#[test]
fn a_pair_that_would_close_a_circle_is_listed_as_withheld() {
    let mut facts = shop("A price=10.00\nB price=12.00\nC price=15.00\nB upsell: A");
    facts.rules = vec![rule("up", "upsell", "true", "target.price > source.price")];
    assert_eq!(made(&facts, "A", "upsell"), ["up A>B withheld", "up A>C active"]);
    assert_eq!(made(&facts, "B", "upsell"), ["up B>C active"]);
}

#[test]
fn every_pick_of_a_rule_stands_in_the_list() {
    let mut picks = 0;
    for seed in 1..40 {
        let world = World::with_rules(seed, 60);
        let facts = world.facts();
        let snapshot = compile(&facts, 1);
        for product in &facts.products {
            for kind in snapshot.types().iter().map(|kind| kind.code.clone()) {
                let query = Query {
                    products: vec![product.sku.clone()],
                    types: Some(vec![kind.clone()]),
                    limit: Some(50),
                    ..query("")
                };
                let listed = rule_rows(&snapshot, &product.sku, &kind, query.at);
                for pick in recommend(&snapshot, &query).unwrap().items {
                    let PickOrigin::Relation(Origin::Rule(rule)) = pick.origin else { continue };
                    let target = pick.substitute_for.unwrap_or(pick.sku);
                    let is_stored = pick.reason.relation.is_some();
                    let is_listed = listed.iter().any(|row| {
                        row.target.as_str() == target
                            && row.rule.code.as_str() == rule
                            && row.status.as_str() == "active"
                    });
                    assert!(is_stored || is_listed, "seed {seed}: {rule} {target} beside {}", product.sku);
                    picks += usize::from(!is_stored);
                }
            }
        }
    }
    assert!(picks > 1_000, "{picks} picks of rules");
}
