//! What is written is read back the same, and written again it is the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use relata_exchange::{
    Form, Item, OrderRow, OrdersWriter, ProductColumns, ProductsWriter, RelationColumns, RelationRow,
    RelationsWriter,
};
use relata_model::{
    AttributeValue, CategoryPath, ChannelCode, Currency, Decimal, Exclusion, Locale, Offer, Origin, Product,
    Scope, Sku, Status, Timestamp, TypeCode, Window,
};

use crate::show::items;

/// Texts that have broken exchanges before.
const NASTY: &[&str] = &[
    "|",
    "a|b",
    "\\",
    "\\|",
    "a\\",
    "\\\\|",
    "\"",
    "\"\"",
    "\"a\"",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    " ",
    " a",
    "a ",
    "  a  ",
    "\t",
    "12",
    "12.50",
    "-1",
    "007",
    "+1",
    "1e5",
    "NaN",
    "true",
    "false",
    "null",
    "[]",
    "[1,2]",
    "[\"a\"]",
    "{\"a\":1}",
    "{}",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "a,b;c\td",
    ",",
    ";",
    "é",
    "e\u{301}",
    "\u{feff}x",
    "\u{200b}",
    "\u{202e}abc",
    "日本語",
    "😀",
    "\u{3000}a\u{3000}",
    ":",
    "a:b",
    "\\:",
    "error",
    "__EMPTY__VALUE__",
    "\\x41",
    "%00",
    "#",
    "'",
    "''",
    "\u{85}",
    "\u{a0}",
];

fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(NASTY).prop_map(str::to_string),
        1 => prop::collection::vec(prop::sample::select(NASTY), 2..4).prop_map(|texts| texts.concat()),
        1 => "[a-z|\\\\\"\\[\\],:{} ]{1,12}",
        1 => "\\PC{1,12}",
    ]
    .prop_filter("no NUL", |text| !text.contains('\0'))
}

fn sku() -> impl Strategy<Value = Sku> {
    prop_oneof![4 => nasty(), 1 => "[A-Z]{1,4}-[0-9]{1,4}"]
        .prop_filter_map("a legal SKU", |text| Sku::parse(&text).ok())
}

fn code<C: std::fmt::Debug>(parse: impl Fn(&str) -> C + 'static) -> impl Strategy<Value = C> {
    "[a-zA-Z0-9_.:-]{1,8}".prop_map(move |text| parse(&text))
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0u32..12).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (-60_000_000_000_000_000_i64..250_000_000_000_000_000).prop_map(Timestamp::from_micros)
}

fn attribute() -> impl Strategy<Value = AttributeValue> {
    let single = prop_oneof![
        4 => nasty().prop_map(AttributeValue::Text),
        1 => Just(AttributeValue::Text(String::new())),
        2 => decimal().prop_map(AttributeValue::Number),
        1 => any::<bool>().prop_map(AttributeValue::Flag),
    ];
    let list = prop::collection::vec(single.clone(), 0..4).prop_map(AttributeValue::List);
    prop_oneof![3 => single, 2 => list]
}

fn offer() -> impl Strategy<Value = Offer> {
    let price = prop::option::of(0i64..1_000_000_000);
    (price, prop::option::of(currency()), prop::option::of(any::<i64>()))
        .prop_map(|(price, currency, stock)| Offer { price, currency, stock })
        .prop_filter("says something", |offer| *offer != Offer::default())
}

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(&["EUR", "USD", "JPY", "KWD"][..]).prop_map(|code| Currency::parse(code).unwrap())
}

fn text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(nasty())
}

fn named_product() -> impl Strategy<Value = Product> {
    let name = nasty().prop_filter("a name", |name| !name.trim().is_empty());
    (sku(), name, prop::option::of(sku()), text(), text(), text(), text())
        .prop_filter("no parent of itself", |fields| fields.2.as_ref() != Some(&fields.0))
        .prop_map(|(sku, name, parent, brand, url, image_url, description)| Product {
            parent,
            brand,
            url,
            image_url,
            description,
            ..Product::new(sku, name)
        })
}

