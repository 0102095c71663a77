use expect_test::expect;

use crate::shop::Shop;

async fn related(relations: &[(&str, &str, &str)]) -> Shop {
    let shop = Shop::of(&["A", "B", "C", "D", "NEW"]).await;
    for (source, kind, target) in relations {
        let body = format!(r#"{{"source": "{source}", "type": "{kind}", "target": "{target}"}}"#);
        assert_eq!(shop.call("POST /v1/relations", &body).await.status, 201, "{body}");
    }
    assert_eq!(shop.call("DELETE /v1/products/NEW", "").await.status, 204);
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn the_graph_around_a_product() {
    let shop = related(&[
        ("A", "related", "B"),
        ("A", "accessory", "NEW"),
        ("C", "related", "A"),
        ("B", "related", "D"),
    ])
    .await;
    let said = shop
        .talk(&[
            ("GET /v1/graph?product=A&type=related&limit=2", ""),
            ("GET /v1/graph?product=A&product=GONE&direction=out", ""),
            ("GET /v1/graph?product=NEW&depth=3&direction=in", ""),
            ("GET /v1/graph?product=GONE", ""),
        ])
        .await;
    expect![[r#"
        GET /v1/graph?product=A&type=related&limit=2
          200 {"revision":10,"nodes":[{"sku":"A","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":0,"out":1,"in":1},{"sku":"B","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":1,"out":1,"in":1}],"edges":[{"id":"1","source":"A","type":"related","target":"B","position":1,"weight":1.0,"origin":"manual","status":"active"}],"left_out":[{"category":null,"products":1}],"truncated":true,"unknown_products":[]}
        GET /v1/graph?product=A&product=GONE&direction=out
          200 {"revision":10,"nodes":[{"sku":"A","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":0,"out":2,"in":1},{"sku":"B","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":1,"out":1,"in":1},{"sku":"NEW","name":null,"brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":null,"in_stock":false,"parent":null,"known":false,"depth":1,"out":0,"in":1}],"edges":[{"id":"2","source":"A","type":"accessory","target":"NEW","position":1,"weight":1.0,"origin":"manual","status":"pending"},{"id":"1","source":"A","type":"related","target":"B","position":1,"weight":1.0,"origin":"manual","status":"active"}],"left_out":[],"truncated":false,"unknown_products":["GONE"]}
        GET /v1/graph?product=NEW&depth=3&direction=in
          200 {"revision":10,"nodes":[{"sku":"NEW","name":null,"brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":null,"in_stock":false,"parent":null,"known":false,"depth":0,"out":0,"in":1},{"sku":"A","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":1,"out":2,"in":1},{"sku":"C","name":"x","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":true,"parent":null,"known":true,"depth":2,"out":1,"in":0}],"edges":[{"id":"2","source":"A","type":"accessory","target":"NEW","position":1,"weight":1.0,"origin":"manual","status":"pending"},{"id":"3","source":"C","type":"related","target":"A","position":1,"weight":1.0,"origin":"manual","status":"active"}],"left_out":[],"truncated":false,"unknown_products":["NEW"]}
        GET /v1/graph?product=GONE
          200 {"revision":10,"nodes":[],"edges":[],"left_out":[],"truncated":false,"unknown_products":["GONE"]}
    "#]].assert_eq(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_and_circles() {
    let shop = related(&[
        ("A", "accessory", "B"),
        ("B", "accessory", "C"),
        ("C", "accessory", "A"),
        ("A", "related", "D"),
    ])
    .await;
    let said = shop
        .talk(&[
            ("GET /v1/graph/path?from=A&to=C", ""),
            ("GET /v1/graph/path?from=D&to=B", ""),
            ("GET /v1/graph/path?from=D&to=B&direction=both&type=related&type=accessory", ""),
            ("GET /v1/graph/path?from=A&to=A", ""),
            ("GET /v1/graph/cycles", ""),
            ("GET /v1/graph/cycles?product=C&type=accessory", ""),
            ("GET /v1/graph/cycles?product=D", ""),
        ])
        .await;
    expect![[r#"
        GET /v1/graph/path?from=A&to=C
          200 {"path":["A","B","C"],"edges":[{"id":"1","source":"A","type":"accessory","target":"B","position":1,"weight":1.0,"origin":"manual","status":"active"},{"id":"2","source":"B","type":"accessory","target":"C","position":1,"weight":1.0,"origin":"manual","status":"active"}],"searched":4,"gave_up":false}
        GET /v1/graph/path?from=D&to=B
          200 {"path":null,"edges":[],"searched":1,"gave_up":false}
        GET /v1/graph/path?from=D&to=B&direction=both&type=related&type=accessory
          200 {"path":["D","A","B"],"edges":[{"id":"4","source":"A","type":"related","target":"D","position":1,"weight":1.0,"origin":"manual","status":"active"},{"id":"1","source":"A","type":"accessory","target":"B","position":1,"weight":1.0,"origin":"manual","status":"active"}],"searched":4,"gave_up":false}
        GET /v1/graph/path?from=A&to=A
          200 {"path":["A"],"edges":[],"searched":1,"gave_up":false}
        GET /v1/graph/cycles
          200 {"items":[{"type":"accessory","law":"warn","allowed":true,"products":3,"path":["A","B","C","A"],"names":["x","x","x","x"]}],"total":1}
        GET /v1/graph/cycles?product=C&type=accessory
          200 {"items":[{"type":"accessory","law":"warn","allowed":true,"products":3,"path":["C","A","B","C"],"names":["x","x","x","x"]}],"total":1}
        GET /v1/graph/cycles?product=D
          200 {"items":[],"total":0}
    "#]].assert_eq(&said);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_questions_about_the_graph() {
    let shop = related(&[]).await;
    for (path, problems) in [
        ("/v1/graph", "422 missing-value at /product"),
        (
            "/v1/graph?product=A&depth=4&direction=up&limit=301&type=!",
            "422 invalid-value at /depth, invalid-value at /type, invalid-value at /direction, invalid-value at /limit",
        ),
        ("/v1/graph?product=A&type=none&channel=web", "422 unknown-type at /type"),
        ("/v1/graph?product=A&channel=moon", "422 unknown-channel at /channel"),
        ("/v1/graph/path?from=A", "422 missing-value at /to"),
        ("/v1/graph/path?from=A&to=B&direction=in", "422 invalid-value at /direction"),
        ("/v1/graph/path?from=GONE&to=LOST", "422 unknown-product at /from, unknown-product at /to"),
        ("/v1/graph/cycles?limit=201", "422 invalid-value at /limit"),
        ("/v1/graph/cycles?product=GONE", "422 unknown-product at /product"),
        ("/v1/search", "422 missing-value at /query"),
        ("/v1/search?query=a&limit=21", "422 invalid-value at /limit"),
        ("/v1/products/A/candidates", "422 missing-value at /type"),
        ("/v1/products/A/candidates?type=none", "422 unknown-type at /type"),
        ("/v1/products/A/candidates?type=related&limit=51", "422 invalid-value at /limit"),
        ("/v1/products/GONE/candidates?type=related", "404 not-found at -"),
    ] {
        assert_eq!(shop.call(&format!("GET {path}"), "").await.problems(), problems, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn products_are_searched_and_proposed() {
    let shop = Shop::new();
    for (sku, body) in [
        ("RS-1", r#"{"name": "Road bike", "categories": ["bikes"], "price": "1000", "brand": "Acme"}"#),
        ("RS-2", r#"{"name": "Road bike pro", "categories": ["bikes"], "price": "1500"}"#),
        ("P-1", r#"{"name": "Pump", "stock": 0}"#),
    ] {
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), body).await.status, 201, "{sku}");
    }
    shop.call("POST /v1/relations", r#"{"source": "RS-2", "type": "accessory", "target": "P-1"}"#).await;
    let said = shop
        .talk(&[
            ("GET /v1/search?query=bike&limit=1", ""),
            ("GET /v1/search?query=rs-2", ""),
            ("GET /v1/search?query=nothing", ""),
            ("GET /v1/products/RS-1/candidates?type=accessory", ""),
            ("GET /v1/products/RS-1/candidates?type=upsell&query=bike", ""),
        ])
        .await;
    expect![[r#"
        GET /v1/search?query=bike&limit=1
          200 {"items":[{"sku":"RS-1","name":"Road bike","brand":"Acme","category":"bikes","price":"1000.00","currency":"EUR","image_url":null,"status":"active","in_stock":true,"parent":null}],"total":2}
        GET /v1/search?query=rs-2
          200 {"items":[{"sku":"RS-2","name":"Road bike pro","brand":null,"category":"bikes","price":"1500.00","currency":"EUR","image_url":null,"status":"active","in_stock":true,"parent":null}],"total":1}
        GET /v1/search?query=nothing
          200 {"items":[],"total":0}
        GET /v1/products/RS-1/candidates?type=accessory
          200 {"items":[{"sku":"P-1","name":"Pump","brand":null,"category":null,"price":null,"currency":null,"image_url":null,"status":"active","in_stock":false,"parent":null,"evidence":{"kind":"siblings","count":1,"of":1,"category":"bikes","type":null,"percent":null,"since":null},"text":"1 of 1 products in bikes have it"}]}
        GET /v1/products/RS-1/candidates?type=upsell&query=bike
          200 {"items":[{"sku":"RS-2","name":"Road bike pro","brand":null,"category":"bikes","price":"1500.00","currency":"EUR","image_url":null,"status":"active","in_stock":true,"parent":null,"evidence":{"kind":"same_category","count":null,"of":null,"category":"bikes","type":null,"percent":50,"since":null},"text":"in bikes, 50 % dearer"}]}
    "#]].assert_eq(&said);
}
