//! What a list shows and what it does not, for those who keep it.

use expect_test::{Expect, expect};
use relata_engine::{compile, recommend, served_list};
use relata_model::{Arrangement, Caps, Timestamp};

use crate::random::World;
use crate::shop::{code, shop, sku};

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
    for seed in 0..40 {
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
    assert!(shown > 500, "{shown}");
}
