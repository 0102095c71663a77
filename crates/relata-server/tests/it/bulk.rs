use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn every_line_gets_a_line() {
    let shop = Shop::of(&["A"]).await;
    let lines = concat!(
        "{\"sku\": \"A\", \"name\": \"new name\"}\n",
        "{\"sku\": \"B\", \"name\": \"B\"}\n",
        "\n",
        "{\"sku\": \"C\"}\n",
        "{\"sku\": \"C\", \n",
        "[1]\r\n",
        "{\"name\": \"no sku\"}\n",
        "{\"sku\": \"V\", \"name\": \"V\", \"parent\": \"B\"}"
    );
    let tried = shop.call("POST /v1/products:bulk?dry_run=true", lines).await;
    assert_eq!(shop.call("GET /v1/products/B", "").await.status, 404, "a dry run writes nothing");
    let done = shop.call("POST /v1/products:bulk", lines).await;
    assert_eq!(done.header("content-type"), "application/x-ndjson");
    let brief = |text: &str| -> String {
        let line = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
            let codes: Vec<&str> = line["problems"]
                .as_array()
                .expect("problems is a list")
                .iter()
                .filter_map(|p| p["code"].as_str())
                .collect();
            format!(
                "{} {} {} {} {}\n",
                line["line"],
                line["status"],
                line["sku"],
                line["revision"].is_null(),
                codes.join(",")
            )
        };
        text.lines().map(line).collect()
    };
    expect![[r#"
        1 200 "A" true 
        2 200 "B" true 
        4 422 "C" true missing-value
        5 400 null true invalid-json
        6 422 null true invalid-value
        7 422 null true missing-value
        8 200 "V" true parent-missing
        --
        1 200 "A" false 
        2 201 "B" false 
        4 422 "C" true missing-value
        5 400 null true invalid-json
        6 422 null true invalid-value
        7 422 null true missing-value
        8 201 "V" false 
    "#]]
    .assert_eq(&format!("{}--\n{}", brief(&tried.text), brief(&done.text)));
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_of_one_source_keep_the_order_of_the_lines() {
    let shop = Shop::of(&["A", "B", "C", "D", "E"]).await;
    let lines: String = ["C", "B", "E", "D", "E"]
        .map(|target| format!("{{\"source\": \"A\", \"type\": \"related\", \"target\": \"{target}\"}}\n"))
        .concat();
    let done = shop.call("POST /v1/relations:bulk", &lines).await;
    let statuses: Vec<String> = done
        .text
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("every line is JSON")["status"].to_string()
        })
        .collect();
    assert_eq!(statuses.join(" "), "201 201 201 201 409");
    let page = shop.call("GET /v1/products/A/relations", "").await.json();
    let targets: Vec<&str> =
        page["items"].as_array().expect("a list").iter().filter_map(|row| row["target"].as_str()).collect();
    assert_eq!(targets, ["C", "B", "E", "D"]);
}

