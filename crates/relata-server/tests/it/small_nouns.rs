use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn types_channels_and_placements_are_nouns_like_others() {
    let shop = Shop::new();
    let said = shop
        .talk(&[
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
        ])
        .await;
    expect![[r#"
        PUT /v1/relation-types/fits
          201 {"code":"fits","label":{"en":"Fits"},"description":null,"example":null,"color":null,"icon":null,"default_weight":0.5,"cycle_law":"warn","potential":null,"symmetric":false,"inverse":null,"max_per_product":50,"placements":["product_page"],"built_in":false}
        PATCH /v1/relation-types/fits
          200 {"code":"fits","label":{"en":"Fits"},"description":null,"example":null,"color":null,"icon":null,"default_weight":0.5,"cycle_law":"warn","potential":null,"symmetric":false,"inverse":null,"max_per_product":3,"placements":["product_page"],"built_in":false}
        DELETE /v1/relation-types/fits
          204 
        DELETE /v1/relation-types/upsell
          409 {"type":"urn:relata:problem:in-use","title":"It is still used and cannot be removed.","status":409,"detail":"the relation type upsell cannot be removed: it is built in","code":"in-use","errors":[{"code":"in-use","severity":"error","message":"the relation type upsell cannot be removed: it is built in","hint":"set its placements to none to hide it"}]}
        GET /v1/relation-types/fits
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is no relation type fits","code":"not-found","errors":[{"code":"not-found","severity":"error","subject":"fits","message":"there is no relation type fits"}]}
        PUT /v1/channels/app
          201 {"code":"app","name":"App","locale":null,"currency":null,"assortment":["A","B"]}
        PUT /v1/channels/app
          200 {"code":"app","name":"App","locale":null,"currency":null,"assortment":"source.price > 1"}
        GET /v1/channels
          200 {"items":[{"code":"app","name":"App","locale":null,"currency":null,"assortment":"source.price > 1"},{"code":"web","name":"Web shop","locale":null,"currency":null,"assortment":null}],"next":null}
        DELETE /v1/channels/web
          409 {"type":"urn:relata:problem:in-use","title":"It is still used and cannot be removed.","status":409,"detail":"the channel web came with the program","code":"in-use","errors":[{"code":"in-use","severity":"error","message":"the channel web came with the program","hint":"change it instead of removing it"}]}
        PATCH /v1/placements/cart
          200 {"code":"cart","name":"Cart","limit":6,"arrangement":"reserve","reserve":2,"caps":{"brand":1,"category":null},"blocks":[],"fallbacks":["category_popularity","newest"],"built_in":true}
        PUT /v1/placements/aisle
          422 {"type":"urn:relata:problem:unknown-type","title":"No relation type has this code.","status":422,"detail":"there is no relation type nonsense","code":"unknown-type","errors":[{"code":"unknown-type","severity":"error","pointer":"/blocks/0/types","subject":"nonsense","message":"there is no relation type nonsense","hint":"name a type that exists"}]}
        PUT /v1/placements/aisle
          422 {"type":"urn:relata:problem:key-mismatch","title":"The key in the body differs from the key in the path.","status":422,"detail":"the body names other, the path aisle","code":"key-mismatch","errors":[{"code":"key-mismatch","severity":"error","pointer":"/code","message":"the body names other, the path aisle","hint":"make them the same, or leave it out here"}]}
    "#]].assert_eq(&said);
    let types = shop.call("GET /v1/relation-types", "").await.json();
    assert_eq!(types["items"].as_array().map(Vec::len), Some(7));
    for path in ["relation-types", "placements", "exports"] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = shop.call(&format!("GET /v1/{path}?limit=2{next}"), "").await.json();
            let items = page["items"].as_array().expect("items is a list").clone();
            assert!((1..=2).contains(&items.len()), "{path}");
            seen.extend(items.iter().map(|item| item.get("code").or(item.get("part")).cloned()));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        let all = shop.call(&format!("GET /v1/{path}"), "").await.json();
        assert_eq!(all["items"].as_array().map(Vec::len), Some(seen.len()), "{path}");
        assert_eq!(
            shop.call(&format!("GET /v1/{path}?limit=0"), "").await.problems(),
            "422 invalid-value at /limit"
        );
        assert_eq!(
            shop.call(&format!("GET /v1/{path}?limit="), "").await.problems(),
            "422 invalid-value at /limit"
        );
        assert_eq!(
            shop.call(&format!("GET /v1/{path}?cursor=zz"), "").await.problems(),
            "422 invalid-value at /cursor"
        );
    }
    let stale = shop.send("PUT /v1/placements/cart", &[("if-match", "\"x\"")], b"{}".to_vec()).await;
    assert_eq!(stale.problems(), "412 conflict at -");
}

/// Paths such as `/v1/rules/check`, which stand where a document of that code would stand.
fn static_neighbours() -> Vec<(String, String)> {
    let document = relata_server::openapi();
    let paths: Vec<String> =
        document["paths"].as_object().expect("paths is an object").keys().cloned().collect();
    let nouns = paths.iter().filter_map(|path| path.strip_suffix("/{code}"));
    let beside = |noun: &str| {
        let codes = paths.iter().filter_map(|path| path.strip_prefix(&format!("{noun}/")));
        let fixed = codes.filter(|code| !code.contains(['/', '{']));
        fixed.map(|code| (noun.to_string(), code.to_string())).collect::<Vec<_>>()
    };
    nouns.flat_map(beside).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_document_is_made_under_a_path_that_means_something_else() {
    let shop = Shop::of(&["A", "B"]).await;
    let neighbours = static_neighbours();
    assert!(neighbours.contains(&("/v1/rules".to_string(), "check".to_string())), "{neighbours:?}");
    for (noun, code) in neighbours {
        let body = r#"{"type": "related", "match": "true", "show": "true", "forbid": "true"}"#;
        let put = shop.call(&format!("PUT {noun}/{code}"), body).await;
        assert_eq!(put.problems(), "422 invalid-value at /code", "{noun}/{code}");
        let said = put.json()["errors"][0].clone();
        assert_eq!(
            (said["hint"].as_str(), said["subject"].as_str()),
            (Some("take another code"), Some(&*code))
        );
        let line = match noun.as_str() {
            "/v1/conditions" => format!(r#"{{"code": "{code}", "condition": "true"}}"#),
            "/v1/guidelines" => format!(r#"{{"code": "{code}", "forbid": "true"}}"#),
            _ => format!(r#"{{"code": "{code}", "type": "related", "match": "true", "show": "true"}}"#),
        };
        for dry_run in [true, false] {
            let many = shop.call(&format!("POST {noun}:bulk?dry_run={dry_run}"), &line).await.text;
            assert!(many.contains(&format!("{code} is no code for a ")), "{noun} {dry_run} {many}");
        }
        let stored = shop.call(&format!("GET {noun}"), "").await.json();
        assert_eq!(stored["items"].as_array().map(Vec::len), Some(0));
    }
}
