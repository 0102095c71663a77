use serde_json::{Value, json};

use crate::shop::Shop;

/// Three products of two brands, with relations from A to B and from B to C.
async fn shop() -> Shop {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for (sku, price, brand) in [("A", 10, "Acme"), ("B", 20, "Cosy"), ("C", 30, "Acme")] {
        let body = format!(r#"{{"name": "{sku}", "price": "{price}.00", "brand": "{brand}"}}"#);
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), &body).await.status, 200);
    }
    for (source, target) in [("A", "B"), ("B", "C")] {
        let body = json!({ "source": source, "type": "related", "target": target });
        assert_eq!(shop.call("POST /v1/relations", &body.to_string()).await.status, 201);
    }
    shop
}

async fn run(shop: &Shop, body: &Value) -> Value {
    let answer = shop.call("POST /v1/tests", &body.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Each check as `name state value`.
fn states(report: &Value) -> Vec<String> {
    let text = |check: &Value| {
        let word = |field: &str| check[field].as_str().unwrap_or("-").to_string();
        format!("{} {} {}", word("name"), word("state"), check["value"])
    };
    report["checks"].as_array().expect("checks are a list").iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_built_in_suite_says_what_holds_and_what_was_skipped() {
    let shop = shop().await;
    let report = run(&shop, &json!({})).await;
    assert_eq!(report["suite"], "built-in");
    assert_eq!(report["answers"], 3);
    assert_eq!((&report["complete"], &report["difference"]), (&json!(true), &Value::Null));
    assert_eq!(report["asks"][0]["placement"], "product_page");
    let states = states(&report);
    for wanted in [
        "guidelines pass 0.0",
        "sold below cost pass 0.0",
        "coverage warn 0.6666666666666666",
        "hit rate skipped null",
        "broken rules pass 0.0",
    ] {
        assert!(states.iter().any(|state| state == wanted), "{wanted} is not in {states:#?}");
    }
    let skipped = report["checks"].as_array().unwrap().iter().find(|check| check["check"] == "hit_rate");
    assert_eq!(skipped.unwrap()["message"], "no orders are stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_make_the_history_checks_speak() {
    let shop = shop().await;
    let csv = "order_id,sku\n1,A\n1,B\n2,A\n2,C\n3,B\n";
    let done = shop.send("POST /v1/imports", &[("content-type", "text/csv")], csv.into()).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let checks = json!([{"check": "hit_rate", "fail": 0.9}, {"check": "bought_together"}]);
    let report = run(&shop, &json!({ "suite": { "checks": checks } })).await;
    assert_eq!(states(&report), ["hit_rate fail 0.25", "bought_together pass 0.5"]);
    assert_eq!((&report["state"], &report["suite"]), (&json!("fail"), &json!("unsaved")));
    assert_eq!(report["checks"][1]["figures"]["pairs"], 2.0);
    assert_eq!(report["checks"][1]["examples"][0]["pick"], "C");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_tried_and_what_is_live_stays() {
    let shop = shop().await;
    let draft = json!({
        "rules": [{"code": "back", "type": "related", "match": "source.sku == 'C'", "show": "target.sku == 'A'"}],
        "guidelines": [{"code": "apart", "forbid": "source.brand == 'Acme' && target.brand == 'Cosy'"}]
    });
    let checks = json!([
        {"check": "guidelines"}, {"check": "coverage", "fail": 0.5},
        {"name": "dear", "check": "forbid", "forbid": "target.price > source.price", "severity": "warn"}
    ]);
    let suite = json!({ "suite": {"checks": checks}, "asks": [{"types": ["related"]}], "draft": draft });
    let report = run(&shop, &suite).await;
    assert_eq!(report["tried"], json!(["back", "apart"]));
    assert_eq!(states(&report), ["guidelines pass 0.0", "coverage pass 0.6666666666666666", "dear warn 1.0"]);
    assert_eq!(report["checks"][2]["before"], 2.0);
    let found = &report["checks"][2]["examples"][0];
    assert_eq!(
        (&found["product"], &found["pick"], &found["origin"]),
        (&json!("B"), &json!("C"), &json!("manual"))
    );
    let removed = &report["removed"]["examples"][0];
    assert_eq!((&removed["product"], &removed["pick"]), (&json!("A"), &json!("B")));
    assert_eq!(removed["guideline"], "apart");
    let difference = &report["difference"];
    assert_eq!(
        (&difference["products"], &difference["emptied"], &difference["filled"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(difference["examples"][0], json!({"product": "A", "ask": 0, "before": ["B"], "after": []}));
    let lists = shop.talk(&[("GET /v1/rules", ""), ("GET /v1/guidelines", "")]).await;
    assert_eq!(lists.matches(r#"{"items":[],"next":null}"#).count(), 2, "{lists}");
    let live = shop.call("GET /v1/recommendations?product=A&type=related", "").await.json();
    assert_eq!(live["items"][0]["sku"], "B");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_run_is_named_at_its_place() {
    let shop = shop().await;
    let answer = shop
        .call(
            "POST /v1/tests",
            r#"{"suite": {"sample": {"by": "skus"}, "checks": [{"check": "speed"}, {"check": "coverage", "warn": 3},
                {"check": "forbid"}, {"check": "guidelines", "fail": 1}]}, "time_ms": 0,
                "draft": {"rules": [{"type": "related"}]}}"#,
        )
        .await;
    assert_eq!(
        answer.problems(),
        "422 invalid-value at /suite/sample/skus, invalid-value at /suite/checks/0/check, \
         invalid-value at /suite/checks/1/warn, missing-value at /suite/checks/2/forbid, \
         invalid-value at /suite/checks/3/fail, missing-value at /draft/rules/0/code, invalid-value at /time_ms"
    );
    let answer = shop
        .call(
            "POST /v1/tests",
            r#"{"suite": {"checks": [{"check": "forbid", "forbid": "target.prise > 1", "types": ["relatd"]}]},
                "asks": [{}, {"placement": "cellar"}],
                "draft": {"rules": [{"code": "r", "type": "relatd", "show": "target.price >"}],
                          "guidelines": [{"code": "g", "forbid": "1 + 1"}]}}"#,
        )
        .await;
    assert_eq!(
        answer.problems(),
        "422 syntax at /draft/rules/0/show, unknown-type at /draft/rules/0/type, \
         type-mismatch at /draft/guidelines/0/forbid, unknown-attribute at /suite/checks/0/forbid, \
         unknown-type at /suite/checks/0/types/0, unknown-placement at /suite/asks/1/placement"
    );
    let answer = shop.call("POST /v1/tests", r#"{"suite": "nobody"}"#).await;
    assert_eq!(answer.problems(), "404 not-found at -");
    let answer =
        shop.call("POST /v1/tests", r#"{"sample": {"size": 5000}, "asks": [{}, {}, {}, {}, {}]}"#).await;
    assert_eq!(answer.problems(), "422 limit-exceeded at /sample/size");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_without_time_fails_instead_of_passing_unseen() {
    let shop = shop().await;
    for number in 0..300 {
        shop.call(&format!("PUT /v1/products/P{number}"), r#"{"name": "x"}"#).await;
    }
    let report =
        run(&shop, &json!({ "suite": {"checks": [{"check": "nothing_shown"}]}, "time_ms": 1 })).await;
    assert_eq!((&report["complete"], &report["state"]), (&json!(false), &json!("fail")));
    let last = report["checks"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["check"], &last["state"]), (&json!("complete"), &json!("fail")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suite_is_saved_run_by_its_code_patched_undone_and_removed() {
    let shop = shop().await;
    let body = r#"{"name": "Brand safety", "sample": {"skus": ["A", "X"]}, "asks": [{"types": ["related"], "limit": 3}],
        "checks": [{"check": "guidelines", "severity": "warn"}, {"check": "coverage", "items": 2, "warn": 0.5}]}"#;
    let saved = shop.call("PUT /v1/test-suites/safety", body).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    assert_eq!(
        saved.json()["sample"],
        json!({"by": "skus", "category": null, "skus": ["A", "X"], "size": 2})
    );
    assert_eq!(
        saved.json()["checks"],
        json!([{"name": "guidelines", "check": "guidelines", "severity": "warn"},
               {"name": "coverage", "check": "coverage", "items": 2, "warn": 0.5, "fail": null}])
    );
    let again = shop.call("PUT /v1/test-suites/safety", &saved.text).await;
    assert_eq!((again.status, again.header("relata-revision")), (200, ""), "what is read can be written");
    let report = run(&shop, &json!({ "suite": "safety" })).await;
    assert_eq!(report["sample"], json!({"by": "skus", "population": 1, "products": 1, "unknown": ["X"]}));
    assert_eq!(states(&report), ["guidelines pass 0.0", "coverage warn 0.0"]);
    let patched = shop.call("PATCH /v1/test-suites/safety", r#"{"name": "Safety"}"#).await;
    assert_eq!(patched.json()["name"], "Safety");
    let revision = patched.header("relata-revision").to_owned();
    assert_eq!(shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await.status, 200);
    assert_eq!(shop.call("GET /v1/test-suites/safety", "").await.json()["name"], "Brand safety");
    let audit = shop.call("GET /v1/audit?noun=test_suite", "").await.json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 3, "{audit}");
    assert_eq!(shop.call("DELETE /v1/test-suites/safety", "").await.status, 204);
    assert_eq!(shop.call("POST /v1/tests", r#"{"suite": "safety"}"#).await.status, 404);
    let reserved = shop.call("PUT /v1/test-suites/built-in", "{}").await;
    assert_eq!(reserved.problems(), "422 invalid-value at /code");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_suite_keeps_what_fails_it_from_becoming_active() {
    let shop = shop().await;
    let suite = r#"{"required": true, "asks": [{"types": ["related"]}], "checks": [
        {"name": "no Cosy beside Acme", "check": "forbid", "forbid": "source.sku == 'C' && target.brand == 'Cosy'"},
        {"check": "coverage", "fail": 0.5}, {"check": "concentration", "warn": 0.0}]}"#;
    assert_eq!(shop.call("PUT /v1/test-suites/safety", suite).await.status, 201);
    let rule = |status: &str, show: &str| {
        format!(
            r#"{{"type": "related", "status": "{status}", "match": "source.sku == 'C'", "show": "{show}"}}"#
        )
    };
    let refused = shop.call("PUT /v1/rules/r", &rule("active", "target.sku == 'B'")).await;
    assert_eq!(refused.problems(), "422 test-failed at /status");
    let detail = refused.json()["errors"][0].clone();
    assert_eq!(detail["subject"], "safety");
    assert_eq!(
        detail["message"],
        "the required test suite safety fails: no Cosy beside Acme (1 of 3 picks meet the condition, \
         such as B beside C)"
    );
    assert_eq!(shop.call("PUT /v1/rules/r", &rule("draft", "target.sku == 'B'")).await.status, 201);
    let refused = shop.call("PATCH /v1/rules/r", r#"{"status": "active"}"#).await;
    assert_eq!(refused.problems(), "422 test-failed at /status");
    let bulk = format!(r#"{{"code": "r", {}"#, &rule("active", "target.sku == 'B'")[1..]);
    let dry = shop.send(
        "POST /v1/rules:bulk?dry_run=true",
        &[("content-type", "application/x-ndjson")],
        bulk.into(),
    );
    assert!(dry.await.text.contains("test-failed"), "a dry run says so too");
    assert_eq!(shop.call("PUT /v1/rules/fine", &rule("active", "target.sku == 'A'")).await.status, 201);
    let law = r#"{"status": "active", "forbid": "target.brand == 'Acme'"}"#;
    let refused = shop.call("PUT /v1/guidelines/g", law).await;
    assert_eq!(refused.problems(), "422 test-failed at /status");
    assert!(refused.text.contains("coverage"), "{}", refused.text);
    let optional = shop.call("PATCH /v1/test-suites/safety", r#"{"required": false}"#).await;
    assert_eq!(optional.status, 200);
    assert_eq!(shop.call("PUT /v1/guidelines/g", law).await.status, 201);
    assert_eq!(shop.call("PATCH /v1/rules/r", r#"{"status": "active"}"#).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_suite_is_small_and_there_are_few_of_them() {
    let shop = shop().await;
    let large = shop.call("PUT /v1/test-suites/s", r#"{"required": true, "sample": {"size": 1001}}"#).await;
    assert_eq!(large.problems(), "422 limit-exceeded at /sample");
    let wrong = r#"{"checks": [{"check": "forbid", "forbid": "target.prise > 1"}, {"check": "brands"}, {"check": "brands"}]}"#;
    assert_eq!(shop.call("PUT /v1/test-suites/s", wrong).await.problems(), "422 invalid-value at /checks");
    let wrong = r#"{"checks": [{"check": "forbid", "forbid": "target.prise > 1"}]}"#;
    assert_eq!(
        shop.call("PUT /v1/test-suites/s", wrong).await.problems(),
        "422 unknown-attribute at /checks/0/forbid"
    );
    for number in 0..5 {
        let line = format!("PUT /v1/test-suites/s{number}");
        assert_eq!(shop.call(&line, r#"{"required": true}"#).await.status, 201);
    }
    let sixth = shop.call("PUT /v1/test-suites/s6", r#"{"required": true}"#).await;
    assert_eq!(sixth.problems(), "422 limit-exceeded at /required");
    assert_eq!(shop.call("PUT /v1/test-suites/s0", r#"{"required": true}"#).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_is_tried_with_all_that_reads_it() {
    let shop = shop().await;
    let saved = shop.call("PUT /v1/conditions/dear", r#"{"condition": "source.price > 100"}"#).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    let rule = json!({ "type": "related", "status": "active", "match": "source.sku == 'C'", "show": "target.is('dear')" });
    let saved = shop.call("PUT /v1/rules/dear", &rule.to_string()).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    shop.live(&saved).await;
    let checks = json!([
        { "check": "coverage", "fail": 0.9 },
        { "name": "new name", "check": "forbid", "forbid": "target.is('cheap')", "severity": "warn" },
        { "check": "broken_rules", "fail": 0.0 }
    ]);
    let draft = json!({ "conditions": [
        { "code": "dear", "condition": "source.price >= 20" },
        { "code": "cheap", "condition": "source.price < 25" }
    ] });
    let body = json!({ "suite": { "checks": checks }, "draft": draft });
    let report = run(&shop, &body).await;
    assert_eq!(report["tried"], json!(["dear", "cheap"]));
    assert_eq!(report["checks"][0]["value"], 1.0, "{report}");
    assert_eq!(report["checks"][0]["before"].as_f64().map(|share| share < 0.9), Some(true));
    // B is cheap, and shown beside A and by the rule beside C.
    assert_eq!((&report["checks"][1]["state"], &report["checks"][1]["failing"]), (&json!("warn"), &json!(2)));
    assert_eq!(report["difference"]["filled"], 1);
    // Nothing of it was written.
    assert_eq!(shop.call("GET /v1/conditions/cheap", "").await.status, 404);

    let wrong = json!({ "draft": { "conditions": [
        { "code": "dear", "condition": "source.is('dear')" }, { "code": "b", "condition": "source.prise > 1" }
    ] } });
    let refused = shop.call("POST /v1/tests", &wrong.to_string()).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.problems().contains("rule-cycle at /draft/conditions/0"), "{}", refused.problems());
    assert!(refused.problems().contains("at /draft/conditions/1/condition"), "{}", refused.problems());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_for_build_servers_too() {
    let shop = shop().await;
    let body = json!({ "suite": { "code": "own", "checks": [{ "name": "a <b>", "check": "coverage", "fail": 0.9 }] } }).to_string();
    let json = [("content-type", "application/json")];
    let as_query = shop.send("POST /v1/tests?format=junit", &json, body.clone().into()).await;
    assert_eq!((as_query.status, as_query.header("content-type")), (200, "application/xml; charset=utf-8"));
    assert!(as_query.text.contains(r#"<testsuite name="own" tests="1" failures="1""#), "{}", as_query.text);
    assert!(as_query.text.contains(r#"name="a &lt;b&gt;""#), "{}", as_query.text);
    let accepted = async |accept: &str| {
        let headers = [("content-type", "application/json"), ("accept", accept)];
        let answer = shop.send("POST /v1/tests", &headers, body.clone().into()).await;
        answer.header("content-type").split(';').next().unwrap_or_default().to_owned()
    };
    assert_eq!(accepted("application/xml").await, "application/xml");
    assert_eq!(accepted("text/xml, application/json;q=0.5").await, "application/xml");
    for json in
        ["*/*", "application/json, application/xml;q=0.9", "text/html,application/xml;q=0.9,*/*;q=0.9"]
    {
        assert_eq!(accepted(json).await, "application/json", "{json}");
    }
    assert_eq!(shop.call("POST /v1/tests?format=pdf", "{}").await.status, 422);
}
