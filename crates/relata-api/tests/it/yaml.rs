//! Files that people write: what they say, where it stands, and what is refused.

use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use relata_api::{Json, MarkedDocument, Place, read_json_document, read_yaml, to_yaml};
use relata_model::Problem;
use serde_json::{Value, json};

fn one(text: &str) -> MarkedDocument {
    let mut found = read_yaml(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

fn refused(text: &str) -> Problem {
    read_yaml(text.as_bytes()).expect_err("refused").remove(0)
}

fn complaint(text: &str, expected: Expect) {
    let problem = refused(text);
    let (line, column) = (problem.row.unwrap_or(0), problem.column.unwrap_or_default());
    let hint = problem.hint.unwrap_or_default();
    expected.assert_eq(&format!("{line}:{column} {}: {} ({hint})", problem.code.as_str(), problem.message));
}

fn at(document: &MarkedDocument, pointer: &str) -> (u64, u64) {
    let Place { line, column } = document.place(pointer).expect("a place");
    (line, column)
}

#[test]
fn plain_words_are_what_they_look_like_and_nothing_more() {
    let document = one("a: 1.10\nb: 0815\nc: no\nd: ~\ne: true\nf: 2026-12-01\ng: !!str 7\nh: 1e400\n");
    let expected =
        expect![[r#"{"a":1.10,"b":"0815","c":"no","d":null,"e":true,"f":"2026-12-01","g":"7","h":"1e400"}"#]];
    expected.assert_eq(&serde_json::to_string(&document.json).expect("JSON"));
}

#[test]
fn every_value_has_a_place() {
    let text = "# rules\n- code: a\n  match: \"source.price >\"\n  order_by:\n    - field: target.x\n  show: |-\n    a &&\n    b\n";
    let document = one(text);
    assert_eq!(at(&document, "/0"), (2, 3));
    assert_eq!(at(&document, "/0/match"), (3, 10));
    assert_eq!(at(&document, "/0/order_by/0/field"), (5, 14));
    // What is missing is looked for where it would have to be.
    assert_eq!(at(&document, "/0/type"), (2, 3));
    // A column in a text on one line is one of the file; a block has lines of its own.
    let found = document.place_in_text("/0/match", 1, 15).expect("on one line");
    assert_eq!((found.line, found.column), (3, 25));
    let found = document.place_in_text("/0/show", 2, 1).expect("in a block");
    assert_eq!((found.line, found.column), (8, 5));
    assert_eq!(one("a: >-\n  b\n  c\n").place_in_text("/a", 1, 1), None);
    assert_eq!(one("a: \"b\\\\c\"\n").place_in_text("/a", 1, 3), None);
}

#[test]
fn documents_follow_each_other_and_empty_ones_are_none() {
    let found = read_yaml(b"---\na: 1\n---\n# nothing\n---\nb: 2\n").expect("documents");
    let texts: Vec<String> =
        found.iter().map(|document| serde_json::to_string(&document.json).expect("JSON")).collect();
    assert_eq!(texts, [r#"{"a":1}"#, r#"{"b":2}"#]);
    assert_eq!(read_yaml(b"").expect("nothing").len(), 0);
}

#[test]
fn aliases_are_written_out() {
    let document = one("a: &shared [x, 1]\nb: *shared\n");
    let expected = expect![[r#"{"a":["x",1],"b":["x",1]}"#]];
    expected.assert_eq(&serde_json::to_string(&document.json).expect("JSON"));
    assert_eq!(at(&document, "/b/1"), (2, 4));
}

#[test]
fn mistakes_name_their_line_and_the_way_out() {
    complaint(
        "a: 1\nb: [1, 2\nc: 3\n",
        expect![
            "3:2 invalid-value: this is not YAML: illegal placement of ':' indicator (look at indentation, quotes and colons; put texts with : or # into quotes)"
        ],
    );
    complaint(
        "a: 1\nb: 2\na: 3\n",
        expect![[
            r#"3:1 invalid-json: the field "a" stands twice in one object (keep one of them; the first stands in line 1)"#
        ]],
    );
    complaint(
        "a: !ruby/object x\n",
        expect![[r#"1:4 invalid-value: the tag !ruby/object is not read here (leave the tag out)"#]],
    );
    complaint(
        "[a]: 1\n",
        expect![[
            r#"1:1 invalid-value: the name of a field is not a text (write a name and a colon in front of the value)"#
        ]],
    );
    complaint(
        "a: &x [*x]\n",
        expect![[r#"1:8 invalid-value: the alias stands inside of what it repeats (write it out)"#]],
    );
    let problem = read_yaml(b"a: 1\nb: \xff\n").expect_err("no UTF-8").remove(0);
    assert_eq!((problem.row, problem.code.as_str()), (Some(2), "invalid-text"));
}

#[test]
fn hostile_texts_are_refused_at_once() {
    let mut laughs = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_string();
    for level in 1..30 {
        let before = level - 1;
        let all = vec![format!("*a{before}"); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{all}]\n"));
    }
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(1_000));
    let half = 4 << 20;
    let texts = [
        laughs,
        long,
        "[".repeat(half),
        "- ".repeat(half),
        "? ".repeat(half),
        "{a: ".repeat(half / 2),
        format!("[{}]", "0,".repeat(half / 2)),
        "&a ".repeat(half / 2),
        "- a\n".repeat(half / 4),
        "---\na\n".repeat(half / 6),
        "x".repeat(9 << 20),
    ];
    for text in texts {
        let start = Instant::now();
        let problem = refused(&text);
        assert!(
            ["limit-exceeded", "too-large", "invalid-value"].contains(&problem.code.as_str()),
            "{problem:?}"
        );
        // The tests are built without optimisation: what is bounded takes a second at most.
        let head: String = text.chars().take(20).collect();
        assert!(start.elapsed() < Duration::from_secs(20), "{head}… took {:?}", start.elapsed());
    }
}

#[test]
fn json_has_places_too_and_its_own_complaints() {
    let document =
        read_json_document(b"{\n  \"code\": \"a\",\n  \"name\": \"\\ud83d\"\n}").expect_err("half a pair");
    assert_eq!(document[0].row, Some(3), "{document:?}");
    let document =
        read_json_document("{\n  \"code\": \"\u{1f600}\",\n\t\"limit\": 1e2\n}".as_bytes()).expect("JSON");
    assert_eq!(at(&document, "/code"), (2, 11));
    let problems = read_json_document(b"{\"a\": 1,\n \"a\" 2}").expect_err("a colon is missing");
    assert_eq!((problems[0].row, problems[0].code.as_str()), (Some(2), "invalid-json"));
}

/// What is written is read as what it was.
fn round_trip(value: &Value) {
    let text = to_yaml(value, &[]).expect("YAML");
    let read = read_yaml(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    let read: Vec<Option<Value>> = read.iter().map(|document| document.json.to_value()).collect();
    let expected = if value.is_null() { Vec::new() } else { vec![Some(value.clone())] };
    assert_eq!(read, expected, "{text}");
    let again = read_yaml(text.as_bytes()).expect("YAML");
    if let [document] = &again[..] {
        assert_eq!(to_yaml(&document.json.to_value().expect("a value"), &[]).expect("YAML"), text);
    }
}

#[test]
fn texts_of_every_kind_come_back() {
    let texts = [
        "",
        " ",
        "a",
        "a ",
        " a",
        "a b",
        "no",
        "NULL",
        "~",
        "1.0",
        "-1",
        "0x1f",
        "1_000",
        "0815",
        ".inf",
        "=",
        "source.price > 500.0",
        "'laptops' in source.categories && source.price > 500.0",
        "a: b",
        "a #b",
        "a:b",
        "- a",
        "? a",
        "[a]",
        "{a}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "\"",
        "'",
        "\\",
        "a\nb",
        "a\n\nb",
        "a\nb\n",
        "a\nb\n\n",
        "\na",
        " a\nb",
        "a \nb",
        "a\n  b\n c",
        "a\r\nb",
        "a\tb",
        "\t",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}x",
        "\u{2028}",
        "\u{feff}a",
        "\u{1f600}",
        "Äpfel",
        "é",
        "---",
        "...",
        "a\n---\nb",
        "a\n...\n",
        "true",
        "y",
        "2026-12-01T00:00:00Z",
        "#",
        "a,b",
        "[",
        "a]",
    ];
    for text in texts {
        round_trip(&json!(text));
        round_trip(&json!({ "a": text, text: [text, { "b": text }, [text, [text]]] }));
    }
}

#[test]
fn documents_read_well() {
    let rule = json!({ "code": "premium", "match": "'laptops' in source.categories", "when": null,
        "order_by": [{ "direction": "desc", "field": "target.margin" }], "channels": [], "limit": 8,
        "show": "target.category == source.category &&\ntarget.price > source.price", "tags": ["a", "b"],
        "nested": { "en": "Yes", "empty": {} } });
    let expected = expect![[r#"
        channels: []
        code: premium
        limit: 8
        match: "'laptops' in source.categories"
        nested:
          empty: {}
          en: "Yes"
        order_by:
          - direction: desc
            field: target.margin
        show: |-
          target.category == source.category &&
          target.price > source.price
        tags:
          - a
          - b
        when: null
    "#]];
    expected.assert_eq(&to_yaml(&rule, &[]).expect("YAML"));
    round_trip(&rule);
    assert_eq!(to_yaml(&json!({ "a": 1, "b": { "a": 2 } }), &["a"]).expect("YAML"), "b:\n  a: 2\n");
    round_trip(&json!([[], {}, [[]], [{}], [[1, 2], [3]], { "a": [[{ "b": [] }]] }]));
    assert!(matches!(one("- 1\n").json, Json::List(_)));
}
