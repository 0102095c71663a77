use expect_test::expect;
use relata_api::{Body, Json, ParseFailure, ProductDocument, nearest};
use relata_model::Currency;

fn parse(text: &[u8]) -> String {
    match Body::parse(text) {
        Ok(body) => format!("{body:?}"),
        Err(ParseFailure::BadJson(problem)) => format!("bad json: {}", problem.message),
        Err(ParseFailure::Problems(problems)) => format!("problem: {}", problems[0].message),
    }
}

#[test]
fn what_is_not_json_is_refused_and_what_is_json_is_kept_exactly() {
    let cases: &[&[u8]] = &[
        b"",
        b"{",
        b"{\"a\": 1,}",
        b"{} {}",
        b"[1]",
        b"null",
        b"{\"a\": NaN}",
        b"{\"a\": 01}",
        b"{\"a\": \"\xff\"}",
        b"{\"a\": \"\\ud800\"}",
        b"\xef\xbb\xbf{}",
        b"{\"a\": 1, \"a\": 2}",
        b"{\"a\": [1e2, 19.90, -0, 1E400, true, null, \"x\"]}",
    ];
    let found: String = cases.iter().map(|case| parse(case) + "\n").collect();
    expect![[r#"
        bad json: EOF while parsing a value at line 1 column 0
        bad json: EOF while parsing an object at line 1 column 1
        bad json: key must be a string at line 1 column 9
        bad json: trailing characters at line 1 column 4
        problem: the body is a list, not an object
        problem: the body is null, not an object
        bad json: expected value at line 1 column 7
        bad json: invalid number at line 1 column 8
        bad json: the body is not UTF-8: byte 7 is illegal
        bad json: unexpected end of hex escape at line 1 column 8
        bad json: expected value at line 1 column 1
        bad json: the field "a" stands twice in one object
        Body({"a": List([Number("1e2"), Number("19.90"), Number("-0"), Number("1E400"), Flag(true), Null, Text("x")])})
    "#]]
    .assert_eq(&found);
}

#[test]
fn depth_is_bounded_and_never_overflows_the_stack() {
    let nested = |depth: usize| format!("{{\"a\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(Body::parse(nested(31).as_bytes()).is_ok());
    for depth in [32, 1_000, 100_000] {
        assert_eq!(parse(nested(depth).as_bytes()), "bad json: nested deeper than 32 levels", "{depth}");
    }
    let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    assert_eq!(parse(objects.as_bytes()), "bad json: nested deeper than 32 levels");
}

#[test]
fn the_number_of_values_and_of_problems_is_bounded() {
    let list = |length: usize| format!("{{\"a\": [{}]}}", vec!["0"; length].join(","));
    assert!(Body::parse(list(199_998).as_bytes()).is_ok());
    assert_eq!(parse(list(199_999).as_bytes()), "bad json: more than 200000 values");
    let fields: Vec<String> = (0..5_000).map(|number| format!("\"f{number}\": 1")).collect();
    let tags = vec!["1"; 5_000].join(",");
    let text = format!("{{\"name\": \"x\", \"tags\": [{tags}], {}}}", fields.join(","));
    let found = ProductDocument::parse(text.as_bytes(), None, Currency::EUR);
    let Err(ParseFailure::Problems(problems)) = found else { panic!("it has problems") };
    assert_eq!(problems.len(), 1_001);
    assert_eq!(problems[1_000].message, "9001 more problems are not named");
}

/// The examples of RFC 7396, appendix A, as far as both sides are objects.
#[test]
fn a_merge_patch_follows_its_rfc() {
    for (document, patch, after) in [
        (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
        (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
        (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
        (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
        (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"a":1,"e":null}"#),
        (r#"{}"#, r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        (r#"{"a":1.10}"#, r#"{"b":1e2}"#, r#"{"a":1.10,"b":1e2}"#),
    ] {
        let document = Json::parse(document.as_bytes()).expect("the document is JSON");
        let patch = Body::parse(patch.as_bytes()).expect("the patch is an object");
        let after = Body::parse(after.as_bytes()).expect("the result is an object");
        assert_eq!(patch.patched(&document).expect("objects merge"), after);
    }
}

#[test]
fn the_nearest_name_is_near() {
    let known = ["price", "currency", "categories", "image_url", "brand"];
    for (wrong, right) in [
        ("prices", Some("price")),
        ("Price", Some("price")),
        ("curency", Some("currency")),
        ("category", Some("categories")),
        ("imageUrl", Some("image_url")),
        ("barnd", Some("brand")),
        ("colour", None),
        ("", None),
    ] {
        assert_eq!(nearest(wrong, known), right, "{wrong}");
    }
}
