use expect_test::expect;
use relata_api::{Json, ProductSelectionDocument};
use relata_model::ProductSelection;

use crate::lines;

fn from_json(text: &str) -> Result<ProductSelection, String> {
    let json = Json::parse(text.as_bytes()).expect("the test writes JSON");
    ProductSelectionDocument::read(&json, "/select/filter".to_string()).map_err(|problems| lines(&problems))
}

fn from_query(query: &str) -> Result<ProductSelection, String> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').expect("a pair has a name and a value");
        (name.to_string(), value.to_string())
    };
    let pairs: Vec<(String, String)> = query.split('&').map(pair).collect();
    ProductSelectionDocument::from_query(&pairs).map_err(|problems| lines(&problems))
}

#[test]
fn a_query_and_a_body_say_the_same() {
    let query = "query=road bike&parent=P&status=active&status=inactive&category=bikes&category=parts/pumps&brand=Acme\
        &stock=out&with=accessory&without=upsell&without=related&state=uncovered&state=points_out&level=top&sku=A&sku=B\
        &channel=app&limit=3";
    let body = r#"{
        "query": "road bike", "parent": "P", "status": ["active", "inactive"], "category": ["bikes", "parts/pumps"],
        "brand": ["Acme"], "stock": "out", "with": ["accessory"], "without": ["upsell", "related"],
        "state": ["uncovered", "points_out"], "level": "top", "sku": ["A", "B"], "channel": "app"
    }"#;
    let selection = from_json(body).expect("it is legal");
    assert_eq!(from_query(query).as_ref(), Ok(&selection));
    let written = ProductSelectionDocument::from_selection(&selection);
    let again = from_json(&serde_json::to_string(&written).expect("documents are JSON"));
    assert_eq!(again, Ok(selection));
    assert_eq!(from_json("{}"), Ok(ProductSelection::default()));
    assert_eq!(from_query("query=&brand=&sku=&stock="), Ok(ProductSelection::default()));
}

#[test]
fn every_problem_of_a_selection_is_named() {
    let wrong = from_json(
        r#"{"status": ["active", "sold"], "brand": "Acme", "stock": "some", "state": ["odd"], "sku": [""],
            "level": 1, "brnad": []}"#,
    );
    expect![[r#""#]].assert_eq(&wrong.expect_err("it is wrong"));
    expect![[r#""#]].assert_eq(&from_json("[]").expect_err("it is wrong"));
    let many: String = (0..201).map(|index| format!("sku=S{index}&")).collect();
    let wrong = from_query(&format!("{many}state=odd&with=!"));
    expect![[r#""#]].assert_eq(&wrong.expect_err("it is wrong"));
}
