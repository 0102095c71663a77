use relata_rules::{Field, Rise, parse, rises};

fn check(matching: &str, show: &str, expected: Rise) {
    let root = |text: &str| parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}")).root;
    assert_eq!(rises(&Field::Price, &root(matching), &root(show)), expected, "{matching} -> {show}");
}

#[test]
fn a_strict_rise_is_proven_from_the_condition() {
    for (matching, show) in [
        ("true", "target.price > source.price"),
        ("true", "source.price < target.price && target.brand == source.brand"),
        ("true", "target.price > source.price * 1.1"),
        ("true", "target.price >= source.price + 1"),
        ("source.price > 0", "target.price >= source.price * 1.1"),
        ("source.price >= 5", "target.price >= 1.1 * source.price"),
        ("true", "source.price > 0 && target.price >= source.price * 1.1"),
    ] {
        check(matching, show, Rise::Strict);
    }
}

#[test]
fn what_only_looks_like_a_rise_is_not_proven() {
    for (matching, show) in [
        ("true", "target.price >= source.price"),
        ("true", "target.price >= source.price * 1.1"),
        ("source.price >= 0", "target.price >= source.price * 1.1"),
        ("true", "target.price > source.price * 0.9"),
        ("true", "target.price > source.price || target.brand == 'Acme'"),
        ("true", "!(target.price <= source.price)"),
        ("true", "target.price > source.cost"),
        ("true", "target.stock > source.stock"),
        ("true", "target.price > source.price - 1"),
    ] {
        check(matching, show, Rise::Unproven);
    }
}
