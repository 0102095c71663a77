use proptest::prelude::*;
use relata_rules::{
    Arithmetic, Comparison, Expr, Field, Language, Node, Pattern, Quantifier, Reference, Subject, TextTest,
    Usage, Value, check, evaluate, from_tree, parse, print, sentence, to_tree,
};

use crate::facts::{Thing, pair, vocabulary};

fn node(expr: Expr) -> Node {
    Node { expr, at: 0 }
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

fn field() -> impl Strategy<Value = (Subject, Field)> {
    let product = prop_oneof![Just(Subject::Source), Just(Subject::Target)];
    let name = prop_oneof!["[a-z]{1,5}", Just("in".to_owned()), "[a-z ü'\\\\]{1,6}"];
    prop_oneof![
        (product.clone(), Just(Field::Price)).boxed(),
        (product.clone(), Just(Field::Tags)).boxed(),
        (product.clone(), Just(Field::InStock)).boxed(),
        (product, name.prop_map(|name| Field::Attribute(name.as_str().into()))).boxed(),
        Just((Subject::Cart, Field::Size)).boxed(),
        Just((Subject::Context, Field::Channel)).boxed(),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        (any::<i64>(), 0_u32..12)
            .prop_map(|(digits, scale)| Value::Number(relata_model::Decimal::new(digits, scale))),
        any::<String>().prop_map(|text| Value::text(&text)),
        (0_i64..4_000_000_000_000_000)
            .prop_map(|micros| Value::Time(relata_model::Timestamp::from_micros(micros))),
        any::<i32>().prop_map(|seconds| Value::Duration(i64::from(seconds) * 1_000_000)),
    ]
}

fn term() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        value().prop_map(|value| node(Expr::Value(value))),
        field().prop_map(|(subject, field)| node(Expr::Field(subject, field))),
        Just(node(Expr::Now)),
    ];
    leaf.prop_recursive(2, 8, 2, |inner| {
        let sign = prop_oneof![
            Just(Arithmetic::Add),
            Just(Arithmetic::Subtract),
            Just(Arithmetic::Multiply),
            Just(Arithmetic::Divide)
        ];
        prop_oneof![
            (sign, inner.clone(), inner.clone()).prop_map(|(sign, a, b)| node(Expr::Calculate(
                sign,
                boxed(a),
                boxed(b)
            ))),
            inner.clone().prop_map(|part| node(Expr::Size(boxed(part)))),
            inner.clone().prop_map(|part| node(Expr::Lower(boxed(part)))),
            field().prop_map(|(subject, field)| node(Expr::Negate(boxed(node(Expr::Field(subject, field)))))),
        ]
    })
}

fn question() -> impl Strategy<Value = Node> {
    let comparison = prop_oneof![
        Just(Comparison::Equal),
        Just(Comparison::Unequal),
        Just(Comparison::Less),
        Just(Comparison::GreaterOrEqual)
    ];
    let test = prop_oneof![Just(TextTest::StartsWith), Just(TextTest::EndsWith), Just(TextTest::Contains)];
    let quantifier = prop_oneof![Just(Quantifier::Exists), Just(Quantifier::All)];
    prop_oneof![
        (comparison.clone(), term(), term()).prop_map(|(sign, a, b)| node(Expr::Compare(
            sign,
            boxed(a),
            boxed(b)
        ))),
        (term(), prop::collection::vec(value().prop_map(|value| node(Expr::Value(value))), 0..4))
            .prop_map(|(member, list)| node(Expr::In(boxed(member), boxed(node(Expr::List(list)))))),
        (term(), field()).prop_map(|(member, (subject, field))| node(Expr::In(
            boxed(member),
            boxed(node(Expr::Field(subject, field)))
        ))),
        field().prop_map(|(subject, field)| node(Expr::Has(subject, field))),
        (any::<bool>(), any::<bool>(), any::<String>()).prop_map(|(source, named, code)| {
            let subject = if source { Subject::Source } else { Subject::Target };
            let code = code.as_str().into();
            let name = if named { Reference::Condition(code) } else { Reference::Rule(code) };
            node(Expr::Refers(subject, name))
        }),
        (test, term(), term()).prop_map(|(test, a, b)| node(Expr::Text(test, boxed(a), boxed(b)))),
        term().prop_map(|text| node(Expr::Matches(
            boxed(text),
            Pattern::parse("^a[bc]+'\\\\$").expect("a pattern")
        ))),
        (quantifier, field(), comparison, value()).prop_map(|(quantifier, (subject, field), sign, value)| {
            let body = Expr::Compare(sign, boxed(node(Expr::Member(0))), boxed(node(Expr::Value(value))));
            node(Expr::Quantify(
                quantifier,
                boxed(node(Expr::Field(subject, field))),
                "x".into(),
                boxed(node(body)),
            ))
        }),
        (term(), any::<i32>()).prop_map(|(what, seconds)| node(Expr::Compare(
            Comparison::Greater,
            boxed(node(Expr::Bought(boxed(what), i64::from(seconds) * 1_000_000))),
            boxed(node(Expr::Value(Value::Number(2.into()))))
        ))),
    ]
}

