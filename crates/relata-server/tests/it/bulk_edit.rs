//! One change to many products.

use serde_json::{Value, json};

use crate::shop::{Answer, Shop};

async fn edit(shop: &Shop, query: &str, select: Value, action: Value) -> Answer {
    let body = json!({ "select": select, "action": action });
    shop.call(&format!("POST /v1/bulk-edits{query}"), &body.to_string()).await
}

/// `target origin weight` of a list in served order.
async fn list(shop: &Shop, source: &str, kind: &str) -> String {
    let found = shop.call(&format!("GET /v1/products/{source}/relations?type={kind}"), "").await.json();
    let items = found["items"].as_array().cloned().unwrap_or_default();
    let line = |item: &Value| {
        format!(
            "{} {} {}",
            item["target"].as_str().unwrap_or("?"),
            item["origin"].as_str().unwrap_or("?"),
            item["weight"]
        )
    };
    items.iter().map(line).collect::<Vec<_>>().join(", ")
}

async fn bikes() -> Shop {
    let shop = Shop::new();
    let csv = "sku,name,categories,brand\nB1,Bike 1,Bikes/Road,Acme\nB2,Bike 2,Bikes/City,Acme\nB3,Bike 3,Bikes/City,Cosy\nH1,Helmet,Helmets,Acme\nH2,Helmet 2,Helmets,Acme\n";
    assert_eq!(shop.send("POST /v1/imports", &[], csv.into()).await.status, 200);
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn products_are_linked_as_one_change_and_undone_as_one() {
    let shop = bikes().await;
    let select = json!({"filter": {"category": ["Bikes"]}});
    let action = json!({"kind": "link", "type": "accessory", "targets": ["H1", "H2"], "weight": 0.5});
    let tried = edit(&shop, "?dry_run=true", select.clone(), action.clone()).await;
    let report = tried.json();
    assert_eq!(
        (&report["selected"], &report["id"], &report["report"]["created"]),
        (&json!(3), &Value::Null, &json!(6)),
        "{}",
        tried.text
    );
    assert_eq!(report["report"]["differences"].as_array().map(Vec::len), Some(6));
    assert_eq!(list(&shop, "B1", "accessory").await, "");
    let done = edit(&shop, "", select.clone(), action.clone()).await;
    let report = done.json();
    assert_eq!(
        (&report["selected"], &report["report"]["created"], &report["report"]["file"]),
        (&json!(3), &json!(6), &json!("bulk-edit"))
    );
    assert_eq!(done.header("relata-revision"), report["revision"].to_string());
    assert_eq!(list(&shop, "B2", "accessory").await, "H1 manual 0.5, H2 manual 0.5");
    let again = edit(
        &shop,
        "",
        select.clone(),
        json!({"kind": "link", "type": "accessory", "targets": ["H1", "H2"]}),
    )
    .await
    .json();
    assert_eq!(again["report"]["unchanged"], 6, "a weight that is not named stays");
    let id = report["id"].as_str().unwrap_or_default();
    let audit = shop.call(&format!("GET /v1/audit?revision={}", report["revision"]), "").await.json();
    assert_eq!(
        (audit["items"].as_array().map(Vec::len), &audit["items"][0]["noun"]),
        (Some(1), &json!("import"))
    );
    let import = shop.call(&format!("GET /v1/imports/{id}"), "").await.json();
    assert_eq!((&import["source"], &import["state"]), (&json!("bulk-edit"), &json!("done")));
    assert_eq!(shop.call(&format!("POST /v1/imports/{id}/revert"), "").await.status, 200);
    assert_eq!(list(&shop, "B2", "accessory").await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn places_that_a_person_names_count_in_arranged_lists() {
    let shop = bikes().await;
    for target in ["H1", "H2"] {
        let relation = json!({"source": "B1", "type": "accessory", "target": target});
        shop.call("POST /v1/relations", &relation.to_string()).await;
    }
    let first = shop.call("GET /v1/relations?source=B1&target=H2", "").await.json();
    let id = first["items"][0]["id"].as_str().unwrap_or_default().to_string();
    shop.call(&format!("PATCH /v1/relations/{id}"), r#"{"position": 1}"#).await;
    assert_eq!(list(&shop, "B1", "accessory").await, "H2 manual 1.0, H1 manual 1.0");
    let action = |targets: Value, position: Value| json!({"kind": "link", "type": "accessory", "targets": targets, "position": position});
    edit(&shop, "", json!({"skus": ["B1"]}), action(json!(["B3"]), json!(1))).await;
    assert_eq!(list(&shop, "B1", "accessory").await, "B3 manual 1.0, H2 manual 1.0, H1 manual 1.0");
    edit(&shop, "", json!({"skus": ["B1"]}), action(json!(["B2"]), Value::Null)).await;
    assert_eq!(
        list(&shop, "B1", "accessory").await,
        "B3 manual 1.0, H2 manual 1.0, H1 manual 1.0, B2 manual 1.0"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_are_removed_whoever_made_them_by_hand_or_import() {
    let shop = bikes().await;
    let links = "source,type,target,channels\nB1,accessory,H1,\nB2,accessory,H1,app\nB2,accessory,H2,\nB2,upsell,B1,\n";
    assert_eq!(shop.send("POST /v1/imports?source=pim", &[], links.into()).await.json()["created"], 4);
    edit(
        &shop,
        "",
        json!({"skus": ["B1", "B3"]}),
        json!({"kind": "link", "type": "accessory", "targets": ["H1"]}),
    )
    .await;
    let all = json!({"skus": ["B1", "B2", "B3", "B1"]});
    let gone =
        edit(&shop, "", all.clone(), json!({"kind": "unlink", "type": "accessory", "targets": ["H1"]}))
            .await
            .json();
    assert_eq!(
        (&gone["selected"], &gone["report"]["removed"], &gone["report"]["mode"]),
        (&json!(3), &json!(4), &json!("delete")),
        "{gone}"
    );
    assert_eq!(list(&shop, "B2", "accessory").await, "H2 import:pim 1.0");
    assert_eq!(list(&shop, "B2", "upsell").await, "B1 import:pim 1.0");
    let rest = edit(&shop, "", all.clone(), json!({"kind": "unlink", "type": "accessory", "targets": null}))
        .await
        .json();
    assert_eq!(rest["report"]["removed"], 1);
    let none = edit(&shop, "", all, json!({"kind": "unlink", "type": "accessory"})).await.json();
    assert_eq!(
        (&none["id"], &none["selected"], &none["report"]["rows"]),
        (&Value::Null, &json!(3), &json!(0))
    );
    let id = gone["id"].as_str().unwrap_or_default();
    assert_eq!(shop.call(&format!("POST /v1/imports/{id}/revert"), "").await.status, 200);
    assert_eq!(list(&shop, "B1", "accessory").await, "H1 import:pim 1.0, H1 manual 1.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_copied_and_circles_refused() {
    let shop = bikes().await;
    let links =
        "source,type,target,weight,channels\nB1,accessory,H2,0.3,app\nB1,accessory,H1,,\nB1,upsell,B2,,\n";
    shop.send("POST /v1/imports?source=pim", &[], links.into()).await;
    let select = json!({"filter": {"category": ["Bikes"], "brand": ["Acme", "Cosy"]}});
    let done = edit(&shop, "", select.clone(), json!({"kind": "copy", "from": "B1", "types": ["accessory"]}))
        .await
        .json();
    assert_eq!((&done["selected"], &done["report"]["created"]), (&json!(3), &json!(4)), "{done}");
    assert_eq!(list(&shop, "B3", "accessory").await, "H2 manual 0.3, H1 manual 1.0");
    let law = r#"{"cycle_law": "order"}"#;
    assert_eq!(shop.call("PATCH /v1/relation-types/upsell", law).await.status, 200);
    let circle = edit(
        &shop,
        "",
        json!({"skus": ["B2", "B3"]}),
        json!({"kind": "link", "type": "upsell", "targets": ["B1", "B2"]}),
    )
    .await
    .json();
    let codes: Vec<&Value> =
        circle["report"]["groups"].as_array().into_iter().flatten().map(|group| &group["code"]).collect();
    assert_eq!(
        (&circle["report"]["created"], &circle["report"]["rejected"]),
        (&json!(2), &json!(2)),
        "{circle}"
    );
    assert!(codes.contains(&&json!("cycle")) && codes.contains(&&json!("self-relation")), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn exclusions_come_and_go_as_one_unit() {
    let shop = bikes().await;
    shop.call("PATCH /v1/products/B1", r#"{"excluded": [{"type": "upsell", "target": "B2"}]}"#).await;
    let select = json!({"filter": {"query": "bike"}});
    let action = |kind: &str, targets: Value| json!({"kind": kind, "type": "upsell", "targets": targets});
    let done = edit(&shop, "", select.clone(), action("exclude", json!(["H1", "B2"]))).await.json();
    assert_eq!((&done["selected"], &done["report"]["updated"]), (&json!(3), &json!(3)), "{done}");
    let excluded = async |sku: &str| {
        let product = shop.call(&format!("GET /v1/products/{sku}"), "").await.json();
        let items = product["excluded"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|item| item["target"].as_str().unwrap_or("?").to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        (excluded("B1").await, excluded("B2").await),
        ("B2 H1".to_string(), "H1".to_string()),
        "nobody excludes itself"
    );
    let back = edit(&shop, "", select, action("include", json!(["B2"]))).await.json();
    assert_eq!((&back["report"]["updated"], &back["report"]["unchanged"]), (&json!(2), &json!(1)));
    for made in [back, done] {
        let id = made["id"].as_str().unwrap_or_default();
        assert_eq!(shop.call(&format!("POST /v1/imports/{id}/revert"), "").await.status, 200);
    }
    assert_eq!((excluded("B1").await, excluded("B3").await), ("B2".to_string(), String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_edits_are_refused_with_every_problem() {
    let shop = bikes().await;
    for (body, expected) in [
        ("{}", "422 missing-value at /select, missing-value at /action"),
        (
            r#"{"select": {}, "action": {"kind": "paint", "color": 1}}"#,
            "422 missing-value at /select/skus, invalid-value at /action/kind",
        ),
        (
            r#"{"select": {"skus": ["B1", ""], "filter": {}}, "action": {"kind": "link", "targets": [], "weight": -1, "position": 0}}"#,
            "422 invalid-value at /select/skus/1, invalid-value at /select/filter, missing-value at /action/type, \
             invalid-value at /action/targets, invalid-value at /action/weight, invalid-value at /action/position",
        ),
        (
            r#"{"select": {"skus": ["B1", "X"]}, "action": {"kind": "link", "type": "hat", "targets": ["H1", "Y"]}}"#,
            "422 unknown-type at /action/type, unknown-product at /action/targets/1, unknown-product at /select/skus/1",
        ),
        (
            r#"{"select": {"filter": {"brand": ["red"]}}, "action": {"kind": "copy", "from": "X", "types": ["hat"]}}"#,
            "422 unknown-type at /action/types/0, unknown-product at /action/from",
        ),
        (
            r#"{"select": {"filter": {"colour": "red"}}, "action": {"kind": "unlink", "type": "upsell", "weight": 1}}"#,
            "422 invalid-value at /select/filter/colour, invalid-value at /action/weight",
        ),
        (
            r#"{"select": {"filter": {"colour": "red"}}, "action": {"kind": "unlink", "type": "upsell"}}"#,
            "422 invalid-value at /select/filter/colour",
        ),
    ] {
        assert_eq!(shop.call("POST /v1/bulk-edits", body).await.problems(), expected, "{body}");
    }
    let imports = shop.call("GET /v1/imports", "").await.json();
    assert_eq!(imports["items"].as_array().map(Vec::len), Some(1), "nothing was written");
}
