use expect_test::expect;
use relata_api::{Body, ParseFailure, ProductDocument};
use relata_model::{Currency, Product, Sku};

use crate::lines;

fn read(text: &str) -> Result<Product, String> {
    ProductDocument::parse(text.as_bytes(), None, Currency::EUR).map_err(|failure| match failure {
        ParseFailure::BadJson(problem) => format!("bad json: {}", problem.message),
        ParseFailure::Problems(problems) => lines(&problems),
    })
}

fn problems(text: &str) -> String {
    read(text).expect_err("the body has problems")
}

const FULL: &str = r#"{"sku": "RS-100", "name": "Running shoe", "parent": "RS", "brand": "Acme", "categories": ["shoes/running", "sale"],
    "price": "89.00", "currency": "USD", "cost": 41, "stock": 12, "status": "discontinued", "tags": ["new"],
    "attributes": {"color": "red", "weight_g": 240.50, "waterproof": false, "sizes": ["41", "42"], "eans": [1, 2], "none": null},
    "url": "https://shop/rs", "image_url": "https://shop/rs.jpg", "description": "long", "created_at": "2026-01-05T01:00:00+01:00",
    "names": {"de": "Laufschuh"}, "offers": {"app": {"price": "85.00", "currency": "JPY", "stock": 3}, "shop": {"price": "1.5"}},
    "excluded": [{"type": "cross_sell", "target": "X"}]}"#;

