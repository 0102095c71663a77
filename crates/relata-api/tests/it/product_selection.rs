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
    expect![[r#"
        /select/filter/status/1: invalid-value: "sold" is not a status (write active, inactive or discontinued)
        /select/filter/brand: invalid-value: a text is not a list (write […])
        /select/filter/stock: invalid-value: "some" is not a state of stock (write one of in, out)
        /select/filter/state/0: invalid-value: "odd" is not a state of relations (write one of uncovered, points_out, pending, expired, only_manual, only_imported, no_relations)
        /select/filter/level: invalid-value: a number is not a text (write it in double quotes)
        /select/filter/sku/0: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
        /select/filter/brnad: invalid-value: there is no field "brnad" here (did you mean "brand"?)
    "#]].assert_eq(&wrong.expect_err("it is wrong"));
    expect![[r#"
        /select/filter: invalid-value: a list is not an object (write {…})
    "#]]
    .assert_eq(&from_json("[]").expect_err("it is wrong"));
    let many: String = (0..201).map(|index| format!("sku=S{index}&")).collect();
    let wrong = from_query(&format!("{many}state=odd&with=!"));
    expect![[r#"
        /with: invalid-value: "!" is not a code of a relation type (a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :)
        /state: invalid-value: "odd" is not a state of relations (write one of uncovered, points_out, pending, expired, only_manual, only_imported, no_relations)
        /sku: limit-exceeded: sku has 201 values (name up to 200)
    "#]].assert_eq(&wrong.expect_err("it is wrong"));
}
