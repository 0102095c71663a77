use relata_rules::{Field, Value, evaluate, parse};
use serde_json::json;

use crate::facts::{Thing, ask, number, pair};

fn check(condition: &str, thing: &Thing, expected: Option<bool>) {
    let root = parse(condition).unwrap_or_else(|problems| panic!("{condition}: {problems:?}")).root;
    assert_eq!(evaluate(&root, &pair(thing, thing)), expected, "{condition}");
}

#[test]
fn whatever_asks_for_an_absent_value_is_unknown() {
    let bare = Thing::new("A").price("10");
    for condition in [
        "source.brand == 'Acme'",
        "source.brand != 'Acme'",
        "!(source.brand == 'Acme')",
        "source.cost * 0 == 0",
        "source.brand in ['Acme']",
        "source.price in [source.cost]",
        "'a' in source.attributes.list",
        "size(source.attributes.list) == 0",
        "lower(source.brand) == 'acme'",
        "source.attributes.list.exists(x, x == 1)",
        "source.attributes.list.all(x, x == 1)",
        "source.brand.startsWith('A')",
        "source.brand.matches('A')",
        "source.brand == 'Acme' && source.price == 10",
        "source.brand == 'Acme' || source.price == 11",
        "source.brand == source.brand",
    ] {
        check(condition, &bare, None);
    }
    check("source.brand == 'Acme' && source.price == 11", &bare, Some(false));
    check("source.brand == 'Acme' || source.price == 10", &bare, Some(true));
    check("has(source.brand)", &bare, Some(false));
    check("'x' in source.tags", &bare, Some(false));
    check("source.tags.all(x, x == 'y')", &bare, Some(true));
    check("size(source.categories) == 0", &bare, Some(true));
}

#[test]
fn a_value_of_another_kind_counts_as_absent() {
    let thing = Thing::new("A").attribute("size", json!("41"));
    check("source.attributes.size == 41", &thing, None);
    check("source.attributes.size != 41", &thing, None);
    check("source.attributes.size in [41, '41']", &thing, Some(true));
}

#[test]
fn a_single_value_is_a_list_of_one() {
    let thing = Thing::new("A").attribute("fits", json!(13));
    check("13 in source.attributes.fits", &thing, Some(true));
    check("source.attributes.fits.exists(x, x > 20)", &thing, Some(false));
    check("size(source.attributes.fits) == 1", &thing, Some(true));
}

#[test]
fn a_parent_reads_its_own_value_or_that_of_any_variant() {
    let red = Thing::new("P-1").attribute("color", json!("red")).with(Field::Cost, number("3"));
    let blue = Thing::new("P-2").attribute("color", json!("blue"));
    let parent = Thing { variants: vec![red, blue], ..Thing::new("P").attribute("fit", json!("slim")) };
    check("source.attributes.color == 'red'", &parent, Some(true));
    check("source.attributes.color == 'blue'", &parent, Some(true));
    check("source.attributes.color == 'green'", &parent, Some(false));
    check("source.attributes.color == 'red' && source.attributes.color == 'blue'", &parent, Some(true));
    check("source.attributes.color != 'red'", &parent, Some(false));
    check("!(source.attributes.color == 'red')", &parent, Some(false));
    check("source.attributes.color != 'green'", &parent, Some(true));
    check("has(source.cost)", &parent, Some(true));
    check("source.cost > 2", &parent, Some(true));
    check("has(source.brand)", &parent, Some(false));
    check("source.attributes.fit == 'slim'", &parent, Some(true));
    let own = parent.attribute("color", json!("green"));
    check("source.attributes.color == 'red'", &own, Some(false));
}

#[test]
fn times_are_moments() {
    let thing = Thing::new("A").with(
        Field::CreatedAt,
        Value::Time(relata_model::Timestamp::parse("2026-05-20T00:00:00+02:00").expect("a time")),
    );
    let none = Thing::new("none");
    for (condition, expected) in [
        ("source.created_at == timestamp('2026-05-19T22:00:00Z')", true),
        ("source.created_at < timestamp('2026-05-20T00:00:00Z')", true),
        ("now - source.created_at < duration('P30D')", true),
        ("now - source.created_at < duration('P7D')", false),
        ("now - source.created_at < duration('288h')", false),
        ("source.created_at + duration('PT48H') > timestamp('2026-05-21')", true),
    ] {
        assert_eq!(ask(condition, &thing, &none), expected, "{condition}");
    }
}
