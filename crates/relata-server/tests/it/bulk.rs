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
