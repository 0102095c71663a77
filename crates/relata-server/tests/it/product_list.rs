use expect_test::expect;

use crate::shop::Shop;

/// A small shop: a family of shoes, socks, and a bag that nothing is related to.
async fn small_shop() -> Shop {
    let shop = Shop::new();
    for (path, body) in [
        ("P", r#"{"name": "Shoe", "brand": "Acme", "categories": ["shoes/running"], "price": "80"}"#),
        ("P-41", r#"{"name": "Shoe 41", "parent": "P", "stock": 4}"#),
        ("S", r#"{"name": "Sock", "brand": "Cosy", "categories": ["socks"], "price": "9.90", "stock": 2}"#),
        ("T", r#"{"name": "Tights", "brand": "Cosy", "categories": ["socks"], "stock": 0}"#),
        ("LATER", r#"{"name": "goes again"}"#),
        ("BAG", r#"{"name": "bag", "status": "inactive", "price": "30"}"#),
    ] {
        assert_eq!(shop.call(&format!("PUT /v1/products/{path}"), body).await.status, 201, "{path}");
    }
    for body in [
        r#"{"source": "P", "type": "cross_sell", "target": "S"}"#,
        r#"{"source": "S", "type": "related", "target": "T"}"#,
        r#"{"source": "S", "type": "accessory", "target": "LATER"}"#,
    ] {
        assert_eq!(shop.call("POST /v1/relations", body).await.status, 201, "{body}");
    }
    assert_eq!(shop.call("DELETE /v1/products/LATER", "").await.status, 204);
    shop
}

async fn skus(shop: &Shop, query: &str) -> String {
    let page = shop.call(&format!("GET /v1/products?{query}"), "").await.json();
    let items = page["items"].as_array().unwrap_or_else(|| panic!("{query}: {page}"));
    items.iter().filter_map(|item| item["sku"].as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_condition_is_a_parameter() {
    let shop = small_shop().await;
    for (query, expected) in [
        ("", "BAG P P-41 S T"),
        ("query=SHOE", "P P-41"),
        ("query=acme", "P"),
        ("parent=P", "P-41"),
        ("status=inactive&status=discontinued", "BAG"),
        ("category=shoes&category=socks", "P S T"),
        ("brand=Cosy", "S T"),
        ("stock=out", "T"),
        ("stock=in&level=top", "BAG P S"),
        ("with=cross_sell", "P P-41"),
        ("with=cross_sell&with=related", "P P-41"),
        ("without=cross_sell&level=top", "BAG S T"),
        ("state=uncovered&level=top&status=active", "S T"),
        ("state=points_out", "S"),
        ("state=pending", "S"),
        ("state=only_manual", "P S"),
        ("state=no_relations&category=socks", "T"),
        ("sku=T&sku=P&sku=NONE", "P T"),
        ("sort=-sku", "T S P-41 P BAG"),
        ("sort=name", "BAG P P-41 S T"),
        ("sort=price&level=top", "S BAG P T"),
        ("sort=-price&level=top", "P BAG S T"),
        ("sort=-stock", "P-41 S T BAG P"),
        ("sort=-relations", "S P BAG P-41 T"),
        ("utm=1", "BAG P P-41 S T"),
    ] {
        assert_eq!(skus(&shop, query).await, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_parameters_are_all_named() {
    let shop = small_shop().await;
    let many: String = (0..201).map(|index| format!("&sku=S{index}")).collect();
    for (query, problems) in [
        (
            "stock=some&state=odd&level=low&sort=size&include=all&limit=0",
            "422 invalid-value at /stock, invalid-value at /state, invalid-value at /level, \
             invalid-value at /sort, invalid-value at /include, invalid-value at /limit",
        ),
        (
            "with=none&without=gone&channel=moon",
            "422 unknown-type at /with, unknown-type at /without, unknown-channel at /channel",
        ),
        (many.as_str(), "422 limit-exceeded at /sku"),
        ("query=a&query=b", "422 invalid-value at /query"),
        ("query=%00", "422 invalid-value at /query"),
        ("cursor=zz", "422 invalid-value at /cursor"),
    ] {
        let answer = shop.call(&format!("GET /v1/products?{query}"), "").await;
        assert_eq!(answer.problems(), problems, "{query}");
        let errors = answer.json()["errors"].clone();
        let errors = errors.as_array().expect("errors is a list");
        assert!(errors.iter().all(|error| error["hint"].is_string()), "{query}: {errors:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_counts_what_it_could_be_narrowed_to() {
    let shop = small_shop().await;
    let page = shop
        .call("GET /v1/products?category=socks&facets=true&count=true&limit=1&include=relations", "")
        .await;
    let mut page = page.json();
    page["items"][0]
        .as_object_mut()
        .expect("an item")
        .retain(|name, _| ["sku", "relations"].contains(&name.as_str()));
    page["next"] = serde_json::Value::Bool(page["next"].is_string());
    expect![[r#"
        {
          "facets": {
            "brand": [
              {
                "count": 2,
                "value": "Cosy"
              }
            ],
            "category": [
              {
                "count": 2,
                "value": "socks"
              },
              {
                "count": 1,
                "value": "shoes"
              },
              {
                "count": 1,
                "value": "shoes/running"
              }
            ],
            "state": [
              {
                "count": 2,
                "value": "uncovered"
              },
              {
                "count": 1,
                "value": "no_relations"
              },
              {
                "count": 1,
                "value": "only_manual"
              },
              {
                "count": 1,
                "value": "pending"
              },
              {
                "count": 1,
                "value": "points_out"
              },
              {
                "count": 0,
                "value": "expired"
              },
              {
                "count": 0,
                "value": "only_imported"
              }
            ],
            "status": [
              {
                "count": 2,
                "value": "active"
              },
              {
                "count": 0,
                "value": "discontinued"
              },
              {
                "count": 0,
                "value": "inactive"
              }
            ],
            "stock": [
              {
                "count": 1,
                "value": "in"
              },
              {
                "count": 1,
                "value": "out"
              }
            ],
            "type": [
              {
                "value": "accessory",
                "with": 0,
                "without": 2
              },
              {
                "value": "cross_sell",
                "with": 0,
                "without": 2
              },
              {
                "value": "related",
                "with": 0,
                "without": 2
              },
              {
                "value": "spare_part",
                "with": 0,
                "without": 2
              },
              {
                "value": "substitute",
                "with": 0,
                "without": 2
              },
              {
                "value": "successor",
                "with": 0,
                "without": 2
              },
              {
                "value": "upsell",
                "with": 0,
                "without": 2
              }
            ]
          },
          "items": [
            {
              "relations": {
                "incoming": 1,
                "issues": [
                  "uncovered",
                  "points_out",
                  "pending"
                ],
                "origins": {
                  "manual": 2
                },
                "shown": {
                  "accessory": 0,
                  "cross_sell": 0,
                  "related": 0,
                  "spare_part": 0,
                  "substitute": 0,
                  "successor": 0,
                  "upsell": 0
                },
                "stored": {
                  "accessory": 1,
                  "related": 1
                }
              },
              "sku": "S"
            }
          ],
          "next": true,
          "total": 2
        }
    "#]]
    .assert_eq(&format!("{page:#}\n"));
    let nothing = shop.call("GET /v1/products?category=socks&brand=Acme&query=s&count=true", "").await.json();
    expect![[r#"{"items":[],"narrowest":[{"filter":"brand","total":2},{"filter":"category","total":1}],"next":null,"total":0}"#]].assert_eq(&nothing.to_string());
    let tree = shop.call("GET /v1/products/categories", "").await.text;
    expect![[r#"{"items":[{"path":"shoes","products":1,"covered":1},{"path":"shoes/running","products":1,"covered":1},{"path":"socks","products":2,"covered":0}]}"#]].assert_eq(&tree);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_goes_with_its_conditions_and_order() {
    let shop = small_shop().await;
    for sort in ["sku", "-sku", "name", "-price", "stock", "-orders", "relations"] {
        let (mut seen, mut path) = (Vec::new(), format!("/v1/products?limit=2&sort={sort}"));
        loop {
            let page = shop.call(&format!("GET {path}"), "").await.json();
            let items = page["items"].as_array().expect("items is a list");
            seen.extend(items.iter().filter_map(|item| item["sku"].as_str().map(str::to_string)));
            let Some(cursor) = page["next"].as_str() else { break };
            for other in [format!("limit=2&sort=-{sort}"), format!("limit=2&sort={sort}&status=active")] {
                let other = other.replace("--", "");
                let refused = shop.call(&format!("GET /v1/products?{other}&cursor={cursor}"), "").await;
                assert_eq!(refused.problems(), "422 invalid-value at /cursor", "{other}");
            }
            path = format!("/v1/products?limit=2&sort={sort}&cursor={cursor}");
        }
        assert_eq!(seen.join(" "), skus(&shop, &format!("sort={sort}")).await, "{sort}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_every_write_before_it() {
    let shop = Shop::of(&["A", "B"]).await;
    for turn in 0..20 {
        let made =
            shop.call("POST /v1/relations", r#"{"source": "A", "type": "related", "target": "B"}"#).await;
        assert_eq!(skus(&shop, "with=related").await, "A", "turn {turn}");
        let found = shop.call("GET /v1/graph?product=A", "").await.json();
        assert_eq!(found["edges"].as_array().map(Vec::len), Some(1), "turn {turn}");
        let id = made.json()["id"].as_str().expect("a relation has an id").to_string();
        assert_eq!(shop.call(&format!("DELETE /v1/relations/{id}"), "").await.status, 204);
        assert_eq!(skus(&shop, "with=related").await, "", "turn {turn}");
        shop.call(&format!("PUT /v1/products/N{turn}"), r#"{"name": "new one"}"#).await;
        let found = shop.call(&format!("GET /v1/search?query=n{turn}"), "").await.json();
        assert_eq!(found["items"][0]["sku"], format!("N{turn}"));
    }
}
