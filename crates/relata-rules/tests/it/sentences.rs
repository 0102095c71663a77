use expect_test::{Expect, expect};
use relata_rules::{Language, parse, sentence};

fn check(text: &str, expected: Expect) {
    let root = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}")).root;
    expected.assert_eq(&format!(
        "{}\n{}",
        sentence(&root, Language::English),
        sentence(&root, Language::German)
    ));
}

#[test]
fn conditions_in_words() {
    check(
        "true",
        expect![[r#"
        always
        immer"#]],
    );
    check(
        "source.price > 50 && 'shoes' in source.categories",
        expect![[r#"
        price of the product is more than 50 and the product is in category “shoes”
        Preis des Produkts ist größer als 50 und das Produkt ist in der Kategorie “shoes”"#]],
    );
    check(
        "source.brand == 'Acme' || !(source.brand in ['Best', 'Cosy'])",
        expect![[r#"
        brand of the product is “Acme” or not: brand of the product is one of “Best”, “Cosy”
        Marke des Produkts ist “Acme” oder nicht: Marke des Produkts ist eines von “Best”, “Cosy”"#]],
    );
    check(
        "target.price >= source.price * 1.1 && target.in_stock",
        expect![[r#"
        price of the recommended product is at least price of the product × 1.1 and the recommended product is in stock
        Preis des empfohlenen Produkts ist mindestens Preis des Produkts × 1,1 und das empfohlene Produkt ist lieferbar"#]],
    );
    check(
        "has(source.cost) && now - source.created_at < duration('P30D')",
        expect![[r#"
            cost of the product is known and now − date added of the product is less than 30 days
            Einstandspreis des Produkts ist bekannt und jetzt − Aufnahmedatum des Produkts ist kleiner als 30 Tage"#]],
    );
    check(
        "source.attributes.screen in target.attributes.fits",
        expect![[r#"
        “fits” of the recommended product include “screen” of the product
        “fits” des empfohlenen Produkts enthalten “screen” des Produkts"#]],
    );
    check(
        "source.sku in ['1', '2', '3', '4', '5', '6', '7']",
        expect![[r#"
        SKU of the product is one of “1”, “2”, “3”, “4”, “5” and 2 more
        SKU des Produkts ist eines von “1”, “2”, “3”, “4”, “5” und 2 weitere"#]],
    );
    check(
        "lower(source.name).contains('red') && customer.bought('shoes', 'P365D') > 2",
        expect![[r#"
            name of the product (in any case) contains “red” and orders of the customer with “shoes” within 365 days is more than 2
            Name des Produkts (groß oder klein) enthält “red” und Bestellungen des Kunden mit “shoes” im Zeitraum 365 Tage ist größer als 2"#]],
    );
    check(
        "source.tags.exists(t, t.startsWith('n') && t != 'no')",
        expect![[r#"
        at least one of tags of the product (t) is such that (it starts with “n” and it is not “no”)
        mindestens eines von Schlagworte des Produkts (t) ist so, dass (es beginnt mit “n” und es ist nicht “no”)"#]],
    );
}
