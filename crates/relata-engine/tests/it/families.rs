//! Parents and their variants: what they share.

use expect_test::expect;
use relata_engine::compile;
use relata_model::{Assortment, Delta};

use crate::shop::{check, check_in, shop, sku, skus};

#[test]
fn a_variant_shows_its_own_relations_then_those_of_its_parent() {
    let shop = "P\nV parent=P\nA\nB\nC\nP related: A B\nV related: C B{origin=import:pim}";
    check(
        shop,
        "V types=related",
        expect![[r#"
        1 C related 0.4 - manual: linked by hand, position 1
        2 A related 0.4 - manual: linked by hand, position 1, inherited from P
        3 B related 0.4 - manual: linked by hand, position 2, inherited from P
        considered 4, duplicate 1
    "#]],
    );
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        considered 2
    "#]],
    );
}

#[test]
fn what_a_variant_or_its_parent_excludes_is_not_shown() {
    let shop = "P excluded=related>B\nV parent=P excluded=related>A|upsell>C\nA\nB\nC\nP related: A B C";
    check(
        shop,
        "V types=related",
        expect![[r#"
        1 C related 0.4 - manual: linked by hand, position 3, inherited from P
        considered 3, excluded 2
    "#]],
    );
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        2 C related 0.4 - manual: linked by hand, position 3
        considered 3, excluded 1
    "#]],
    );
}

#[test]
fn one_item_of_a_family() {
    let shop = "P\nA\nA-1 parent=A\nA-2 parent=A\nB\nP related: A-1 A A-2 B";
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 A-1 related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 4
        considered 4, duplicate 2
    "#]],
    );
}

#[test]
fn a_parent_is_there_while_it_or_a_variant_is() {
    let tee = |tee: &str, small: &str, medium: &str| {
        let text =
            format!("BAG\nTEE {tee}\nTEE-S parent=TEE {small}\nTEE-M parent=TEE {medium}\nBAG related: TEE");
        skus(&compile(&shop(&text), 1), "BAG types=related") == ["TEE"]
    };
    assert!(tee("stock=0", "stock=0", "stock=4"), "a variant is in stock");
    assert!(!tee("stock=0", "stock=0", "stock=0"), "nothing is");
    assert!(tee("stock=1", "stock=0", "stock=0"), "its own stock counts");
    assert!(!tee("", "stock=0", "stock=0"), "without stock of its own it goes by its variants");
    assert!(tee("", "stock=0", ""), "a variant that is not tracked is there");
    assert!(!tee("", "stock=0", "stock=4 status=inactive"), "an inactive variant does not count");
}

#[test]
fn offers_of_a_channel_override_stock_and_price() {
    let shop = "BAG\nTEE price=10.00 app.price=8.50 app.stock=0\nBAG related: TEE";
    check(
        shop,
        "BAG types=related",
        expect![[r#"
        1 TEE related 0.4 10.00 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
    check(
        shop,
        "BAG types=related channel=app",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
    let shop =
        "BAG\nTEE stock=0\nTEE-S parent=TEE stock=0 app.stock=3 app.price=7.00 price=9.00\nBAG related: TEE";
    check(
        shop,
        "BAG types=related",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
    check(
        shop,
        "BAG types=related channel=app",
        expect![[r#"
        1 TEE related 0.4 7.00 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
}

#[test]
fn a_parent_costs_what_its_cheapest_active_variant_costs() {
    let shop = "
        BAG
        TEE
        TEE-S parent=TEE price=12.00
        TEE-M parent=TEE price=11.00
        TEE-L parent=TEE price=1.00 status=inactive
        CAP price=5.00
        CAP-1 parent=CAP
        BAG related: TEE CAP-1
    ";
    check(
        shop,
        "BAG types=related",
        expect![[r#"
        1 TEE related 0.4 11.00 - manual: linked by hand, position 1
        2 CAP-1 related 0.4 5.00 - manual: linked by hand, position 2
        considered 2
    "#]],
    );
}

#[test]
fn variants_of_a_parent_that_is_not_sold_are_not_shown() {
    check(
        "BAG\nTEE status=discontinued\nTEE-S parent=TEE\nBAG related: TEE-S",
        "BAG types=related",
        expect![[r#"
            considered 1, inactive 1
        "#]],
    );
}

#[test]
fn a_variant_stands_alone_until_its_parent_arrives() {
    let facts = shop("BAG\nA-1 parent=A\nA-2 parent=A\nBAG related: A-1 A-2");
    let before = compile(&facts, 1);
    assert_eq!(skus(&before, "BAG types=related"), ["A-1", "A-2"]);
    let parent = shop("A").products.remove(0);
    let delta = Delta { revision: 8, products: vec![(sku("A"), Some(parent))], ..Delta::default() };
    assert_eq!(skus(&before.apply(&delta, 2), "BAG types=related"), ["A-1"]);
}

#[test]
fn an_assortment_brings_families_along() {
    let mut facts = shop("BAG\nA\nA-1 parent=A\nB\nB-1 parent=B\nB-2 parent=B\nC\nBAG related: A-1 B B-2 C");
    facts.channels[1].assortment = Some(Assortment::List([sku("A"), sku("B-1")].into()));
    check_in(
        &compile(&facts, 1),
        "BAG types=related channel=app",
        expect![[r#"
        1 A-1 related 0.4 - manual: linked by hand, position 1
        2 B related 0.4 - manual: linked by hand, position 2
        considered 4, not_in_channel 2
    "#]],
    );
}

#[test]
fn an_assortment_by_condition_takes_in_families_and_follows_their_facts() {
    let mut facts = shop(
        "BAG\nA brand=acme\nA-1 parent=A\nA-2 parent=A\nB\nB-1 parent=B brand=acme\nC brand=cosy\nBAG related: A-1 B C",
    );
    facts.channels[1].assortment = Some(Assortment::Condition("source.brand == 'acme'".into()));
    let asked = "BAG types=related channel=app";
    let before = compile(&facts, 1);
    assert_eq!(skus(&before, asked), ["A-1", "B"]);
    assert_eq!(skus(&before, "BAG types=related"), ["A-1", "B", "C"]);
    // The parent changes, and with it the place of its variants; so does a variant, and its parent's.
    let products = shop("A brand=cosy\nB-1 parent=B brand=cosy\nC brand=acme").products;
    let products = products.into_iter().map(|product| (product.sku.clone(), Some(product))).collect();
    let after = before.apply(&Delta { revision: 8, products, ..Delta::default() }, 2);
    assert_eq!(skus(&after, asked), ["C"]);
}

#[test]
fn variants_outside_the_assortment_do_not_make_a_parent_available() {
    let mut facts = shop("BAG\nB price=3.00\nB-1 parent=B stock=0\nB-2 parent=B stock=1\nBAG related: B");
    facts.channels[1].assortment = Some(Assortment::List([sku("B-1")].into()));
    check_in(
        &compile(&facts, 1),
        "BAG types=related channel=app",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
    check_in(
        &compile(&facts, 1),
        "BAG types=related",
        expect![[r#"
        1 B related 0.4 3.00 - manual: linked by hand, position 1
        considered 1
    "#]],
    );
}