/// Something that conditions are made of.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "source",
        "target",
        "cart",
        "context",
        "now",
        ".price",
        ".tags",
        ".attributes",
        ".color",
        ".",
        "size",
        "has",
        "lower",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "!",
        "-",
        "+",
        "*",
        "/",
        "%",
        "==",
        "!=",
        "<",
        ">=",
        "&&",
        "||",
        "in",
        "'a'",
        "\"b\"",
        "'",
        "\\",
        "1",
        "1.5",
        "0",
        "-2",
        "1e9",
        "1e999",
        "9223372036854775808",
        "0x1F",
        "1u",
        "true",
        "false",
        "null",
        ".exists",
        ".all",
        ".map",
        "x",
        "(x,",
        ".matches",
        "('a+')",
        ".startsWith",
        "?",
        ":",
        "duration('P1D')",
        "timestamp('2026-01-01')",
        "customer.bought('a','P1D')",
        "r'a'",
        "b'a'",
        "//",
        "`a b`",
        ".is('a')",
        ".in_rule('b')",
        "source.price",
        "source.tags",
        "target.price",
        "source.attributes.color",
        "source.attributes['x y']",
    ])
}

/// A condition as it is read: chains of one operator are flat.
fn condition() -> impl Strategy<Value = Node> {
    question().prop_recursive(3, 12, 4, |inner| {
        let flat = |nodes: Vec<Node>, all: bool| {
            let parts: Vec<Node> = nodes
                .into_iter()
                .flat_map(|part| match part.expr {
                    Expr::All(parts) if all => parts,
                    Expr::Any(parts) if !all => parts,
                    expr => vec![node(expr)],
                })
                .collect();
            node(if all { Expr::All(parts) } else { Expr::Any(parts) })
        };
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |parts| flat(parts, true)),
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |parts| flat(parts, false)),
            inner
                .prop_filter("the parser takes two negations away", |part| !matches!(part.expr, Expr::Not(_)))
                .prop_map(|part| node(Expr::Not(boxed(part)))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn reading_what_was_printed_gives_the_same(root in condition()) {
        let text = print(&root);
        // What goes past a bound is refused, as it should be.
        if let Ok(read) = parse(&text) {
            prop_assert_eq!(print(&read.root), text.clone());
            prop_assert_eq!(&read.root, &root, "{}", text);
        } else {
            let codes: Vec<_> = parse(&text).expect_err("it was refused").into_iter().map(|problem| problem.code).collect();
            prop_assert!(codes.iter().all(|code| *code == relata_model::ProblemCode::LimitExceeded), "{} {:?}", text, parse(&text));
        }
    }

    #[test]
    fn a_tree_goes_to_text_and_back(root in condition()) {
        let tree = to_tree(&root);
        if parse(&print(&root)).is_ok() && let Ok(back) = from_tree(&tree) {
            prop_assert_eq!(&back.root, &root, "{}", tree);
            prop_assert_eq!(to_tree(&back.root), tree);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}") {
        prop_assert!(parse(&text).map_or_else(|problems| !problems.is_empty(), |_| true));
    }

    #[test]
    fn no_row_of_words_makes_it_panic(words in prop::collection::vec(word(), 0..40), space in "[ \n]?") {
        let text = words.join(&space);
        match parse(&text) {
            Err(problems) => prop_assert!(!problems.is_empty(), "{}", text),
            Ok(condition) => {
                prop_assert!(check(&condition, Usage::Pair, &vocabulary()).len() <= 100);
                let thing = Thing::new("A").price("1");
                let (a, b) = (evaluate(&condition.root, &pair(&thing, &thing)), print(&condition.root));
                let again = parse(&b).unwrap_or_else(|problems| panic!("{text} -> {b}: {problems:?}"));
                prop_assert_eq!(evaluate(&again.root, &pair(&thing, &thing)), a, "{} -> {}", text, b);
                prop_assert!(!sentence(&condition.root, Language::German).is_empty());
            }
        }
    }
}
