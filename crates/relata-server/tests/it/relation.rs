use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn a_relation_is_made_moved_and_removed() {
    let shop = Shop::of(&["A", "B", "C", "D"]).await;
    let said = shop
        .talk(&[
            ("POST /v1/relations", r#"{"source": "A", "type": "cross_sell", "target": "B"}"#),
            ("POST /v1/relations", r#"{"source": "A", "type": "cross_sell", "target": "C"}"#),
            ("PATCH /v1/relations/2", r#"{"position": 1}"#),
            ("GET /v1/relations/1", ""),
            ("PUT /v1/relations/1", r#"{"weight": 0.5, "valid_until": "2026-01-01"}"#),
            ("DELETE /v1/relations/2", ""),
            ("GET /v1/relations/2", ""),
            ("GET /v1/relations/two", ""),
        ])
        .await;
    expect![[r#"
        POST /v1/relations
          201 {"id":"1","source":"A","type":"cross_sell","target":"B","position":1,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"both_ways":false,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","revision":5,"warnings":[]}
        POST /v1/relations
          201 {"id":"2","source":"A","type":"cross_sell","target":"C","position":2,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"both_ways":false,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","revision":6,"warnings":[]}
        PATCH /v1/relations/2
          200 {"id":"2","source":"A","type":"cross_sell","target":"C","position":1,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","revision":7,"warnings":[]}
        GET /v1/relations/1
          200 {"id":"1","source":"A","type":"cross_sell","target":"B","position":2,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z"}
        PUT /v1/relations/1
          200 {"id":"1","source":"A","type":"cross_sell","target":"B","position":2,"weight":0.5,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":"2026-01-01T00:00:00Z","pin":null,"origin":"manual","status":"expired","created_at":"2026-11-21T09:00:00Z","revision":8,"warnings":[]}
        DELETE /v1/relations/2
          204 
        GET /v1/relations/2
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is no relation 2","code":"not-found","errors":[{"code":"not-found","severity":"error","subject":"2","message":"there is no relation 2"}]}
        GET /v1/relations/two
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is nothing under this key; keys here are numbers","code":"not-found","errors":[{"code":"not-found","severity":"error","message":"there is nothing under this key; keys here are numbers"}]}
    "#]].assert_eq(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_all_at_once() {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for body in [
        r#"{"source": "A", "type": "upsell", "target": "B"}"#,
        r#"{"source": "B", "type": "upsell", "target": "C"}"#,
    ] {
        assert_eq!(shop.call("POST /v1/relations", body).await.status, 201);
    }
    for (body, problems) in [
        (r#"{"source": "A", "type": "upsell", "target": "B"}"#, "409 duplicate-relation at -"),
        (
            r#"{"source": "A", "type": "nonsense", "target": "Z"}"#,
            "422 unknown-type at /type, unknown-product at /target",
        ),
        (r#"{"source": "A", "type": "related", "target": "A"}"#, "422 self-relation at /target"),
        (r#"{"source": "C", "type": "upsell", "target": "A"}"#, "422 cycle at /target"),
        (r#"{"source": "A", "type": "upsell"}"#, "422 missing-value at /target"),
        (r#"{"source": "A""#, "400 invalid-json at -"),
    ] {
        assert_eq!(shop.call("POST /v1/relations", body).await.problems(), problems, "{body}");
    }
    let cycle = r#"{"source": "C", "type": "upsell", "target": "A"}"#;
    let checked = shop.call("POST /v1/relations/check", cycle).await;
    expect![[r#"200 {"problems":[{"code":"cycle","severity":"error","pointer":"/target","message":"upsell would run in a circle: C -> A -> B -> C","hint":"remove one of the relations along the circle, or choose a type that allows circles","path":["C","A","B","C"]}]}"#]].assert_eq(&format!("{} {}", checked.status, checked.text));
    let shape = shop.call("POST /v1/relations/check", r#"{"source": "C", "weight": -1}"#).await;
    assert_eq!((shape.status, shape.json()["problems"].as_array().map(Vec::len)), (200, Some(3)));
    let listed = shop.call("GET /v1/relations", "").await;
    assert_eq!(listed.json()["items"].as_array().map(Vec::len), Some(2), "a check writes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_are_listed_by_what_is_asked() {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for (kind, target, more) in [
        ("cross_sell", "B", ""),
        ("cross_sell", "C", r#", "valid_until": "2026-01-01""#),
        ("related", "B", r#", "both_ways": true"#),
    ] {
        let body = format!(r#"{{"source": "A", "type": "{kind}", "target": "{target}"{more}}}"#);
        assert_eq!(shop.call("POST /v1/relations", &body).await.status, 201);
    }
    for (path, found) in [
        ("/v1/relations", "A-B A-C A-B B-A"),
        ("/v1/relations?source=B", "B-A"),
        ("/v1/relations?target=B&type=related", "A-B"),
        ("/v1/relations?status=expired", "A-C"),
        ("/v1/relations?origin=manual&limit=1", "A-B"),
        ("/v1/relations?origin=import", ""),
        ("/v1/products/A/relations", "A-B A-C A-B"),
        ("/v1/products/A/relations?type=related", "A-B"),
    ] {
        let page = shop.call(&format!("GET {path}"), "").await.json();
        let items = page["items"].as_array().expect("items is a list").iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("?").to_string();
        let pairs: Vec<String> =
            items.map(|item| text(&item["source"]) + "-" + &text(&item["target"])).collect();
        assert_eq!(pairs.join(" "), found, "{path}");
    }
    assert_eq!(shop.call("GET /v1/products/NONE/relations", "").await.problems(), "404 not-found at -");
    assert_eq!(
        shop.call("GET /v1/relations?status=lost", "").await.problems(),
        "422 invalid-value at /status"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_can_be_seen_and_reverted() {
    let shop = Shop::of(&["A"]).await;
    let change = shop.call("PATCH /v1/products/A", r#"{"name": "changed"}"#).await;
    let revision = change.header("relata-revision").to_string();
    let audit = shop.call(&format!("GET /v1/audit?revision={revision}"), "").await.json();
    let entry = &audit["items"][0];
    assert_eq!(
        (
            entry["action"].as_str(),
            entry["noun"].as_str(),
            entry["key"].as_str(),
            entry["before"]["name"].as_str()
        ),
        (Some("update"), Some("product"), Some("A"), Some("x"))
    );
    let reverted = shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await;
    assert_eq!(reverted.status, 200, "{}", reverted.text);
    assert_eq!(shop.call("GET /v1/products/A", "").await.json()["name"], "x");
    assert_eq!(shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await.status, 409);
    assert_eq!(shop.call("POST /v1/audit/99999/revert", "").await.problems(), "404 not-found at -");
    assert_eq!(shop.call("GET /v1/audit?noun=nonsense", "").await.problems(), "422 invalid-value at /noun");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_names_every_problem() {
    let shop = Shop::of(&["A", "B"]).await;
    let codes = |answer: &crate::shop::Answer, list: &str| {
        let mut codes: Vec<String> = answer.json()[list]
            .as_array()
            .expect("a list of problems")
            .iter()
            .filter_map(|problem| problem["code"].as_str().map(str::to_string))
            .collect();
        codes.sort();
        codes.join(" ")
    };
    let wrong = r#"{"source": "A", "type": "nope", "target": "X", "weight": -1,
        "valid_from": "2030-01-02T00:00:00Z", "valid_until": "2030-01-01T00:00:00Z"}"#;
    let all = "invalid-value invalid-window unknown-product unknown-type";
    let refused = shop.call("POST /v1/relations", wrong).await;
    assert_eq!((refused.status, codes(&refused, "errors").as_str()), (422, all));
    let checked = shop.call("POST /v1/relations/check", wrong).await;
    assert_eq!((checked.status, codes(&checked, "problems").as_str()), (200, all));
    // A repeated relation with another problem is not a conflict but wrong.
    shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    let again = r#"{"source": "A", "type": "related", "target": "B", "weight": -1}"#;
    let refused = shop.call("POST /v1/relations", again).await;
    assert_eq!(
        (refused.status, codes(&refused, "errors").as_str()),
        (422, "duplicate-relation invalid-value")
    );
    let asked =
        r#"{"products": ["A"], "placement": "nope", "channel": "nope", "types": ["nope"], "limit": 99}"#;
    let refused = shop.call("POST /v1/recommendations", asked).await;
    let all = "invalid-value unknown-channel unknown-placement unknown-type";
    assert_eq!((refused.status, codes(&refused, "errors").as_str()), (422, all));
    let refused = shop
        .call("GET /v1/recommendations?product=A&placement=nope&channel=nope&type=nope&limit=x", "")
        .await;
    assert_eq!((refused.status, codes(&refused, "errors").as_str()), (422, all));
}

/// A customer is in a scope with several segments by any of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_relation_for_more_customers_is_not_shadowed_by_one_for_fewer() {
    let shop = Shop::of(&["A", "B"]).await;
    let make = async |segments: &str| {
        let body = format!(r#"{{"source": "A", "type": "related", "target": "B", "segments": {segments}}}"#);
        shop.call("POST /v1/relations", &body).await
    };
    assert_eq!(make(r#"["a"]"#).await.json()["status"], "active");
    let wide = make(r#"["a", "b"]"#).await;
    assert_eq!(wide.json()["status"], "active", "customers in b see it");
    assert_eq!(make(r#"["b"]"#).await.json()["status"], "shadowed", "whoever sees it sees the one before");
    shop.live(&wide).await;
    let seen = shop.call("GET /v1/recommendations?product=A&type=related&segment=b", "").await.json();
    assert_eq!(seen["items"][0]["sku"], "B");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_ways_is_checked_as_it_is_made() {
    let shop = Shop::of(&["A", "B"]).await;
    let strict = r#"{"source": "A", "type": "successor", "target": "B", "both_ways": true}"#;
    let checked = shop.call("POST /v1/relations/check", strict).await.json();
    assert_eq!(checked["problems"][0]["code"], "cycle");
    assert_eq!(checked["problems"][0]["path"], serde_json::json!(["A", "B", "A"]));
    assert_eq!(shop.call("POST /v1/relations", strict).await.problems(), "422 cycle at /both_ways");
    let made = shop.call("POST /v1/relations", &strict.replace("successor", "related")).await;
    assert_eq!((made.status, &made.json()["both_ways"]), (201, &true.into()));
    let path = made.header("location").to_string();
    // What was answered can be edited and put back.
    let body = made.text.replace("\"both_ways\":true", "\"both_ways\":false");
    assert_eq!(shop.call(&format!("PUT {path}"), &body).await.status, 200);
    assert_eq!(
        shop.call(&format!("PUT {path}"), &made.text).await.problems(),
        "422 invalid-value at /both_ways"
    );
    let nul = r#"{"source": "A", "type": "accessory", "target": "B", "fields": {"a": ["\u0000"]}}"#;
    assert_eq!(shop.call("POST /v1/relations", nul).await.problems(), "422 invalid-value at /fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_told_of_its_own_parameters() {
    let shop = Shop::of(&["A"]).await;
    let refused = shop.call("GET /v1/recommendations?product=A&type=nope&channel=nope", "").await;
    assert_eq!(refused.problems(), "422 unknown-channel at /channel, unknown-type at /type");
    let refused = shop.call("PUT /v1/channels/app", r#"{"name": " "}"#).await;
    assert_eq!(refused.problems(), "422 invalid-value at /name");
}

/// One order everywhere: what is listed for a variant is what is served for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_variant_lists_its_relations_as_they_are_served() {
    let shop = Shop::of(&["P", "X", "Y", "Z"]).await;
    shop.call("PUT /v1/products/V", r#"{"name": "V", "parent": "P"}"#).await;
    let relation = |source: &str, target: &str, more: &str| {
        format!(r#"{{"source": "{source}", "type": "related", "target": "{target}"{more}}}"#)
    };
    shop.call("POST /v1/relations", &relation("P", "Z", "")).await;
    shop.call("POST /v1/relations", &relation("V", "Y", "")).await;
    shop.live(&shop.call("POST /v1/relations", &relation("P", "X", r#", "pin": 1"#)).await).await;
    let page = shop.call("GET /v1/products/V/relations?type=related", "").await.json();
    let served = shop.call("GET /v1/recommendations?product=V&type=related", "").await.json();
    let column = |items: &serde_json::Value, name: &str| -> Vec<String> {
        let rows = items.as_array().expect("items is a list").iter();
        rows.filter_map(|row| row[name].as_str().map(str::to_string)).collect()
    };
    assert_eq!(column(&served["items"], "sku"), ["X", "Y", "Z"]);
    assert_eq!(column(&page["items"], "target"), ["X", "Y", "Z"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guideline_about_age_asks_by_the_clock() {
    let shop = Shop::of(&["A", "OLD", "NEW"]).await;
    let of = |year: &str| format!(r#"{{"created_at": "{year}-01-01T00:00:00Z"}}"#);
    for (sku, year) in [("OLD", "2001"), ("NEW", "2999")] {
        assert_eq!(shop.call(&format!("PATCH /v1/products/{sku}"), &of(year)).await.status, 200);
    }
    let young = r#"{"status": "active", "forbid": "target.created_at > now - duration('P30D')"}"#;
    let saved = shop.call("PUT /v1/guidelines/young", young).await;
    assert_eq!(saved.status, 201, "{}", saved.text);
    shop.live(&saved).await;
    let link = |target: &str| format!(r#"{{"source": "A", "type": "related", "target": "{target}"}}"#);
    let refused = shop.call("POST /v1/relations", &link("NEW")).await;
    assert_eq!(refused.problems(), "422 guideline at /target");
    let kept = shop.call("POST /v1/relations", &link("OLD")).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
}
