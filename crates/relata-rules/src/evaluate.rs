use std::cmp::Ordering;
use std::sync::Arc;

use relata_model::{Decimal, Timestamp};

use crate::expr::{Arithmetic, Comparison, Expr, Node, Quantifier, TextTest};
use crate::{Field, Subject, Value};

/// What a condition is asked of.
pub trait Facts {
    /// The value of a field, seen through a variant where the product itself has none.
    fn value(&self, subject: Subject, field: &Field, view: View) -> Option<Value>;

    /// How many variants a product has; 0 for anything else.
    fn variants(&self, subject: Subject) -> usize;

    /// In how many orders the customer bought a SKU or from a category since a moment.
    fn bought(&self, what: &str, since: Timestamp) -> Option<u32>;

    /// The moment that is asked about.
    fn now(&self) -> Timestamp;
}

/// Through which variants of source and target a question looks at them; `None` is themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// Of the source.
    pub source: Option<usize>,
    /// Of the target.
    pub target: Option<usize>,
}

/// Whether a condition holds: unknown counts as false.
pub fn holds(root: &Node, facts: &impl Facts) -> bool {
    evaluate(root, facts) == Some(true)
}

/// Whether a condition is true, false or, where values are absent, unknown.
///
/// `&&`, `||` and `!` follow Kleene. Each question below them is asked of the products themselves;
/// where that is unknown, it is asked again with each variant's values in the place of those that
/// the parent lacks, and is true if it is for any, else false if it is for any. So a parent is
/// never both, and `!` and `!=` say that no variant is such. O(size × variants²) at worst.
pub fn evaluate(root: &Node, facts: &impl Facts) -> Option<bool> {
    match &root.expr {
        Expr::All(parts) => fold(parts.iter().map(|part| evaluate(part, facts)), false),
        Expr::Any(parts) => fold(parts.iter().map(|part| evaluate(part, facts)), true),
        Expr::Not(part) => evaluate(part, facts).map(|flag| !flag),
        Expr::Compare(Comparison::Unequal, a, b) => {
            question(facts, &|scope| compare(Comparison::Equal, a, b, scope)).map(|flag| !flag)
        }
        _ => question(facts, &|scope| flag(root, scope)),
    }
}

/// What a part of a condition that is no question comes to, seen through the products themselves;
/// `None` where something that it needs is absent.
pub fn value_of(node: &Node, facts: &impl Facts) -> Option<Value> {
    value(node, &Scope { facts, view: View::default(), members: None })
}

/// Kleene's conjunction (`decided_by` false) or disjunction (`decided_by` true).
fn fold(flags: impl Iterator<Item = Option<bool>>, decided_by: bool) -> Option<bool> {
    let mut all_known = true;
    for flag in flags {
        if flag == Some(decided_by) {
            return flag;
        }
        all_known &= flag.is_some();
    }
    all_known.then_some(!decided_by)
}

/// A question, asked of the products themselves and then through their variants.
fn question<F: Facts>(facts: &F, ask: &dyn Fn(&Scope<'_, F>) -> Option<bool>) -> Option<bool> {
    let own = ask(&Scope { facts, view: View::default(), members: None });
    if own.is_some() {
        return own;
    }
    let views = |subject| {
        let variants = facts.variants(subject);
        (0..variants.max(1)).map(move |variant| (variants > 0).then_some(variant))
    };
    let mut answer = None;
    for source in views(Subject::Source) {
        for target in views(Subject::Target) {
            match ask(&Scope { facts, view: View { source, target }, members: None }) {
                Some(true) => return Some(true),
                Some(false) => answer = Some(false),
                None => {}
            }
        }
    }
    answer
}

/// What a part of a question can see.
struct Scope<'s, F> {
    facts: &'s F,
    view: View,
    /// The members that quantifiers around look at, the nearest first.
    members: Option<&'s Members<'s>>,
}

struct Members<'s> {
    nearest: &'s Value,
    further: Option<&'s Members<'s>>,
}

fn flag<F: Facts>(node: &Node, scope: &Scope<'_, F>) -> Option<bool> {
    match &node.expr {
        Expr::All(parts) => fold(parts.iter().map(|part| flag(part, scope)), false),
        Expr::Any(parts) => fold(parts.iter().map(|part| flag(part, scope)), true),
        Expr::Not(part) => flag(part, scope).map(|flag| !flag),
        Expr::Compare(comparison, a, b) => compare(*comparison, a, b, scope),
        Expr::In(member, list) => {
            let member = value(member, scope)?;
            match constants(list) {
                Some(mut constants) => Some(constants.any(|constant| *constant == member)),
                None => Some(value(list, scope)?.members().contains(&member)),
            }
        }
        Expr::Has(subject, field) => {
            let found = scope.facts.value(*subject, field, scope.view);
            // Unknown rather than false while variants have not been asked.
            found.map(|_| true).or_else(|| absent(*subject, scope))
        }
        Expr::Text(test, text, with) => match (value(text, scope)?, value(with, scope)?) {
            (Value::Text(text), Value::Text(with)) => Some(match test {
                TextTest::StartsWith => text.starts_with(&*with),
                TextTest::EndsWith => text.ends_with(&*with),
                TextTest::Contains => text.contains(&*with),
            }),
            _ => None,
        },
        Expr::Matches(text, pattern) => match value(text, scope)? {
            Value::Text(text) => Some(pattern.is_match(&text)),
            _ => None,
        },
        // Nobody has put in what the name stands for.
        Expr::Refers(..) => None,
        Expr::Quantify(quantifier, list, _, body) => {
            let list = value(list, scope)?;
            let ask = |member: &Value| {
                let members = Members { nearest: member, further: scope.members };
                flag(body, &Scope { facts: scope.facts, view: scope.view, members: Some(&members) })
            };
            fold(list.members().iter().map(ask), *quantifier == Quantifier::Exists)
        }
        _ => match value(node, scope)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        },
    }
}

