//! Conditions with names over HTTP: what names them, circles of names, and what keeps them.

use serde_json::json;

use crate::shop::{Answer, Shop};

async fn shop() -> Shop {
    let shop = Shop::of(&["A", "B", "C", "D"]).await;
    for (sku, price) in [("A", 100), ("B", 200), ("C", 600), ("D", 700)] {
        let body = format!(r#"{{"sku": "{sku}", "name": "{sku}", "price": "{price}.00"}}"#);
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), &body).await.status, 200);
    }
    shop
}

async fn put(shop: &Shop, path: &str, body: serde_json::Value) -> Answer {
    shop.call(&format!("PUT /v1/{path}"), &body.to_string()).await
}

fn condition(text: &str) -> serde_json::Value {
    json!({ "condition": text })
}

fn rule(status: &str, matching: &str, show: &str) -> serde_json::Value {
    json!({ "type": "related", "status": status, "match": matching, "show": show })
}

async fn shown(shop: &Shop, source: &str) -> Vec<String> {
    let line = format!("GET /v1/recommendations?product={source}&type=related");
    let answer = shop.call(&line, "").await.json();
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["sku"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_is_written_named_changed_and_kept_while_it_is_read() {
    let shop = shop().await;
    let saved = put(&shop, "conditions/premium", condition("source.price > 500")).await;
    assert_eq!((saved.status, saved.json()["name"].as_str()), (201, Some("premium")), "{}", saved.text);
    let up = rule("active", "!source.is('premium')", "target.is('premium')");
    let saved = put(&shop, "rules/up", up).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    shop.live(&saved).await;
    assert_eq!(shown(&shop, "A").await, ["C", "D"]);
    let changed = shop.call("PATCH /v1/conditions/premium", r#"{"condition": "source.price > 650"}"#).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    shop.live(&changed).await;
    assert_eq!(shown(&shop, "A").await, ["D"]);
    assert_eq!(shown(&shop, "C").await, ["D"]);
    let law = json!({ "status": "active", "forbid": "source.in_rule('up') && target.sku == 'D'" });
    assert_eq!(put(&shop, "guidelines/law", law).await.status, 201);
    let kept = shop.call("DELETE /v1/conditions/premium", "").await;
    assert_eq!(kept.problems(), "409 in-use at -");
    assert!(kept.text.contains("the rule up reads it"), "{}", kept.text);
    let kept = shop.call("DELETE /v1/rules/up", "").await;
    assert_eq!(kept.problems(), "409 in-use at -");
    assert!(kept.text.contains("the guideline law reads it"), "{}", kept.text);
    let kept = shop.call("PATCH /v1/rules/up", r#"{"status": "archived"}"#).await;
    assert_eq!(kept.problems(), "409 in-use at -");
    // A pause takes away what it shows, and not what it takes in.
    assert_eq!(shop.call("PATCH /v1/rules/up", r#"{"status": "paused"}"#).await.status, 200);
    let line = "GET /v1/audit?noun=condition&key=premium";
    assert_eq!(shop.call(line, "").await.json()["items"].as_array().map(Vec::len), Some(2));
    // Undoing is refused for the same reason.
    let first = shop.call(line, "").await.json()["items"][1]["revision"].to_string();
    let undone = shop.call(&format!("POST /v1/audit/{first}/revert"), "").await;
    assert_eq!(undone.status, 409, "{}", undone.text);
    for gone in ["guidelines/law", "rules/up", "conditions/premium"] {
        assert_eq!(shop.call(&format!("DELETE /v1/{gone}"), "").await.status, 204, "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_nothing_are_refused_with_the_nearest() {
    let shop = shop().await;
    assert_eq!(put(&shop, "conditions/premium", condition("source.price > 500")).await.status, 201);
    let wrong = rule("active", "source.is('premum')", "target.in_rule('upp')");
    let refused = put(&shop, "rules/up", wrong.clone()).await;
    assert_eq!(refused.problems(), "422 unknown-condition at /match, unknown-condition at /show");
    assert_eq!(refused.json()["errors"][0]["hint"], "did you mean premium?");
    let mut draft = wrong;
    draft["status"] = json!("draft");
    assert_eq!(put(&shop, "rules/up", draft).await.status, 201, "a draft may be wrong");
    let refused = put(&shop, "conditions/dear", condition("source.is('nothing')")).await;
    assert_eq!(refused.problems(), "422 unknown-condition at /condition");
    let refused = put(&shop, "conditions/dear", condition("target.price > source.price")).await;
    assert_eq!(refused.problems(), "422 unknown-attribute at /condition");
    let pair = rule("draft", "source.price < cart.total", "true");
    assert_eq!(put(&shop, "rules/cart", pair).await.status, 201);
    let refused = put(&shop, "conditions/dear", condition("source.in_rule('cart')")).await;
    assert_eq!(refused.problems(), "422 type-mismatch at /condition");
    let checked = shop
        .call("POST /v1/rules/check", r#"{"type": "related", "match": "source.is('premium')"}"#)
        .await
        .json();
    assert_eq!(checked["problems"], json!([]));
    assert_eq!(checked["tree"]["match"]["rules"][0]["field"], "source.is");
    let fields = shop.call("GET /v1/rules/fields", "").await.json();
    let field =
        fields["fields"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "is").cloned());
    assert_eq!(field.expect("it can be asked")["values"][0]["value"], "premium");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_never_run_in_a_circle() {
    let shop = shop().await;
    assert_eq!(put(&shop, "conditions/a", condition("source.price > 1")).await.status, 201);
    assert_eq!(put(&shop, "conditions/b", condition("source.is('a')")).await.status, 201);
    assert_eq!(put(&shop, "rules/r", rule("draft", "source.is('b')", "true")).await.status, 201);
    let path = |answer: &Answer| answer.json()["errors"][0]["path"].clone();
    let refused = put(&shop, "conditions/a", condition("source.in_rule('r')")).await;
    assert_eq!(refused.problems(), "422 rule-cycle at /condition");
    assert_eq!(path(&refused), json!(["condition:a", "rule:r", "condition:b", "condition:a"]));
    let itself = put(&shop, "conditions/a", condition("source.price > 1 || source.is('a')")).await;
    assert_eq!(path(&itself), json!(["condition:a", "condition:a"]));
    let draft = put(&shop, "rules/r", rule("draft", "source.in_rule('r')", "true")).await;
    assert_eq!(draft.problems(), "422 rule-cycle at /match", "a draft, too");
    // What it shows may name what it takes in.
    let shows = put(&shop, "rules/r", rule("active", "source.is('b')", "!target.in_rule('r')")).await;
    assert_eq!(shows.status, 200, "{}", shows.text);
    let bulk = shop.call(
        "POST /v1/conditions:bulk?dry_run=true",
        r#"{"code": "a", "condition": "source.in_rule('r')"}"#,
    );
    assert!(bulk.await.text.contains("rule-cycle"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_breaks_who_reads_it_is_refused() {
    let shop = shop().await;
    let many = |count: usize| vec!["source.price > 1"; count].join(" || ");
    assert_eq!(put(&shop, "conditions/wide", condition(&many(100))).await.status, 201);
    let both = rule("active", "source.is('wide') && !source.is('wide')", "true");
    assert_eq!(put(&shop, "rules/both", both).await.status, 201);
    let refused = put(&shop, "conditions/wide", condition(&many(200))).await;
    assert_eq!(refused.problems(), "422 limit-exceeded at /condition");
    assert!(refused.text.contains("the rule both reads it"), "{}", refused.text);
    // A type that refuses circles does so through names as well.
    assert_eq!(put(&shop, "conditions/low", condition("source.price < 150")).await.status, 201);
    let up = json!({ "type": "upsell", "status": "active", "match": "source.is('low')",
                     "show": "source.sku != target.sku" });
    let saved = put(&shop, "rules/up", up).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    shop.live(&saved).await;
    let refused = put(&shop, "conditions/low", condition("source.price < 250")).await;
    assert_eq!(refused.problems(), "422 rule-cycle at /condition", "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_is_written_says_what_it_takes_in_and_who_reads_it() {
    let shop = shop().await;
    assert_eq!(put(&shop, "conditions/premium", condition("source.price > 500")).await.status, 201);
    assert_eq!(
        put(&shop, "conditions/new", condition("source.created_at > now - duration('P30D')")).await.status,
        201
    );
    let dear = put(&shop, "conditions/dear", condition("source.is('premium') && source.price > 650")).await;
    assert_eq!(dear.status, 201, "{}", dear.text);
    let up = json!({ "name": "Up", "type": "related", "status": "active", "match": "true", "show": "target.is('premium')" });
    shop.live(&put(&shop, "rules/up", up).await).await;

    let check = async |body: serde_json::Value| {
        let answer = shop.call("POST /v1/conditions/check?language=de", &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    };
    let found = check(json!({ "code": "premium", "condition": "source.price >= 200" })).await;
    assert_eq!(found["problems"], json!([]));
    assert_eq!((&found["holds"]["products"], &found["holds"]["of"]), (&json!(3), &json!(4)));
    assert_eq!(found["holds"]["examples"][0], json!({ "sku": "B", "name": "B" }));
    assert_eq!(found["size"]["questions"], 1);
    assert_eq!(found["reader_count"], 2);
    assert_eq!(found["readers"][1], json!({ "noun": "rule", "code": "up", "name": "Up", "active": true }));
    // Through another condition, and by what only the moment says.
    let through = check(json!({ "condition": "source.is('dear')" })).await;
    assert_eq!(through["holds"]["products"], 1);
    let fresh =
        check(json!({ "condition": "now - duration('P1D') < now && source.sku in ['A', 'D']" })).await;
    assert_eq!(fresh["holds"]["products"], 2, "{fresh}");
    // As a tree, and as one that is wrong.
    let tree = json!({ "combinator": "and", "not": false, "rules": [
        { "field": "source.price", "operator": ">", "value": "650", "valueSource": "value", "kind": "number" }
    ] });
    let found = check(json!({ "condition_tree": tree })).await;
    assert_eq!((&found["text"], &found["holds"]["products"]), (&json!("source.price > 650"), &json!(1)));
    let wrong =
        check(json!({ "code": "premium", "condition": "target.price > 1 && source.is('dear')" })).await;
    assert_eq!(wrong["holds"], json!(null));
    assert!(wrong["problems"].as_array().is_some_and(|found| found.len() > 1), "{wrong}");

    let list = shop.call("GET /v1/conditions/summaries?q=price", "").await.json();
    let line = |item: &serde_json::Value| {
        format!("{} {} {}", item["condition"]["code"], item["products"], item["reader_count"])
    };
    let lines: Vec<String> = list["items"].as_array().into_iter().flatten().map(line).collect();
    assert_eq!(lines, ["\"dear\" 1 0", "\"premium\" 2 2"]);
    // The paths of what is asked here are no codes.
    assert_eq!(put(&shop, "conditions/check", condition("true")).await.status, 422);
}
