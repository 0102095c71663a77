use serde_json::Value;

use crate::shop::Shop;

async fn shop() -> Shop {
    let shop = Shop::of(&["A", "B", "C"]).await;
    for (sku, price, color) in [("A", 10, "red"), ("B", 20, "blue"), ("C", 30, "red")] {
        let body = format!(
            r#"{{"sku": "{sku}", "name": "Product {sku}", "price": "{price}.00", "brand": "Acme",
                 "categories": ["shoes/running"], "attributes": {{"color": "{color}", "screen size": {price}}}}}"#
        );
        assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), &body).await.status, 200);
    }
    shop
}

fn field<'f>(fields: &'f Value, code: &str) -> &'f Value {
    let fields = fields["fields"].as_array().into_iter().flatten();
    fields
        .into_iter()
        .find(|field| field["code"] == code)
        .unwrap_or_else(|| panic!("there is no field {code}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_those_of_the_language_and_of_the_products() {
    let shop = shop().await;
    let fields = shop.call("GET /v1/rules/fields?language=de", "").await.json();
    let price = field(&fields, "price");
    assert_eq!((price["label"].as_str(), price["control"].as_str()), (Some("Preis"), Some("money")));
    assert_eq!(price["paths"]["target"], "target.price");
    assert!(price["operators"].as_array().unwrap().iter().any(|one| one == ">="));
    let size = field(&fields, "screen size");
    assert_eq!((size["kind"].as_str(), size["attribute"].as_bool()), (Some("number"), Some(true)));
    assert_eq!(size["paths"]["source"], "source.attributes['screen size']");
    let color = field(&fields, "color");
    assert_eq!(color["values"][0], serde_json::json!({"value": "red", "products": 2}));
    assert_eq!(field(&fields, "brand")["values"][0]["products"], 3);
    let tree: Vec<&str> = field(&fields, "categories")["values"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|value| value["value"].as_str())
        .collect();
    assert_eq!(tree, ["shoes", "shoes/running"]);
    assert_eq!(fields["variables"]["when"], serde_json::json!(["customer", "cart", "context"]));
    assert_eq!(field(&fields, "channel")["values"][0]["value"], "web");
    // Every operator that a field names is explained.
    let known: Vec<&Value> = fields["operators"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    for field in fields["fields"].as_array().unwrap() {
        let operators = field["operators"].as_array().unwrap();
        assert!(!operators.is_empty() && operators.iter().all(|one| known.contains(&one)), "{field}");
    }
    assert_eq!(shop.call("GET /v1/rules/fields?language=fr", "").await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_listed_with_what_they_say_and_do() {
    let shop = shop().await;
    let alike = r#"{"name": "Alike", "type": "related", "status": "active", "match": "source.price < 25",
                    "show": "target.attributes.color == source.attributes.color"}"#;
    let all = r#"{"name": "All", "type": "related", "status": "active", "match": "source.price < 15"}"#;
    let wrong = r#"{"name": "Wrong", "type": "upsell", "match": "source.prise > 1"}"#;
    for (code, body) in [("alike", alike), ("all", all), ("wrong", wrong)] {
        assert_eq!(shop.call(&format!("PUT /v1/rules/{code}"), body).await.status, 201);
    }
    let list = shop.call("GET /v1/rules/summaries?language=en", "").await.json();
    let items = list["items"].as_array().unwrap();
    let figures = |at: usize| items[at]["figures"].clone();
    assert_eq!(figures(0), serde_json::json!({"sources": 2, "targets": 3, "overlaps": 1, "withheld": 0}));
    assert_eq!((figures(1)["sources"].as_u64(), figures(2)), (Some(1), Value::Null));
    assert_eq!(items[0]["rule"]["name"], "Alike");
    assert_eq!(
        items[0]["sentence"],
        "For each product where price of the product is less than 25: show up to 10 products where \
         “color” of the recommended product is “color” of the product."
    );
    assert_eq!(items[2]["problems"][0]["code"], "unknown-attribute");
    let codes = async |query: &str| -> Vec<String> {
        let list = shop.call(&format!("GET /v1/rules/summaries?{query}"), "").await.json();
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["rule"]["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("status=draft").await, ["wrong"]);
    assert_eq!(codes("type=related&q=COLOR").await, ["alike"]);
    assert_eq!(codes("q=nothing+of+it").await, [""; 0]);
    assert_eq!(codes("limit=2").await, ["alike", "all"]);
    let archived = shop.call("PATCH /v1/rules/all", r#"{"status": "archived"}"#).await;
    assert_eq!(archived.status, 200);
    assert_eq!(codes("").await, ["alike", "wrong"]);
    assert_eq!(codes("status=archived&status=draft").await, ["all", "wrong"]);
    let list = shop.call("GET /v1/rules/summaries", "").await.json();
    assert_eq!(list["items"][0]["figures"]["overlaps"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn guidelines_are_checked_and_listed() {
    let shop = shop().await;
    let text = r#"{"forbid": "source.brand == 'Acme' && !('x' in target.tags)"}"#;
    let checked = shop.call("POST /v1/guidelines/check?language=de", text).await.json();
    assert_eq!(checked["problems"], serde_json::json!([]));
    assert_eq!(checked["tree"]["rules"][1]["operator"], "excludes");
    assert!(checked["sentence"].as_str().unwrap().starts_with("Zeige nie ein Produkt bei einem anderen"));
    let tree = serde_json::json!({ "forbid_tree": checked["tree"] });
    let back = shop.call("POST /v1/guidelines/check", &tree.to_string()).await.json();
    assert_eq!(back["text"], "source.brand == 'Acme' && !('x' in target.tags)");
    let wrong = r#"{"forbid": "source.brnd == 1", "types": ["nothing"]}"#;
    let checked = shop.call("POST /v1/guidelines/check", wrong).await.json();
    let mut places: Vec<&str> =
        checked["problems"].as_array().unwrap().iter().filter_map(|one| one["pointer"].as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["/forbid", "/types/0"]);
    let all = shop.call("POST /v1/guidelines/check", r#"{"forbid": "true"}"#).await.json();
    assert_eq!(all["problems"][0]["severity"], "warning", "{all}");
    assert_eq!(shop.call("PUT /v1/guidelines/ban", text).await.status, 201);
    let list = shop.call("GET /v1/guidelines/summaries?q=acme&type=upsell", "").await.json();
    assert_eq!(list["items"][0]["guideline"]["code"], "ban");
    assert!(list["items"][0]["sentence"].as_str().unwrap().starts_with("Never show"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_template_does_something_in_the_sample_shop() {
    let shop = Shop::sample().await;
    let list = shop.call("GET /v1/rules/templates", "").await.json();
    let templates = list["items"].as_array().unwrap();
    assert!(templates.len() >= 12);
    for template in templates {
        let code = &template["code"];
        assert_eq!(template["fits"], true, "{code}");
        let checked = shop.call("POST /v1/rules/check", &template["rule"].to_string()).await.json();
        assert_eq!(checked["problems"], serde_json::json!([]), "{code}");
        assert!(checked["tree"]["match"].is_object() && checked["tree"]["show"].is_object(), "{code}");
        let body = serde_json::json!({ "rule": template["rule"], "sample": 3 });
        let preview = shop.call("POST /v1/rules/preview", &body.to_string()).await.json();
        assert!(preview["pairs_shown"].as_u64() > Some(0), "{code}: {preview}");
        assert_eq!(preview["cycles"], serde_json::json!([]), "{code}");
        let source = preview["examples"][0]["source"].as_str().unwrap();
        assert!(preview["names"][source].is_string(), "{code}");
    }
    let german = shop.call("GET /v1/rules/templates?language=de", "").await.json();
    assert_ne!(german["items"][0]["name"], templates[0]["name"]);
}
