use expect_test::expect;
use relata_api::{
    Body, ChannelDocument, PlacementDocument, ProblemDetail, ProblemDocument, RelationTypeDocument, status_of,
};
use relata_model::{Channel, Placement, Problem, ProblemCode, RelationType};
use serde::Serialize;

use crate::lines;

fn body(text: &str) -> Body {
    Body::parse(text.as_bytes()).expect("the body is an object")
}

fn again(document: &impl Serialize) -> Body {
    body(&serde_json::to_string(document).expect("documents are JSON"))
}

#[test]
fn what_is_built_in_comes_back_as_it_went_out() {
    for built_in in RelationType::built_in() {
        let read =
            RelationTypeDocument::read(&again(&RelationTypeDocument::from_relation_type(&built_in)), None);
        assert_eq!(read.expect("it is legal"), built_in);
    }
    for built_in in Placement::built_in() {
        let read = PlacementDocument::read(&again(&PlacementDocument::from_placement(&built_in)), None);
        assert_eq!(read.expect("it is legal"), built_in);
    }
    let read = ChannelDocument::read(&again(&ChannelDocument::from_channel(&Channel::web())), None);
    assert_eq!(read.expect("it is legal"), Channel::web());
}

#[test]
fn a_built_in_type_has_its_own_defaults() {
    let of = |text: &str| {
        let kind = RelationTypeDocument::read(&body(text), None).expect("it is legal");
        serde_json::to_string(&RelationTypeDocument::from_relation_type(&kind)).expect("documents are JSON")
    };
    expect![[r#"{"code":"upsell","label":{"de":"Das bessere Modell","en":"A better one"},"description":null,"example":null,"color":null,"icon":null,"default_weight":0.9,"cycle_law":"order","potential":"price","symmetric":false,"inverse":null,"max_per_product":50,"placements":["cart","product_page"],"built_in":true}"#]]
    .assert_eq(&of(r#"{"code": "upsell"}"#));
    expect![[r#"{"code":"fits","label":{},"description":null,"example":null,"color":null,"icon":null,"default_weight":0.5,"cycle_law":"free","potential":null,"symmetric":false,"inverse":null,"max_per_product":50,"placements":["product_page"],"built_in":false}"#]]
    .assert_eq(&of(r#"{"code": "fits"}"#));
    expect![[r#"{"code":"bigger","label":{},"description":null,"example":null,"color":null,"icon":null,"default_weight":0.5,"cycle_law":"order","potential":"attributes.size","symmetric":false,"inverse":null,"max_per_product":50,"placements":["product_page"],"built_in":false}"#]]
    .assert_eq(&of(r#"{"code": "bigger", "cycle_law": "order", "potential": "attributes.size"}"#));
}

#[test]
fn wrong_types_channels_and_placements_are_refused_with_every_problem() {
    let found = [
        RelationTypeDocument::read(&body(r#"{"code": "x", "symmetric": true, "cycle_law": "strict", "potential": "price", "inverse": "y", "max_per_product": 0, "default_weight": "a", "label": "Text"}"#), None).map(drop),
        ChannelDocument::read(&body(r#"{"code": "app", "currency": "eur", "assortment": "source.brand == 'Acme'"}"#), None).map(drop),
        ChannelDocument::read(&body(r#"{"code": "app", "assortment": ["A", ""]}"#), None).map(drop),
        PlacementDocument::read(&body(r#"{"code": "p", "limit": 51, "arrangement": "reserve", "caps": {"brand": 0, "colour": 1}, "blocks": [{"code": "b"}, {"types": ["upsell"]}], "fallbacks": ["magic"]}"#), None).map(drop),
        PlacementDocument::read(&body(r#"{"code": "p", "arrangement": "pins_then_score", "reserve": 2}"#), None).map(drop),
    ];
    let found: String =
        found.into_iter().map(|found| lines(&found.expect_err("it is wrong")) + "--\n").collect();
    expect![[r#"
        /label: invalid-value: a text is not an object (write {…})
        /default_weight: invalid-value: this is not a factor (write a number of 0 or more, such as 0.8)
        /max_per_product: invalid-value: 0 is out of range (write a whole number from 1 to 1000)
        /symmetric: invalid-value: a symmetric type is full of circles, which its law refuses (use the law warn or free)
        /inverse: invalid-value: a symmetric type is its own inverse (leave inverse out)
        /potential: invalid-value: only a type with the law order has a potential (leave it out, or use the law order)
        --
        /currency: invalid-value: "eur" is not a currency (write the three capital letters of ISO 4217, such as EUR)
        --
        /assortment/1: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
        --
        /limit: invalid-value: 51 is out of range (write a whole number from 1 to 50)
        /reserve: invalid-value: the number of places kept is missing (add "reserve": 2)
        /caps/brand: invalid-value: 0 is out of range (write a whole number from 1 to 50)
        /caps/colour: invalid-value: there is no field "colour" here (known fields: brand, category)
        /blocks/0/types: invalid-value: a block shows 1 to 50 types (name the types that it shows)
        /blocks/1/code: missing-value: code is missing (add the field "code")
        /fallbacks/0: invalid-value: "magic" is not a fallback (write category_popularity or newest)
        --
        /reserve: invalid-value: places are kept only with the arrangement reserve (leave it out)
        --
    "#]].assert_eq(&found);
}

#[test]
fn every_code_has_a_status_and_the_first_error_speaks() {
    for code in ProblemCode::ALL {
        assert!((400..=599).contains(&status_of(*code)), "{}", code.as_str());
    }
    let problems = [
        Problem::warning(ProblemCode::InactiveProduct, "B is inactive"),
        Problem::error(ProblemCode::UnknownProduct, "there is no product C").at("/target"),
    ];
    let document =
        serde_json::to_string_pretty(&ProblemDocument::new(422, &problems)).expect("documents are JSON");
    expect![[r#"
        {
          "type": "urn:relata:problem:unknown-product",
          "title": "No product has this SKU.",
          "status": 422,
          "detail": "there is no product C; and 1 more",
          "code": "unknown-product",
          "errors": [
            {
              "code": "inactive-product",
              "severity": "warning",
              "message": "B is inactive"
            },
            {
              "code": "unknown-product",
              "severity": "error",
              "pointer": "/target",
              "message": "there is no product C"
            }
          ]
        }"#]]
    .assert_eq(&document);
    assert_eq!(ProblemDetail::from(&problems[1]).severity, "error");
}
