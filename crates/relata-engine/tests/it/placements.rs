//! Blocks, caps, arrangements, and relations that show at both ends.

use expect_test::{Expect, expect};
use relata_engine::compile;
use relata_model::{Arrangement, Block, Catalogue, Placement, RelationType};

use crate::shop::{check_in, code, shop};

fn page(facts: &mut Catalogue) -> &mut Placement {
    facts.placements.iter_mut().find(|placement| placement.code.as_str() == "product_page").unwrap()
}

fn kind<'a>(facts: &'a mut Catalogue, name: &str) -> &'a mut RelationType {
    facts.types.iter_mut().find(|kind| kind.code.as_str() == name).unwrap()
}

fn check_with(text: &str, change: impl FnOnce(&mut Catalogue), query: &str, expected: Expect) {
    let mut facts = shop(text);
    change(&mut facts);
    check_in(&compile(&facts, 1), query, expected);
}

fn block(name: &str, types: &[&str], limit: u32) -> Block {
    Block { code: name.into(), types: types.iter().map(|name| code(name)).collect(), limit }
}

const TOYS: &str = "
    P
    A brand=acme categories=toys
    B brand=acme categories=toys/cars
    C brand=bolt categories=toys
    D categories=toys
    E brand=acme
    P related: A B C D E
    P upsell: C E
";

#[test]
fn blocks_in_order_each_with_its_types_and_limit_and_one_of_a_family_over_all() {
    let blocks = || {
        vec![
            block("top", &["upsell"], 1),
            block("more", &["related", "upsell"], 3),
            block("rest", &["related"], 9),
        ]
    };
    check_with(
        TOYS,
        |facts| page(facts).blocks = blocks(),
        "P",
        expect![[r#"
        1 [top] C upsell 0.9 - manual: linked by hand, position 1
        2 [more] E upsell 0.9 - manual: linked by hand, position 2
        3 [more] A related 0.4 - manual: linked by hand, position 1
        4 [more] B related 0.4 - manual: linked by hand, position 2
        5 [rest] D related 0.4 - manual: linked by hand, position 4
        considered 7, duplicate 2
    "#]],
    );
    check_with(
        TOYS,
        |facts| page(facts).blocks = blocks(),
        "P limit=2",
        expect![[r#"
        1 [top] C upsell 0.9 - manual: linked by hand, position 1
        2 [more] E upsell 0.9 - manual: linked by hand, position 2
        considered 7
    "#]],
    );
    check_with(
        TOYS,
        |facts| page(facts).blocks = blocks(),
        "P types=related limit=2",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        considered 5
    "#]],
    );
}

#[test]
fn caps_per_brand_and_main_category() {
    check_with(
        TOYS,
        |facts| page(facts).caps.brand = Some(1),
        "P types=related",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 C related 0.4 - manual: linked by hand, position 3
        3 D related 0.4 - manual: linked by hand, position 4
        considered 5, cap 2
    "#]],
    );
    check_with(
        TOYS,
        |facts| page(facts).caps.category = Some(1),
        "P types=related",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        3 E related 0.4 - manual: linked by hand, position 5
        considered 5, cap 2
    "#]],
    );
}

#[test]
fn pins_then_score() {
    let text = "P\nA\nB\nC\nD\nP related: A{weight=0.5} B C{weight=0.2,pin=1} D{origin=learned:m}";
    check_with(
        text,
        |facts| page(facts).arrangement = Arrangement::PinsThenScore,
        "P",
        expect![[r#"
        1 C related 0.08 - manual: linked by hand, pinned at 1
        2 B related 0.4 - manual: linked by hand, position 2
        3 D related 0.4 - learned:m: learned by m, position 4
        4 A related 0.2 - manual: linked by hand, position 1
        considered 4
    "#]],
    );
}

const LEARNED: &str = "
    P
    A
    B
    C
    L1
    L2
    P related: A B C
    P upsell: L1{origin=learned:m,weight=0.1} L2{origin=learned:m,weight=0.2}
";

#[test]
fn places_kept_for_what_was_learned() {
    let reserve =
        |places| move |facts: &mut Catalogue| page(facts).arrangement = Arrangement::Reserve(places);
    check_with(
        LEARNED,
        reserve(0),
        "P limit=3",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        3 C related 0.4 - manual: linked by hand, position 3
        considered 5
    "#]],
    );
    check_with(
        LEARNED,
        reserve(1),
        "P limit=3",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        3 L2 upsell 0.18 - learned:m: learned by m, position 2
        considered 5
    "#]],
    );
    check_with(
        LEARNED,
        reserve(2),
        "P limit=3",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 L2 upsell 0.18 - learned:m: learned by m, position 2
        3 L1 upsell 0.09 - learned:m: learned by m, position 1
        considered 5
    "#]],
    );
    check_with(
        LEARNED,
        reserve(9),
        "P limit=4",
        expect![[r#"
        1 L2 upsell 0.18 - learned:m: learned by m, position 2
        2 L1 upsell 0.09 - learned:m: learned by m, position 1
        3 A related 0.4 - manual: linked by hand, position 1
        4 B related 0.4 - manual: linked by hand, position 2
        considered 5
    "#]],
    );
}

#[test]
fn a_symmetric_type_shows_at_both_ends_after_what_is_stored_there() {
    let text = "A\nB\nC\nD\nC related: B\nA related: B{weight=0.5,pin=1}\nB related: D C";
    let symmetric = |facts: &mut Catalogue| kind(facts, "related").symmetric = true;
    check_with(
        text,
        symmetric,
        "B types=related",
        expect![[r#"
        1 D related 0.4 - manual: linked by hand, position 1
        2 C related 0.4 - manual: linked by hand, position 2
        3 A related 0.2 - manual: linked by hand, position 1 at A
        considered 4, duplicate 1
    "#]],
    );
    check_with(
        text,
        |_| {},
        "B types=related",
        expect![[r#"
        1 D related 0.4 - manual: linked by hand, position 1
        2 C related 0.4 - manual: linked by hand, position 2
        considered 2
    "#]],
    );
}

#[test]
fn an_inverse_type_shows_at_the_other_end() {
    let text = "CASE\nPHONE\nPHONE accessory: CASE";
    let inverse = |facts: &mut Catalogue| kind(facts, "accessory").inverse = Some(code("related"));
    check_with(
        text,
        inverse,
        "CASE types=related,accessory",
        expect![[r#"
        1 PHONE related 0.4 - manual: linked by hand, position 1 at PHONE
        considered 1
    "#]],
    );
    check_with(
        text,
        inverse,
        "PHONE types=related,accessory",
        expect![[r#"
        1 CASE accessory 0.7 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
}

#[test]
fn types_show_where_they_name_the_placement() {
    let text = "P\nA\nB\nP related: A\nP upsell: B";
    check_with(
        text,
        |_| {},
        "P placement=cart",
        expect![[r#"
        1 B upsell 0.9 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
    check_with(
        text,
        |facts| kind(facts, "upsell").placements.clear(),
        "P placement=product_page",
        expect![[r#"
            1 A related 0.4 - manual: linked by hand, position 1
            considered 1
        "#]],
    );
}