/// The statuses of all lines.
fn statuses(text: &str) -> String {
    let status = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).expect("every line is JSON")["status"].to_string()
    };
    text.lines().map(status).collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lines_that_depend_on_one_another_keep_their_order() {
    for _ in 0..10 {
        let shop = Shop::of(&["A", "B", "C"]).await;
        let line = |source: &str, kind: &str, target: &str| {
            format!("{{\"source\": \"{source}\", \"type\": \"{kind}\", \"target\": \"{target}\"}}\n")
        };
        let circle =
            line("A", "successor", "B") + &line("B", "successor", "C") + &line("C", "successor", "A");
        let done = shop.call("POST /v1/relations:bulk", &circle).await;
        assert_eq!(statuses(&done.text), "201 201 422", "the last line closes the circle");
        let both = concat!(
            "{\"source\": \"A\", \"type\": \"related\", \"target\": \"B\", \"both_ways\": true}\n",
            "{\"source\": \"B\", \"type\": \"related\", \"target\": \"A\"}\n"
        );
        let done = shop.call("POST /v1/relations:bulk", both).await;
        assert_eq!(statuses(&done.text), "201 409");
        let family = concat!(
            "{\"sku\": \"V\", \"name\": \"V\", \"parent\": \"A\"}\n",
            "{\"sku\": \"V\", \"name\": \"last\"}\n"
        );
        shop.call("POST /v1/products:bulk", family).await;
        let stored = shop.call("GET /v1/products/V", "").await.json();
        assert_eq!((&stored["name"], &stored["parent"]), (&"last".into(), &serde_json::Value::Null));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_sees_that_a_line_repeats_another() {
    let shop = Shop::of(&["A", "B"]).await;
    let lines = "{\"source\": \"A\", \"type\": \"related\", \"target\": \"B\"}\n".repeat(2);
    let tried = shop.call("POST /v1/relations:bulk?dry_run=true", &lines).await;
    assert_eq!(statuses(&tried.text), "200 409");
    let done = shop.call("POST /v1/relations:bulk", &lines).await;
    assert_eq!(statuses(&done.text), "201 409");
}

#[tokio::test(flavor = "multi_thread")]
async fn small_nouns_have_bulk_too() {
    let shop = Shop::new();
    for (path, lines, wanted) in [
        (
            "channels",
            "{\"code\": \"app\"}\n{\"code\": \"a b\"}\n{}\n{\"code\": \"web\"}\n",
            "201 422 422 200",
        ),
        (
            "placements",
            "{\"code\": \"p\"}\n{\"code\": \"q\", \"blocks\": [{\"code\": \"b\", \"types\": [\"no\"]}]}\n",
            "201 422",
        ),
        ("relation-types", "{\"code\": \"t\"}\n{\"code\": \"u\", \"inverse\": \"no\"}\n", "201 422"),
    ] {
        let tried = shop.call(&format!("POST /v1/{path}:bulk?dry_run=true"), lines).await;
        assert_eq!(statuses(&tried.text), wanted.replace("201", "200"), "{path}");
        let code = wanted.starts_with("201").then_some(lines.split('"').nth(3)).flatten().unwrap_or("-");
        assert_eq!(shop.call(&format!("GET /v1/{path}/{code}"), "").await.status, 404, "{path}: a dry run");
        let done = shop.call(&format!("POST /v1/{path}:bulk"), lines).await;
        assert_eq!(statuses(&done.text), wanted, "{path}");
        assert!(
            done.text.starts_with(&format!("{{\"line\":1,\"status\":201,\"code\":\"{code}\"")),
            "{}",
            done.text
        );
        assert_eq!(shop.call(&format!("GET /v1/{path}/{code}"), "").await.status, 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_lines_are_refused() {
    let shop = Shop::new();
    let lines = "{}\n".repeat(10_001);
    assert_eq!(shop.call("POST /v1/products:bulk", &lines).await.problems(), "413 too-large at -");
    assert_eq!(
        shop.call("POST /v1/products:bulk?dry_run=perhaps", "").await.problems(),
        "422 invalid-value at /dry_run"
    );
    assert_eq!(shop.call("POST /v1/products:bulk", "").await.text, "");
}

/// Each holds its body in memory, so only a few run at once; the others are told to come again.
#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_bulk_requests_run_at_once() {
    let shop = std::sync::Arc::new(Shop::new());
    let start = || {
        let (sender, body) = tokio::sync::mpsc::channel::<Result<&'static str, std::io::Error>>(1);
        let shop = shop.clone();
        let body = axum::body::Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(body));
        (sender, tokio::spawn(async move { shop.send_body("POST /v1/products:bulk", &[], body).await }))
    };
    let mut held = Vec::new();
    for _ in 0..8 {
        let (sender, task) = start();
        // The second piece fits only once the request reads, which it does once it has its place.
        sender.send(Ok("\n")).await.expect("it reads");
        sender.send(Ok("\n")).await.expect("it reads");
        held.push((sender, task));
    }
    let refused = shop.call("POST /v1/channels:bulk", "").await;
    assert_eq!((refused.problems().as_str(), refused.header("retry-after")), ("503 overloaded at -", "1"));
    assert_eq!(shop.call("GET /v1/products", "").await.status, 200, "others are not kept waiting");
    for (sender, task) in held {
        drop(sender);
        assert_eq!(task.await.expect("no panic").status, 200);
    }
    assert_eq!(shop.call("POST /v1/channels:bulk", "").await.status, 200);
}
