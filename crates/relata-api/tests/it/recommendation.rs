use expect_test::expect;
use relata_api::{ParseFailure, RecommendationRequest};

use crate::lines;

fn parse(text: &str) -> Result<RecommendationRequest, String> {
    RecommendationRequest::parse(text.as_bytes()).map_err(|failure| match failure {
        ParseFailure::BadJson(problem) => format!("bad json: {}\n", problem.message),
        ParseFailure::Problems(problems) => lines(&problems),
    })
}

fn query(pairs: &[(&str, &str)]) -> Result<RecommendationRequest, String> {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    RecommendationRequest::from_query(&pairs).map_err(|problems| lines(&problems))
}

#[test]
fn body_and_query_mean_the_same() {
    let body = parse(
        r#"{"placement": "cart", "products": ["A", "B/Ü"], "cart": ["A"], "types": ["cross_sell"], "channel": "web", "locale": "en",
            "customer": {"id": "c-17", "segments": ["vip"]}, "session": ["S"], "at": "2026-12-01T09:00:00Z", "limit": 6, "explain": true}"#,
    );
    let query = query(&[
        ("placement", "cart"),
        ("product", "A"),
        ("utm_source", "mail"),
        ("product", "B/Ü"),
        ("cart", "A"),
        ("type", "cross_sell"),
        ("channel", "web"),
        ("locale", "en"),
        ("customer", "c-17"),
        ("segment", "vip"),
        ("session", "S"),
        ("at", "2026-12-01T09:00:00Z"),
        ("limit", "6"),
        ("explain", "true"),
    ]);
    assert_eq!(body.expect("the body is legal"), query.expect("the query is legal"));
    assert_eq!(parse("{}").expect("nothing is needed"), RecommendationRequest::default());
    let nulls = r#"{"placement": null, "products": null, "customer": null, "limit": null}"#;
    assert_eq!(parse(nulls).expect("null is absent"), RecommendationRequest::default());
}

#[test]
fn a_refused_body_names_every_problem() {
    let found: String = [
        r#"{"products": "#,
        r#"{"products": "P"}"#,
        r#"{"products": ["P"], "limit": 0}"#,
        r#"{"products": ["P"], "limit": 1000}"#,
        r#"{"products": ["P"], "limit": "6"}"#,
        r#"{"products": ["P"], "at": "yesterday"}"#,
        r#"{"product": ["P"], "explain": 1, "cart": ["", 7], "customer": {"name": "x", "id": 1}, "types": ["a b"]}"#,
        r#"[]"#,
        r#"["cart", ["P"]]"#,
        r#"{"customer": ["c-17"]}"#,
    ]
    .map(|text| parse(text).expect_err("it is refused"))
    .concat();
    expect![[r#"
        bad json: EOF while parsing a value at line 1 column 13
        /products: invalid-value: a text is not a list (write […])
        /limit: invalid-value: 0 is out of range (write a whole number from 1 to 50)
        /limit: invalid-value: 1000 is out of range (write a whole number from 1 to 50)
        /limit: invalid-value: a text is not a whole number (write a whole number from 1 to 50)
        /at: invalid-value: "yesterday" is not a time (write RFC 3339 with an offset, such as 2026-12-01T09:00:00Z)
        /cart/0: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
        /cart/1: invalid-value: a number is not a text (write it in double quotes)
        /types/0: invalid-value: "a b" is not a code of a relation type (a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :)
        /customer/id: invalid-value: a number is not a text (write it in double quotes)
        /customer/name: invalid-value: there is no field "name" here (known fields: id, segments)
        /explain: invalid-value: a number is not a yes or no (write true or false)
        /product: invalid-value: there is no field "product" here (did you mean "products"?)
        : invalid-value: the body is a list, not an object (send a JSON object: {…})
        : invalid-value: the body is a list, not an object (send a JSON object: {…})
        /customer: invalid-value: a list is not an object (write {…})
    "#]].assert_eq(&found);
    let many = format!(r#"{{"products": {:?}}}"#, vec!["A"; 51]);
    expect![[r#"
        /products: limit-exceeded: 51 values, more than allowed (send up to 50)
    "#]]
    .assert_eq(&parse(&many).expect_err("51 products are too many"));
}

#[test]
fn a_refused_query_names_every_problem() {
    let found = query(&[
        ("product", ""),
        ("limit", "6"),
        ("limit", "7"),
        ("at", "soon"),
        ("explain", "yes"),
        ("channel", "a b"),
    ]);
    expect![[r#"
        /product: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
        /channel: invalid-value: "a b" is not a code of a channel (a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :)
        /at: invalid-value: "soon" is not a time (write RFC 3339 with an offset, such as 2026-12-01T09:00:00Z)
        /limit: invalid-value: limit stands there 2 times (give it once)
        /explain: invalid-value: this is not a yes or no (write true or false)
    "#]].assert_eq(&found.expect_err("it is refused"));
}
