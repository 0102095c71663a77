use expect_test::expect;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_made_read_changed_and_removed() {
    let shop = Shop::new();
    let said = shop
        .talk(&[
            ("PUT /v1/products/A", r#"{"name": "Alpha", "price": 19.9, "attributes": {"w": 1.50}}"#),
            ("PUT /v1/products/A", r#"{"sku": "A", "name": "Alpha 2"}"#),
            ("PATCH /v1/products/A", r#"{"price": "1e1", "tags": ["new"]}"#),
            ("GET /v1/products/A", ""),
            ("PUT /v1/products/A", r#"{"sku": "B", "name": "x"}"#),
            ("PATCH /v1/products/NONE", r#"{"name": "x"}"#),
            ("DELETE /v1/products/A", ""),
            ("GET /v1/products/A", ""),
        ])
        .await;
    expect![[r#"
        PUT /v1/products/A
          201 {"sku":"A","name":"Alpha","parent":null,"brand":null,"categories":[],"price":"19.90","currency":"EUR","cost":null,"stock":null,"status":"active","tags":[],"attributes":{"w":1.50},"url":null,"image_url":null,"description":null,"created_at":null,"names":{},"offers":{},"excluded":[]}
        PUT /v1/products/A
          200 {"sku":"A","name":"Alpha 2","parent":null,"brand":null,"categories":[],"price":null,"currency":"EUR","cost":null,"stock":null,"status":"active","tags":[],"attributes":{},"url":null,"image_url":null,"description":null,"created_at":null,"names":{},"offers":{},"excluded":[]}
        PATCH /v1/products/A
          200 {"sku":"A","name":"Alpha 2","parent":null,"brand":null,"categories":[],"price":"10.00","currency":"EUR","cost":null,"stock":null,"status":"active","tags":["new"],"attributes":{},"url":null,"image_url":null,"description":null,"created_at":null,"names":{},"offers":{},"excluded":[]}
        GET /v1/products/A
          200 {"sku":"A","name":"Alpha 2","parent":null,"brand":null,"categories":[],"price":"10.00","currency":"EUR","cost":null,"stock":null,"status":"active","tags":["new"],"attributes":{},"url":null,"image_url":null,"description":null,"created_at":null,"names":{},"offers":{},"excluded":[]}
        PUT /v1/products/A
          422 {"type":"urn:relata:problem:key-mismatch","title":"The key in the body differs from the key in the path.","status":422,"detail":"the body names B, the path A","code":"key-mismatch","errors":[{"code":"key-mismatch","severity":"error","pointer":"/sku","message":"the body names B, the path A","hint":"make them the same, or leave it out here"}]}
        PATCH /v1/products/NONE
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is no product NONE","code":"not-found","errors":[{"code":"not-found","severity":"error","message":"there is no product NONE"}]}
        DELETE /v1/products/A
          204 
        GET /v1/products/A
          404 {"type":"urn:relata:problem:not-found","title":"There is nothing under this key.","status":404,"detail":"there is no product A","code":"not-found","errors":[{"code":"not-found","severity":"error","subject":"A","message":"there is no product A"}]}
    "#]].assert_eq(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn skus_in_paths_are_percent_decoded() {
    let shop = Shop::new();
    for (path, sku) in [
        ("A%2FB", "A/B"),
        ("A%20B", "A B"),
        ("%C3%9Cber%20%F0%9F%91%9F", "Über 👟"),
        ("100%25", "100%"),
        ("a%3Fb%23c", "a?b#c"),
        ("A+B", "A+B"),
        ("%2E%2E", ".."),
        ("x:bulk", "x:bulk"),
        ("%7Bsku%7D", "{sku}"),
    ] {
        let made = shop.call(&format!("PUT /v1/products/{path}"), r#"{"name": "x"}"#).await;
        assert_eq!((made.status, made.json()["sku"].as_str()), (201, Some(sku)), "{path}");
        let found = shop.call(&format!("GET /v1/products/{path}"), "").await;
        assert_eq!((found.status, found.json()["sku"].as_str()), (200, Some(sku)), "{path}");
        let relations = shop.call(&format!("GET /v1/products/{path}/relations"), "").await;
        assert_eq!(relations.text, r#"{"items":[],"next":null}"#, "{path}");
    }
    for (path, problems) in [
        ("%00", "422 invalid-value at -"),
        ("%0A", "422 invalid-value at -"),
        ("%FF", "400 invalid-text at -"),
        (&"x".repeat(256), "422 invalid-value at -"),
        ("A/B", "404 not-found at -"),
    ] {
        assert_eq!(shop.call(&format!("GET /v1/products/{path}"), "").await.problems(), problems, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_ends_where_the_next_begins() {
    let shop = Shop::of(&["A", "B", "C", "D", "E"]).await;
    let (mut skus, mut path) = (Vec::new(), "/v1/products?limit=2".to_string());
    loop {
        let page = shop.call(&format!("GET {path}"), "").await.json();
        skus.extend(
            page["items"].as_array().expect("items is a list").iter().map(|item| item["sku"].to_string()),
        );
        let Some(cursor) = page["next"].as_str() else { break };
        path = format!("/v1/products?limit=2&cursor={cursor}");
    }
    assert_eq!(skus.join(""), r#""A""B""C""D""E""#);
    for (query, problems) in [
        ("limit=0", "422 invalid-value at /limit"),
        ("limit=201", "422 invalid-value at /limit"),
        (
            "limit=x&status=sold&category=/",
            "422 invalid-value at /status, invalid-value at /category, invalid-value at /limit",
        ),
        ("cursor=zzz", "422 invalid-value at /cursor"),
        ("limit=1&limit=2", "422 invalid-value at /limit"),
    ] {
        assert_eq!(shop.call(&format!("GET /v1/products?{query}"), "").await.problems(), problems, "{query}");
    }
    assert_eq!(shop.call("GET /v1/products?utm=1&limit=200", "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_finds_products() {
    let shop = Shop::new();
    shop.call("PUT /v1/products/P", r#"{"name": "Shoe", "brand": "Acme", "categories": ["shoes/running"]}"#)
        .await;
    shop.call("PUT /v1/products/P-41", r#"{"name": "Shoe 41", "parent": "P", "status": "inactive"}"#).await;
    shop.call("PUT /v1/products/S", r#"{"name": "Sock", "brand": "Cosy", "categories": ["socks"]}"#).await;
    for (query, skus) in [
        ("query=shoe", "P,P-41"),
        ("parent=P", "P-41"),
        ("status=inactive", "P-41"),
        ("category=shoes", "P"),
        ("brand=Cosy", "S"),
        ("query=shoe&brand=Cosy", ""),
    ] {
        let page = shop.call(&format!("GET /v1/products?{query}"), "").await.json();
        let items = page["items"].as_array().expect("items is a list");
        let found: Vec<&str> = items.iter().filter_map(|item| item["sku"].as_str()).collect();
        assert_eq!(found.join(","), skus, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entity_tag_guards_against_lost_updates() {
    let shop = Shop::new();
    let put = "PUT /v1/products/A";
    let first = shop.call(put, r#"{"name": "1"}"#).await;
    let tag = first.header("etag").to_string();
    assert!(tag.starts_with('"') && tag.len() > 2, "{tag}");
    let read = shop.call("GET /v1/products/A", "").await;
    assert_eq!(read.header("etag"), tag);
    let known = shop.send("GET /v1/products/A", &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    let second = shop.send(put, &[("if-match", &tag)], br#"{"name": "2"}"#.to_vec()).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.header("etag"), tag);
    for (line, tag) in [
        (put, tag.as_str()),
        (put, "\"stale\""),
        ("PATCH /v1/products/A", "\"stale\""),
        ("DELETE /v1/products/A", "\"stale\""),
    ] {
        let stale = shop.send(line, &[("if-match", tag)], br#"{"name": "3"}"#.to_vec()).await;
        assert_eq!(stale.problems(), "412 conflict at -", "{line} {tag}");
    }
    assert_eq!(shop.call("GET /v1/products/A", "").await.json()["name"], "2");
    assert_eq!(
        shop.send("PUT /v1/products/NEW", &[("if-match", "*")], br#"{"name": "3"}"#.to_vec()).await.status,
        412
    );
    assert_eq!(shop.send("DELETE /v1/products/A", &[("if-match", "*")], Vec::new()).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_can_be_edited_and_put_back() {
    let shop = Shop::new();
    let body = r#"{"name": "A", "parent": "P", "price": "1.00", "offers": {"app": {"stock": 1}}}"#;
    let made = shop.call("PUT /v1/products/A", body).await;
    let read = shop.call("GET /v1/products/A", "").await;
    let put = shop.call("PUT /v1/products/A", &read.text).await;
    assert_eq!((put.status, put.header("etag")), (200, read.header("etag")));
    assert_eq!(made.json()["warnings"][0]["code"], "parent-missing");
    let written = made.text.replacen('{', r#"{"revision": 7, "#, 1);
    assert_eq!(
        shop.call("PUT /v1/products/A", &written).await.status,
        200,
        "what only answers have may come back"
    );
}
