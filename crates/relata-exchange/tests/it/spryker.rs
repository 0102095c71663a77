//! Spryker's files: what is read, and how the trees of rules are translated there and back.

use expect_test::{Expect, expect};
use relata_exchange::{AttributeKind, Content, Input, Item, Profile, Record, from_spryker, to_spryker};
use serde_json::{Value, json};

fn read(text: &str) -> (Content, Vec<Record>) {
    let input =
        Input::from_reader("file.csv", std::io::Cursor::new(text.to_string().into_bytes())).expect("a file");
    assert_eq!(input.profile, Profile::Spryker);
    let content = input.content;
    (content, input.records().map(|record| record.expect("a record")).collect())
}

fn leaf(id: &str, operator: &str, value: &str) -> Value {
    let field = match id {
        "product_category_name" => "spy_category_attribute.name",
        id if id.starts_with("product.json.") => "spy_product_abstract.attributes",
        id => id,
    };
    let kind = if id == "product_created_at" { "date" } else { "string" };
    json!({ "condition": null, "rules": {}, "id": id, "field": field, "type": kind, "input": "text",
            "operator": operator, "value": value })
}

fn group(condition: &str, rules: Vec<Value>) -> Value {
    json!({ "condition": condition, "rules": rules, "id": null, "field": null, "type": null, "input": null,
            "operator": null, "value": null })
}

/// The shop of these tests: weights are numbers, `waterproof` is yes or no, `sizes` are lists.
fn kind_of(name: &str) -> AttributeKind {
    match name {
        "weight" => AttributeKind::Number,
        "waterproof" => AttributeKind::Flag,
        "sizes" => AttributeKind::Mixed,
        _ => AttributeKind::Text,
    }
}

fn refused(tree: &Value, expected: Expect) {
    let problems = from_spryker(tree, &kind_of).expect_err("refused");
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.pointer.as_deref().unwrap_or(""), problem.message))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn every_condition_that_can_be_said_comes_back_as_it_was() {
    let leaves = [
        leaf("product_sku", "in", "A-1,B-2"),
        leaf("product_sku", "equal", "A,1"),
        leaf("product_sku", "not_in", "A,B"),
        leaf("product_sku", "greater", "M"),
        leaf("product_name", "contains", "O'Neill \\ \"x\""),
        leaf("product_name", "not_contains", "x"),
        leaf("product_name", "begins_with", "x"),
        leaf("product_name", "not_begins_with", "x"),
        leaf("product_name", "ends_with", "x"),
        leaf("product_name", "not_ends_with", "x"),
        leaf("product_name", "not_equal", ""),
        leaf("product_created_at", "less", "2026-01-31"),
        leaf("product_created_at", "in", "2026-01-31,2026-02-01"),
        leaf("product_category_name", "equal", "Trail 'n' Road"),
        leaf("product_category_name", "in", "Trail,Road"),
        leaf("product_category_name", "begins_with", "Tr"),
        leaf("product_category_name", "contains", "ai"),
        leaf("product_category_name", "ends_with", "il"),
        leaf("product.json.brand", "greater_or_equal", "Canon"),
        leaf("product.json.brand", "less_or_equal", "Canon"),
        leaf("product.json.screen size", "equal", "7"),
        leaf("product.json.in", "equal", "x"),
        leaf("product.json.weight", "equal", "12.50"),
        leaf("product.json.weight", "in", "1,2"),
        leaf("product.json.waterproof", "not_equal", "true"),
    ];
    for leaf in leaves {
        let tree = group("AND", vec![leaf]);
        let ours = from_spryker(&tree, &kind_of).unwrap_or_else(|problems| panic!("{tree}: {problems:?}"));
        assert_eq!(to_spryker(&ours).as_ref(), Ok(&tree), "{ours}");
    }
    let deep = group(
        "OR",
        vec![
            leaf("product_sku", "equal", "A"),
            group(
                "AND",
                vec![leaf("product.json.brand", "equal", "Acme"), leaf("product_name", "contains", "x")],
            ),
        ],
    );
    let ours = from_spryker(&deep, &kind_of).expect("a tree");
    assert_eq!(to_spryker(&ours), Ok(deep));
}

