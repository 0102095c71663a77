use relata_model::Decimal;
use relata_rules::{Field, Value};
use serde_json::json;

use crate::facts::{Thing, ask, number};

fn product(sku: &str, brand: &str, categories: &[&str], price: &str, stock: i64) -> Thing {
    let list = |values: &[&str]| Value::list(values.iter().map(|value| Value::text(value)));
    let mut all: Vec<&str> = categories.to_vec();
    all.extend(categories.iter().filter_map(|path| path.split_once('/')).map(|(root, _)| root));
    let thing = Thing::new(sku)
        .price(price)
        .with(Field::Categories, list(&all))
        .with(Field::Category, Value::text(categories[0]))
        .with(Field::Stock, Value::Number(Decimal::from(stock)))
        .with(Field::InStock, Value::Flag(stock > 0));
    if brand.is_empty() { thing } else { thing.with(Field::Brand, Value::text(brand)) }
}

fn cost(thing: Thing, price: &str, cost: &str) -> Thing {
    let margin: Decimal =
        price.parse::<Decimal>().expect("a price") - cost.parse::<Decimal>().expect("a cost");
    thing.with(Field::Cost, number(cost)).with(Field::Margin, Value::Number(margin))
}

fn tags(thing: Thing, tags: &[&str]) -> Thing {
    thing.with(Field::Tags, Value::list(tags.iter().map(|tag| Value::text(tag))))
}

fn shop() -> Vec<Thing> {
    let l1 = product("L1", "Acme", &["computers/laptops"], "1000.00", 5)
        .attribute("screen", json!(13))
        .attribute("color", json!("grey"))
        .attribute("ports", json!(["usb", "hdmi"]));
    let l2 = product("L2", "Acme", &["computers/laptops"], "1200.00", 5)
        .attribute("screen", json!(14))
        .attribute("color", json!("black"))
        .attribute("ports", json!(["usb"]));
    let l3 = product("L3", "Best", &["computers/laptops"], "1500.00", 0).attribute("color", json!("grey"));
    let t1 = product("T1", "Acme", &["computers/tablets"], "400.00", 5).attribute("color", json!("Grey"));
    let c1 = product("C1", "Acme", &["accessories/cases"], "30.00", 5)
        .attribute("fits", json!([13, 14]))
        .attribute("eco", json!(true));
    let c2 = product("C2", "Cosy", &["accessories/cases", "sale"], "45.00", 5)
        .attribute("fits", json!([15]))
        .attribute("eco", json!(false));
    vec![
        tags(cost(l1, "1000", "700"), &["new"]),
        cost(l2, "1200", "800"),
        l3,
        tags(t1, &["new", "sale"]),
        c1,
        c2,
        product("M1", "", &["accessories/mice"], "25.50", 5),
    ]
}

fn sku(thing: &Thing) -> String {
    match &thing.values[&Field::Sku] {
        Value::Text(text) => text.to_string(),
        other => panic!("{other:?} is no SKU"),
    }
}

fn check(condition: &str, expected: &str) {
    let none = Thing::new("none");
    let found: Vec<String> = shop().iter().filter(|thing| ask(condition, thing, &none)).map(sku).collect();
    assert_eq!(found.join(" "), expected, "{condition}");
}

#[test]
fn a_condition_selects_sources() {
    for (condition, expected) in [
        ("true", "L1 L2 L3 T1 C1 C2 M1"),
        ("source.price > 1000", "L2 L3"),
        ("source.price >= 1000.0", "L1 L2 L3"),
        ("source.price == 25.5", "M1"),
        ("'computers' in source.categories", "L1 L2 L3 T1"),
        ("source.category == 'accessories/cases'", "C1 C2"),
        ("'sale' in source.tags", "T1"),
        ("source.brand in ['Acme', 'Cosy']", "L1 L2 T1 C1 C2"),
        ("source.brand != 'Acme'", "L3 C2"),
        ("!(source.brand == 'Acme')", "L3 C2"),
        ("!has(source.brand)", "M1"),
        ("source.brand == null", "M1"),
        ("has(source.cost) && source.margin > 300", "L2"),
        ("source.margin >= 300", "L1 L2"),
        ("source.in_stock", "L1 L2 T1 C1 C2 M1"),
        ("source.stock == 0", "L3"),
        ("source.attributes.color == 'grey'", "L1 L3"),
        ("source.attributes.color != 'grey'", "L2 T1"),
        ("lower(source.attributes.color) == 'grey'", "L1 L3 T1"),
        ("source.attributes.screen >= 14 || source.attributes.color == 'grey'", "L1 L2 L3"),
        ("source.attributes.eco", "C1"),
        ("!source.attributes.eco", "C2"),
        ("13 in source.attributes.fits", "C1"),
        ("source.attributes.ports.exists(p, p == 'hdmi')", "L1"),
        ("source.attributes.ports.all(p, p == 'usb')", "L2"),
        ("size(source.attributes.ports) == 2", "L1"),
        ("source.sku.startsWith('L') && !source.sku.endsWith('3')", "L1 L2"),
        ("source.sku.matches('^[LT]1$')", "L1 T1"),
        ("source.price * 2 > 3000 && source.price - 500 < 1500 || source.sku == 'M1'", "M1"),
        ("source.price * 1.1 == 1100", "L1"),
        ("source.price / 4 == 100", "T1"),
        ("source.price / 0 == 1 || source.sku == 'M1'", "M1"),
    ] {
        check(condition, expected);
    }
}

#[test]
fn a_condition_selects_pairs() {
    let shop = shop();
    for (condition, source, expected) in [
        ("target.category == source.category && target.price > source.price * 1.1", "L1", "L2 L3"),
        ("source.attributes.screen in target.attributes.fits", "L1", "C1"),
        ("target.brand == source.brand && target.sku != 'C1'", "L1", "L1 L2 T1"),
        ("target.price == source.price * 1.2 && target.category == source.category", "L1", "L2"),
        ("target.price == source.price * 1.2", "C1", ""),
    ] {
        let from = shop.iter().find(|thing| sku(thing) == source).expect("it is in the shop");
        let found: Vec<String> = shop.iter().filter(|thing| ask(condition, from, thing)).map(sku).collect();
        assert_eq!(found.join(" "), expected, "{condition} from {source}");
    }
}
