//! Rules over so many products that words are kept as sets, lists in many blocks, and stretches are
//! opened by their least keys: what is found is what a plain look at all products finds.

use relata_engine::{Snapshot, compile, rule_rows};
use relata_model::{
    Catalogue, Channel, Delta, Placement, Product, RelationType, Rule, RuleOrder, Sku, SortDirection,
    Timestamp, TypeCode,
};

use crate::rules::rule;

/// More than one block of a set holds.
const PRODUCTS: usize = 66_500;
/// Members of the brand that becomes frequent and rare again.
const COMING: usize = 900;

fn product(number: usize) -> Product {
    let mut product = Product::new(Sku::parse(&format!("p{number:06}")).unwrap(), "");
    product.brand = Some(match number % 3 {
        0 => "big".to_string(),
        _ if number < 3 * COMING => "coming".to_string(),
        _ => format!("b{}", number % 89),
    });
    // Many share a price, and some have none.
    product.price = (!number.is_multiple_of(11)).then_some((number * 7_919 % 997) as i64 * 10);
    // What is dear has the better margin, so that the best are never cheap.
    product.cost = product.price.map(|price| price * (40 - (number % 7) as i64) / 100);
    product.created_at = Some(Timestamp::from_micros((number * 31 % 50) as i64));
    product
}

fn price(product: &Product) -> Option<i64> {
    product.price
}

/// A rule, and what it says in plain words.
struct Case {
    rule: Rule,
    takes: fn(&Product, &Product) -> bool,
    /// The least comes first.
    key: fn(&Product) -> Option<i64>,
}

fn case(
    show: &str,
    order: &str,
    direction: SortDirection,
    takes: fn(&Product, &Product) -> bool,
    key: fn(&Product) -> Option<i64>,
) -> Case {
    let mut rule = rule("large", "cross_sell", "true", show);
    rule.limit = 9;
    let order = RuleOrder { field: order.to_string(), direction, seed: None, every: None };
    rule.order_by = vec![order];
    Case { rule, takes, key }
}

fn same_brand(source: &Product, target: &Product) -> bool {
    source.brand == target.brand
}

fn margin(product: &Product) -> Option<i64> {
    Some(product.cost? - product.price?)
}

fn cases() -> Vec<Case> {
    use SortDirection::{Ascending, Descending};
    vec![
        case(
            "target.brand == source.brand && target.price < source.price",
            "target.price",
            Descending,
            |source, target| {
                same_brand(source, target)
                    && price(target).zip(price(source)).is_some_and(|(target, source)| target < source)
            },
            |target| price(target).map(|price| -price),
        ),
        case(
            "target.brand == source.brand && target.price <= source.price * 0.25",
            "target.margin",
            Descending,
            |source, target| {
                same_brand(source, target)
                    && price(target).zip(price(source)).is_some_and(|(target, source)| target * 4 <= source)
            },
            margin,
        ),
        case(
            "target.price > source.price * 0.5 && target.price < source.price * 0.51",
            "target.created_at",
            Ascending,
            |source, target| {
                price(target)
                    .zip(price(source))
                    .is_some_and(|(target, source)| target * 100 > source * 50 && target * 100 < source * 51)
            },
            |target| target.created_at.map(Timestamp::micros),
        ),
        case(
            "target.brand == 'big' && target.price >= 99.5 && target.price > source.price",
            "target.margin",
            Ascending,
            |source, target| {
                target.brand.as_deref() == Some("big")
                    && price(target) >= Some(9_950)
                    && price(target).zip(price(source)).is_some_and(|(target, source)| target > source)
            },
            |target| margin(target).map(|margin| -margin),
        ),
        case(
            "target.brand in ['coming', 'b5'] && target.price < 50 && !(target.brand == 'b5')",
            "target.price",
            Ascending,
            |_, target| {
                target.brand.as_deref() == Some("coming") && price(target).is_some_and(|it| it < 5_000)
            },
            price,
        ),
    ]
}

fn shown(snapshot: &Snapshot, source: &Sku) -> Vec<Sku> {
    let kind = TypeCode::parse("cross_sell").unwrap();
    let rows = rule_rows(snapshot, source, &kind, Timestamp::from_micros(0));
    rows.into_iter().map(|row| row.target.clone()).collect()
}

