use relata_model::ProblemCode;
use relata_rules::parse;

fn is_refused(text: &str, code: ProblemCode) {
    let short: String = text.chars().take(60).collect();
    let problems = parse(text).expect_err(&short);
    assert!(problems.iter().any(|problem| problem.code == code), "{short}: {problems:?}");
}

fn is_taken(text: &str) {
    let short: String = text.chars().take(60).collect();
    assert!(parse(text).is_ok(), "{short}: {:?}", parse(text));
}

#[test]
fn sixteen_levels_stand_inside_one_another() {
    let nested = |levels: usize| format!("{}true{}", "(".repeat(levels), ")".repeat(levels));
    is_taken(&nested(16));
    is_refused(&nested(17), ProblemCode::LimitExceeded);
    is_refused(&nested(200), ProblemCode::LimitExceeded);
    is_refused(&nested(2_000), ProblemCode::LimitExceeded);
    let chain = vec!["source.price > 5"; 100].join(" && ");
    is_taken(&chain);
    let sum = format!("source.price > {}", vec!["1"; 200].join(" + "));
    is_taken(&sum);
    let lists = |levels: usize| format!("1 in {}1{}", "[".repeat(levels), "]".repeat(levels));
    is_refused(&lists(30), ProblemCode::LimitExceeded);
}

#[test]
fn a_condition_has_a_length() {
    let text = |chars: usize| format!("source.name == '{}'", "a".repeat(chars - 17));
    assert_eq!(text(4_096).len(), 4_096);
    is_taken(&text(4_096));
    is_refused(&text(4_097), ProblemCode::LimitExceeded);
    is_refused(&"x".repeat(10_000_000), ProblemCode::LimitExceeded);
}

#[test]
fn a_condition_asks_256_questions() {
    let chain = |questions: usize| vec!["source.in_stock"; questions].join("||");
    is_taken(&chain(240));
    let short = |questions: usize| format!("({})", vec!["has(source.sku)"; questions].join("||"));
    is_taken(&short(200));
    let members = |questions: usize| format!("source.tags.all(t,{})", vec!["t=='a'"; questions].join("||"));
    is_taken(&members(255));
    is_refused(&members(256), ProblemCode::LimitExceeded);
}

#[test]
fn a_list_has_ten_thousand_values() {
    let list = |values: usize| {
        let skus: Vec<String> = (0..values).map(|number| format!("'SKU-{number}'")).collect();
        format!("source.sku in [{}]", skus.join(","))
    };
    is_taken(&list(10_000));
    is_refused(&list(10_001), ProblemCode::LimitExceeded);
    is_refused(&list(200_000), ProblemCode::LimitExceeded);
}

#[test]
fn long_chains_of_one_operator_are_read() {
    is_taken(&format!("source.price > {}", vec!["1"; 257].join("+")));
    is_refused(&format!("source.price > {}", vec!["1"; 258].join("+")), ProblemCode::LimitExceeded);
    is_taken(&("!".repeat(100) + "true"));
}

#[test]
fn hostile_texts_end_soon() {
    let hostile = [
        "!".repeat(4_000) + "!",
        "-".repeat(4_000) + "> 0",
        format!("1 > {}", vec!["(1"; 20].join("+")),
        "a.".repeat(2_000) + "b",
        "true?".repeat(800),
        "[".repeat(4_000),
        "(".repeat(4_000),
        "'".repeat(4_001),
        "&&".repeat(2_000),
        "source.name.matches('((((a{50}){50}){50}){50})')".to_owned(),
        "source.name.matches('\\\\pL{1000}{100}')".to_owned(),
        "x.exists(a,".repeat(300),
        "\u{0}\u{feff}\u{202e}".repeat(500),
        format!("1 in [{}]", "1,".repeat(1_000_000)),
    ];
    for text in &hostile {
        let short: String = text.chars().take(40).collect();
        assert!(parse(text).is_err(), "{short}");
    }
}

#[test]
fn a_long_list_of_plain_values_is_the_list_that_the_parser_reads() {
    for values in [
        r#"'a', "b", 'c\'d', "e\\f", '', 'ü€🕴', -1, 2.50, 0"#,
        r#"'\u0041', 1e3, r'x', 'tab\there'"#,
        "'one' , 'two',\n 'three'",
    ] {
        let long = format!("source.sku in [{}]", [values; 20].join(", "));
        let short = format!("source.sku in [{values}]");
        let list = |text: &str| {
            let condition = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
            match condition.root.expr {
                relata_rules::Expr::In(_, list) => match list.expr {
                    relata_rules::Expr::List(nodes) => nodes,
                    other => panic!("{other:?} is no list"),
                },
                other => panic!("{other:?} is no question"),
            }
        };
        let once = list(&short);
        let expected: Vec<_> = (0..20).flat_map(|_| once.clone()).collect();
        assert_eq!(list(&long), expected, "{values}");
        let two = format!("{long} && source.price > 5 && !({long})");
        assert_eq!(
            parse(&relata_rules::print(&parse(&two).unwrap().root)).unwrap().root,
            parse(&two).unwrap().root
        );
        assert!(parse(&format!("{long} && source.prise > 5")).is_err());
    }
    let broken = format!("source.sku in [{} 'x']", "'a',".repeat(30));
    is_taken(&broken);
    is_refused(&format!("source.sku in [{} 'x' 'y']", "'a',".repeat(30)), ProblemCode::Syntax);
    is_refused(&format!("source.sku in [{}, , 'y']", "'a',".repeat(30)), ProblemCode::Syntax);
    is_refused(&format!("source.sku in [{}", "a||".repeat(300_000)), ProblemCode::LimitExceeded);
}
