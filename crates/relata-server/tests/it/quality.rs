//! What is wrong with a shop, as it is told after each write.

use serde_json::{Value, json};

use crate::shop::Shop;

/// The findings as `code source target`.
fn findings(told: &Value) -> Vec<String> {
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap_or("-").to_string();
    let problems = told["problems"].as_array().expect("problems is a list").iter();
    problems.map(|finding| ["code", "source", "target"].map(|name| text(finding, name)).join(" ")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_come_from_all_that_is_stored_of_products() {
    let shop = Shop::new();
    for (path, body) in [
        (
            "relation-types/bigger",
            r#"{"label": {"en": "Bigger"}, "cycle_law": "order", "potential": "attributes.volume_l"}"#,
        ),
        ("products/BOX", r#"{"name": "Box", "attributes": {"volume_l": 20}, "stock": 0}"#),
        ("products/BOX-RED", r#"{"name": "Red box", "parent": "BOX", "stock": 3}"#),
        (
            "products/CRATE",
            r#"{"name": "Crate", "attributes": {"volume_l": 10}, "price": "5.00", "currency": "USD"}"#,
        ),
        ("products/BAG", r#"{"name": "Bag", "stock": 0}"#),
        ("products/BAG-RED", r#"{"name": "Red bag", "parent": "BAG", "stock": 0}"#),
    ] {
        let made = shop.call(&format!("PUT /v1/{path}"), body).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }
    for (source, kind, target) in
        [("BOX", "bigger", "CRATE"), ("CRATE", "related", "BAG"), ("CRATE", "related", "BOX")]
    {
        let body = json!({ "source": source, "type": kind, "target": target }).to_string();
        assert_eq!(shop.call("POST /v1/relations", &body).await.status, 201);
    }
    let told = shop.call("GET /v1/quality", "").await.json();
    // A parent whose variant is in stock can be delivered, and one whose variants are not, cannot.
    let expected =
        ["foreign-currency CRATE -", "potential-not-rising BOX CRATE", "unreachable-target CRATE BAG"];
    assert_eq!(findings(&told), expected, "{told}");
    assert_eq!(told["problems"][1]["names"], json!({"BOX": "Box", "CRATE": "Crate"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_shows_at_once_with_its_revision() {
    let shop = Shop::of(&["A", "B"]).await;
    for round in 1..=5 {
        let body = json!({ "source": "A", "type": "related", "target": "B", "valid_from": "2026-01-01T00:00:00Z",
                           "valid_until": format!("2026-02-0{round}T00:00:00Z") });
        let made = shop.call("POST /v1/relations", &body.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let told = shop.call("GET /v1/quality", "").await.json();
        assert_eq!(told["counts"]["stale-relation"], round, "{told}");
        let revision: i64 = made.header("relata-revision").parse().expect("a write has a revision");
        assert_eq!((&told["revision"], &told["refreshing"]), (&json!(revision), &json!(false)));
    }
}
