//! Conditions with names: what reads them follows them, and nothing else is made anew.

use relata_engine::{Snapshot, compile, recommend};
use relata_model::{
    Catalogue, ConditionCode, Delta, Guideline, NamedCondition, ProblemCode, RuleCode, RuleStatus,
};

use crate::rules::rule;
use crate::shop::{query, shop};

fn condition(code: &str, condition: &str) -> NamedCondition {
    NamedCondition {
        code: ConditionCode::parse(code).unwrap(),
        name: code.to_uppercase(),
        condition: condition.into(),
    }
}

fn shown(snapshot: &Snapshot, asked: &str) -> String {
    let answer = recommend(snapshot, &query(&format!("{asked} types=cross_sell"))).unwrap();
    answer.items.iter().map(|pick| pick.sku).collect::<Vec<_>>().join(" ")
}

fn facts() -> Catalogue {
    let mut facts = shop(
        "A price=100.00
         B price=200.00
         C price=600.00
         D price=700.00",
    );
    facts.conditions = vec![condition("premium", "source.price > 500")];
    facts.rules = vec![
        rule("all", "cross_sell", "source.price < 150", "target.is('premium')"),
        rule("others", "cross_sell", "!source.in_rule('all')", "target.in_rule('all')"),
    ];
    facts
}

#[test]
fn rules_follow_the_conditions_that_they_name() {
    let snapshot = compile(&facts(), 1);
    assert_eq!(shown(&snapshot, "A"), "C D");
    assert_eq!(shown(&snapshot, "B"), "A");
    let change = |delta: Delta, on: &Snapshot| on.apply(&Delta { revision: 2, ..delta }, 2);
    let conditions = Some(vec![condition("premium", "source.price > 650")]);
    let dearer = change(Delta { conditions, ..Delta::default() }, &snapshot);
    assert_eq!(shown(&dearer, "A"), "D");
    let mut rules = facts().rules;
    rules[0].status = RuleStatus::Draft;
    rules[0].matching = "source.price < 250".into();
    let drafted = change(Delta { rules: Some(rules), ..Delta::default() }, &dearer);
    // A draft shows nothing and can be named.
    assert_eq!((shown(&drafted, "A").as_str(), shown(&drafted, "C").as_str()), ("", "A B"));
    let gone = change(Delta { conditions: Some(Vec::new()), ..Delta::default() }, &snapshot);
    assert_eq!((shown(&gone, "A").as_str(), shown(&gone, "B").as_str()), ("", "A"));
    // A condition that comes back brings its rules back.
    let again = change(Delta { conditions: Some(facts().conditions), ..Delta::default() }, &gone);
    assert!(again.dump() == compile(&facts(), 2).dump());
}

#[test]
fn guidelines_follow_the_conditions_that_they_name() {
    let mut facts = facts();
    facts.guidelines = vec![Guideline {
        code: RuleCode::parse("law").unwrap(),
        name: String::new(),
        status: RuleStatus::Active,
        types: Vec::new(),
        forbid: "source.in_rule('all') && target.is('dear')".into(),
    }];
    let snapshot = compile(&facts, 1);
    assert_eq!(shown(&snapshot, "A"), "C D", "what cannot be read forbids nothing");
    facts.conditions.push(condition("dear", "source.is('premium') && source.price > 650"));
    let tried = snapshot.with_conditions(&facts.conditions);
    assert_eq!(shown(&tried, "A"), "C");
}

#[test]
fn a_rule_that_is_tried_can_name_drafts() {
    let mut facts = facts();
    facts.rules[0].status = RuleStatus::Draft;
    let snapshot = compile(&facts, 1);
    assert_eq!(shown(&snapshot, "B"), "A");
    let next = snapshot.with_rule(&rule("new", "cross_sell", "source.in_rule('all')", "true")).unwrap();
    assert_eq!(shown(&next, "A"), "B C D");
    let problems =
        snapshot.with_rule(&rule("new", "cross_sell", "source.in_rule('al')", "true")).unwrap_err();
    assert_eq!(problems[0].code, ProblemCode::UnknownCondition);
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean all?"));
}
