//! What is wrong with a rule, as far as it can be told from the rule and the attributes of products.

use relata_model::{Problem, ProblemCode, Rule, RuleOrder};
use relata_rules::{Expr, Subject, Usage, Vocabulary, check, parse};

/// What is wrong with the conditions of a rule, and with what it says beside them.
pub(crate) fn condition_problems(rule: &Rule, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = wrong(&rule.matching, Usage::Match, "/match", vocabulary);
    problems.extend(wrong(&rule.show, Usage::Pair, "/show", vocabulary));
    if let Some(when) = &rule.when {
        problems.extend(wrong(when, Usage::When, "/when", vocabulary));
    }
    problems.extend(wrong_order(&rule.order_by, vocabulary));
    problems.extend(contradictions(rule));
    problems
}

/// What is wrong with a condition, at its place in the document.
pub(crate) fn wrong(text: &str, usage: Usage, pointer: &str, vocabulary: &Vocabulary) -> Vec<Problem> {
    let problems = match parse(text) {
        Ok(condition) => check(&condition, usage, vocabulary),
        Err(problems) => problems,
    };
    problems.into_iter().map(|problem| problem.at(pointer)).collect()
}

/// What is wrong with the order of a rule's targets.
fn wrong_order(order: &[RuleOrder], vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, key) in order.iter().enumerate() {
        if key.is_random() {
            if order.len() > 1 {
                let message = "random is an order of its own";
                let problem = Problem::error(ProblemCode::InvalidValue, message);
                problems.push(problem.hint("leave the other keys out").at(format!("/order_by/{at}/field")));
            }
            continue;
        }
        for (name, is_given) in [("seed", key.seed.is_some()), ("every", key.every.is_some())] {
            if is_given {
                let message = format!("{name} belongs to the order random");
                let problem = Problem::error(ProblemCode::InvalidValue, message);
                problems.push(problem.hint("leave it out").at(format!("/order_by/{at}/{name}")));
            }
        }
        problems.extend(wrong_key(key, &format!("/order_by/{at}/field"), vocabulary));
    }
    problems
}

fn wrong_key(key: &RuleOrder, pointer: &str, vocabulary: &Vocabulary) -> Vec<Problem> {
    match parse(&key.field).map(|condition| condition.root.expr) {
        Ok(Expr::Field(Subject::Target, _)) => {
            // A field is no condition, so it is compared with itself to be checked.
            let asked = format!("{0} == {0}", key.field);
            wrong(&asked, Usage::Pair, pointer, vocabulary)
        }
        Ok(_) => {
            let message = format!("{:?} is no field of the target", key.field);
            let problem = Problem::error(ProblemCode::InvalidValue, message);
            vec![problem.hint("write a field such as target.price, or random").at(pointer)]
        }
        Err(found) => found.into_iter().map(|problem| problem.at(pointer)).collect(),
    }
}

/// What a rule says that does not go together.
fn contradictions(rule: &Rule) -> Vec<Problem> {
    let invalid = |pointer: &str, message: String, hint: &str| {
        Problem::error(ProblemCode::InvalidValue, message).hint(hint).at(pointer)
    };
    let mut problems = Vec::new();
    if rule.minimum > rule.limit {
        let message = format!("at least {} of at most {} products", rule.minimum, rule.limit);
        problems.push(invalid("/minimum", message, "write a minimum up to the limit"));
    }
    if rule.effect.adds() {
        return problems;
    }
    let said = [
        ("/order_by", !rule.order_by.is_empty(), "an order"),
        ("/minimum", rule.minimum > 0, "a minimum"),
        ("/offer", rule.offer.is_some(), "an offer"),
    ];
    for (pointer, _, what) in said.into_iter().filter(|(_, is_said, _)| *is_said) {
        let message = format!("a rule with the effect {} has no use for {what}", rule.effect.as_str());
        problems.push(invalid(pointer, message, "leave it out, or let the rule add products"));
    }
    problems
}