fn product() -> impl Strategy<Value = Product> {
    let facts = (
        prop::option::of(0i64..1_000_000_000),
        prop::option::of(0i64..1_000_000_000),
        currency(),
        prop::option::of(any::<i64>()),
        prop::sample::select(&[Status::Active, Status::Inactive, Status::Discontinued][..]),
        prop::option::of(moment()),
    );
    let category = nasty().prop_filter_map("a category", |text| CategoryPath::parse(&text).ok());
    let exclusion = (code(|text| TypeCode::parse(text).unwrap()), sku())
        .prop_map(|(type_code, target)| Exclusion { type_code, target });
    let lists = (
        prop::collection::vec(category, 0..3),
        prop::collection::vec(nasty(), 0..3),
        prop::collection::btree_map(nasty(), attribute(), 0..3),
        prop::collection::btree_map(code(|text| Locale::parse(text).unwrap()), nasty(), 0..2),
        prop::collection::btree_map(code(|text| ChannelCode::parse(text).unwrap()), offer(), 0..2),
        prop::collection::vec(exclusion, 0..3),
    );
    (named_product(), facts, lists).prop_map(|(product, facts, lists)| {
        let (price, cost, currency, stock, status, created_at) = facts;
        let (categories, tags, attributes, names, offers, excluded) = lists;
        Product {
            price,
            cost,
            currency,
            stock,
            status,
            created_at,
            categories,
            tags,
            attributes,
            names,
            offers,
            excluded,
            ..product
        }
    })
}

fn write_products(products: &[Product], form: Form) -> Vec<u8> {
    let mut columns = ProductColumns::default();
    products.iter().for_each(|product| columns.add(product));
    let mut out = Vec::new();
    let mut writer = ProductsWriter::new(&mut out, form, columns).unwrap();
    products.iter().for_each(|product| writer.write(product).unwrap());
    writer.finish().unwrap();
    out
}

fn read_products(file: &[u8]) -> Vec<Product> {
    let patch = |item| match item {
        Item::Product(patch) => {
            // A patch may wait in a store as JSON before it is applied.
            let stored = serde_json::to_string(&patch).unwrap();
            assert_eq!(serde_json::from_str::<relata_model::ProductPatch>(&stored).unwrap(), patch);
            patch.apply(None, Currency::EUR).unwrap().0
        }
        other => panic!("{other:?}"),
    };
    items(file).into_iter().map(patch).collect()
}

fn relation() -> impl Strategy<Value = RelationRow> {
    let scope = (
        prop::collection::btree_set(code(|text| ChannelCode::parse(text).unwrap()), 0..3),
        prop::collection::btree_set(code(|text| Locale::parse(text).unwrap()), 0..2),
    )
        .prop_map(|(channels, locales)| Scope { channels, locales, segments: BTreeSet::new() });
    let window = (prop::option::of(moment()), prop::option::of(moment()))
        .prop_map(|(from, until)| Window::new(from, until).unwrap_or_default());
    let origin = prop_oneof![
        Just(Origin::Manual),
        nasty().prop_filter_map("a name", |name| Origin::parse(&format!("import:{name}")).ok()),
    ];
    let value = prop_oneof![
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(serde_json::Value::from),
        nasty().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    let numbers = (1u32.., 0.0f64..1e9, prop::option::of(decimal()), prop::option::of(1u32..));
    let more = (prop::collection::btree_map(nasty(), value, 0..3), any::<bool>());
    ((sku(), code(str::to_string), sku()), scope, window, origin, numbers, more).prop_map(
        |((source, type_name, target), scope, window, origin, numbers, more)| {
            let (position, weight, quantity, pin) = numbers;
            let quantity = quantity.filter(|quantity| *quantity > Decimal::ZERO);
            RelationRow {
                position: Some(position),
                weight: Some(weight),
                quantity: Some(quantity),
                scope,
                window,
                origin: Some(origin),
                pin: Some(pin),
                fields: Some(more.0),
                arranged: more.1,
                ..RelationRow::new(source, type_name, target)
            }
        },
    )
}

fn write_relations(rows: &[RelationRow], form: Form) -> Vec<u8> {
    let mut columns = RelationColumns::default();
    rows.iter().for_each(|row| columns.add(row));
    let mut out = Vec::new();
    let mut writer = RelationsWriter::new(&mut out, form, columns).unwrap();
    rows.iter().for_each(|row| writer.write(row).unwrap());
    writer.finish().unwrap();
    out
}

fn read_relations(file: &[u8]) -> Vec<RelationRow> {
    let row = |item| match item {
        Item::Relation(row) => {
            let stored = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<RelationRow>(&stored).unwrap(), row);
            // A column or key that no row needs is not written and reads as "not said".
            RelationRow {
                quantity: Some(row.quantity.flatten()),
                pin: Some(row.pin.flatten()),
                fields: Some(row.fields.unwrap_or_default()),
                ..row
            }
        }
        other => panic!("{other:?}"),
    };
    items(file).into_iter().map(row).collect()
}

