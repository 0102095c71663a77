use std::collections::BTreeMap;

use proptest::prelude::*;
use relata_model::{
    AttributeValue, CategoryPath, ChannelCode, Currency, Decimal, Exclusion, Locale, Offer, Product, Status,
};
use relata_store::product;
use relata_store::{Store, StoreError};

use crate::fixture::{both, product as make, read, sku, skus, type_code, write};

fn full() -> Product {
    Product {
        parent: Some(sku("P")),
        brand: Some("Ünal".to_string()),
        categories: vec![CategoryPath::parse("shoes/running").unwrap(), CategoryPath::parse("sale").unwrap()],
        price: Some(1_990),
        currency: Currency::parse("JPY").unwrap(),
        cost: Some(-0),
        stock: Some(i64::MAX),
        status: Status::Discontinued,
        tags: vec!["a|b".to_string()],
        attributes: BTreeMap::from([
            ("size".to_string(), AttributeValue::Number(Decimal::new(4250, 2))),
            (
                "colours".to_string(),
                AttributeValue::List(vec![AttributeValue::Text("r\u{fc}d \"\\".to_string())]),
            ),
            ("new".to_string(), AttributeValue::Flag(true)),
        ]),
        url: Some("https://shop/x".to_string()),
        image_url: Some(String::new()),
        description: Some("line\nline".to_string()),
        created_at: Some(crate::fixture::at(-5)),
        names: BTreeMap::from([(Locale::parse("de-AT").unwrap(), "Schuh".to_string())]),
        offers: BTreeMap::from([(
            ChannelCode::parse("app").unwrap(),
            Offer { price: Some(5), currency: None, stock: Some(0) },
        )]),
        excluded: vec![Exclusion { type_code: type_code("upsell"), target: sku("Z") }],
        ..Product::new(sku("A'; DROP TABLE product;--"), "Schuh 👟")
    }
}

fn all(store: &Store) -> Vec<String> {
    let mut skus = Vec::new();
    read(store, |tx| {
        product::each(tx, |product| {
            skus.push(product.sku.to_string());
            Ok::<(), StoreError>(())
        })
    });
    skus
}

#[test]
fn every_field_comes_back_as_it_was() {
    both(|store| {
        write(store, |tx| product::upsert_many(tx, &[full(), make("B")]));
        let wanted = full();
        assert_eq!(read(store, |tx| product::find(tx, &wanted.sku)), Some(full()));
        assert_eq!(read(store, |tx| product::find(tx, &sku("none"))), None);
    });
}

#[test]
fn the_later_of_two_with_one_sku_is_stored() {
    both(|store| {
        let (mut first, mut second) = (make("A"), make("A"));
        first.price = Some(1);
        second.price = Some(2);
        write(store, move |tx| product::upsert_many(tx, &[first, second]));
        assert_eq!(read(store, |tx| product::find(tx, &sku("A"))).unwrap().price, Some(2));
        write(store, |tx| product::upsert_many(tx, &[make("A")]));
        assert_eq!(read(store, |tx| product::find(tx, &sku("A"))).unwrap().price, None);
        assert_eq!(read(store, product::count), 1);
        assert!(write(store, |tx| product::delete(tx, &sku("A"))).value);
        assert!(!write(store, |tx| product::delete(tx, &sku("A"))).value);
    });
}

#[test]
fn families() {
    both(|store| {
        let variant = |text: &str| Product { parent: Some(sku("P")), ..make(text) };
        let products = [make("P"), variant("V2"), variant("V1"), make("S")];
        write(store, move |tx| product::upsert_many(tx, &products));
        let asked = skus(&["P", "V1", "S", "none"]);
        let families = read(store, |tx| product::family_of(tx, &asked));
        let families: BTreeMap<_, _> = families.into_iter().collect();
        assert_eq!(
            families,
            BTreeMap::from([(sku("P"), None), (sku("S"), None), (sku("V1"), Some(sku("P")))])
        );
        let variants = read(store, |tx| product::variants_of(tx, &sku("P")));
        assert_eq!(variants, [variant("V1"), variant("V2")]);
        let existing = read(store, |tx| product::exists_many(tx, &skus(&["S", "none"])));
        assert_eq!(existing.into_iter().collect::<Vec<_>>(), [sku("S")]);
        let found = read(store, |tx| product::find_many(tx, &skus(&["V1", "P", "none"])));
        assert_eq!(found, [make("P"), variant("V1")]);
    });
}

#[test]
fn skus_sort_by_their_bytes() {
    // A language would put a before B, and ignore the hyphen.
    let mut texts = vec!["a", "B", "b", "A", "a-1", "a1", "ä", "z", "Z", "10", "9", "👟", "\u{ffff}"];
    texts.sort_unstable();
    both(|store| {
        let products: Vec<Product> = texts.iter().rev().map(|text| make(text)).collect();
        write(store, move |tx| product::upsert_many(tx, &products));
        assert_eq!(all(store), texts);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// The oracle is the order of Rust's strings, which is that of their bytes.
    #[test]
    fn any_skus_sort_by_their_bytes(texts in proptest::collection::btree_set("[^\\p{C}]{1,8}", 1..40)) {
        both(|store| {
            let products: Vec<Product> = texts.iter().rev().map(|text| make(text)).collect();
            write(store, move |tx| product::upsert_many(tx, &products));
            assert_eq!(all(store), texts.iter().cloned().collect::<Vec<_>>());
            let known: Vec<_> = texts.iter().map(|text| sku(text)).collect();
            assert_eq!(read(store, |tx| product::exists_many(tx, &known)).len(), known.len());
        });
    }
}