fn plainly(products: &[Product], case: &Case, source: &Product) -> Vec<Sku> {
    let targets = products.iter().filter(|target| target.sku != source.sku && (case.takes)(source, target));
    let key = |target: &&Product| {
        let key = (case.key)(target);
        (key.is_none(), key, target.sku.clone())
    };
    let mut targets: Vec<&Product> = targets.collect();
    targets.sort_by_cached_key(key);
    targets.iter().take(case.rule.limit as usize).map(|target| target.sku.clone()).collect()
}

fn compare(snapshot: &Snapshot, products: &[Product], sources: &[usize]) {
    for case in cases() {
        let ruled = snapshot.with_rule(&case.rule).unwrap();
        for &source in sources {
            let source = &products[source];
            let (found, plain) = (shown(&ruled, &source.sku), plainly(products, &case, source));
            assert_eq!(found, plain, "{} from {} by {:?}", case.rule.show, source.sku, case.rule.order_by);
        }
    }
}

fn set(now: &Snapshot, products: &mut [Product], numbers: &[usize], change: fn(&mut Product)) -> Snapshot {
    numbers.iter().for_each(|number| change(&mut products[*number]));
    let changed = numbers.iter().map(|number| products[*number].clone());
    let delta = Delta {
        revision: now.revision(),
        products: changed.map(|product| (product.sku.clone(), Some(product))).collect(),
        ..Delta::default()
    };
    now.apply(&delta, 1)
}

#[test]
fn many_products_and_their_changes_are_found_as_a_plain_look_finds_them() {
    let mut products: Vec<Product> = (0..PRODUCTS).map(product).collect();
    let facts = |products: &[Product]| Catalogue {
        products: products.to_vec(),
        types: RelationType::built_in(),
        channels: vec![Channel::web()],
        placements: Placement::built_in(),
        rules: cases()
            .into_iter()
            .enumerate()
            .map(|(at, case)| Rule {
                code: relata_model::RuleCode::parse(&format!("kept-{at}")).unwrap(),
                type_code: TypeCode::parse("accessory").unwrap(),
                ..case.rule
            })
            .collect(),
        ..Catalogue::default()
    };
    let snapshot = compile(&facts(&products), 1);
    let sources = [1, 2, 3, 600, 33_333, 65_535, 65_536, 65_538, 66_499];
    compare(&snapshot, &products, &sources);

    // A brand becomes frequent and rare again, prices leave blocks and fill others, some are lost.
    let coming: Vec<usize> = (0..3 * COMING).filter(|number| number.is_multiple_of(3)).collect();
    let now = set(&snapshot, &mut products, &coming, |product| product.brand = Some("coming".into()));
    compare(&now, &products, &[1, 3, 65_536]);
    let sold: Vec<usize> = (0..PRODUCTS).filter(|number| number.is_multiple_of(61)).collect();
    let now = set(&now, &mut products, &sold, |product| product.price = product.price.map(|_| 4_990));
    let gone: Vec<usize> = (0..PRODUCTS).filter(|number| number % 61 == 1).collect();
    let now = set(&now, &mut products, &gone, |product| product.price = None);
    let leaving: Vec<usize> = (0..3 * COMING).filter(|number| !number.is_multiple_of(5)).collect();
    let now = set(&now, &mut products, &leaving, |product| product.brand = Some("b7".into()));
    compare(&now, &products, &[1, 5, 60, 33_333, 65_536]);

    let afresh = compile(&facts(&products), 1);
    assert_eq!(now.rule_sizes(), afresh.rule_sizes());
    let kept = |snapshot: &Snapshot, source: usize| {
        let kind = TypeCode::parse("accessory").unwrap();
        let rows = rule_rows(snapshot, &products[source].sku, &kind, Timestamp::from_micros(0));
        rows.into_iter().map(|row| (row.rule.code.clone(), row.target.clone())).collect::<Vec<_>>()
    };
    for source in [1, 5, 60, 2_700, 33_333, 65_535, 65_536, 66_498] {
        assert_eq!(kept(&now, source), kept(&afresh, source), "from {}", products[source].sku);
    }
}
