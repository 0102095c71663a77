use expect_test::{Expect, expect};
use relata_rules::{from_tree, parse, print, to_tree};
use serde_json::{Value as Json, json};

fn check(text: &str, expected: Expect) {
    let root = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}")).root;
    let tree = to_tree(&root);
    expected.assert_eq(&serde_json::to_string(&tree).expect("it is JSON"));
    let back = from_tree(&tree).unwrap_or_else(|problems| panic!("{tree}: {problems:?}"));
    assert_eq!(print(&back.root), print(&root), "{tree}");
}

#[test]
fn a_tree_holds_what_a_builder_edits() {
    check("true", expect![[r#"{"combinator":"and","not":false,"rules":[]}"#]]);
    check(
        "source.price > 50",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"field":"source.price","kind":"number","operator":">","value":"50","valueSource":"value"}]}"#
        ]],
    );
    check(
        "source.price > 50.10 && (source.brand == 'Acme' || !(source.brand in ['Best']))",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"field":"source.price","kind":"number","operator":">","value":"50.10","valueSource":"value"},{"combinator":"or","not":false,"rules":[{"field":"source.brand","kind":"text","operator":"=","value":"Acme","valueSource":"value"},{"field":"source.brand","kind":"text","operator":"notIn","value":["Best"],"valueSource":"value"}]}]}"#
        ]],
    );
    check(
        "!(source.in_stock && has(source.cost)) && !has(source.brand)",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"combinator":"and","not":true,"rules":[{"field":"source.in_stock","operator":"isTrue"},{"field":"source.cost","operator":"notNull"}]},{"field":"source.brand","operator":"null"}]}"#
        ]],
    );
    check(
        "target.price >= source.price * 1.1 && lower(target.name).contains('red')",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"factor":"1.1","field":"target.price","operator":">=","value":"source.price","valueSource":"field"},{"field":"target.name","ignoreCase":true,"kind":"text","operator":"contains","value":"red","valueSource":"value"}]}"#
        ]],
    );
    check(
        "'new' in source.tags && source.sku.matches('^A\\\\d+$')",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"field":"source.tags","kind":"text","operator":"includes","value":"new","valueSource":"value"},{"field":"source.sku","kind":"text","operator":"matches","value":"^A\\d+$","valueSource":"value"}]}"#
        ]],
    );
    check(
        "source.attributes['screen size'] != null || source.attributes.eco == true",
        expect![[
            r#"{"combinator":"or","not":false,"rules":[{"field":"source.attributes['screen size']","operator":"notNull"},{"field":"source.attributes.eco","kind":"flag","operator":"=","value":true,"valueSource":"value"}]}"#
        ]],
    );
    check(
        "size(source.tags) > 2 && source.price + 1 > 2",
        expect![[
            r#"{"combinator":"and","not":false,"rules":[{"text":"size(source.tags) > 2"},{"text":"source.price + 1 > 2"}]}"#
        ]],
    );
}

fn refused(tree: Json) -> String {
    let problems = from_tree(&tree).expect_err("it is refused");
    let line = |problem: &relata_model::Problem| {
        format!("{} {}", problem.pointer.as_deref().unwrap_or("-"), problem.message)
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_wrong_with_a_tree_is_said_at_its_place() {
    expect![[r#"
        /rules/0/operator there is no operator ~
        /rules/1/combinator questions are joined by and or by or
        /rules/2 a question names a field and an operator
        /rules/3/value "cheap" is not of the kind number
        /rules/4 this is neither a group nor a question"#]]
    .assert_eq(&refused(json!({ "combinator": "and", "rules": [
        { "field": "source.price", "operator": "~", "value": "5" },
        { "combinator": "xor", "rules": [] },
        { "operator": "=" },
        { "field": "source.price", "operator": ">", "value": "cheap", "kind": "number" },
        7,
    ] })));
}

#[test]
fn groups_without_questions_are_left_out() {
    let tree = json!({ "combinator": "or", "rules": [
        { "combinator": "and", "not": true, "rules": [] },
        { "field": "source.price", "operator": ">", "value": 5 },
    ] });
    assert_eq!(&*from_tree(&tree).expect("a condition").text, "source.price > 5");
    assert_eq!(&*from_tree(&json!({ "rules": [] })).expect("a condition").text, "true");
}