#[test]
fn a_full_product_is_read_and_written() {
    let text = FULL.replace("\"price\": \"85.00\"", "\"price\": \"85\"");
    let product = read(&text).expect("the product is legal");
    let written =
        serde_json::to_string_pretty(&ProductDocument::from_product(&product)).expect("documents are JSON");
    expect![[r#"
        {
          "sku": "RS-100",
          "name": "Running shoe",
          "parent": "RS",
          "brand": "Acme",
          "categories": [
            "shoes/running",
            "sale"
          ],
          "price": "89.00",
          "currency": "USD",
          "cost": "41.00",
          "stock": 12,
          "status": "discontinued",
          "tags": [
            "new"
          ],
          "attributes": {
            "color": "red",
            "eans": [
              1,
              2
            ],
            "sizes": [
              "41",
              "42"
            ],
            "waterproof": false,
            "weight_g": 240.50
          },
          "url": "https://shop/rs",
          "image_url": "https://shop/rs.jpg",
          "description": "long",
          "created_at": "2026-01-05T00:00:00Z",
          "names": {
            "de": "Laufschuh"
          },
          "offers": {
            "app": {
              "price": "85",
              "currency": "JPY",
              "stock": 3
            },
            "shop": {
              "price": "1.50",
              "currency": null,
              "stock": null
            }
          },
          "excluded": [
            {
              "type": "cross_sell",
              "target": "X"
            }
          ]
        }"#]]
    .assert_eq(&written);
    assert_eq!(read(&written).expect("what is written can be read"), product);
}

#[test]
fn a_missing_field_gets_its_default() {
    let product = read(r#"{"sku": "A", "name": "A"}"#).expect("sku and name are enough");
    assert_eq!(product, Product::new(Sku::parse("A").expect("A is a SKU"), "A"));
    let nulls = r#"{"sku": "A", "name": "A", "parent": null, "price": null, "stock": null, "status": null, "tags": null, "attributes": null}"#;
    assert_eq!(read(nulls).expect("null is absent"), product);
}

#[test]
fn money_is_exact_as_text_and_as_number() {
    for (price, currency, minor) in [
        ("\"19.90\"", "EUR", 1990),
        ("19.90", "EUR", 1990),
        ("0.1", "EUR", 10),
        ("1e2", "EUR", 10_000),
        ("\"1e2\"", "EUR", 10_000),
        ("1.10000", "EUR", 110),
        ("1e2", "JPY", 100),
        ("1.005", "KWD", 1005),
        ("9007199254740993", "JPY", 9_007_199_254_740_993),
    ] {
        let text = format!(r#"{{"sku": "A", "name": "A", "price": {price}, "currency": "{currency}"}}"#);
        let found = read(&text);
        if minor > 1_000_000_000_000_000 {
            assert!(found.expect_err("the amount is too large").contains("too large"));
        } else {
            assert_eq!(found.expect("the price is legal").price, Some(minor), "{price} {currency}");
        }
    }
    let of = |price: &str, currency: &str| {
        problems(&format!(r#"{{"sku": "A", "name": "A", "price": {price}, "currency": "{currency}"}}"#))
    };
    let found: String = [
        ("19.999", "EUR"),
        ("1.5", "JPY"),
        ("-1", "EUR"),
        ("true", "EUR"),
        ("\"abc\"", "EUR"),
        ("1e400", "EUR"),
    ]
    .map(|(price, currency)| of(price, currency))
    .concat();
    expect![[r#"
        /price: invalid-value: the amount has more than 2 digits after the point (round it to the minor unit of the currency)
        /price: invalid-value: the amount has more than 0 digits after the point (round it to the minor unit of the currency)
        /price: invalid-value: the price is negative (write 0 or more, or leave it out)
        /price: invalid-value: true or false is not an amount (write a decimal such as "19.90")
        /price: invalid-value: "abc" is not a number of up to 28 digits (write digits and a point, such as 19.90)
        /price: invalid-value: "1e400" is not a number of up to 28 digits (write digits and a point, such as 19.90)
    "#]]
    .assert_eq(&found);
}

#[test]
fn every_problem_is_named_at_once() {
    let found = problems(
        r#"{"sku": "", "nmae": "x", "parent": 7, "brand": ["a"], "categories": ["ok", "", 3], "price": "1.999", "currency": "euro",
            "stock": 1.5, "status": "sold", "tags": "new", "attributes": {"a": {}, "b": [1, "x"], "": "y", "c/d": [[1]]},
            "created_at": "yesterday", "names": {"d e": "x", "de": 1}, "offers": {"app": {"price": -1, "stok": 1}, "web": 3},
            "excluded": [{"type": "cross_sell"}, 5]}"#,
    );
    expect![[r#"
        /sku: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
        /name: missing-value: name is missing (add the field "name")
        /currency: invalid-value: "euro" is not a currency (write the three capital letters of ISO 4217, such as EUR)
        /parent: invalid-value: a number is not a text (write it in double quotes)
        /brand: invalid-value: a list is not a text (write it in double quotes)
        /categories/1: invalid-value: the category path is empty (write a path such as shoes/running)
        /categories/2: invalid-value: a number is not a text (write it in double quotes)
        /price: invalid-value: the amount has more than 2 digits after the point (round it to the minor unit of the currency)
        /stock: invalid-value: this is not a whole number (write a whole number from -1000000000000 to 1000000000000)
        /status: invalid-value: "sold" is not a status (write active, inactive or discontinued)
        /tags: invalid-value: a text is not a list (write […])
        /attributes/: invalid-value: the name of an attribute is empty (give it a name)
        /attributes/a: invalid-value: an object is not a value of an attribute (write a text, a number, true or false, or a list of these)
        /attributes/b: invalid-value: the list mixes kinds of values (use only texts, only numbers or only flags)
        /attributes/c~1d: invalid-value: a list is not a value of an attribute (write a text, a number, true or false, or a list of these)
        /created_at: invalid-value: "yesterday" is not a time (write RFC 3339 with an offset, such as 2026-12-01T09:00:00Z)
        /names/d e: invalid-value: "d e" is not a code of a locale (a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :)
        /names/de: invalid-value: a number is not a text (write it in double quotes)
        /offers/app/price: invalid-value: the price is negative (write 0 or more, or leave it out)
        /offers/app/stok: invalid-value: there is no field "stok" here (did you mean "stock"?)
        /offers/web: invalid-value: a number is not an object (write {…})
        /excluded/0/target: missing-value: target is missing (add the field "target")
        /excluded/1: invalid-value: a number is not an object (write {…})
        /nmae: invalid-value: there is no field "nmae" here (did you mean "name"?)
    "#]]
    .assert_eq(&found);
}

#[test]
fn the_key_of_the_path_wins_and_may_not_be_contradicted() {
    let key = Sku::parse("A/B").expect("A/B is a SKU");
    let read = |text: &str| {
        let body = Body::parse(text.as_bytes()).expect("the body is an object");
        ProductDocument::read(&body, Some(&key), Currency::EUR)
    };
    assert_eq!(read(r#"{"name": "x"}"#).expect("the path names it").sku, key);
    assert_eq!(read(r#"{"sku": "A/B", "name": "x"}"#).expect("both say the same").sku, key);
    expect![[r#"
        /sku: key-mismatch: the body names A, the path A/B (make them the same, or leave it out here)
    "#]]
    .assert_eq(&lines(&read(r#"{"sku": "A", "name": "x"}"#).expect_err("they differ")));
}

#[test]
fn a_patch_changes_what_it_names() {
    let before =
        read(&FULL.replace("\"price\": \"85.00\"", "\"price\": \"85\"")).expect("the product is legal");
    let patch = r#"{"price": 1e2, "brand": null, "attributes": {"color": null, "size": 1.10}, "offers": {"app": {"stock": 4}}}"#;
    let patch = Body::parse(patch.as_bytes()).expect("the patch is an object");
    let merged = patch.patched(&ProductDocument::from_product(&before)).expect("documents merge");
    let after =
        ProductDocument::read(&merged, Some(&before.sku), Currency::EUR).expect("the result is legal");
    let mut wanted = before.clone();
    wanted.price = Some(10_000);
    wanted.brand = None;
    wanted.attributes.remove("color");
    let size = relata_model::Decimal::from_str_exact("1.10").expect("1.10 is a number");
    wanted.attributes.insert("size".to_string(), relata_model::AttributeValue::Number(size));
    wanted.offers.values_mut().next().expect("there is an offer").stock = Some(4);
    assert_eq!(after, wanted);
}
