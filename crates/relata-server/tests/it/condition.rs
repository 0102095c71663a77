//! Writes that happen only if something is so, and writes that change nothing.

use crate::shop::Shop;

/// Each kind of single thing: path, a body that makes it, and one that changes it.
const NOUNS: [(&str, &str, &str); 6] = [
    ("/v1/products/X", r#"{"name": "one"}"#, r#"{"name": "two"}"#),
    ("/v1/relation-types/fits", r#"{"label": {"en": "one"}}"#, r#"{"label": {"en": "two"}}"#),
    ("/v1/channels/app", r#"{"name": "one"}"#, r#"{"name": "two"}"#),
    ("/v1/placements/aside", r#"{"name": "one"}"#, r#"{"name": "two"}"#),
    ("/v1/views/mine", r#"{"name": "one"}"#, r#"{"name": "two"}"#),
    ("/v1/mappings/pim", MAPPING, r#"{"name": "two"}"#),
];
const MAPPING: &str = r#"{"name": "one", "content": "products", "columns": {"No": "sku"}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn only_a_write_that_changes_something_has_a_revision() {
    let shop = Shop::of(&["A", "B"]).await;
    let revision = |answer: &crate::shop::Answer| answer.headers.contains_key("relata-revision");
    for (path, body, change) in NOUNS {
        let made = shop.call(&format!("PUT {path}"), body).await;
        assert_eq!((made.status, revision(&made)), (201, true), "{path}: {}", made.text);
        for method in ["PUT", "PATCH"] {
            let same = shop.call(&format!("{method} {path}"), body).await;
            assert_eq!((same.status, revision(&same)), (200, false), "{method} {path}: {}", same.text);
            assert_eq!(same.header("etag"), made.header("etag"));
        }
        let changed = shop.call(&format!("PATCH {path}"), change).await;
        assert_eq!((changed.status, revision(&changed)), (200, true), "{path}: {}", changed.text);
        assert!(revision(&shop.call(&format!("DELETE {path}"), "").await), "{path}");
    }
    let made = shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    assert!(revision(&made) && made.json()["revision"].is_i64(), "{}", made.text);
    for body in [r#"{"weight": 1.0}"#, r#"{"position": 1}"#, "{}"] {
        let same = shop.call("PATCH /v1/relations/1", body).await;
        assert_eq!((same.status, revision(&same)), (200, false), "{body}: {}", same.text);
        assert!(same.json()["revision"].is_null(), "{}", same.text);
    }
    let changed = shop.call("PATCH /v1/relations/1", r#"{"weight": 0.5}"#).await;
    assert!(revision(&changed) && changed.json()["revision"].is_i64());
    let lines = "{\"sku\": \"A\", \"name\": \"x\"}\n{\"sku\": \"A\", \"name\": \"y\"}\n";
    let told = shop.call("POST /v1/products:bulk", lines).await;
    let revisions: Vec<bool> = told.text.lines().map(|line| !line.contains(r#""revision":null"#)).collect();
    assert_eq!(revisions, [false, true], "{}", told.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_is_made_only_where_there_is_none() {
    let shop = Shop::new();
    let absent = [("content-type", "application/json"), ("if-none-match", "*")];
    for (path, body, change) in NOUNS {
        let (put, get) = (format!("PUT {path}"), format!("GET {path}"));
        let made = shop.send(&put, &absent, body.as_bytes().to_vec()).await;
        assert_eq!(made.status, 201, "{path}: {}", made.text);
        let again = shop.send(&put, &absent, body.as_bytes().to_vec()).await;
        assert_eq!(again.problems(), "412 conflict at -", "{path}");
        let tag = made.header("etag");
        let read = shop.send(&get, &[("if-none-match", tag)], Vec::new()).await;
        assert_eq!((read.status, read.text.as_str(), read.header("etag")), (304, "", tag), "{path}");
        let unlike = [("content-type", "application/json"), ("if-none-match", tag)];
        let refused = shop.send(&format!("PATCH {path}"), &unlike, change.as_bytes().to_vec()).await;
        assert_eq!(refused.problems(), "412 conflict at -", "{path}");
        let other = [("content-type", "application/json"), ("if-none-match", "\"another\"")];
        let taken = shop.send(&format!("PATCH {path}"), &other, change.as_bytes().to_vec()).await;
        assert_eq!(taken.status, 200, "{path}: {}", taken.text);
        let read = shop.send(&get, &[("if-none-match", tag)], Vec::new()).await;
        assert_eq!(read.status, 200, "{path} is not what it was");
    }
}
