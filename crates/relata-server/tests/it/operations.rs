use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn health_coverage_and_quality_are_told() {
    let shop = Shop::of(&["A", "B"]).await;
    let made = shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
    shop.live(&made).await;
    let said = shop.talk(&[("GET /healthz", ""), ("GET /v1/coverage?type=related", "")]).await;
    expect![[r#"
        GET /healthz
          200 {"status":"alive"}
        GET /v1/coverage?type=related
          200 {"products":2,"covered":1,"rate":0.5,"sku_rate":0.5,"target":0.85,"by_type":{"related":{"products":2,"covered":1,"rate":0.5}},"by_category":[],"by_origin":{"manual":{"products":2,"covered":1,"rate":0.5}},"by_channel":[{"channel":"web","products":2,"covered":1,"rate":0.5}],"by_brand":[],"uncovered":["B"]}
    "#]].assert_eq(&said);
    let ready = shop.call("GET /readyz", "").await.json();
    assert_eq!((ready["status"].as_str(), ready["products"].as_u64()), (Some("ready"), Some(2)));
    let quality = shop.call("GET /v1/quality", "").await;
    assert_eq!(
        (quality.status, quality.json()["truncated"].as_bool()),
        (200, Some(false)),
        "{}",
        quality.text
    );
    assert_eq!(shop.call("GET /v1/coverage?type=a%20b", "").await.problems(), "422 invalid-value at /type");
    assert_eq!(shop.call("HEAD /v1/coverage", "").await.status, 200);
}
