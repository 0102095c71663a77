//! Products by words, and products that are proposed for a list.

use expect_test::{Expect, expect};
use relata_engine::{Columns, Snapshot, View, compile};
use relata_model::{ChannelCode, Timestamp};

use crate::naive::Naive;
use crate::random::World;
use crate::shop::{code, query, shop, sku};

fn with_view<T>(snapshot: &Snapshot, work: impl FnOnce(View<'_>) -> T) -> T {
    let web = ChannelCode::parse("web").unwrap();
    let at = Timestamp::parse("2026-06-01").unwrap();
    let columns = Columns::new(snapshot, &web, at, None).unwrap();
    work(View::new(snapshot, &columns))
}

fn found(shop_text: &str, text: &str) -> String {
    with_view(&compile(&shop(shop_text), 1), |view| {
        let found = view.search(text, 5);
        let skus: Vec<&str> = found.items.iter().map(|card| card.sku).collect();
        format!("{} of {}", skus.join(" "), found.total)
    })
}

/// Names are "The <SKU>".
const SHOP: &str = "
    BIKE
    BIKE-1 parent=BIKE
    BIKE-2 parent=BIKE status=inactive
    MOTORBIKE
    PUMP brand=Bike-World
    TUBE brand=Überrad
    PUMP-HOSE parent=PUMP
";

#[test]
fn the_best_match_comes_first() {
    for (text, expected) in [
        ("bike", "BIKE BIKE-1 BIKE-2 PUMP MOTORBIKE of 5"),
        ("  Bike  ", "BIKE BIKE-1 BIKE-2 PUMP MOTORBIKE of 5"),
        ("the bike", "BIKE BIKE-1 BIKE-2 PUMP MOTORBIKE of 5"),
        ("ike", "BIKE MOTORBIKE PUMP BIKE-1 BIKE-2 of 5"),
        ("überrad", "TUBE of 1"),
        ("ÜBER tu", "TUBE of 1"),
        ("1 bike", "BIKE-1 of 1"),
        ("bike nothing", " of 0"),
        ("   ", " of 0"),
    ] {
        assert_eq!(found(SHOP, text), expected, "{text:?}");
    }
}

#[test]
fn a_search_finds_what_has_all_words() {
    for seed in 0..40 {
        let facts = World::new(seed, 150).facts();
        let question = query("x");
        let naive = Naive::new(&facts, &question);
        let snapshot = compile(&facts, 1);
        for text in ["s1", "the s2", "acme", "bolt s", "s14 the", "e s3", "zzz"] {
            let total = naive.skus().iter().filter(|sku| naive.has_words(sku, text)).count();
            with_view(&snapshot, |view| {
                let found = view.search(text, 1_000);
                assert_eq!((found.total, found.items.len()), (total, total), "seed {seed} {text}");
                for card in &found.items {
                    assert!(naive.has_words(card.sku, text), "seed {seed} {text}: {}", card.sku);
                }
            });
        }
    }
}

fn propose(shop_text: &str, source: &str, kind: &str, text: Option<&str>, expected: Expect) {
    with_view(&compile(&shop(shop_text), 1), |view| {
        let proposals = view.proposals(&sku(source), &code(kind), text, 6).unwrap();
        let lines: String = proposals
            .iter()
            .map(|one| format!("{} {}: {}\n", one.card.sku, one.evidence.kind(), one.evidence.text()))
            .collect();
        expected.assert_eq(&lines);
    });
}

const BIKES: &str = "
    A categories=bikes price=100.00 created=2025-01-01
    A-1 parent=A price=101.00
    B categories=bikes price=110.00 created=2026-01-01
    C categories=bikes price=80.00 created=2025-03-01 stock=0
    D categories=bikes price=190.00
    E categories=bikes price=500.00
    F categories=bikes price=120.00 status=inactive
    G categories=shoes price=100.00
    X
    Y
    Z
    B accessory: X Y
    C accessory: X Z{until=2020-01-01}
    D accessory: X Y G
    A accessory: Y
    A related: Z G
    A cross_sell: G
    Z accessory: A
    F accessory: Z
";

#[test]
fn what_the_others_of_the_category_have() {
    propose(
        BIKES,
        "A",
        "accessory",
        None,
        expect![[r#"
        X siblings: 3 of 4 products in bikes have it
        G siblings: 1 of 4 products in bikes have it
        Z reverse: has this product in its own list
    "#]],
    );
    propose(
        BIKES,
        "A",
        "accessory",
        Some("the"),
        expect![[r#"
        B search: matches the search
        C search: matches the search
        D search: matches the search
        E search: matches the search
        G siblings: 1 of 4 products in bikes have it
        X siblings: 3 of 4 products in bikes have it
    "#]],
    );
    propose(
        BIKES,
        "A-1",
        "accessory",
        None,
        expect![[r#"
        X siblings: 3 of 4 products in bikes have it
        G siblings: 1 of 4 products in bikes have it
        Z other_type: linked already as related
    "#]],
    );
    propose(
        BIKES,
        "X",
        "accessory",
        None,
        expect![[r#"
        B reverse: has this product in its own list
        C reverse: has this product in its own list
        D reverse: has this product in its own list
    "#]],
    );
}

#[test]
fn what_a_type_asks_for_in_the_category() {
    propose(
        BIKES,
        "A",
        "upsell",
        None,
        expect![[r#"
        B same_category: in bikes, 10 % dearer
        D same_category: in bikes, 90 % dearer
    "#]],
    );
    propose(
        BIKES,
        "A",
        "substitute",
        None,
        expect![[r#"
        B same_category: in bikes, 10 % dearer
    "#]],
    );
    propose(
        BIKES,
        "A",
        "successor",
        None,
        expect![[r#"
        C same_category: in bikes since 2025-03-01
        B same_category: in bikes since 2026-01-01
    "#]],
    );
}

#[test]
fn what_is_excluded_is_not_proposed() {
    let text = "
        A categories=bikes excluded=related>X
        B categories=bikes
        X
        Y
        B related: X Y
    ";
    propose(
        text,
        "A",
        "related",
        None,
        expect![[r#"
        Y siblings: 1 of 1 products in bikes have it
    "#]],
    );
    with_view(&compile(&shop(text), 1), |view| {
        assert_eq!(view.proposals(&sku("NONE"), &code("related"), None, 5), None);
        assert_eq!(view.proposals(&sku("A"), &code("none"), None, 5), None);
    });
}
