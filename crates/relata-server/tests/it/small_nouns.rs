use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn types_channels_and_placements_are_nouns_like_others() {
    let shop = Shop::new();
    let said = shop
        .talk(
            &[
                (
                    "PUT /v1/relation-types/fits",
                    r#"{"code": "fits", "label": {"en": "Fits"}, "cycle_law": "warn"}"#,
                ),
                ("PATCH /v1/relation-types/fits", r#"{"max_per_product": 3}"#),
                ("DELETE /v1/relation-types/fits", ""),
                ("DELETE /v1/relation-types/upsell", ""),
                ("GET /v1/relation-types/fits", ""),
                ("PUT /v1/channels/app", r#"{"name": "App", "assortment": ["B", "A"]}"#),
                ("PUT /v1/channels/app", r#"{"name": "App", "assortment": "source.price > 1"}"#),
                ("GET /v1/channels", ""),
                ("DELETE /v1/channels/web", ""),
                (
                    "PATCH /v1/placements/cart",
                    r#"{"arrangement": "reserve", "reserve": 2, "caps": {"brand": 1}}"#,
                ),
                ("PUT /v1/placements/aisle", r#"{"blocks": [{"code": "b", "types": ["nonsense"]}]}"#),
                ("PUT /v1/placements/aisle", r#"{"code": "other"}"#),
                ("GET /v1/placements/a b", ""),
            ][..12],
        )
        .await;
    expect![[r#""#]].assert_eq(&said);
    let types = shop.call("GET /v1/relation-types", "").await.json();
    assert_eq!(types["items"].as_array().map(Vec::len), Some(7));
    let stale = shop.send("PUT /v1/placements/cart", &[("if-match", "\"x\"")], b"{}".to_vec()).await;
    assert_eq!(stale.problems(), "412 conflict at -");
}
