use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use relata_model::ProblemCode;
use relata_rules::{
    Expr, Language, Library, Node, Reference, Subject, Usage, check, evaluate, from_tree, parse, print,
    references_of, sentence, to_tree,
};

use crate::facts::{Thing, pair, vocabulary};

fn condition(code: &str) -> Reference {
    Reference::Condition(code.into())
}

fn rule(code: &str) -> Reference {
    Reference::Rule(code.into())
}

/// A library of lines such as `condition:premium source.price > 500`.
fn library(lines: &[&str]) -> Library {
    let mut library = Library::default();
    for line in lines {
        let (name, text) = line.split_once(' ').expect("a name and a text");
        let (noun, code) = name.split_once(':').expect("a kind and a code");
        library.put(if noun == "rule" { rule(code) } else { condition(code) }, text);
    }
    library
}

fn resolved(text: &str, library: &Library) -> String {
    let line = |problem: &relata_model::Problem| {
        let hint = problem.hint.as_deref().unwrap_or("-");
        format!("{}: {} ({hint})", problem.code.as_str(), problem.message)
    };
    match library.read(text) {
        Ok(root) => print(&root),
        Err(problems) => problems.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn a_name_stands_for_what_it_names() {
    let library = library(&[
        "condition:premium source.price > 500 && source.brand in ['A']",
        "condition:best source.is('premium') && !source.in_rule('old')",
        "rule:old source.attributes.eco == false",
        "condition:new now - source.created_at < duration('P30D')",
    ]);
    let check = |text: &str, expected: Expect| expected.assert_eq(&resolved(text, &library));
    check("source.is('premium')", expect!["source.price > 500 && source.brand in ['A']"]);
    check(
        "target.price > source.price && !target.is('best') || source.is('new')",
        expect![
            "target.price > source.price && !((target.price > 500 && target.brand in ['A']) && !(target.attributes.eco == false)) || now - source.created_at < duration('P30D')"
        ],
    );
}

#[test]
fn what_cannot_stand_for_a_name_is_refused() {
    let library = library(&[
        "condition:premium source.price > 500",
        "condition:a source.is('b')",
        "condition:b true && source.in_rule('c')",
        "rule:c source.is('a') || source.is('premium')",
        "rule:pair source.brand == context.channel",
        "rule:odd source.brand ==",
        "condition:lost source.is('premum')",
    ]);
    let check = |text: &str, expected: Expect| expected.assert_eq(&resolved(text, &library));
    check(
        "true && source.is('premum')",
        expect!["unknown-condition: line 1, column 18: there is no condition premum (did you mean premium?)"],
    );
    check(
        "source.in_rule('premium')",
        expect![
            "unknown-condition: line 1, column 15: there is no rule premium (make the rule first, or look for its code in the list of rules)"
        ],
    );
    check(
        "source.is('lost')",
        expect![
            "unknown-condition: line 1, column 10: there is no condition premum, which is read through condition:lost (did you mean premium?)"
        ],
    );
    check(
        "source.is('a')",
        expect![
            "rule-cycle: line 1, column 10: conditions read one another in a circle: condition:a → condition:b → rule:c → condition:a (write out one of the conditions in the place of its name)"
        ],
    );
    check(
        "target.in_rule('pair')",
        expect![
            "type-mismatch: line 1, column 15: the match of the rule pair asks about more than source, so that it takes in no fixed products (let pair ask about source alone, or write out what is meant)"
        ],
    );
    check(
        "source.in_rule('odd')",
        expect!["syntax: line 1, column 15: the rule odd cannot be read itself (mend the rule odd first)"],
    );
    check(
        "source.is('premium') == true",
        expect![
            "type-mismatch: line 1, column 22: a named condition is a question of its own and no part of another (write source.is('premium') by itself, joined with &&, || and !)"
        ],
    );
    check(
        "customer.is('premium')",
        expect![
            "syntax: line 1, column 12: only source and target are asked with is() (write source.is('premium') with the code of a condition)"
        ],
    );
    check(
        "source.is(source.brand)",
        expect![
            "type-mismatch: line 1, column 17: the code of a condition is a text in quotes (write source.is('premium') with the code of a condition)"
        ],
    );
    let circle = library.read("source.is('a')").expect_err("it reads itself");
    let path = ["condition:a", "condition:b", "rule:c", "condition:a"].map(str::to_owned).to_vec();
    assert_eq!(circle[0].path, Some(path));
    assert_eq!(
        library
            .circle_through(&rule("c"))
            .expect("a circle")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["rule:c", "condition:a", "condition:b", "rule:c"]
    );
    assert_eq!(library.circle_through(&condition("lost")), None);
    let readers = library.readers_of(&BTreeSet::from([condition("premium")]));
    assert_eq!(readers, BTreeSet::from([condition("a"), condition("b"), rule("c")]));
}

#[test]
fn names_are_checked_with_the_rest() {
    let words = vocabulary().with_library(library(&["condition:premium source.price > 500"]));
    let codes = |text: &str, usage| {
        let found = check(&parse(text).expect("it can be read"), usage, &words);
        found.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(codes("source.is('premium') && target.is('premium')", Usage::Pair), [""; 0]);
    assert_eq!(codes("target.is('premium')", Usage::Match), ["unknown-attribute"]);
    assert_eq!(codes("source.is('premium')", Usage::When), ["unknown-attribute"]);
    assert_eq!(codes("target.is('premium')", Usage::Named), ["unknown-attribute"]);
    assert_eq!(codes("source.is('other')", Usage::Named), ["unknown-condition"]);
    assert_eq!(codes("source.tags.exists(t, source.is('premium'))", Usage::Match), ["type-mismatch"]);
}

#[test]
fn what_grows_past_a_bound_is_refused_quickly() {
    let mut doubling = Library::default();
    doubling.put(condition("c0"), "source.price > 1");
    for level in 1..40 {
        let below = level - 1;
        let text = format!("source.is('c{below}') && source.is('c{below}')");
        doubling.put(condition(&format!("c{level}")), &text);
    }
    let code = |name: &str| {
        let text = format!("source.is('{name}')");
        doubling.read(&text).map_err(|problems| problems[0].code)
    };
    assert!(code("c8").is_ok(), "256 questions are allowed");
    assert_eq!(code("c9"), Err(ProblemCode::LimitExceeded));
    assert_eq!(code("c39"), Err(ProblemCode::LimitExceeded));
    let mut lists = Library::default();
    let list = (0..9_000).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    lists.put(condition("list"), &format!("source.price in [{list}]"));
    assert!(lists.read(&["source.is('list')"; 11].join(" || ")).is_ok());
    let problems = lists.read(&["source.is('list')"; 12].join(" || ")).expect_err("too many values");
    assert_eq!(problems[0].code, ProblemCode::LimitExceeded);
    // Circles with many ways round, and many names of nothing, end as well.
    let mut tangle = Library::default();
    for at in 0..30 {
        let names: Vec<String> = (0..30).map(|other| format!("source.is('t{other}')")).collect();
        tangle.put(condition(&format!("t{at}")), &format!("{} || source.is('no')", names.join(" && ")));
    }
    assert!(tangle.read("source.is('t0')").expect_err("circles").len() <= 100);
}

#[test]
fn names_in_words_and_trees() {
    let root = parse("source.is('premium') && !target.in_rule('a b')").expect("it can be read").root;
    let words = [Language::English, Language::German].map(|language| sentence(&root, language)).join("\n");
    expect![[r#"
        the product is “premium” and not: the recommended product is a product of the rule “a b”
        das Produkt ist “premium” und nicht: das empfohlene Produkt ist ein Produkt der Regel “a b”"#]]
    .assert_eq(&words);
    let tree = to_tree(&root);
    expect![[
        r#"{"combinator":"and","not":false,"rules":[{"field":"source.is","kind":"text","operator":"=","value":"premium","valueSource":"value"},{"field":"target.in_rule","kind":"text","operator":"!=","value":"a b","valueSource":"value"}]}"#
    ]]
    .assert_eq(&tree.to_string());
    assert_eq!(from_tree(&tree).expect("it says something").root, root);
    let field = serde_json::json!({"rules": [
        {"field": "source.is", "operator": "=", "valueSource": "field", "value": "source.brand"},
        {"field": "source.is", "operator": "in", "value": "premium"},
    ]});
    let pointers: Vec<_> =
        from_tree(&field).expect_err("it is wrong").into_iter().map(|one| one.pointer).collect();
    assert_eq!(pointers, [Some("/rules/0/value".to_owned()), Some("/rules/1/operator".to_owned())]);
    assert_eq!(references_of("source.is ( 'premium')"), BTreeSet::from([condition("premium")]));
    assert_eq!(references_of("source.brand == 'this'"), BTreeSet::new());
}

/// Conditions of which each names those before it alone.
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(6), 1..6).prop_map(|texts| {
        let named = |(at, text): (usize, String)| {
            (0..6).fold(text, |text, other| match other < at {
                true => text,
                false => text.replace(&format!("it.is('c{other}')"), "it.in_stock"),
            })
        };
        texts.into_iter().enumerate().map(named).collect()
    })
}

/// A condition over `it`, which may name one of so many.
fn text(names: usize) -> impl Strategy<Value = String> {
    let question = prop_oneof![
        prop::sample::select(vec![
            "it.price > 5",
            "it.attributes.color != 'red'",
            "has(it.cost)",
            "it.tags.exists(t, t == 'new')",
            "it.attributes.fits.all(f, f > 1)",
            "true",
        ])
        .prop_map(str::to_owned),
        (0..names).prop_map(|name| format!("it.is('c{name}')")),
        (0..names).prop_map(|name| format!("it.is('c{name}')")),
    ];
    question.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) || ({b})")),
            inner.prop_map(|part| format!("!({part})")),
        ]
    })
}

