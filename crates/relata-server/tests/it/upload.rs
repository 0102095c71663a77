//! Files on their way into the shop: looked at, mapped, mended, imported.

use serde_json::{Value, json};

use crate::shop::{Answer, Shop};

const GERMAN: &str =
    "Artikelnummer;Bezeichnung;Preis;Notiz\nRS-1;Laufschuh;89,00;a\nRS-2;Socke;teuer;b\nRS-3;;5,00;c\n";

async fn upload(shop: &Shop, name: &str, text: &str) -> Answer {
    shop.send(&format!("POST /v1/uploads?name={name}"), &[("content-type", "text/csv")], text.into()).await
}

fn mapping() -> Value {
    json!({
        "content": "products", "decimal_comma": true,
        "columns": {"Artikelnummer": "sku", "Bezeichnung": "name", "Preis": "price", "Notiz": null}
    })
}

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_file_is_mapped_mended_and_imported() {
    let shop = Shop::new();
    let made = upload(&shop, "artikel.csv", GERMAN).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let document = made.json();
    assert_eq!(made.header("location"), format!("/v1/uploads/{}", id(&made)));
    assert_eq!((&document["profile"], &document["content"]), (&Value::Null, &Value::Null));
    assert_eq!(document["delimiter"], ";");
    assert_eq!(document["guesses"][0]["content"], "products");
    assert_eq!(document["columns"][0]["suggestion"]["field"], "sku");
    assert_eq!(document["decimal_comma"], true);
    assert_eq!(document["problems"][0]["code"], "unknown-profile");
    assert_eq!(
        document["preview"]["rows"][0],
        json!({"row": 2, "cells": ["RS-1", "Laufschuh", "89,00", "a"]})
    );
    let path = format!("/v1/uploads/{}", id(&made));
    let refused = shop.call(&format!("POST /v1/imports?upload={}", id(&made)), "").await;
    assert_eq!(refused.problems(), "422 unknown-profile at -");
    let mapped = shop.call(&format!("PATCH {path}"), &mapping().to_string()).await;
    assert_eq!(mapped.status, 200, "{}", mapped.text);
    assert_eq!(mapped.json()["profile"], "relata");
    assert_eq!(mapped.json()["columns"][2]["reads_as"], "price");
    assert_eq!(mapped.json()["problems"], json!([]));
    let tried = shop.call(&format!("POST /v1/imports?upload={}&dry_run=true", id(&made)), "").await.json();
    assert_eq!((&tried["id"], &tried["created"], &tried["rejected"]), (&Value::Null, &json!(1), &json!(2)));
    assert_eq!(tried["groups"][1]["column"], "Bezeichnung");
    assert_eq!(
        (&tried["groups"][0]["column"], &tried["groups"][0]["rows"]),
        (&json!("Preis"), &json!([[3, 3]]))
    );
    let mends = json!({"rows": [{"row": 3, "cells": {"preis": "12,50"}}, {"row": 4, "skip": true}]});
    let mended = shop.call(&format!("PATCH {path}/rows"), &mends.to_string()).await;
    assert_eq!(mended.text, r#"{"mended":1,"skipped":1}"#);
    let rows = shop.call(&format!("GET {path}/rows?row=3&row=4"), "").await.json();
    assert_eq!(
        rows["rows"][0],
        json!({"row": 3, "cells": ["RS-2", "Socke", "12,50", "b"], "skipped": false, "mended": true})
    );
    assert_eq!(rows["rows"][1]["skipped"], true);
    let done = shop.call(&format!("POST /v1/imports?upload={}", id(&made)), "").await;
    let report = done.json();
    assert_eq!(
        (&report["created"], &report["rejected"], &report["file"]),
        (&json!(2), &json!(0), &json!("artikel.csv"))
    );
    assert!(report["revision"].as_i64().is_some_and(|revision| revision > 0), "{report}");
    let import =
        shop.call(&format!("GET /v1/imports/{}", report["id"].as_str().unwrap_or_default()), "").await.json();
    assert_eq!(
        (&import["id"], &import["uploads"], &import["has_rejects"]),
        (&report["id"], &json!([id(&made)]), &json!(false))
    );
    let sock = shop.call("GET /v1/products/RS-2", "").await.json();
    assert_eq!(sock["price"], "12.50");
    assert_eq!(shop.call(&format!("GET {path}"), "").await.status, 200, "an imported upload is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_rows_are_kept_fetched_and_brought_back() {
    let shop = Shop::new();
    let made = upload(&shop, "artikel.csv", GERMAN).await;
    shop.call(&format!("PATCH /v1/uploads/{}", id(&made)), &mapping().to_string()).await;
    let report = shop.call(&format!("POST /v1/imports?upload={}", id(&made)), "").await.json();
    let import = report["id"].as_str().unwrap_or_default();
    let rejects = shop.call(&format!("GET /v1/imports/{import}/rejects"), "").await;
    assert_eq!(rejects.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(rejects.header("content-disposition"), "attachment; filename=\"artikel.rejects.csv\"");
    assert!(
        rejects.text.starts_with("Artikelnummer;Bezeichnung;Preis;Notiz;error\nRS-2;Socke;teuer;b;"),
        "{}",
        rejects.text
    );
    assert_eq!(rejects.text.lines().count(), 3);
    let back = shop.call(&format!("POST /v1/uploads?from_import={import}"), "").await;
    assert_eq!(back.status, 201, "{}", back.text);
    let document = back.json();
    assert_eq!(
        (&document["name"], &document["mapping"]["columns"]["Preis"]),
        (&json!("artikel.rejects.csv"), &json!("price"))
    );
    assert_eq!(document["problems"], json!([]));
    let mends =
        json!({"rows": [{"row": 2, "cells": {"Preis": "1"}}, {"row": 3, "cells": {"Bezeichnung": "Hut"}}]});
    shop.call(&format!("PATCH /v1/uploads/{}/rows", id(&back)), &mends.to_string()).await;
    let done = shop.call(&format!("POST /v1/imports?upload={}", id(&back)), "").await.json();
    assert_eq!((&done["created"], &done["rejected"]), (&json!(2), &json!(0)), "{done}");
    let without = done["id"].as_str().unwrap_or_default();
    assert_eq!(
        shop.call(&format!("GET /v1/imports/{without}/rejects"), "").await.problems(),
        "404 not-found at -"
    );
    assert_eq!(shop.call("GET /v1/imports/99/rejects", "").await.problems(), "404 not-found at -");
    assert_eq!(
        shop.call(&format!("POST /v1/uploads?from_import={without}"), "").await.problems(),
        "404 not-found at -"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_mappings_and_rows_are_refused_with_every_problem() {
    let shop = Shop::new();
    let made = upload(&shop, "artikel.csv", GERMAN).await;
    let path = format!("/v1/uploads/{}", id(&made));
    let wrong = json!({"content": "products", "columns": {"Preis": "price", "Notiz": "price", "Farbe": null, "Bezeichnung": "titel"}});
    assert_eq!(
        shop.call(&format!("PATCH {path}"), &wrong.to_string()).await.problems(),
        "422 invalid-value at /columns/Bezeichnung, unknown-column at /columns/Farbe, \
         duplicate-column at /columns/Preis, missing-value at /columns/sku"
    );
    for (body, expected) in [
        ("{}", "422 missing-value at /content, missing-value at /columns"),
        (
            r#"{"content": "hats", "profile": "sap", "columns": {}}"#,
            "422 unknown-profile at /profile, invalid-value at /content",
        ),
        (
            r#"{"content": 1, "columns": {"a": 5}, "x": 1}"#,
            "422 invalid-value at /content, invalid-value at /columns/a, invalid-value at /x",
        ),
        ("[]", "422 invalid-value at "),
        ("{", "400 invalid-json at -"),
    ] {
        assert_eq!(shop.call(&format!("PATCH {path}"), body).await.problems(), expected, "{body}");
    }
    let rows = json!({"rows": [{"row": 99, "cells": {"Farbe": "x"}}, {"cells": {}}, {"row": 0}]});
    assert_eq!(
        shop.call(&format!("PATCH {path}/rows"), &rows.to_string()).await.problems(),
        "422 missing-value at /rows/1/row, invalid-value at /rows/2/row"
    );
    let rows = json!({"rows": [{"row": 99, "cells": {"Farbe": "x"}}]});
    assert_eq!(
        shop.call(&format!("PATCH {path}/rows"), &rows.to_string()).await.problems(),
        "422 invalid-value at /rows/0/row, unknown-column at /rows/0/cells/Farbe"
    );
    assert_eq!(
        shop.call(&format!("GET {path}/rows?row=x&limit=900"), "").await.problems(),
        "422 invalid-value at /row, invalid-value at /limit"
    );
    for line in [
        "GET /v1/uploads/nothing",
        "GET /v1/uploads/..%2F..%2Fetc",
        "DELETE /v1/uploads/01J",
        "GET /v1/uploads/7/rows",
    ] {
        assert_eq!(shop.call(line, "").await.problems(), "404 not-found at -", "{line}");
    }
    assert_eq!(
        shop.call("POST /v1/imports?upload=nothing", "").await.problems(),
        "422 invalid-value at /upload"
    );
    let both =
        shop.send(&format!("POST /v1/imports?upload={}", id(&made)), &[], b"sku,name\n".to_vec()).await;
    assert_eq!(both.problems(), "422 invalid-value at /upload");
    for (body, code) in
        [(&b""[..], "unknown-profile"), (b"PK\x03\x04zip", "invalid-text"), (b"[1]", "unknown-profile")]
    {
        let refused = shop.send("POST /v1/uploads?name=x", &[], body.to_vec()).await;
        assert_eq!(refused.problems(), format!("422 {code} at -"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_listed_newest_first_and_removed() {
    let shop = Shop::new();
    let first = upload(&shop, "a.csv", "sku,name\nA,Alpha\n").await;
    let second = upload(&shop, "b.csv", "sku,name\nB,Beta\n").await;
    let names = |list: &Answer| -> Vec<String> {
        let items = list.json()["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["name"].as_str().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(names(&shop.call("GET /v1/uploads", "").await), ["b.csv", "a.csv"]);
    let page = shop.call("GET /v1/uploads?limit=1", "").await;
    let next = page.json()["next"].as_str().unwrap_or_default().to_string();
    assert_eq!(names(&shop.call(&format!("GET /v1/uploads?cursor={next}"), "").await), ["a.csv"]);
    assert_eq!(shop.call(&format!("DELETE /v1/uploads/{}", id(&second)), "").await.status, 204);
    assert_eq!(names(&shop.call("GET /v1/uploads", "").await), ["a.csv"]);
    let known = first.json();
    assert_eq!(
        (&known["profile"], &known["content"], &known["confidence"]),
        (&json!("relata"), &json!("products"), &json!(1.0))
    );
    let both = shop.call(&format!("POST /v1/imports?upload={0}&upload={0}", id(&first)), "").await;
    assert_eq!(both.problems(), "422 invalid-value at /upload", "an upload is imported once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_another_encoding_is_rewritten() {
    let shop = Shop::new();
    let latin: Vec<u8> = "sku;name\nA;Größe süß\n".chars().map(|c| c as u32 as u8).collect();
    let made = shop.send("POST /v1/uploads?name=l.csv", &[], latin.clone()).await;
    assert_eq!(
        (made.status, &made.json()["encoding"], &made.json()["bytes"]),
        (201, &json!("windows-1252"), &json!(latin.len()))
    );
    let done = shop.call(&format!("POST /v1/imports?upload={}", id(&made)), "").await;
    assert_eq!(done.json()["created"], 1, "{}", done.text);
    assert_eq!(shop.call("GET /v1/products/A", "").await.json()["name"], "Größe süß");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_uploads_are_imported_together_and_keys_are_honoured() {
    let shop = Shop::new();
    let links = upload(&shop, "links.csv", "source,type,target\nA,upsell,B\n").await;
    let key = [("idempotency-key", "upload-1")];
    let text = b"sku,name\nA,Alpha\nB,Beta\n".to_vec();
    let products = shop.send("POST /v1/uploads?name=p.csv", &key, text.clone()).await;
    let again = shop.send("POST /v1/uploads?name=p.csv", &key, text).await;
    assert_eq!((products.text == again.text, again.header("idempotent-replayed")), (true, "true"));
    let ask = format!("POST /v1/imports?upload={}&upload={}", id(&links), id(&products));
    let done = shop.call(&ask, "").await.json();
    let files: Vec<(&Value, &Value)> = done["files"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|file| (&file["file"], &file["pending"]))
        .collect();
    assert_eq!(
        files,
        [(&json!("p.csv"), &json!(0)), (&json!("links.csv"), &json!(0))],
        "products come first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_file_starts_with_the_mapping_that_fits() {
    let shop = Shop::new();
    let saved = json!({"name": "ERP", "content": "products", "decimal_comma": true, "columns": {"Artikelnummer": "sku", "Bezeichnung": "name"}});
    let put = shop.call("PUT /v1/mappings/erp", &saved.to_string()).await;
    assert_eq!(
        (put.status, &put.json()["profile"], &put.json()["code"]),
        (201, &json!("relata"), &json!("erp")),
        "{}",
        put.text
    );
    let made = upload(&shop, "a.csv", GERMAN).await.json();
    assert_eq!(
        (&made["mapping"]["columns"]["Bezeichnung"], &made["recognised_by"]),
        (&json!("name"), &json!("the saved mapping ERP"))
    );
    let other = upload(&shop, "b.csv", "Nr;Bezeichnung\n1;x\n").await.json();
    assert_eq!(other["mapping"], Value::Null, "a column of the mapping is missing");
    let path = format!("/v1/uploads/{}", made["id"].as_str().unwrap_or_default());
    shop.call(&format!("PATCH {path}"), &mapping().to_string()).await;
    shop.call(&format!("POST /v1/imports?upload={}", made["id"].as_str().unwrap_or_default()), "").await;
    let next = upload(&shop, "c.csv", GERMAN).await.json();
    assert_eq!(next["mapping"]["columns"]["Preis"], "price", "the last one of the same header goes first");
    assert_eq!(next["recognised_by"], "the mapping of the last file with these columns");
    let back = shop
        .call(
            &format!("PATCH /v1/uploads/{}", next["id"].as_str().unwrap_or_default()),
            r#"{"mapping": null}"#,
        )
        .await;
    assert_eq!((&back.json()["mapping"], &back.json()["profile"]), (&Value::Null, &Value::Null));
    let listed = shop.call("GET /v1/mappings", "").await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "what was remembered is not listed");
    assert_eq!(
        shop.call("PUT /v1/mappings/last-1", &saved.to_string()).await.problems(),
        "422 invalid-value at /code"
    );
    let wrong = json!({"content": "orders", "columns": {"a": "sku"}});
    assert_eq!(
        shop.call("PUT /v1/mappings/x", &wrong.to_string()).await.problems(),
        "422 missing-value at /columns/order_id"
    );
    let patched = shop.call("PATCH /v1/mappings/erp", r#"{"name": "The ERP"}"#).await;
    assert_eq!((patched.status, &patched.json()["name"]), (200, &json!("The ERP")), "{}", patched.text);
    assert_eq!(shop.call("DELETE /v1/mappings/erp", "").await.status, 204);
    let audit = shop.call("GET /v1/audit?noun=mapping", "").await.json();
    let revision = audit["items"][0]["revision"].as_i64().unwrap_or_default();
    assert_eq!(shop.call(&format!("POST /v1/audit/{revision}/revert"), "").await.status, 200);
    assert_eq!(shop.call("GET /v1/mappings/erp", "").await.json()["name"], "The ERP");
}