#[test]
fn what_cannot_be_said_exactly_is_refused_with_its_place() {
    let tree = group(
        "AND",
        vec![
            leaf("product_price", "greater", "5"),
            leaf("product_sku", "between", "5"),
            group("XOR", vec![]),
            leaf("product_category_name", "not_equal", "X"),
            leaf("product_category_name", "greater", "X"),
            leaf("product_category_name", "equal", "A/B"),
            leaf("product_created_at", "contains", "2026"),
            leaf("product_created_at", "equal", "31.1.2026"),
            leaf("product_created_at", "equal", "2026-02-30"),
            leaf("product.json.weight", "greater", "9"),
            leaf("product.json.weight", "equal", "heavy"),
            leaf("product.json.weight", "contains", "1"),
            leaf("product.json.waterproof", "equal", "1"),
            leaf("product.json.sizes", "equal", "42"),
            json!({ "condition": null, "rules": {}, "id": "product_sku", "operator": "equal", "value": null }),
            json!({ "condition": null, "value": "x" }),
            json!("text"),
            json!({ "condition": "AND" }),
        ],
    );
    refused(
        &tree,
        expect![[r#"
        /rules/0/id: there is no field product_price
        /rules/1/operator: there is no operator between
        /rules/2/condition: groups are joined by AND or OR, not XOR
        /rules/3/operator: which categories a name is not of cannot be told: a product is in several
        /rules/4/operator: names of categories have no order
        /rules/5/value: "A/B" is not the name of one category
        /rules/6/operator: a date has no beginning, middle or end here
        /rules/7/value: "31.1.2026" is not a date
        /rules/8/value: "2026-02-30" is not a date
        /rules/9/operator: the attribute weight holds numbers here, and Spryker compares texts, by which "9" is more than "10"
        /rules/10/value: the attribute weight holds numbers here, and "heavy" is none
        /rules/11/operator: the attribute weight holds no texts here, which contains compares
        /rules/12/operator: the attribute waterproof holds no texts here, which = compares
        /rules/13/operator: the attribute sizes holds no texts here, which = compares
        /rules/14/value: the condition has no value
        /rules/15: the condition names no field or no operator
        /rules/16: this is neither a group nor a condition
        /rules/17: the group has no rules"#]],
    );
    refused(&group("AND", vec![]), expect![": the rule asks nothing, and Spryker passes over such rules"]);
    let mut deep = leaf("product_sku", "equal", "A");
    for _ in 0..40 {
        deep = group("AND", vec![deep]);
    }
    assert_eq!(from_spryker(&deep, &kind_of).expect_err("too deep").len(), 1);
    let wide = group("AND", vec![leaf("product_sku", "equal", "A"); 300]);
    assert!(from_spryker(&wide, &kind_of).is_err());
}

#[test]
fn objects_of_rules_and_absent_keys_are_read_too() {
    let tree = json!({ "condition": "or", "valid": true, "rules": { "0": { "field": "product_sku", "operator": "equal", "value": 5 } } });
    let ours = from_spryker(&tree, &kind_of).expect("a tree");
    assert_eq!(ours["rules"][0]["value"], json!("5"));
    assert_eq!(ours["combinator"], json!("or"));
}

#[test]
fn what_their_builder_cannot_say_is_named() {
    let question = |field: &str, operator: &str, value: Value| {
        json!({ "combinator": "and", "rules": [
        { "field": field, "operator": operator, "valueSource": "value", "value": value, "kind": "text" }] })
    };
    let related = json!({ "combinator": "and", "rules": [
        { "field": "target.price", "operator": ">", "valueSource": "field", "value": "source.price" }] });
    let negated = json!({ "combinator": "or", "not": true, "rules": [
        { "field": "target.sku", "operator": "=", "value": "A" }, { "field": "target.sku", "operator": "=", "value": "B" }] });
    let cases = [
        related,
        negated,
        question("target.price", ">", json!("5")),
        question("target.name", "matches", json!("a+")),
        question("target.sku", "in", json!(["A", "B,C"])),
        json!({ "combinator": "and", "rules": [{ "text": "size(target.tags) > 2" }] }),
        json!({ "combinator": "and", "rules": [{ "text": "target.categories.exists(c, c == 'A' || c.endsWith('/B'))" }] }),
        json!({ "combinator": "and", "rules": [] }),
    ];
    let said: Vec<String> = cases.iter().map(|case| to_spryker(case).expect_err("cannot be said")).collect();
    expect![[r#"
        their builder compares with fixed values alone, not with the product itself
        their builder has no NOT around a group
        their builder has no field target.price
        their builder has no operator matches
        a list of theirs cannot hold "B,C"
        their builder has no words for size(target.tags) > 2
        their builder has no words for target.categories.exists(c, c == 'A' || c.endsWith('/B'))
        it shows every product"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn files_are_recognised_and_read() {
    let tree = group("AND", vec![leaf("product_sku", "in", "A,B")]).to_string().replace('"', "\"\"");
    let text = format!(
        "product_relation_key,product,relation_type,rule,is_active,is_rebuild_scheduled\n\
         k-1,SHOE,related-products,\"{tree}\",1,1\nk-2,SHOE,up-selling,\"{tree}\",0,1\n\
         k-3,SHOE,own-type,\"{tree}\",0,0\nk 4,SHOE,,\"{{\",2,1\n"
    );
    let (content, records) = read(&text);
    assert_eq!(content, Content::Relations);
    let said: Vec<String> = records
        .iter()
        .map(|record| match &record.items[..] {
            [Item::Rule(rule)] => {
                format!("{} {} {} {}", rule.code, rule.source, rule.type_name, rule.status.as_str())
            }
            _ => record
                .problems
                .iter()
                .filter_map(|problem| problem.column.clone())
                .collect::<Vec<_>>()
                .join(" "),
        })
        .collect();
    expect![[r#"
        k-1 SHOE related active
        k-2 SHOE upsell paused
        k-3 SHOE own-type draft
        product_relation_key relation_type is_active rule"#]]
    .assert_eq(&said.join("\n"));

    let (content, records) = read("product_relation_key,store_name\nk-1,DE\nk-1,\n");
    assert_eq!((content, records[0].items.len(), records[1].rejected), (Content::RuleChannels, 1, 1));

    let (content, records) = read(
        "concrete_sku,alternative_product_concrete_sku,alternative_product_abstract_sku\nA,B,\nA,,C\nA,,\nA,B,C\n",
    );
    assert_eq!(content, Content::Relations);
    let targets: Vec<_> = records
        .iter()
        .map(|record| match &record.items[..] {
            [Item::Relation(row)] => (row.target.to_string(), row.fields.is_some()),
            _ => (record.problems[0].message.clone(), false),
        })
        .collect();
    let wanted = [
        ("B", false),
        ("C", true),
        ("no alternative is named", false),
        ("two alternatives are named", false),
    ];
    assert_eq!(targets, wanted.map(|(text, is_abstract)| (text.to_string(), is_abstract)));

    let (content, records) = read("sku_concrete,note.en_US,note.de_DE\nA,\"Gone, for good\",\n");
    assert_eq!(content, Content::Products);
    let [Item::Product(patch)] = &records[0].items[..] else { panic!("{records:?}") };
    assert_eq!(patch.status, Some(relata_model::Status::Discontinued));
    let notes: Vec<_> = patch.attributes.iter().map(|(name, note)| (name.as_str(), note.is_some())).collect();
    assert_eq!(notes, [("discontinued_note.de_DE", false), ("discontinued_note.en_US", true)]);
}

#[test]
fn a_file_without_its_columns_is_refused() {
    let refused =
        Input::from_reader("f.csv", "product_relation_key,rule\nk,{}\n".as_bytes()).expect_err("refused");
    let text = format!("{refused:?}");
    assert!(text.contains("the column product is missing") && text.contains("relation_type"), "{text}");
    let none =
        Input::from_reader_as("f.csv", "sku,name\nA,B\n".as_bytes(), Profile::Spryker).expect_err("refused");
    assert!(format!("{none:?}").contains("no format has the columns"), "{none:?}");
}