fn thing() -> impl Strategy<Value = Thing> {
    let own = || {
        let color = prop::option::of(prop::sample::select(vec!["red", "blue"]));
        let fits = prop::option::of(prop::collection::vec(0_i32..4, 0..3));
        (prop::option::of(0_i32..10), color, fits).prop_map(|(price, color, fits)| {
            let mut thing = Thing::new("A");
            if let Some(price) = price {
                thing = thing.price(&price.to_string());
            }
            if let Some(color) = color {
                thing = thing.attribute("color", color.into());
            }
            match fits {
                Some(fits) => thing.attribute("fits", fits.into()),
                None => thing,
            }
        })
    };
    (own(), prop::collection::vec(own(), 0..3)).prop_map(|(mut thing, variants)| {
        thing.variants = variants;
        thing
    })
}

/// What a condition says, going from name to name and from product to product.
fn by_hand(root: &Node, library: &Library, source: &Thing, target: &Thing) -> Option<bool> {
    let ask = |part: &Node| by_hand(part, library, source, target);
    let some = |parts: &[Node], decisive: bool| {
        let answers: Vec<Option<bool>> = parts.iter().map(ask).collect();
        match answers.contains(&Some(decisive)) {
            true => Some(decisive),
            false if answers.contains(&None) => None,
            false => Some(!decisive),
        }
    };
    match &root.expr {
        Expr::All(parts) => some(parts, false),
        Expr::Any(parts) => some(parts, true),
        Expr::Not(part) => ask(part).map(|flag| !flag),
        Expr::Refers(subject, reference) => {
            let product = if *subject == Subject::Source { source } else { target };
            let named = parse(library.text(reference).expect("it is there")).expect("it can be read");
            by_hand(&named.root, library, product, product)
        }
        _ => evaluate(root, &pair(source, target)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn names_put_in_say_what_going_from_name_to_name_says(
        texts in texts(), root in text(6), subjects in any::<u8>(), source in thing(), target in thing()
    ) {
        let mut library = Library::default();
        for (at, text) in texts.iter().enumerate() {
            library.put(condition(&format!("c{at}")), &text.replace("it.", "source."));
        }
        let known = (texts.len()..6).fold(root, |root, gone| root.replace(&format!("it.is('c{gone}')"), "it.in_stock"));
        // Each question is about the one or the other product.
        let mut pieces = known.split("it.");
        let mut root = pieces.next().unwrap_or_default().to_owned();
        for (at, piece) in pieces.enumerate() {
            root += if subjects >> (at % 8) & 1 == 0 { "source." } else { "target." };
            root += piece;
        }
        let read = parse(&root).expect("it can be read");
        let printed = print(&read.root);
        // The parser takes two negations away.
        if !printed.contains("!!") {
            prop_assert_eq!(&parse(&printed).expect("again").root, &read.root, "{}", root);
            prop_assert_eq!(&from_tree(&to_tree(&read.root)).expect("again").root, &read.root, "{}", root);
        }
        match library.resolve(&read) {
            Ok(put_in) => {
                let expected = by_hand(&read.root, &library, &source, &target);
                prop_assert_eq!(evaluate(&put_in, &pair(&source, &target)), expected, "{}", root);
                prop_assert!(relata_rules::references(&put_in).is_empty());
            }
            Err(problems) => {
                prop_assert!(problems.iter().all(|one| one.code == ProblemCode::LimitExceeded), "{:?}", problems);
            }
        }
    }
}
