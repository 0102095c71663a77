//! Trials: what a suite finds in a shop, and what a draft changes.

use std::time::Duration;

use expect_test::{Expect, expect};
use relata_engine::{
    Checked, Difference, History, Query, Snapshot, Trial, TrialExample, TrialFacts, compile, recommend,
};
use relata_model::{
    Guideline, Measure, Rule, RuleCode, RuleStatus, SampleBy, SuiteCode, TestCheck, TestCheckKind,
    TestSample, TestSeverity, TestSuite,
};

use crate::rules::rule;
use crate::shop::{query, shop, sku};

fn suite(checks: Vec<TestCheckKind>) -> TestSuite {
    let named = |(place, kind)| TestCheck { name: format!("c{place}"), kind };
    TestSuite {
        code: SuiteCode::parse("s").unwrap(),
        name: "s".into(),
        required: false,
        sample: TestSample::default(),
        asks: Vec::new(),
        at: None,
        checks: checks.into_iter().enumerate().map(named).collect(),
    }
}

fn measure(measure: Measure, items: u32, warn: Option<f64>, fail: Option<f64>) -> TestCheckKind {
    TestCheckKind::Measure { measure, items, warn, fail }
}

fn forbid(condition: &str, types: &[&str]) -> TestCheckKind {
    TestCheckKind::Forbid {
        forbid: condition.into(),
        types: types.iter().map(|code| crate::shop::code(code)).collect(),
        severity: TestSeverity::Fail,
    }
}

fn guideline(code: &str, forbid: &str) -> Guideline {
    Guideline {
        code: RuleCode::parse(code).unwrap(),
        name: code.into(),
        status: RuleStatus::Active,
        types: Vec::new(),
        forbid: forbid.into(),
    }
}

/// Asks about every product of the suite's sample; the nth answer takes n milliseconds.
fn ask<'s>(
    snapshot: &'s Snapshot,
    suite: &'s TestSuite,
    question: &str,
    guidelines: &[Guideline],
) -> Trial<'s> {
    let mut trial = Trial::new(snapshot, suite, guidelines, snapshot.library()).unwrap();
    let first = query(question);
    for (place, sku) in snapshot.sample(&suite.sample, &first).skus.into_iter().enumerate() {
        let query = Query { products: vec![sku], ..first.clone() };
        let answer = recommend(snapshot, &query).unwrap();
        trial.take(0, &query, &answer, Duration::from_millis(place as u64 + 1));
    }
    trial
}

