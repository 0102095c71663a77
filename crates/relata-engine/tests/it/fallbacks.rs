//! What fills an answer that would be empty.

use expect_test::expect;
use relata_engine::compile;
use relata_model::Fallback;

use crate::shop::{check, check_in, shop};

const SHOES: &str = "
    P categories=shoes/running|sale
    P-1 parent=P
    A categories=shoes/running orders=2
    B categories=shoes/running orders=31
    B-1 parent=B orders=4
    C categories=shoes/running created=2026-01-05
    D categories=shoes/running created=2026-02-05 stock=0
    E categories=shoes orders=1
    F categories=sale orders=50
    G
";

#[test]
fn the_same_category_then_its_ancestors_then_the_shop() {
    check(
        SHOES,
        "P limit=10",
        expect![[r#"
        1 B fallback 35 - fallback:category_popularity: ordered 35 times in shoes/running
        2 A fallback 2 - fallback:category_popularity: ordered 2 times in shoes/running
        3 C fallback 1 - fallback:newest: in shoes/running since 2026-01-05
        4 E fallback 1 - fallback:category_popularity: ordered once in shoes
        5 F fallback 50 - fallback:category_popularity: ordered 50 times in the shop
        6 G fallback 1 - fallback:newest: one of the products in the shop
        considered 0
        fallback
    "#]],
    );
    check(
        SHOES,
        "P-1 limit=2",
        expect![[r#"
        1 B fallback 35 - fallback:category_popularity: ordered 35 times in shoes/running
        2 A fallback 2 - fallback:category_popularity: ordered 2 times in shoes/running
        considered 0
        fallback
    "#]],
    );
}

#[test]
fn an_unknown_product_gets_the_fallback_of_the_shop() {
    check(
        SHOES,
        "NOPE limit=3",
        expect![[r#"
        1 F fallback 50 - fallback:category_popularity: ordered 50 times in the shop
        2 B fallback 35 - fallback:category_popularity: ordered 35 times in the shop
        3 A fallback 2 - fallback:category_popularity: ordered 2 times in the shop
        considered 0
        fallback
        unknown NOPE
    "#]],
    );
    check(
        SHOES,
        "NOPE NOPE GONE types=upsell",
        expect![[r#"
        considered 0
        unknown NOPE
        unknown GONE
    "#]],
    );
    check(
        "",
        "NOPE",
        expect![[r#"
        considered 0
        unknown NOPE
    "#]],
    );
}

#[test]
fn a_known_product_beside_an_unknown_one_answers() {
    check(
        "A\nB\nA related: B",
        "NOPE A",
        expect![[r#"
        1 B related 0.4 - manual: linked by hand, position 1
        considered 1
        unknown NOPE
    "#]],
    );
}

#[test]
fn no_fallback_when_a_relation_gave_something_or_types_are_named() {
    check(
        "A\nB\nC\nA related: B",
        "A",
        expect![[r#"
        1 B related 0.4 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
    check(
        "A\nB stock=0\nC\nA related: B",
        "A types=related",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
    check(
        "A\nB stock=0\nC\nA related: B",
        "A",
        expect![[r#"
        1 C fallback 1 - fallback:newest: one of the products in the shop
        considered 1, out_of_stock 1
        fallback
    "#]],
    );
}

#[test]
fn nothing_of_the_cart_and_one_of_a_family() {
    check(
        SHOES,
        "P cart=B-1,A limit=3",
        expect![[r#"
        1 C fallback 1 - fallback:newest: in shoes/running since 2026-01-05
        2 E fallback 1 - fallback:category_popularity: ordered once in shoes
        3 F fallback 50 - fallback:category_popularity: ordered 50 times in the shop
        considered 0
        fallback
    "#]],
    );
}

#[test]
fn only_the_fallbacks_of_the_placement_and_under_its_caps() {
    let mut facts = shop(SHOES);
    let page =
        facts.placements.iter_mut().find(|placement| placement.code.as_str() == "product_page").unwrap();
    page.fallbacks = vec![Fallback::Newest];
    page.caps.category = Some(2);
    check_in(
        &compile(&facts, 1),
        "P limit=5",
        expect![[r#"
        1 C fallback 1 - fallback:newest: in shoes/running since 2026-01-05
        2 A fallback 1 - fallback:newest: one of the products in shoes/running
        3 E fallback 1 - fallback:newest: one of the products in shoes
        4 F fallback 1 - fallback:newest: one of the products in the shop
        5 G fallback 1 - fallback:newest: one of the products in the shop
        considered 0
        fallback
    "#]],
    );
    let page =
        facts.placements.iter_mut().find(|placement| placement.code.as_str() == "product_page").unwrap();
    page.fallbacks = Vec::new();
    check_in(
        &compile(&facts, 1),
        "P limit=5",
        expect![[r#"
        considered 0
    "#]],
    );
}