/// The members of a list that holds nothing but values, so that long ones need not be copied.
fn constants(list: &Node) -> Option<impl Iterator<Item = &Value>> {
    let Expr::List(nodes) = &list.expr else { return None };
    let constant = |node: &Node| matches!(node.expr, Expr::Value(_));
    nodes.iter().all(constant).then(|| {
        nodes.iter().filter_map(|node| match &node.expr {
            Expr::Value(value) => Some(value),
            _ => None,
        })
    })
}

/// What `has` says of a field without a value: false, once variants have been asked if there are any.
fn absent<F: Facts>(subject: Subject, scope: &Scope<'_, F>) -> Option<bool> {
    let asked = match subject {
        Subject::Source => scope.view.source.is_some(),
        Subject::Target => scope.view.target.is_some(),
        _ => true,
    };
    (asked || scope.facts.variants(subject) == 0).then_some(false)
}

fn compare<F: Facts>(comparison: Comparison, a: &Node, b: &Node, scope: &Scope<'_, F>) -> Option<bool> {
    let order = value(a, scope)?.order(&value(b, scope)?)?;
    Some(match comparison {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterOrEqual => order != Ordering::Less,
    })
}

fn value<F: Facts>(node: &Node, scope: &Scope<'_, F>) -> Option<Value> {
    match &node.expr {
        Expr::Value(value) => Some(value.clone()),
        Expr::Now => Some(Value::Time(scope.facts.now())),
        Expr::Field(subject, field) => scope.facts.value(*subject, field, scope.view),
        Expr::Member(depth) => {
            let mut members = scope.members?;
            for _ in 0..*depth {
                members = members.further?;
            }
            Some(members.nearest.clone())
        }
        Expr::List(nodes) => {
            let values: Option<Arc<[Value]>> = nodes.iter().map(|node| value(node, scope)).collect();
            values.map(Value::List)
        }
        Expr::Negate(part) => match value(part, scope)? {
            Value::Number(number) => Some(Value::Number(-number)),
            Value::Duration(micros) => micros.checked_neg().map(Value::Duration),
            _ => None,
        },
        Expr::Calculate(sign, a, b) => calculate(*sign, &value(a, scope)?, &value(b, scope)?),
        Expr::Size(part) => match value(part, scope)? {
            Value::Text(text) => Some(Value::Number(Decimal::from(text.chars().count()))),
            list => Some(Value::Number(Decimal::from(list.members().len()))),
        },
        Expr::Lower(part) => match value(part, scope)? {
            Value::Text(text) => Some(Value::text(&text.to_lowercase())),
            _ => None,
        },
        Expr::Bought(what, within) => match value(what, scope)? {
            Value::Text(what) => {
                let since = scope.facts.now().micros().checked_sub(*within)?;
                let orders = scope.facts.bought(&what, Timestamp::from_micros(since))?;
                Some(Value::Number(Decimal::from(orders)))
            }
            _ => None,
        },
        _ => flag(node, scope).map(Value::Flag),
    }
}

/// Exact as far as 28 digits go; what does not fit, and what is divided by zero, is unknown.
fn calculate(sign: Arithmetic, a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match sign {
            Arithmetic::Add => a.checked_add(*b),
            Arithmetic::Subtract => a.checked_sub(*b),
            Arithmetic::Multiply => a.checked_mul(*b),
            Arithmetic::Divide => a.checked_div(*b),
        }
        .map(Value::Number),
        (Value::Time(time), Value::Duration(length)) => {
            let micros = match sign {
                Arithmetic::Add => time.micros().checked_add(*length),
                Arithmetic::Subtract => time.micros().checked_sub(*length),
                Arithmetic::Multiply | Arithmetic::Divide => None,
            };
            micros.map(|micros| Value::Time(Timestamp::from_micros(micros)))
        }
        (Value::Duration(_), Value::Time(_)) if sign == Arithmetic::Add => calculate(sign, b, a),
        (Value::Time(a), Value::Time(b)) if sign == Arithmetic::Subtract => {
            a.micros().checked_sub(b.micros()).map(Value::Duration)
        }
        (Value::Duration(a), Value::Duration(b)) => match sign {
            Arithmetic::Add => a.checked_add(*b).map(Value::Duration),
            Arithmetic::Subtract => a.checked_sub(*b).map(Value::Duration),
            Arithmetic::Multiply | Arithmetic::Divide => None,
        },
        _ => None,
    }
}
