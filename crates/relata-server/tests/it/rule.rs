use crate::shop::Shop;

async fn shop() -> Shop {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for (sku, price, color) in [("A", 10, "red"), ("B", 20, "blue"), ("C", 30, "red")] {
        let body = format!(
            r#"{{"sku": "{sku}", "name": "{sku}", "price": "{price}.00", "attributes": {{"color": "{color}"}}}}"#
        );
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), &body).await.status, 200);
    }
    shop
}

async fn shown(shop: &Shop, source: &str, kind: &str) -> Vec<String> {
    let line = format!("GET /v1/recommendations?product={source}&type={kind}&explain=true");
    let answer = shop.call(&line, "").await.json();
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| format!("{} {}", item["sku"], item["origin"]).replace('"', "")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_written_served_paused_and_removed() {
    let shop = shop().await;
    let rule = r#"{"type": "related", "status": "active", "match": "source.price < 25",
                   "show": "target.attributes.color == source.attributes.color", "limit": 5}"#;
    let saved = shop.call("PUT /v1/rules/alike", rule).await;
    assert_eq!((saved.status, saved.json()["name"].as_str()), (201, Some("alike")), "{}", saved.text);
    shop.live(&saved).await;
    assert_eq!(shown(&shop, "A", "related").await, ["C rule:alike"]);
    assert_eq!(shown(&shop, "C", "related").await, [""; 0]);
    let paused = shop.call("PATCH /v1/rules/alike", r#"{"status": "paused"}"#).await;
    assert_eq!(paused.status, 200);
    shop.live(&paused).await;
    assert_eq!(shown(&shop, "A", "related").await, [""; 0]);
    let revision = paused.header("relata-revision").to_owned();
    let reverted = shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await;
    assert_eq!(reverted.status, 200, "{}", reverted.text);
    shop.live(&reverted).await;
    assert_eq!(shown(&shop, "A", "related").await, ["C rule:alike"]);
    let removed = shop.call("DELETE /v1/rules/alike", "").await;
    assert_eq!(removed.status, 204);
    shop.live(&removed).await;
    assert_eq!(shown(&shop, "A", "related").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_rule_stays_a_draft_and_says_why() {
    let shop = shop().await;
    let wrong = |status: &str| {
        format!(
            r#"{{"type": "relatd", "status": "{status}", "match": "source.prise > 5",
                 "show": "target.attributes.colour == 'red'", "when": "cart.size >",
                 "order_by": [{{"field": "source.price"}}]}}"#
        )
    };
    let refused = shop.call("PUT /v1/rules/r", &wrong("active")).await;
    assert_eq!(
        refused.problems(),
        "422 unknown-attribute at /match, unknown-attribute at /show, syntax at /when, \
         invalid-value at /order_by/0/field, unknown-type at /type"
    );
    assert_eq!(shop.call("PUT /v1/rules/r", &wrong("draft")).await.status, 201);
    let checked = shop.call("POST /v1/rules/check", &wrong("draft")).await.json();
    let codes: Vec<&str> =
        checked["problems"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert_eq!(codes, ["unknown-attribute", "unknown-attribute", "syntax", "invalid-value", "unknown-type"]);
    assert_eq!(checked["problems"][0]["row"], 1);
    assert_eq!(checked["problems"][0]["hint"], "did you mean price?");
}

#[tokio::test(flavor = "multi_thread")]
async fn text_and_tree_are_the_same_condition() {
    let shop = shop().await;
    let text = r#"{"type": "related", "match": "source.price > 5 && !has(source.brand)", "show": "true"}"#;
    let by_text = shop.call("POST /v1/rules/check", text).await.json();
    assert_eq!(by_text["problems"], serde_json::json!([]));
    let tree =
        serde_json::json!({ "type": "related", "show": "true", "match_tree": by_text["tree"]["match"] });
    let by_tree = shop.call("POST /v1/rules/check", &tree.to_string()).await.json();
    assert_eq!(by_tree["text"]["match"], "source.price > 5 && !has(source.brand)");
    assert_eq!(by_tree["sentence"], by_text["sentence"]);
    let german = shop.call("POST /v1/rules/check?language=de", text).await.json();
    assert_eq!(
        german["sentences"]["match"],
        "Preis des Produkts ist größer als 5 und nicht: Marke des Produkts ist bekannt"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_a_draft_would_do() {
    let shop = shop().await;
    let body = r#"{"sample": 2, "rule": {"type": "upsell", "match": "true",
                   "show": "target.price != source.price"}}"#;
    let preview = shop.call("POST /v1/rules/preview", body).await.json();
    assert_eq!((preview["sources"].as_u64(), preview["targets"].as_u64()), (Some(3), Some(2)));
    assert_eq!(preview["cycles"][0]["path"], serde_json::json!(["B", "A", "B"]));
    let risen = body.replace("!=", ">");
    let preview = shop.call("POST /v1/rules/preview", &risen).await.json();
    assert_eq!((preview["pairs_shown"].as_u64(), preview["without_result"].as_u64()), (Some(3), Some(1)));
    assert_eq!(preview["cycles"], serde_json::json!([]));
    assert_eq!(preview["examples"][0]["after"], serde_json::json!(["B", "C"]));
    assert!(preview["coverage_after"].as_f64() > preview["coverage_before"].as_f64());
    assert_eq!(shop.call("GET /v1/rules", "").await.json()["items"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn circles_and_guidelines_are_refused_where_they_would_begin() {
    let shop = shop().await;
    let up = r#"{"type": "upsell", "status": "active", "show": "target.price > source.price"}"#;
    assert_eq!(shop.call("PUT /v1/rules/up", up).await.status, 201);
    let down = shop.call("POST /v1/relations", r#"{"source": "C", "type": "upsell", "target": "A"}"#).await;
    assert_eq!(down.problems(), "422 cycle at /target");
    let around = up.replace("target.price > source.price", "true");
    assert_eq!(shop.call("PUT /v1/rules/around", &around).await.problems(), "422 rule-cycle at /show");
    let ban = r#"{"status": "active", "forbid": "source.sku == 'A' && target.sku == 'B'"}"#;
    assert_eq!(shop.call("PUT /v1/guidelines/ban", ban).await.status, 201);
    let forbidden = r#"{"source": "A", "type": "related", "target": "B"}"#;
    assert_eq!(shop.call("POST /v1/relations", forbidden).await.problems(), "422 guideline at /target");
    assert_eq!(shown(&shop, "A", "upsell").await, ["C rule:up"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rules_make_stands_in_the_list_of_a_product() {
    let shop = shop().await;
    for body in [
        r#"{"source": "A", "type": "related", "target": "B"}"#,
        r#"{"source": "B", "type": "upsell", "target": "A"}"#,
    ] {
        assert_eq!(shop.call("POST /v1/relations", body).await.status, 201);
    }
    for (code, body) in [
        ("all", r#"{"type": "related", "status": "active", "show": "true", "limit": 1, "weight": 0.5}"#),
        ("more", r#"{"type": "related", "status": "active", "show": "target.sku == 'C'", "priority": -1}"#),
        (
            "app",
            r#"{"type": "accessory", "status": "active", "show": "target.sku == 'C'", "channels": ["app"]}"#,
        ),
        (
            "later",
            r#"{"type": "substitute", "status": "active", "show": "target.sku == 'C'", "valid_from": "2030-01-01T00:00:00Z"}"#,
        ),
        (
            "over",
            r#"{"type": "spare_part", "status": "active", "show": "target.sku == 'C'", "valid_until": "2020-01-01T00:00:00Z"}"#,
        ),
    ] {
        let saved = shop.call(&format!("PUT /v1/rules/{code}"), body).await;
        assert_eq!(saved.status, 201, "{}", saved.text);
    }
    let rows = |answer: &serde_json::Value| {
        let row = |row: &serde_json::Value| {
            let word = |name: &str| row[name].as_str().unwrap_or("null").to_string();
            format!(
                "{} {} {} {} {}",
                word("type"),
                word("target"),
                word("origin"),
                word("status"),
                word("id")
            )
        };
        answer["items"].as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let list = shop.call("GET /v1/products/A/relations", "").await.json();
    assert_eq!(
        rows(&list),
        [
            "accessory C rule:app active null",
            "related B manual active 1",
            "related B rule:all shadowed null",
            "related C rule:more active null",
            "spare_part C rule:over expired null",
            "substitute C rule:later scheduled null",
        ]
    );
    let made = &list["items"][2];
    assert_eq!(
        (&made["weight"], &made["position"], &made["created_at"]),
        (&0.5.into(), &1.into(), &serde_json::Value::Null)
    );
    assert_eq!((&made["source"], &made["target_name"]), (&"A".into(), &"B".into()));
    assert_eq!(made["target_product"]["price"], "20.00");
    let first = shop.call("GET /v1/products/A/relations?type=related&limit=2", "").await.json();
    assert_eq!(rows(&first).len(), 2);
    let line = format!(
        "GET /v1/products/A/relations?type=related&limit=2&cursor={}",
        first["next"].as_str().unwrap()
    );
    assert_eq!(rows(&shop.call(&line, "").await.json()), ["related C rule:more active null"]);
    let stored = shop.call("GET /v1/relations?source=A", "").await.json();
    assert_eq!(rows(&stored).len(), 1, "what rules make is not stored");
    let hidden =
        shop.call("PATCH /v1/products/A", r#"{"excluded": [{"type": "related", "target": "C"}]}"#).await;
    assert_eq!(hidden.status, 200);
    let list = shop.call("GET /v1/products/A/relations?type=related", "").await.json();
    assert_eq!(rows(&list)[2], "related C rule:more excluded null");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_that_is_withheld_says_so_in_the_list() {
    let shop = shop().await;
    let rule = r#"{"type": "upsell", "status": "active", "show": "target.price > source.price", "match": "source.sku == 'A'"}"#;
    assert_eq!(shop.call("PUT /v1/rules/up", rule).await.status, 201);
    assert_eq!(shop.call("PATCH /v1/products/B", r#"{"price": "5.00"}"#).await.status, 200);
    let body = r#"{"source": "B", "type": "upsell", "target": "A"}"#;
    assert_eq!(shop.call("POST /v1/relations", body).await.status, 201);
    assert_eq!(shop.call("PATCH /v1/products/B", r#"{"price": "50.00"}"#).await.status, 200);
    let list = shop.call("GET /v1/products/A/relations?type=upsell", "").await.json();
    let found: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["target"], row["origin"], row["status"]).replace('"', ""))
        .collect();
    assert_eq!(found, ["B rule:up withheld", "C rule:up active"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_guidelines_that_ask_for_what_went_are_listed_with_a_repair() {
    let shop = shop().await;
    let rule = r#"{"name": "Red", "type": "related", "status": "active", "show": "target.attributes.color == 'red'"}"#;
    assert_eq!(shop.call("PUT /v1/rules/red", rule).await.status, 201);
    let law = r#"{"status": "active", "forbid": "target.attributes.color == 'blue'"}"#;
    assert_eq!(shop.call("PUT /v1/guidelines/no-blue", law).await.status, 201);
    assert_eq!(shop.call("GET /v1/quality", "").await.json()["broken"], serde_json::json!([]));
    for sku in ["A", "B", "C"] {
        let body = r#"{"name": "x", "attributes": {"colour": "red"}}"#;
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), body).await.status, 200);
    }
    let broken = shop.call("GET /v1/quality", "").await.json()["broken"].clone();
    let line = |one: &serde_json::Value| {
        let problem = &one["problems"][0];
        format!(
            "{} {} {} {} {}",
            one["noun"], one["code"], problem["code"], problem["pointer"], problem["hint"]
        )
    };
    let lines: Vec<String> =
        broken.as_array().unwrap().iter().map(|one| line(one).replace('"', "")).collect();
    assert_eq!(
        lines,
        [
            "rule red unknown-attribute /show did you mean colour?",
            "guideline no-blue unknown-attribute /forbid did you mean colour?"
        ]
    );
    let report = shop
        .call("POST /v1/tests", r#"{"suite": {"checks": [{"check": "broken_rules", "fail": 0}]}}"#)
        .await
        .json();
    assert_eq!(
        (&report["state"], &report["checks"][0]["examples"][0]["rule"]),
        (&"fail".into(), &"red".into())
    );
    assert_eq!(
        shop.call("GET /v1/quality?type=upsell", "").await.json()["broken"].as_array().unwrap().len(),
        1
    );
    for one in broken.as_array().unwrap() {
        let (path, body) = (one["repair"]["path"].as_str().unwrap(), one["repair"]["body"].to_string());
        assert_eq!(shop.call(&format!("PATCH {path}"), &body).await.status, 200);
    }
    assert_eq!(shop.call("GET /v1/quality", "").await.json()["broken"], serde_json::json!([]));
}
