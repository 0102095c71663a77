//! The made-up shop keeps to its table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use expect_test::expect;
use relata_model::{Origin, Product, Relation, Sku, Status, Window};
use relata_testkit::synthetic::Shop;

fn prices(products: &[Product]) -> BTreeMap<&Sku, i64> {
    products.iter().map(|product| (&product.sku, product.price.unwrap())).collect()
}

fn per_thousand<T>(items: &[T], wanted: impl Fn(&T) -> bool) -> usize {
    items.iter().filter(|item| wanted(item)).count() * 1_000 / items.len()
}

#[test]
fn the_same_seed_gives_the_same_shop() {
    let shop = Shop::new(200, 600, 7);
    let mut seen = String::new();
    for product in shop.products().take(4) {
        let path = product.categories[0].to_string();
        let (price, stock) = (product.price.unwrap(), product.stock);
        writeln!(seen, "{} {} {path} {price} {stock:?}", product.sku, product.name).unwrap();
    }
    for relation in shop.relations().take(4) {
        let Relation { source, type_code, target, position, origin, .. } = relation;
        writeln!(seen, "{source} {type_code} {target} {position} {origin}").unwrap();
    }
    for line in shop.order_lines(50).take(3) {
        writeln!(seen, "{} {} {} {:?}", line.order_id, line.sku, line.quantity, line.ordered_at.unwrap())
            .unwrap();
    }
    expect![[r#"
        SY-0000000 jacket 0000000 c00/c00-00/c00-00-00 20430 None
        SY-0000000-1 jacket 0000000, blue, S c00/c00-00/c00-00-00 20430 None
        SY-0000000-2 jacket 0000000, green, M c00/c00-00/c00-00-00 20430 Some(0)
        SY-0000001 bottle 0000001 c04/c04-01/c04-01-00 15813 None
        SY-0000000 cross_sell SY-0000062 1 import:synthetic
        SY-0000000 cross_sell SY-0000050 2 manual
        SY-0000000 cross_sell SY-0000026 3 import:synthetic
        SY-0000000 cross_sell SY-0000043 4 import:synthetic
        SY-O-00000000 SY-0000003 1 2024-01-02T00:00:00Z
        SY-O-00000000 SY-0000000-1 1 2024-01-02T00:00:00Z
        SY-O-00000000 SY-0000061 1 2024-01-02T00:00:00Z
    "#]]
    .assert_eq(&seen);
    assert_eq!(shop.relations().collect::<Vec<_>>(), Shop::new(200, 600, 7).relations().collect::<Vec<_>>());
    assert_ne!(shop.relations().collect::<Vec<_>>(), Shop::new(200, 600, 8).relations().collect::<Vec<_>>());
}

#[test]
fn counts_are_as_asked() {
    for (products, relations) in
        [(0, 0), (1, 5), (2, 5), (3, 0), (19, 20), (40, 30), (1_000, 3), (2_000, 25_000)]
    {
        let shop = Shop::new(products, relations, 1);
        let skus: BTreeSet<Sku> = shop.products().map(|product| product.sku).collect();
        assert_eq!(skus.len() as u64, products, "every SKU once");
        assert_eq!(shop.relations().count() as u64, shop.relation_count());
        let most = if products < 5 { 0 } else { relations };
        assert_eq!(shop.relation_count(), most, "{products} products, {relations} relations");
        assert_eq!(shop.order_lines(0).count(), 0);
    }
}

#[test]
fn products_are_spread_as_the_table_says() {
    let shop = Shop::new(20_000, 0, 3);
    let products: Vec<Product> = shop.products().collect();
    let skus: BTreeSet<&Sku> = products.iter().map(|product| &product.sku).collect();
    assert_eq!(per_thousand(&products, |product| product.parent.is_some()), 300);
    assert!(products.iter().all(|product| product.complaints().is_empty()));
    assert!(
        products.iter().all(|product| product.parent.as_ref().is_none_or(|parent| skus.contains(parent)))
    );
    assert!((35..=50).contains(&per_thousand(&products, |product| product.stock == Some(0))));
    assert!((955..=985).contains(&per_thousand(&products, |product| product.status == Status::Active)));
    assert!(products.iter().all(|product| product.cost < product.price || product.price < Some(10)));

    let mut leaves: BTreeMap<String, usize> = BTreeMap::new();
    for product in &products {
        *leaves.entry(product.categories[0].to_string()).or_default() += 1;
    }
    let largest = leaves.values().max().unwrap();
    assert!(leaves.len() > 1_000 && (1_900..3_200).contains(largest), "{} leaves, {largest}", leaves.len());
    let mut prices: Vec<i64> = products.iter().filter_map(|product| product.price).collect();
    prices.sort_unstable();
    let (low, middle, high) = (prices[1_000], prices[10_000], prices[19_000]);
    assert!(low * 8 < middle && middle * 3 < high, "5 %, 50 %, 95 %: {low} {middle} {high}");
}

#[test]
fn relations_are_spread_as_the_table_says() {
    let shop = Shop::new(20_000, 200_000, 5);
    let products: Vec<Product> = shop.products().collect();
    let relations: Vec<Relation> = shop.relations().collect();
    let prices = prices(&products);
    assert_eq!(relations.len(), 200_000);
    assert_eq!(relations.iter().map(|relation| relation.id).collect::<BTreeSet<_>>().len(), relations.len());

    let mut lists: BTreeMap<(&Sku, &str), u32> = BTreeMap::new();
    let mut degrees: BTreeMap<&Sku, u32> = BTreeMap::new();
    let mut popularity: BTreeMap<&Sku, u32> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for relation in &relations {
        let place = lists.entry((&relation.source, relation.type_code.as_str())).or_default();
        *place += 1;
        assert_eq!(relation.position, *place, "positions run from 1 without gaps");
        *degrees.entry(&relation.source).or_default() += 1;
        *popularity.entry(&relation.target).or_default() += 1;
        assert!(pairs.insert((&relation.source, &relation.target)), "a pair once");
        if relation.type_code.as_str() == "upsell" {
            assert!(prices[&relation.source] < prices[&relation.target]);
        }
    }
    assert!(lists.values().all(|length| *length <= 50));
    assert_eq!(degrees.values().max(), Some(&125));
    assert!((12_500..12_800).contains(&degrees.len()), "{} of 14,000 families have relations", degrees.len());
    let most = popularity.values().max().unwrap();
    assert!(*most > 4_000, "the most popular target has {most}");

    let of_type = |code: &str| per_thousand(&relations, |relation| relation.type_code.as_str() == code);
    assert!((390..410).contains(&of_type("cross_sell")));
    assert!((120..155).contains(&of_type("upsell")), "{}", of_type("upsell"));
    assert!((45..55).contains(&of_type("substitute")));
    let manual = per_thousand(&relations, |relation| relation.origin == Origin::Manual);
    assert!((95..105).contains(&manual));
    let scoped = per_thousand(&relations, |relation| !relation.scope.is_everywhere());
    assert!((18..22).contains(&scoped));
    let windowed = per_thousand(&relations, |relation| relation.window != Window::ALWAYS);
    assert!((18..22).contains(&windowed));
}

#[test]
fn orders_hold_what_is_related() {
    let shop = Shop::new(2_000, 20_000, 5);
    let related: BTreeSet<(Sku, Sku)> =
        shop.relations().map(|relation| (relation.source, relation.target)).collect();
    let parents: BTreeMap<Sku, Sku> =
        shop.products().filter_map(|product| Some((product.sku, product.parent?))).collect();
    let family = |sku: &Sku| parents.get(sku).unwrap_or(sku).clone();
    let lines: Vec<_> = shop.order_lines(3_000).collect();
    let (mut together, mut companions) = (0, 0);
    for order in lines.chunk_by(|a, b| a.order_id == b.order_id) {
        let distinct: BTreeSet<Sku> = order.iter().map(|line| family(&line.sku)).collect();
        assert_eq!(distinct.len(), order.len());
        let first = family(&order[0].sku);
        companions += order.len() - 1;
        together +=
            order[1..].iter().filter(|line| related.contains(&(first.clone(), family(&line.sku)))).count();
    }
    assert!((2.5..3.2).contains(&(lines.len() as f64 / 3_000.0)), "{} lines", lines.len());
    assert!(together * 100 > companions * 45, "{together} of {companions} companions are related");
    assert!(lines.windows(2).all(|pair| pair[0].ordered_at <= pair[1].ordered_at));
}
