//! What stands in for a sold-out target.

use expect_test::expect;
use relata_engine::compile;

use crate::shop::{check, shop, skus};

#[test]
fn a_sold_out_target_is_replaced_in_its_place_and_under_its_type() {
    let shop = "
        P
        S0
        S1 stock=0
        S2
        S5 stock=5
        P cross_sell: S0 S1{weight=0.5} S2
        S1 substitute: S5
    ";
    check(
        shop,
        "P types=cross_sell",
        expect![[r#"
        1 S0 cross_sell 0.8 - manual: linked by hand, position 1
        2 S5 cross_sell 0.4 - manual: instead of S1, which is sold out
        3 S2 cross_sell 0.8 - manual: linked by hand, position 3
        considered 3, out_of_stock 1
    "#]],
    );
}

#[test]
fn the_first_that_is_available_breadth_first_three_steps_deep() {
    let shop = |last: &str| {
        format!(
            "P\nW stock=0\nA stock=0\nB stock=0\nC stock=0\nD {last}\nE\nF\nP related: W\n
             W substitute: A B\nA substitute: C\nB substitute: D\nC substitute: E\nE substitute: F"
        )
    };
    assert_eq!(skus(&compile(&self::shop(&shop("stock=1")), 1), "P types=related"), ["D"]);
    assert_eq!(skus(&compile(&self::shop(&shop("stock=0")), 1), "P types=related"), ["E"]);
    let too_deep = "P\nW stock=0\nA stock=0\nB stock=0\nC stock=0\nD\nP related: W\n
        W substitute: A\nA substitute: B\nB substitute: C\nC substitute: D";
    check(
        too_deep,
        "P types=related",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
}

#[test]
fn circles_of_substitutes_end() {
    let shop = "P\nA stock=0\nB stock=0\nC stock=0\nP related: A\nA substitute: B A\nB substitute: C A\nC substitute: A B";
    check(
        shop,
        "P types=related",
        expect![[r#"
        considered 1, out_of_stock 1
    "#]],
    );
}

#[test]
fn a_dense_circle_of_sold_out_products_ends() {
    let names: Vec<String> = (0..120).map(|index| format!("S{index}")).collect();
    let mut text = String::from("P\n");
    for name in &names {
        text += &format!("{name} stock=0\n{name} substitute: {}\n", names.join(" "));
    }
    text += &format!("P related: {}", names.join(" "));
    let snapshot = compile(&shop(&text), 1);
    assert_eq!(skus(&snapshot, "P types=related limit=50"), [""; 0]);
}

#[test]
fn a_substitute_is_never_shown_twice_nor_from_the_cart() {
    let shop = "
        P
        A stock=0
        B stock=0
        X
        Y
        Z
        P related: A B
        A substitute: X Y
        B substitute: X Z
    ";
    check(
        shop,
        "P types=related cart=Y",
        expect![[r#"
        1 X related 0.4 - manual: instead of A, which is sold out
        2 Z related 0.4 - manual: instead of B, which is sold out
        considered 2, out_of_stock 2
    "#]],
    );
    check(
        shop,
        "X types=related cart=Y",
        expect![[r#"
        considered 0
    "#]],
    );
    check(
        shop,
        "P types=related cart=X,Y",
        expect![[r#"
        1 Z related 0.4 - manual: instead of B, which is sold out
        considered 2, out_of_stock 2
    "#]],
    );
}

#[test]
fn a_substitute_that_the_source_excludes_stays_out() {
    let shop = "P excluded=related>X\nA stock=0\nX\nY\nP related: A\nA substitute: X Y";
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 Y related 0.4 - manual: instead of A, which is sold out
        considered 1, out_of_stock 1
    "#]],
    );
}

#[test]
fn a_substitute_stands_before_the_same_product_further_down() {
    let shop = "P\nA stock=0\nX\nP related: A X\nA substitute: X";
    check(
        shop,
        "P types=related",
        expect![[r#"
        1 X related 0.4 - manual: instead of A, which is sold out
        considered 2, out_of_stock 1, duplicate 1
    "#]],
    );
}
