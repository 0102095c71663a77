//! What decides whether a relation is shown, and where.

use expect_test::expect;
use relata_engine::{Removal, compile};

use crate::shop::{check, check_in, shop};

const SOCKS: &str = "
    P name.de=Laufschuh price=89.00 categories=shoes/running
    P-41 parent=P
    P-42 parent=P
    S1 price=12.90 categories=socks name.de=Socken
    S2 price=9.50 categories=socks
    S3 categories=socks
    S4 categories=socks
    SOLD-OUT stock=0 categories=socks
    OFF status=inactive
    P cross_sell: S1 SOLD-OUT S2 OFF S3{from=2030-01-01,until=2030-02-01} S4{segments=vip} GHOST
";

#[test]
fn stock_status_window_and_segment_decide() {
    check(
        SOCKS,
        "P types=cross_sell",
        expect![[r#"
        1 S1 cross_sell 0.8 12.90 - manual: linked by hand, position 1
        2 S2 cross_sell 0.8 9.50 - manual: linked by hand, position 3
        considered 6, out_of_stock 1, inactive 1, outside_window 1, segment 1
    "#]],
    );
}

#[test]
fn the_moment_of_the_question_decides_about_windows() {
    check(
        SOCKS,
        "P types=cross_sell at=2030-01-01",
        expect![[r#"
        1 S1 cross_sell 0.8 12.90 - manual: linked by hand, position 1
        2 S2 cross_sell 0.8 9.50 - manual: linked by hand, position 3
        3 S3 cross_sell 0.8 - manual: linked by hand, position 5
        considered 6, out_of_stock 1, inactive 1, segment 1
    "#]],
    );
    check(
        SOCKS,
        "P types=cross_sell at=2030-02-01",
        expect![[r#"
        1 S1 cross_sell 0.8 12.90 - manual: linked by hand, position 1
        2 S2 cross_sell 0.8 9.50 - manual: linked by hand, position 3
        considered 6, out_of_stock 1, inactive 1, outside_window 1, segment 1
    "#]],
    );
}

#[test]
fn a_segment_of_the_customer_opens_its_relations() {
    check(
        SOCKS,
        "P types=cross_sell segments=vip,other",
        expect![[r#"
        1 S1 cross_sell 0.8 12.90 - manual: linked by hand, position 1
        2 S2 cross_sell 0.8 9.50 - manual: linked by hand, position 3
        3 S4 cross_sell 0.8 - manual: linked by hand, position 6
        considered 6, out_of_stock 1, inactive 1, outside_window 1
    "#]],
    );
}

#[test]
fn nothing_of_the_cart_nor_of_its_families() {
    check(
        SOCKS,
        "S1 cart=P-42,S2 types=cross_sell",
        expect![[r#"
        considered 0
    "#]],
    );
    check(
        SOCKS,
        "P cart=P,S1 types=cross_sell",
        expect![[r#"
        1 S2 cross_sell 0.8 9.50 - manual: linked by hand, position 3
        considered 6, out_of_stock 1, inactive 1, outside_window 1, segment 1, in_cart 1
    "#]],
    );
    check(
        "A\nB\nB-1 parent=B\nA related: B",
        "A cart=B-1 types=related",
        expect![[r#"
        considered 1, in_cart 1
    "#]],
    );
}

#[test]
fn the_cart_asks_when_no_product_is_named() {
    check(
        "A\nB\nC\nA cross_sell: C\nB cross_sell: A",
        "cart=A,B placement=cart",
        expect![[r#"
        1 C cross_sell 0.8 - manual: linked by hand, position 1
        considered 2, in_cart 1
    "#]],
    );
}

#[test]
fn channels_and_locales_of_scopes() {
    let shop = "
        P app.price=1.00
        A app.price=2.00 app.stock=0
        B
        C
        P related: A B{channels=app} C{locales=de}
    ";
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 A related 0.4 - manual: linked by hand, position 1
        considered 3, not_in_channel 2
    "#]],
    );
    check(
        shop,
        "P types=related channel=app locale=de-AT",
        expect![[r#"
        1 B related 0.4 - manual: linked by hand, position 2
        2 C related 0.4 - manual: linked by hand, position 3
        considered 3, out_of_stock 1
    "#]],
    );
}

#[test]
fn names_follow_the_locale_and_fall_back() {
    let snapshot = compile(&shop(SOCKS), 1);
    let name = |text: &str| {
        let answer = relata_engine::recommend(&snapshot, &crate::shop::query(text)).unwrap();
        answer.items[0].name.to_string()
    };
    assert_eq!(name("P types=cross_sell locale=de-CH"), "Socken");
    assert_eq!(name("P types=cross_sell locale=fr"), "The S1");
    assert_eq!(name("P types=cross_sell"), "The S1");
}

#[test]
fn one_row_of_a_pair_is_shown_at_its_own_place() {
    let shop = "
        BAG
        X1
        X2
        X3
        BAG cross_sell: X1{origin=import:pim} X2{origin=import:pim} X3{origin=import:pim} X2
    ";
    check(
        shop,
        "BAG types=cross_sell",
        expect![[r#"
        1 X1 cross_sell 0.8 - import:pim: imported from pim, position 1
        2 X3 cross_sell 0.8 - import:pim: imported from pim, position 3
        3 X2 cross_sell 0.8 - manual: linked by hand, position 4
        considered 4, duplicate 1
    "#]],
    );
}

#[test]
fn a_stronger_row_that_does_not_apply_shadows_nothing() {
    let shop = "A\nB\nA related: B{origin=import:pim} B{segments=vip}";
    check(
        shop,
        "A types=related",
        expect![[r#"
        1 B related 0.4 - import:pim: imported from pim, position 1
        considered 2, segment 1
    "#]],
    );
    check(
        shop,
        "A types=related segments=vip",
        expect![[r#"
        1 B related 0.4 - manual: linked by hand, position 2
        considered 2, duplicate 1
    "#]],
    );
}

#[test]
fn types_are_merged_by_the_score_of_their_next_item() {
    let shop = "
        P
        C1
        C2
        U1
        U2
        R1
        P cross_sell: C1{weight=0.5} C2
        P upsell: U1{weight=0.8} U2
        P related: R1
    ";
    check(
        shop,
        "P",
        expect![[r#"
        1 U1 upsell 0.72 - manual: linked by hand, position 1
        2 U2 upsell 0.9 - manual: linked by hand, position 2
        3 C1 cross_sell 0.4 - manual: linked by hand, position 1
        4 C2 cross_sell 0.8 - manual: linked by hand, position 2
        5 R1 related 0.4 - manual: linked by hand, position 1
        considered 5
    "#]],
    );
}

#[test]
fn ties_between_types_go_by_default_weight_then_by_code() {
    let shop =
        "P\nA\nB\nC\nP substitute: A\nP successor: B\nP upsell: C{weight=0.5}\nP related: D{weight=1.5}\nD";
    check(
        shop,
        "P",
        expect![[r#"
        1 D related 0.6 - manual: linked by hand, position 1
        2 A substitute 0.6 - manual: linked by hand, position 1
        3 B successor 0.6 - manual: linked by hand, position 1
        4 C upsell 0.45 - manual: linked by hand, position 1
        considered 4
    "#]],
    );
}

#[test]
fn several_products_take_turns() {
    let shop = "
        A
        B
        X
        Y
        Z
        A cross_sell: X Y B
        B cross_sell: Z X
    ";
    check(
        shop,
        "B A types=cross_sell",
        expect![[r#"
        1 Z cross_sell 0.8 - manual: linked by hand, position 1
        2 X cross_sell 0.8 - manual: linked by hand, position 1
        3 Y cross_sell 0.8 - manual: linked by hand, position 2
        considered 5, family 1, duplicate 1
    "#]],
    );
}

#[test]
fn pins_stand_before_everything_of_their_type() {
    let shop = "P\nA\nB\nC\nP related: A B{pin=2} C{pin=1,origin=learned:m}";
    check(
        shop,
        "P",
        expect![[r#"
        1 C related 0.4 - learned:m: learned by m, pinned at 1
        2 B related 0.4 - manual: linked by hand, pinned at 2
        3 A related 0.4 - manual: linked by hand, position 1
        considered 3
    "#]],
    );
}

#[test]
fn by_hand_people_and_feeds_come_first_then_rules_then_what_was_learned() {
    let shop = "
        P
        A
        B
        C
        D
        P related: A{origin=learned:m,weight=0.5} B{origin=learned:m} C{origin=rule:r} D{origin=import:pim}
    ";
    check(
        shop,
        "P",
        expect![[r#"
        1 D related 0.4 - import:pim: imported from pim, position 4
        2 C related 0.4 - rule:r: rule r, position 3
        3 B related 0.4 - learned:m: learned by m, position 2
        4 A related 0.2 - learned:m: learned by m, position 1
        considered 4
    "#]],
    );
}

#[test]
fn the_limit_is_the_requests_else_the_placements() {
    let snapshot = compile(&shop("P\nA\nB\nC\nD\nE\nF\nG\nP related: A B C D E F G"), 1);
    assert_eq!(crate::shop::skus(&snapshot, "P").len(), 6);
    assert_eq!(crate::shop::skus(&snapshot, "P limit=7").len(), 7);
    assert_eq!(crate::shop::skus(&snapshot, "P limit=1"), ["A"]);
}

#[test]
fn a_relation_back_to_the_source_is_not_shown() {
    check(
        "P\nP-1 parent=P\nP related: P P-1",
        "P types=related",
        expect![[r#"
        considered 2, family 2
    "#]],
    );
}

#[test]
fn problems_are_named_all_at_once() {
    let snapshot = compile(&shop("A"), 1);
    check_in(
        &snapshot,
        "A placement=nowhere channel=moon types=upsell,nonsense limit=0",
        expect![[r#"
        unknown-placement /placement no placement has the code nowhere (use one of cart, checkout, email, home, post_purchase, product_page, search)
        unknown-channel /channel no channel has the code moon (use one of app, web)
        unknown-type /types/1 no relation type has the code nonsense (use one of upsell, cross_sell, accessory, substitute, successor, spare_part, related)
        invalid-value /limit the limit 0 is out of range (ask for 1 to 50 items)
    "#]],
    );
    check_in(
        &snapshot,
        "A limit=51",
        expect![[r#"
        invalid-value /limit the limit 51 is out of range (ask for 1 to 50 items)
    "#]],
    );
    let many = (0..51).map(|index| format!("P{index} ")).collect::<String>();
    check_in(
        &snapshot,
        &many,
        expect![[r#"
        limit-exceeded /products products holds 51 values (name at most 50)
    "#]],
    );
}

#[test]
fn reasons_of_removal_have_the_names_of_the_contract() {
    let names = Removal::ALL.map(Removal::as_str).join(" ");
    expect!["out_of_stock inactive not_in_channel outside_window segment in_cart family guideline excluded duplicate cap cycle too_few"].assert_eq(&names);
}

#[test]
fn without_explain_there_is_no_text_but_the_relation_is_known() {
    let snapshot = compile(&shop("A\nB\nA related: B{origin=rule:r}"), 1);
    let mut query = crate::shop::query("A");
    query.explain = false;
    let answer = relata_engine::recommend(&snapshot, &query).unwrap();
    let reason = &answer.items[0].reason;
    assert_eq!((reason.text.as_str(), reason.factors.len()), ("", 0));
    assert_eq!((reason.relation.map(|id| id.0), reason.rule.as_deref()), (Some(1), Some("r")));
}