proptest! {
    #[test]
    fn products_come_back(products in prop::collection::vec(product(), 1..4)) {
        for form in [Form::Csv, Form::JsonLines] {
            let file = write_products(&products, form);
            let read = read_products(&file);
            prop_assert_eq!(&read, &products, "{}", String::from_utf8_lossy(&file));
            let again = write_products(&read, form);
            prop_assert_eq!(String::from_utf8(again), String::from_utf8(file));
        }
    }

    #[test]
    fn relations_come_back(rows in prop::collection::vec(relation(), 1..4)) {
        for form in [Form::Csv, Form::JsonLines] {
            let file = write_relations(&rows, form);
            let read = read_relations(&file);
            prop_assert_eq!(&read, &rows, "{}", String::from_utf8_lossy(&file));
            prop_assert_eq!(String::from_utf8(write_relations(&read, form)), String::from_utf8(file));
        }
    }

    #[test]
    fn orders_come_back(sku in sku(), quantity in decimal(), price in prop::option::of(decimal()), id in "[a-z ]{1,5}", customer in prop::option::of("[=+,;\"]{1,5}"), at in prop::option::of(moment())) {
        let row = OrderRow {
            order_id: id,
            channel: None,
            customer_id: customer,
            ordered_at: at,
            currency: Some(Currency::EUR),
            sku,
            quantity,
            unit_price: price,
        };
        for form in [Form::Csv, Form::JsonLines] {
            let mut file = Vec::new();
            let mut writer = OrdersWriter::new(&mut file, form).unwrap();
            writer.write(&row).unwrap();
            writer.finish().unwrap();
            prop_assert_eq!(items(&file), vec![Item::OrderLine(row.clone())], "{}", String::from_utf8_lossy(&file));
        }
    }
}

#[test]
fn every_nasty_text_survives_in_every_place() {
    for text in NASTY {
        let mut product = Product::new(Sku::parse("A").unwrap(), "Alpha");
        product.brand = Some(text.to_string());
        product.tags = vec![text.to_string(), "tag".to_string()];
        product.attributes = BTreeMap::from([
            ("single".to_string(), AttributeValue::Text(text.to_string())),
            ("list".to_string(), AttributeValue::List(vec![AttributeValue::Text(text.to_string()); 2])),
            (text.to_string(), AttributeValue::Flag(true)),
        ]);
        for form in [Form::Csv, Form::JsonLines] {
            let file = write_products(std::slice::from_ref(&product), form);
            assert_eq!(read_products(&file), [product.clone()], "{}", String::from_utf8_lossy(&file));
        }
    }
}

#[test]
fn a_column_is_written_only_where_it_is_needed() {
    let plain = Product::new(Sku::parse("A").unwrap(), "Alpha");
    let file = String::from_utf8(write_products(&[plain], Form::Csv)).unwrap();
    expect_test::expect![[r#"
        sku,name,parent,brand,categories,price,currency,cost,stock,status,tags,url,image_url,created_at,description
        A,Alpha,,,,,EUR,,,active,,,,,
    "#]]
    .assert_eq(&file);
    let row = RelationRow::new(Sku::parse("A").unwrap(), "related", Sku::parse("B").unwrap());
    let file = String::from_utf8(write_relations(&[row], Form::Csv)).unwrap();
    expect_test::expect![[r#"
        source,type,target,position,weight,quantity,channels,locales,segments,valid_from,valid_until,origin
        A,related,B,,,,,,,,,
    "#]]
    .assert_eq(&file);
}
