//! What the screens of an app ask beside the nouns themselves: state, sample, history, findings, views.

use expect_test::expect;
use relata_server::ServerOptions;
use serde_json::{Value, json};

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn the_status_tells_sizes_and_how_quick_answers_are() {
    let options = ServerOptions { image_hosts: vec!["img.example.com".to_string()], ..Default::default() };
    let shop = Shop::with(&options);
    let empty = shop.call("GET /v1/status", "").await.json();
    assert_eq!((&empty["empty"], &empty["sample_shop"]), (&json!(true), &json!(false)));
    assert_eq!(empty["answers"]["count"], 0);
    assert_eq!(empty["answers"]["p50_us"], Value::Null);
    shop.call("PUT /v1/products/A", r#"{"name": "x"}"#).await;
    let asked = shop.call("GET /v1/recommendations?product=A", "").await;
    assert_eq!(asked.status, 200);
    let status = shop.call("GET /v1/status", "").await;
    let told = status.json();
    assert_eq!(
        (&told["products"], &told["empty"], &told["ready"]),
        (&json!(1), &json!(false), &json!(true)),
        "{told}"
    );
    assert_eq!((&told["database"], &told["database_reachable"]), (&json!("sqlite"), &json!(true)));
    assert_eq!(told["answers"]["count"], 1);
    assert!(told["answers"]["p99_us"].as_u64() <= told["answers"]["max_us"].as_u64(), "{told}");
    assert_eq!(told["image_hosts"], json!(["img.example.com"]));
    let policy = status.header("content-security-policy");
    assert!(policy.contains("img-src 'self' data: img.example.com;"), "{policy}");
    let policy = Shop::new().call("GET /healthz", "").await.header("content-security-policy").to_string();
    assert!(policy.contains("img-src 'self' data:;"), "{policy}");
}

#[test]
fn only_hosts_are_taken_as_hosts_of_pictures() {
    for host in ["example.com", "*.example.com", "cdn-1.example.com:8443", "localhost"] {
        assert_eq!(relata_server::parse_image_host(host).as_deref(), Ok(host));
    }
    for text in
        ["", "https://example.com", "example.com/x", "a b", "a;script-src *", "*", "a..b", "a:b", "-a"]
    {
        assert!(relata_server::parse_image_host(text).is_err(), "{text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_shop_is_loaded_into_an_empty_database_only() {
    let shop = Shop::new();
    let started = shop.call("POST /v1/sample", "").await;
    assert_eq!(started.status, 202, "{}", started.text);
    let path = started.header("location").to_string();
    let job = loop {
        let job = shop.call(&format!("GET {path}"), "").await.json();
        if job["state"] == "done" || job["state"] == "failed" {
            break job;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(job["state"], "done", "{job}");
    let files: Vec<&str> = job["detail"]["files"]
        .as_array()
        .expect("a report for each file")
        .iter()
        .filter_map(|report| report["file"].as_str())
        .collect();
    assert_eq!(files, ["products.csv", "relations.csv", "orders.csv.gz"]);
    let status = shop.call("GET /v1/status", "").await.json();
    assert_eq!((&status["sample_shop"], &status["empty"]), (&json!(true), &json!(false)));
    assert!(status["products"].as_u64() > Some(200) && status["relations"].as_u64() > Some(500), "{status}");
    // The thread that loaded it says that it is through a moment after its job does.
    let again = shop.call("POST /v1/sample", "").await;
    assert_eq!(again.problems(), "409 conflict at -");
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_move_and_their_lists_have_names() {
    let shop = Shop::of(&["A", "B"]).await;
    shop.call("PATCH /v1/products/B", r#"{"name": "Sock", "price": null, "brand": "Acme", "stock": 0}"#)
        .await;
    // A parent without a price is shown at that of its cheapest variant on sale.
    for (sku, rest) in [
        ("B-1", r#""price": "5.90", "stock": 2"#),
        ("B-2", r#""price": "4.90", "stock": 0"#),
        ("B-3", r#""price": "1.00", "status": "inactive""#),
    ] {
        let body = format!(r#"{{"name": "Sock {sku}", "parent": "B", {rest}}}"#);
        shop.call(&format!("PUT /v1/products/{sku}"), &body).await;
    }
    shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    let said = shop
        .talk(&[
            ("PATCH /v1/relations/1?dry_run=true", r#"{"type": "nonsense", "weight": -1}"#),
            ("PATCH /v1/relations/1?dry_run=true", r#"{"type": "nonsense"}"#),
            ("PATCH /v1/relations/1?dry_run=true", r#"{"type": "accessory"}"#),
            ("PATCH /v1/relations/1", r#"{"type": "accessory", "position": 7}"#),
            ("PATCH /v1/relations/2?dry_run=true", r#"{"type": "accessory"}"#),
            ("GET /v1/relations", ""),
            ("GET /v1/products/A/relations", ""),
        ])
        .await;
    expect![[r#"
        PATCH /v1/relations/1?dry_run=true
          200 {"problems":[{"code":"invalid-value","severity":"error","pointer":"/weight","message":"this is not a factor","hint":"write a number of 0 or more, such as 0.8"}]}
        PATCH /v1/relations/1?dry_run=true
          200 {"problems":[{"code":"unknown-type","severity":"error","pointer":"/type","subject":"nonsense","message":"there is no relation type nonsense","hint":"use one of accessory, cross_sell, related, spare_part, substitute, successor, upsell, or create it with PUT /v1/relation-types/nonsense"}]}
        PATCH /v1/relations/1?dry_run=true
          200 {"problems":[]}
        PATCH /v1/relations/1
          200 {"id":"1","source":"A","type":"accessory","target":"B","position":1,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","revision":8,"warnings":[]}
        PATCH /v1/relations/2?dry_run=true
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is no relation 2","code":"not-found","errors":[{"code":"not-found","severity":"error","subject":"2","message":"there is no relation 2"}]}
        GET /v1/relations
          200 {"items":[{"id":"1","source":"A","type":"accessory","target":"B","position":1,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","source_name":"x","target_name":"Sock"}],"next":null}
        GET /v1/products/A/relations
          200 {"items":[{"id":"1","source":"A","type":"accessory","target":"B","position":1,"weight":1.0,"quantity":null,"fields":{},"channels":[],"locales":[],"segments":[],"valid_from":null,"valid_until":null,"pin":null,"origin":"manual","status":"active","created_at":"2026-11-21T09:00:00Z","source_name":"x","target_name":"Sock","target_product":{"name":"Sock","price":"4.90","currency":"EUR","image_url":null,"status":"active","in_stock":true,"brand":"Acme"},"mirrored":false}],"next":null}
    "#]].assert_eq(&said);
    assert_eq!(
        shop.call("PATCH /v1/relations/1?dry_run=perhaps", "{}").await.problems(),
        "422 invalid-value at /dry_run"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_has_names_and_an_undoing_can_be_undone() {
    let shop = Shop::of(&["A", "B"]).await;
    let made = shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    let revision = made.header("relata-revision").to_string();
    let page = shop.call("GET /v1/audit?product=B&action=create&since=2026-01-01", "").await.json();
    let items = page["items"].as_array().expect("items is a list");
    assert_eq!(items.len(), 2, "{page}");
    assert_eq!(items[0]["summary"], json!({"source": "A", "type": "related", "target": "B"}));
    assert_eq!(items[0]["names"], json!({"A": "x", "B": "x"}));
    assert_eq!((&items[0]["revertible"], &items[1]["summary"]), (&json!(true), &Value::Null));
    let undone = shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await;
    assert_eq!(undone.json()["revision"].to_string(), undone.header("relata-revision"));
    assert_eq!(shop.call("GET /v1/relations/1", "").await.status, 404);
    let redone = shop.call(&format!("POST /v1/audit/{}/revert", undone.header("relata-revision")), "").await;
    assert_eq!(redone.status, 200, "{}", redone.text);
    assert_eq!(shop.call("GET /v1/relations/1", "").await.status, 200);
    let import =
        shop.send("POST /v1/imports", &[("content-type", "text/csv")], b"sku,name\nC,c\n".to_vec()).await;
    assert_eq!(import.status, 200, "{}", import.text);
    let of_imports = async || shop.call("GET /v1/audit?noun=import", "").await.json()["items"].clone();
    let line = of_imports().await[0].clone();
    assert_eq!(line["revertible"], true, "{line}");
    let undone = shop.call(&format!("POST /v1/audit/{}/revert", line["revision"]), "").await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    let lines = of_imports().await;
    let revertible: Vec<_> =
        lines.as_array().expect("a list").iter().map(|line| &line["revertible"]).collect();
    assert_eq!(revertible, [&json!(true), &json!(false)], "the undoing can be undone: {lines}");
    let again = shop.call(&format!("POST /v1/audit/{}/revert", lines[0]["revision"]), "").await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(shop.call("GET /v1/products/C", "").await.status, 200, "the import is done again");
    for (query, problem) in [
        ("action=undo", "422 invalid-value at /action"),
        ("since=yesterday", "422 invalid-value at /since"),
        ("product=%00", "422 invalid-value at /product"),
    ] {
        assert_eq!(shop.call(&format!("GET /v1/audit?{query}"), "").await.problems(), problem);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_filtered_paged_and_mended_as_they_say() {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for target in ["B", "C"] {
        let body = format!(
            r#"{{"source": "A", "type": "related", "target": "{target}", "valid_until": "2026-01-01"}}"#
        );
        shop.call("POST /v1/relations", &body).await;
    }
    shop.call("POST /v1/relations", r#"{"source": "A", "type": "accessory", "target": "B"}"#).await;
    shop.call("PATCH /v1/products/B", r#"{"status": "discontinued"}"#).await;
    let first = shop.call("GET /v1/quality?kind=stale-relation&limit=1", "").await.json();
    assert_eq!(first["counts"], json!({"stale-relation": 2, "unreachable-target": 1}), "{first}");
    assert_eq!(first["truncated"], true);
    let next = first["next"].as_str().expect("there is more");
    let second = shop.call(&format!("GET /v1/quality?kind=stale-relation&limit=1&cursor={next}"), "").await;
    let second = second.json();
    assert_eq!((&second["next"], second["problems"].as_array().map(Vec::len)), (&Value::Null, Some(1)));
    let found = shop.call("GET /v1/quality?type=accessory", "").await.json();
    let finding = &found["problems"][0];
    assert_eq!((&finding["source"], &finding["type"]), (&json!("A"), &json!("accessory")));
    assert_eq!(finding["names"], json!({"A": "x", "B": "x"}));
    assert_eq!(finding["repair"], json!({"method": "DELETE", "path": "/v1/relations/3", "body": null}));
    // With a successor there is something better to point to; the repair is sent as it is.
    shop.call("POST /v1/relations", r#"{"source": "B", "type": "successor", "target": "C"}"#).await;
    let found = shop.call("GET /v1/quality?type=accessory&product=B", "").await.json();
    let repair = &found["problems"][0]["repair"];
    assert_eq!(
        *repair,
        json!({"method": "PATCH", "path": "/v1/relations/3", "body": {"target": "C"}}),
        "{found}"
    );
    let text = |name: &str| repair[name].as_str().expect("a text");
    let mended =
        shop.call(&format!("{} {}", text("method"), text("path")), &repair["body"].to_string()).await;
    assert_eq!(mended.status, 200, "{}", mended.text);
    let found = shop.call("GET /v1/quality?type=accessory", "").await.json();
    assert_eq!(found["problems"], json!([]), "what was mended is not found again");
    for (query, problem) in [
        ("kind=nonsense", "422 invalid-value at /kind"),
        ("type=nonsense", "422 unknown-type at /type"),
        ("cursor=zz", "422 invalid-value at /cursor"),
    ] {
        assert_eq!(shop.call(&format!("GET /v1/quality?{query}"), "").await.problems(), problem);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn views_stand_by_place_and_are_undone_and_types_say_what_they_are_for() {
    let shop = Shop::new();
    for (code, body) in [
        ("second", r#"{"name": "Second", "query": "?stock=out", "position": 10}"#),
        ("first", r#"{"query": "without=accessory", "position": 2}"#),
    ] {
        assert_eq!(shop.call(&format!("PUT /v1/views/{code}"), body).await.status, 201);
    }
    let gone = shop.call("DELETE /v1/views/first", "").await;
    let revision = gone.header("relata-revision").to_string();
    assert_eq!(shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await.status, 200);
    let said = shop
        .talk(&[
            ("GET /v1/views", ""),
            (
                "PATCH /v1/relation-types/upsell",
                r#"{"description": {"en": "Better"}, "example": {"en": "X"}, "color": "grape", "icon": "arrow-up"}"#,
            ),
            ("PATCH /v1/relation-types/upsell", r#"{"description": null, "color": null, "icon": null}"#),
        ])
        .await;
    expect![[r#"
        GET /v1/views
          200 {"items":[{"code":"first","name":"first","screen":"products","query":"without=accessory","position":2},{"code":"second","name":"Second","screen":"products","query":"stock=out","position":10}],"next":null}
        PATCH /v1/relation-types/upsell
          200 {"code":"upsell","label":{"de":"Das bessere Modell","en":"A better one"},"description":{"en":"Better"},"example":{"en":"X"},"color":"grape","icon":"arrow-up","default_weight":0.9,"cycle_law":"order","potential":"price","symmetric":false,"inverse":null,"max_per_product":50,"placements":["cart","product_page"],"built_in":true}
        PATCH /v1/relation-types/upsell
          200 {"code":"upsell","label":{"de":"Das bessere Modell","en":"A better one"},"description":null,"example":{"en":"X"},"color":null,"icon":null,"default_weight":0.9,"cycle_law":"order","potential":"price","symmetric":false,"inverse":null,"max_per_product":50,"placements":["cart","product_page"],"built_in":true}
    "#]].assert_eq(&said);
    let page = shop.call("GET /v1/views?limit=1", "").await.json();
    assert_eq!(page["items"][0]["code"], "first");
    let next = page["next"].as_str().expect("there is more");
    let rest = shop.call(&format!("GET /v1/views?limit=1&cursor={next}"), "").await.json();
    assert_eq!((&rest["items"][0]["code"], &rest["next"]), (&json!("second"), &Value::Null));
    for (line, body, problem) in [
        ("PUT /v1/views/x", r#"{"screen": "a b"}"#, "422 invalid-value at /screen"),
        ("PUT /v1/views/x", r#"{"position": 0}"#, "422 invalid-value at /position"),
        ("PUT /v1/views/x", r#"{"query": "\u0007"}"#, "422 invalid-value at /query"),
        ("PATCH /v1/relation-types/upsell", r#"{"color": "beige"}"#, "422 invalid-value at /color"),
        ("PATCH /v1/relation-types/upsell", r#"{"icon": "<svg>"}"#, "422 invalid-value at /icon"),
    ] {
        assert_eq!(shop.call(line, body).await.problems(), problem);
    }
    for number in 2..200 {
        assert_eq!(shop.call(&format!("PUT /v1/views/v{number}"), "{}").await.status, 201);
    }
    assert_eq!(shop.call("PUT /v1/views/one-more", "{}").await.problems(), "422 limit-exceeded at -");
    assert_eq!(shop.call("PUT /v1/views/v2", r#"{"name": "Renamed"}"#).await.status, 200);
}