fn example(example: &TrialExample) -> String {
    let TrialExample { product, ask: _, pick, type_code, origin, rule, guideline, text } = example;
    let sku = |sku: &Option<relata_model::Sku>| sku.as_ref().map(ToString::to_string);
    let code = |code: &Option<RuleCode>| code.as_ref().map(ToString::to_string);
    let kind = type_code.as_ref().map(ToString::to_string);
    let rule = code(rule).map(|code| format!("[{code}]"));
    let words = [sku(product), sku(pick), kind, origin.clone(), rule, code(guideline), Some(text.clone())];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn render(checked: &[Checked]) -> String {
    let mut text = String::new();
    for one in checked {
        let value = one.value.map_or("-".into(), |value| format!("{:.2}", value));
        text += &format!("{} {} {value}: {}", one.kind, one.state, one.message);
        for (name, figure) in &one.figures {
            text += &format!(", {name} {figure}");
        }
        text += "\n";
        for found in &one.examples {
            text += &format!("  {}\n", example(found));
        }
    }
    text
}

fn check(shop_text: &str, question: &str, suite: &TestSuite, expected: Expect) {
    let snapshot = compile(&shop(shop_text), 1);
    let trial = ask(&snapshot, suite, question, &[]);
    expected.assert_eq(&render(&trial.finish(&TrialFacts::default())));
}

const SHOP: &str = "
    A brand=acme categories=shoes price=10.00
    B brand=cosy categories=socks price=30.00
    C brand=cosy categories=socks price=5.00
    D brand=acme categories=hats price=8.00
    A related: B C
    B related: C
    C related: B";

#[test]
fn conditions_that_no_pick_may_meet_name_product_pick_and_origin() {
    check(
        SHOP,
        "types=related",
        &suite(vec![
            forbid("source.brand == 'acme' && target.brand == 'cosy'", &[]),
            forbid("target.price > source.price * 2", &["related"]),
            forbid("target.price > source.price * 2", &["upsell"]),
            forbid("target.cost > 1", &[]),
        ]),
        expect![[r#"
            forbid fail 2.00: 2 of 4 picks meet the condition, picks 4
              A B related manual source.brand == 'acme' && target.brand == 'cosy'
              A C related manual source.brand == 'acme' && target.brand == 'cosy'
            forbid fail 2.00: 2 of 4 picks meet the condition, picks 4
              A B related manual target.price > source.price * 2
              C B related manual target.price > source.price * 2
            forbid pass 0.00: none of 4 picks meets the condition, picks 4
            forbid pass 0.00: none of 4 picks meets the condition, picks 4
        "#]],
    );
}

#[test]
fn figures_are_held_against_their_bounds() {
    check(
        SHOP,
        "types=related",
        &suite(vec![
            measure(Measure::Coverage, 1, Some(0.8), Some(0.5)),
            measure(Measure::Coverage, 2, Some(0.8), Some(0.5)),
            measure(Measure::NothingShown, 1, None, Some(0.1)),
            measure(Measure::Brands, 1, Some(2.0), None),
            measure(Measure::Categories, 1, Some(1.0), None),
            measure(Measure::CatalogueShare, 1, Some(0.5), None),
            measure(Measure::Concentration, 1, Some(0.4), Some(0.6)),
            measure(Measure::LatencyP50, 1, None, Some(2.0)),
            measure(Measure::LatencyP99, 1, Some(3.0), Some(4.0)),
            measure(Measure::LatencyMax, 1, Some(3.9), None),
            measure(Measure::HitRate, 1, None, Some(0.5)),
            measure(Measure::BrokenRules, 1, None, Some(0.0)),
        ]),
        expect![[r#"
            coverage warn 0.75: 75.0 % of the answers have at least 1 item, answers 4, covered 3
              D shows 0 of 1
            coverage fail 0.25: 25.0 % of the answers have at least 2 items, answers 4, covered 1
              B shows 1 of 2
              C shows 1 of 2
              D shows 0 of 2
            nothing_shown fail 0.25: 25.0 % of the answers are empty, answers 4, empty 1
              D shows nothing, no fallback either
            brands warn 1.00: brands shown: 1, answers 4
            categories pass 1.00: main categories shown: 1, answers 4
            catalogue_share pass 0.50: 50.0 % of the products on sale are shown, shown 2, on_sale 4
            concentration warn 0.50: B stands in 50.0 % of the answers, answers 4, most 2
              B stands in 2 of 4 answers
              C stands in 2 of 4 answers
            latency_p50_ms pass 2.00: half of the answers take 2.000 ms at most, answers 4
              D takes 4.000 ms
              C takes 3.000 ms
              B takes 2.000 ms
              A takes 1.000 ms
            latency_p99_ms warn 4.00: 99 of 100 answers take 4.000 ms at most, answers 4
              D takes 4.000 ms
              C takes 3.000 ms
              B takes 2.000 ms
              A takes 1.000 ms
            latency_max_ms warn 4.00: the slowest answer takes 4.000 ms at most, answers 4
              D takes 4.000 ms
              C takes 3.000 ms
              B takes 2.000 ms
              A takes 1.000 ms
            hit_rate skipped -: nobody looked at the orders
            broken_rules pass 0.00: active rules that are broken: 0
        "#]],
    );
}

#[test]
fn a_trial_without_products_says_that_nothing_was_looked_at() {
    let nobody = TestSample { by: SampleBy::Skus, skus: vec![sku("X")], ..TestSample::default() };
    let suite = TestSuite { sample: nobody, ..suite(vec![measure(Measure::Coverage, 1, None, Some(0.5))]) };
    check(
        SHOP,
        "types=related",
        &suite,
        expect![[r#"
            coverage skipped -: no product was asked about
        "#]],
    );
}

#[test]
fn orders_say_what_was_bought_together() {
    let checks =
        vec![measure(Measure::HitRate, 1, Some(0.6), None), measure(Measure::BoughtTogether, 1, None, None)];
    let suite = suite(checks);
    let snapshot = compile(&shop(&format!("{SHOP}\nC-1 parent=C price=5.00")), 1);
    let trial = ask(&snapshot, &suite, "types=related", &[]);
    assert!(trial.sources().contains(&sku("C-1")), "orders name variants");
    let mut history = History::new(&trial);
    for order in ["A C-1", "A D", "A", "D X", "B D", "C C-1"] {
        history.order(&order.split(' ').map(sku).collect::<Vec<_>>());
    }
    let facts = TrialFacts { history: Some(&history), ..TrialFacts::default() };
    expect![[r#"
        hit_rate warn 0.17: in 16.7 % of 6 cases something bought with it is shown, questions 6, hits 1, orders 3
          D shows nothing of what was bought with it in 2 orders
          B shows nothing of what was bought with it in the one order
          C shows nothing of what was bought with it in the one order
        bought_together pass 0.25: 25.0 % of 4 pairs shown were bought together, pairs 4, bought 1, purchases 1, orders 3
          A B related manual never bought together
          B C related manual never bought together
          C B related manual never bought together
    "#]]
    .assert_eq(&render(&trial.finish(&facts)));
}

#[test]
fn guidelines_hold_for_fallbacks_too_and_what_they_remove_is_named() {
    let text = "
        A brand=acme categories=shoes orders=3
        B brand=cosy categories=shoes orders=9
        C brand=acme categories=shoes orders=5
        A related: B";
    let facts = shop(text);
    let laws = [guideline("apart", "source.brand == 'acme' && target.brand == 'cosy'")];
    let snapshot = compile(&facts, 1).with_rules(&[rule("all", "related", "true", "true")], &laws);
    let suite = suite(vec![TestCheckKind::Guidelines { severity: TestSeverity::Fail }]);
    let trial = ask(&snapshot, &suite, "types=related", &laws);
    let (count, removed) = trial.removed();
    let removed: Vec<String> = removed.iter().map(example).collect();
    expect![[r#"
        guidelines pass 0.00: none of 4 picks is against a guideline, picks 4, guidelines 1, removed 2
        2: [
            "A B related manual apart apart: source.brand == 'acme' && target.brand == 'cosy'",
            "C B related rule:all [all] apart apart: source.brand == 'acme' && target.brand == 'cosy'",
        ]
    "#]]
    .assert_eq(&format!("{}{count}: {removed:#?}\n", render(&trial.finish(&TrialFacts::default()))));
    let alone = compile(&facts, 1).with_rules(&[], &laws);
    let answer = recommend(&alone, &query("A")).unwrap();
    assert!(answer.fallback);
    let shown: Vec<&str> = answer.items.iter().map(|pick| pick.sku).collect();
    assert_eq!(shown, ["C"], "B is the best seller, and cosy");
}

#[test]
fn a_draft_is_tried_without_touching_what_is_live() {
    let facts = shop(SHOP);
    let live = compile(&facts, 1);
    let tried = live.with_rules(
        &[
            rule("hats", "related", "source.sku == 'D'", "target.sku == 'A'"),
            Rule { status: RuleStatus::Paused, ..rule("off", "related", "true", "true") },
        ],
        &[guideline("no-b", "target.sku == 'B'")],
    );
    let suite = suite(vec![]);
    let (before, after) =
        (ask(&live, &suite, "types=related", &[]), ask(&tried, &suite, "types=related", &[]));
    expect![[r#"
        Difference {
            products: 3,
            answers: 3,
            filled: 1,
            emptied: 1,
            coverage_before: 0.75,
            coverage_after: 0.75,
            examples: [
                ChangedAnswer {
                    product: "C",
                    ask: 0,
                    before: [
                        "B",
                    ],
                    after: [],
                },
                ChangedAnswer {
                    product: "A",
                    ask: 0,
                    before: [
                        "B",
                        "C",
                    ],
                    after: [
                        "C",
                    ],
                },
                ChangedAnswer {
                    product: "D",
                    ask: 0,
                    before: [],
                    after: [
                        "A",
                    ],
                },
            ],
        }
    "#]]
    .assert_debug_eq(&Difference::of(&before, &after));
    assert_eq!(crate::shop::skus(&live, "D types=related"), [""; 0]);
}

#[test]
fn a_sample_is_the_same_whatever_the_order_in_which_products_came() {
    let lines: Vec<String> =
        (0..300).map(|number| format!("P{number} orders={} categories=a/b", number % 7)).collect();
    let forward = compile(&shop(&lines.join("\n")), 1);
    let reversed: Vec<&str> = lines.iter().rev().map(String::as_str).collect();
    let backward = compile(&shop(&reversed.join("\n")), 1);
    let first = query("types=related");
    for by in [SampleBy::All, SampleBy::BestSellers, SampleBy::WorstCovered] {
        let wanted = TestSample { by, size: 20, ..TestSample::default() };
        let sample = forward.sample(&wanted, &first);
        assert_eq!(sample, backward.sample(&wanted, &first));
        assert_eq!((sample.skus.len(), sample.population), (20, 300));
    }
    let best = TestSample { by: SampleBy::BestSellers, size: 2, ..TestSample::default() };
    assert_eq!(forward.sample(&best, &first).skus, [sku("P104"), sku("P111")]);
}

#[test]
fn a_sample_keeps_to_category_channel_and_what_is_sold() {
    let snapshot = compile(
        &shop(
            "A categories=x/y orders=1\nB categories=x\nC categories=z\nD categories=x status=inactive\n\
             A-1 parent=A\nB related: A",
        ),
        1,
    );
    let skus = |sample: &TestSample| {
        let sample = snapshot.sample(sample, &query("types=related"));
        sample.skus.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let in_x = TestSample {
        category: Some(relata_model::CategoryPath::parse("x").unwrap()),
        ..TestSample::default()
    };
    assert_eq!(skus(&in_x), "A B");
    assert_eq!(skus(&TestSample { by: SampleBy::WorstCovered, ..TestSample::default() }), "A C B");
    let named = TestSample { by: SampleBy::Skus, skus: vec![sku("A-1"), sku("Q"), sku("D")], ..in_x };
    assert_eq!(skus(&named), "A-1 D");
    assert_eq!(snapshot.sample(&named, &query("")).unknown, [sku("Q")]);
}
