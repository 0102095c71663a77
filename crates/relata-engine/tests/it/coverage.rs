//! For how many products is there something to show?

use expect_test::{Expect, expect};
use relata_engine::{CoverageQuery, compile, coverage, coverage_by_channel};
use relata_model::{Catalogue, CategoryPath, ChannelCode, Sku, Status, Timestamp};

use crate::random::World;
use crate::shop::{code, shop, skus};

fn everything() -> CoverageQuery {
    CoverageQuery {
        type_code: None,
        category: None,
        channel: None,
        at: Timestamp::parse("2026-06-01").unwrap(),
    }
}

fn check(facts: &Catalogue, query: &CoverageQuery, expected: Expect) {
    let found = coverage(&compile(facts, 1), query);
    let uncovered: Vec<&str> = found.uncovered.iter().map(|sku| sku.as_str()).collect();
    let types: Vec<_> = found.by_type.iter().filter(|(_, _, covered)| *covered > 0).collect();
    expected.assert_eq(&format!(
        "products {}/{} {:.3}, skus {}/{} {:.3}\ntypes {types:?}\ncategories {:?}\norigins {:?}\nuncovered {uncovered:?}\n",
        found.covered,
        found.products,
        found.rate,
        found.skus_covered,
        found.skus,
        found.sku_rate,
        found.by_category,
        found.by_origin,
    ));
}

#[test]
fn brands_and_channels_are_measured_like_the_whole() {
    let facts = shop(
        "
        P brand=Acme
        P-1 parent=P
        A brand=Acme app.stock=0
        B brand=Zeta
        C status=inactive brand=Acme
        E
        P-1 related: B
        B related: A
        E upsell: A{channels=app}
        ",
    );
    let snapshot = compile(&facts, 1);
    let found = coverage(&snapshot, &everything());
    expect![[r#"[("Acme", 2, 0), ("Zeta", 1, 1)]"#]].assert_eq(&format!("{:?}", found.by_brand));
    let channels = coverage_by_channel(&snapshot, &everything(), &found);
    for (code, products, covered) in &channels {
        let query = CoverageQuery { channel: Some(code.clone()), ..everything() };
        let whole = coverage(&snapshot, &query);
        assert_eq!((*products, *covered), (whole.products, whole.covered), "{code}");
    }
    expect![[r#"[("app", 4, 0), ("web", 4, 1)]"#]].assert_eq(&format!("{channels:?}"));
    let upsells = CoverageQuery { type_code: Some(code("upsell")), ..everything() };
    let found = coverage(&snapshot, &upsells);
    assert!(coverage_by_channel(&snapshot, &upsells, &found).iter().all(|(_, _, covered)| *covered == 0));
}

const SHOP: &str = "
    P categories=shoes/running|sale
    P-1 parent=P
    P-2 parent=P
    A categories=shoes app.stock=0
    B categories=socks
    C status=inactive
    D categories=socks stock=0
    E
    P-1 related: B
    P cross_sell: A{origin=import:pim} A
    A upsell: C
    B related: D
    D substitute: E
    E related: A{segments=vip}
";

#[test]
fn products_count_when_an_answer_could_show_something() {
    check(
        &shop(SHOP),
        &everything(),
        expect![[r#"
        products 3/5 0.600, skus 4/6 0.667
        types [("cross_sell", 5, 1), ("substitute", 5, 1), ("related", 5, 1)]
        categories [("sale", 1, 1), ("shoes", 2, 1), ("shoes/running", 1, 1), ("socks", 2, 2)]
        origins [("manual", 3)]
        uncovered ["A", "E"]
    "#]],
    );
}

#[test]
fn by_type_category_and_channel() {
    let facts = shop(SHOP);
    check(
        &facts,
        &CoverageQuery { type_code: Some(code("cross_sell")), ..everything() },
        expect![[r#"
        products 1/5 0.200, skus 2/6 0.333
        types [("cross_sell", 5, 1)]
        categories [("sale", 1, 1), ("shoes", 2, 1), ("shoes/running", 1, 1), ("socks", 2, 0)]
        origins [("manual", 1)]
        uncovered ["A", "B", "D", "E"]
    "#]],
    );
    let shoes = CategoryPath::parse("shoes").unwrap();
    check(
        &facts,
        &CoverageQuery { category: Some(shoes), ..everything() },
        expect![[r#"
        products 1/2 0.500, skus 2/3 0.667
        types [("cross_sell", 2, 1)]
        categories [("sale", 1, 1), ("shoes", 2, 1), ("shoes/running", 1, 1)]
        origins [("manual", 1)]
        uncovered ["A"]
    "#]],
    );
    let app = ChannelCode::parse("app").unwrap();
    check(
        &facts,
        &CoverageQuery { channel: Some(app), ..everything() },
        expect![[r#"
        products 2/5 0.400, skus 3/6 0.500
        types [("substitute", 5, 1), ("related", 5, 1)]
        categories [("sale", 1, 0), ("shoes", 2, 0), ("shoes/running", 1, 0), ("socks", 2, 2)]
        origins [("manual", 2)]
        uncovered ["A", "E", "P"]
    "#]],
    );
    let nowhere = CategoryPath::parse("nowhere").unwrap();
    check(
        &facts,
        &CoverageQuery { category: Some(nowhere), ..everything() },
        expect![[r#"
        products 0/0 0.000, skus 0/0 0.000
        types []
        categories []
        origins []
        uncovered []
    "#]],
    );
}

#[test]
fn coverage_is_what_answers_say() {
    for seed in 0..40 {
        let world = World::new(seed, 20);
        let mut facts = world.facts();
        for placement in &mut facts.placements {
            (placement.blocks, placement.caps) = (Vec::new(), Default::default());
        }
        let snapshot = compile(&facts, 1);
        let found = coverage(&snapshot, &CoverageQuery { at: Timestamp::from_micros(2), ..everything() });
        let types: Vec<String> = facts.types.iter().map(|kind| kind.code.to_string()).collect();
        let is_covered = |key: &str| {
            let text = format!("{key} types={} at=1970-01-01T00:00:00.000002Z", types.join(","));
            !skus(&snapshot, &text).is_empty()
        };
        let exists = |key: &Sku| facts.products.iter().any(|product| product.sku == *key);
        let mut counted = facts.products.clone();
        counted.retain(|product| {
            let parent = product.parent.as_ref().filter(|parent| **parent != product.sku);
            product.status == Status::Active && !parent.is_some_and(exists)
        });
        let (covered, uncovered): (Vec<_>, Vec<_>) =
            counted.into_iter().map(|product| product.sku).partition(|sku| is_covered(sku.as_str()));
        assert_eq!(
            (found.products, found.covered),
            (covered.len() + uncovered.len(), covered.len()),
            "seed {seed}"
        );
        assert_eq!(found.uncovered, uncovered, "seed {seed}");
    }
}
