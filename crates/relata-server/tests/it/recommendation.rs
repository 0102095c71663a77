use crate::shop::Shop;

/// P goes with S1 and S2; S3 is sold out.
async fn shop() -> Shop {
    let shop = Shop::of(&["P", "S1", "S2", "S%2F3"]).await;
    shop.call("PATCH /v1/products/S%2F3", r#"{"stock": 0}"#).await;
    let mut last = None;
    for target in ["S1", "S/3", "S2"] {
        let body = format!(r#"{{"source": "P", "type": "cross_sell", "target": "{target}"}}"#);
        last = Some(shop.call("POST /v1/relations", &body).await);
    }
    shop.live(&last.expect("relations were made")).await;
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn get_and_post_give_the_same_answer() {
    let shop = shop().await;
    let post = shop.call("POST /v1/recommendations", r#"{"products": ["P"], "explain": true}"#).await;
    let get = shop.call("GET /v1/recommendations?product=P&explain=true", "").await;
    let (mut post, mut get) = (post.json(), get.json());
    for answer in [&mut post, &mut get] {
        let fields = answer.as_object_mut().expect("an answer is an object");
        assert!(fields.remove("request_id").is_some_and(|id| id.as_str().is_some_and(|id| id.len() == 26)));
    }
    assert_eq!(post, get);
    let skus: Vec<&str> = post["items"]
        .as_array()
        .expect("items is a list")
        .iter()
        .filter_map(|item| item["sku"].as_str())
        .collect();
    assert_eq!(skus, ["S1", "S2"]);
    assert_eq!(post["removed"], serde_json::json!([{"reason": "out_of_stock", "count": 1}]));
    let factors = post["items"][0]["reason"]["factors"].as_array().expect("there are factors");
    let product: f64 = factors.iter().filter_map(|factor| factor["value"].as_f64()).product();
    assert!((product - post["items"][0]["score"].as_f64().expect("a score is a number")).abs() < 1e-6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_question_is_refused_and_an_unknown_product_is_not() {
    let shop = shop().await;
    for (body, problems) in [
        (r#"{"products": ["P"], "limit": 0}"#, "422 invalid-value at /limit"),
        (r#"{"products": ["P"], "limit": 1000}"#, "422 invalid-value at /limit"),
        (r#"{"products": "P"}"#, "422 invalid-value at /products"),
        (r#"{"products": ["P"], "at": "yesterday"}"#, "422 invalid-value at /at"),
        (r#"{"product": ["P"]}"#, "422 invalid-value at /product"),
        (r#"{"products": ["P"]"#, "400 invalid-json at -"),
        (r#"[]"#, "422 invalid-value at "),
    ] {
        assert_eq!(shop.call("POST /v1/recommendations", body).await.problems(), problems, "{body}");
    }
    for body in [r#"{"placement": "nowhere"}"#, r#"{"types": ["nonsense"]}"#, r#"{"channel": "moon"}"#] {
        assert_eq!(shop.call("POST /v1/recommendations", body).await.status, 422, "{body}");
    }
    for query in ["limit=51", "limit=x", "at=soon", "placement=nowhere", "explain=maybe"] {
        assert_eq!(
            shop.call(&format!("GET /v1/recommendations?product=P&{query}"), "").await.status,
            422,
            "{query}"
        );
    }
    let unknown = shop.call("POST /v1/recommendations", r#"{"products": ["NOPE", "P"]}"#).await;
    assert_eq!(
        (unknown.status, unknown.json()["unknown_products"].to_string()),
        (200, r#"["NOPE"]"#.to_string())
    );
    let many =
        shop.call("GET /v1/recommendations?product=P&product=S1&type=cross_sell&type=upsell&utm=x", "").await;
    assert_eq!(many.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_of_the_engine_is_told() {
    let shop = Shop::of(&["A"]).await;
    let timing = shop.call("GET /v1/recommendations?product=A", "").await.header("server-timing").to_string();
    let took = timing.strip_prefix("engine;dur=").and_then(|took| took.parse::<f64>().ok());
    assert!(took.is_some_and(|ms| (0.0..1_000.0).contains(&ms)), "{timing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn recommendations_are_counted() {
    let shop = shop().await;
    for _ in 0..3 {
        shop.call("POST /v1/recommendations", r#"{"products": ["P"]}"#).await;
    }
    let metrics = shop.call("GET /metrics", "").await.text;
    for line in [
        "# TYPE relata_recommendation_calculation_seconds histogram",
        "relata_recommendation_calculation_seconds_count 3",
        "relata_recommendation_calculation_seconds_bucket{le=\"+Inf\"} 3",
        "relata_answers_total{route=\"/v1/recommendations\",method=\"POST\",status=\"200\"} 3",
        "relata_recommended_items_total 6",
        "relata_removed_total{reason=\"out_of_stock\"} 3",
        "relata_products 4",
        "relata_relations 3",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
}
