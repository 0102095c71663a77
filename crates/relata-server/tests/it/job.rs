//! Background work: how far it is, and stopping it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shop::Shop;

async fn until(shop: &Shop, job: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let found = shop.call(&format!("GET /v1/jobs/{job}"), "").await.json();
        if wanted(&found) {
            return found;
        }
        assert!(Instant::now() < end, "{found}");
        tokio::task::yield_now().await;
    }
}

fn products(count: usize) -> String {
    let rows = (0..count).map(|number| format!("P{number},Product {number}\n"));
    "sku,name\n".to_string() + &rows.collect::<String>()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_ends_with_its_imports_and_cannot_be_cancelled_then() {
    let shop = Shop::new();
    let started = shop.send("POST /v1/imports?name=p.csv&wait=false", &[], products(3).into()).await.json();
    let job = started["id"].as_str().unwrap_or_default();
    let done = until(&shop, job, |found| found["state"] == "done").await;
    assert_eq!(done["detail"]["imports"], json!(["1"]));
    assert_eq!(
        (&done["detail"]["files"][0]["created"], &done["detail"]["files"][0]["id"]),
        (&json!(3), &json!("1"))
    );
    assert_eq!(shop.call(&format!("POST /v1/jobs/{job}/cancel"), "").await.problems(), "409 in-use at -");
    assert_eq!(shop.call("POST /v1/jobs/99/cancel", "").await.problems(), "404 not-found at -");
    assert_eq!(shop.call(&format!("GET /v1/jobs/{job}"), "").await.json()["state"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_is_undone_as_a_whole() {
    let shop = Shop::of(&["P1"]).await;
    let first = shop.send("POST /v1/uploads?name=first.csv", &[], products(50).into()).await.json();
    let second = shop.send("POST /v1/uploads?name=second.csv", &[], products(150_000).into()).await.json();
    let ids = [&first, &second].map(|upload| upload["id"].as_str().unwrap_or_default().to_string());
    let started = shop
        .call(&format!("POST /v1/imports?upload={}&upload={}&wait=false", ids[0], ids[1]), "")
        .await
        .json();
    let job = started["id"].as_str().unwrap_or_default();
    // Something of the second file is written by then.
    let running = until(&shop, job, |found| {
        found["detail"]["file"] == "second.csv"
            && found["detail"]["stage"] == "write"
            && found["progress_done"] != 0
    });
    let running = running.await;
    assert_eq!((&running["state"], &running["progress_total"]), (&json!("running"), &json!(150_000)));
    let asked = shop.call(&format!("POST /v1/jobs/{job}/cancel"), "").await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let ended = until(&shop, job, |found| found["state"] != "running").await;
    assert_eq!(ended["state"], "cancelled", "{ended}");
    let imports = shop.call("GET /v1/imports", "").await.json();
    let states: Vec<&Value> =
        imports["items"].as_array().into_iter().flatten().map(|item| &item["state"]).collect();
    assert_eq!(states, ["failed", "reverted"]);
    let left = shop.call("GET /v1/products", "").await.json();
    assert_eq!(left["items"].as_array().map(Vec::len), Some(1), "{left}");
    assert_eq!(left["items"][0]["name"], "x", "what was there before is as it was");
}
