use crate::shop::Shop;

const PRODUCTS: &str = "sku,name,price\nA,Alpha,1.50\nB,Beta,2.00\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_imported_listed_reverted_and_exported() {
    let shop = Shop::new();
    let csv = [("content-type", "text/csv")];
    let tried = shop.send("POST /v1/imports?name=products.csv&dry_run=true", &csv, PRODUCTS.into()).await;
    assert_eq!(
        (tried.status, tried.json()["created"].as_u64(), tried.json()["dry_run"].as_bool()),
        (200, Some(2), Some(true)),
        "{}",
        tried.text
    );
    assert_eq!(shop.call("GET /v1/products/A", "").await.status, 404);
    let done = shop.send("POST /v1/imports?name=products.csv", &csv, PRODUCTS.into()).await;
    let report = done.json();
    assert_eq!(
        (done.status, report["rows"].as_u64(), report["created"].as_u64()),
        (200, Some(2), Some(2)),
        "{}",
        done.text
    );
    assert_eq!((report["file"].as_str(), report["profile"].as_str()), (Some("products.csv"), Some("relata")));
    let listed = shop.call("GET /v1/imports", "").await.json();
    let id = listed["items"][0]["id"].as_str().expect("an import has an id").to_string();
    let found = shop.call(&format!("GET /v1/imports/{id}"), "").await.json();
    assert_eq!(
        (found["created"].as_u64(), found["state"].as_str(), found["mode"].as_str()),
        (Some(2), Some("done"), Some("merge"))
    );
    let export = shop.call("GET /v1/exports/products.csv", "").await;
    assert_eq!((export.status, export.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(export.text.lines().count(), 3, "{}", export.text);
    let reverted = shop.call(&format!("POST /v1/imports/{id}/revert"), "").await;
    assert_eq!(
        (reverted.status, reverted.json()["state"].as_str().map(str::to_string)),
        (200, Some("reverted".to_string())),
        "{}",
        reverted.text
    );
    assert_eq!(shop.call("GET /v1/products/A", "").await.status, 404);
    assert_eq!(shop.call(&format!("POST /v1/imports/{id}/revert"), "").await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_can_go_on_in_the_background() {
    let shop = Shop::new();
    let started = shop.send("POST /v1/imports?name=products.csv&wait=false", &[], PRODUCTS.into()).await;
    assert_eq!(started.status, 202, "{}", started.text);
    let job = started.header("location").to_string();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut state = String::new();
    while state != "done" && std::time::Instant::now() < end {
        let found = shop.call(&format!("GET {job}"), "").await;
        state = found.json()["state"].as_str().unwrap_or_default().to_string();
        assert_ne!(state, "failed", "{}", found.text);
        tokio::task::yield_now().await;
    }
    assert_eq!(state, "done");
    assert_eq!(shop.call("GET /v1/products/B", "").await.status, 200);
    assert_eq!(shop.call("GET /v1/jobs", "").await.json()["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(shop.call("GET /v1/jobs/99", "").await.problems(), "404 not-found at -");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_import_is_refused() {
    let shop = Shop::new();
    let form = [("content-type", "multipart/form-data; boundary=x")];
    assert_eq!(
        shop.send("POST /v1/imports", &form, PRODUCTS.into()).await.problems(),
        "415 unsupported-media-type at -"
    );
    let asked = "POST /v1/imports?mode=sideways&wait=perhaps";
    assert_eq!(
        shop.send(asked, &[], PRODUCTS.into()).await.problems(),
        "422 invalid-value at /mode, invalid-value at /wait"
    );
    assert_eq!(shop.call("GET /v1/imports/x", "").await.problems(), "404 not-found at -");
    assert_eq!(shop.call("GET /v1/exports/secrets.csv", "").await.problems(), "404 not-found at -");
    for (name, body) in [("x", &b""[..]), ("x", b"\x00\xff\xfe"), ("../../etc/passwd", b"colour,size\n1,2\n")]
    {
        let refused = shop.send(&format!("POST /v1/imports?name={name}"), &[], body.to_vec()).await;
        assert!((200..500).contains(&refused.status), "{} {}", refused.status, refused.text);
    }
    let key = [("idempotency-key", "import-1")];
    let first = shop.send("POST /v1/imports?name=p.csv", &key, PRODUCTS.into()).await;
    let again = shop.send("POST /v1/imports?name=p.csv", &key, PRODUCTS.into()).await;
    assert_eq!((first.status, &first.text, again.header("idempotent-replayed")), (200, &again.text, "true"));
    let other = shop.send("POST /v1/imports?name=p.csv", &key, b"sku,name\nC,C\n".to_vec()).await;
    assert_eq!(other.problems(), "422 idempotency-key-reused at -");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_export_can_be_fetched() {
    let shop = Shop::of(&["A", "B"]).await;
    shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    let listed = shop.call("GET /v1/exports", "").await.json();
    for part in listed["items"].as_array().expect("items is a list") {
        let url = part["url"].as_str().expect("a part has a url");
        let answer = shop.call(&format!("GET {url}"), "").await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, part["media_type"].as_str().unwrap_or("")),
            "{url}"
        );
        assert!(!answer.text.is_empty() || url.ends_with("orders.jsonl"), "{url}");
        let rows = if url.ends_with(".json") {
            answer.json().as_array().map_or(1, Vec::len)
        } else if url.ends_with(".jsonl") {
            let lines = answer.text.lines().map(serde_json::from_str::<serde_json::Value>);
            lines.collect::<Result<Vec<_>, _>>().expect("every line is JSON").len()
        } else {
            answer.text.lines().count() - 1
        };
        if let Some(told) = part["rows"].as_u64() {
            assert_eq!(told, rows as u64, "{url}: {}", answer.text);
        }
    }
    let named: Vec<&str> =
        listed["items"].as_array().into_iter().flatten().filter_map(|part| part["part"].as_str()).collect();
    for part in ["products.jsonl", "relations.jsonl", "orders.jsonl", "catalog_product_links.csv"] {
        assert!(named.contains(&part), "{part} is not listed: {named:?}");
    }
}
