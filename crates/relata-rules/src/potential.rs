use relata_model::Decimal;

use crate::expr::{Arithmetic, Comparison, Expr, Node};
use crate::reads::conjuncts;
use crate::{Field, Subject, Value};

/// In which way a field rises from the source to the target of every pair that a rule makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rise {
    /// The target's value is always greater, so that no circle can close.
    Strict,
    /// Nothing is proven.
    Unproven,
}

/// Whether the conditions of a rule prove that a number rises strictly from source to target.
///
/// Proofs: `target.f > source.f * c` with c of at least 1, or plus something of at least 0; `>=`
/// with c above 1 or something added above 0; where a factor stands, the source's value has to be
/// known to be positive (`source.f > 0`) for `>=`, and known not to be negative for `>`. Prices are
/// never negative. A zero times 1.1 is a zero, which does not rise.
pub fn rises(field: &Field, matching: &Node, show: &Node) -> Rise {
    let parts: Vec<&Node> = conjuncts(matching).into_iter().chain(conjuncts(show)).collect();
    let floor = parts.iter().filter_map(|part| lower_bound(part, field)).max();
    let proven = parts.iter().any(|part| rise(part, field, floor));
    if proven { Rise::Strict } else { Rise::Unproven }
}

/// What a source's value is known to be at least, and whether it is known to be more.
fn lower_bound(part: &Node, field: &Field) -> Option<(Decimal, bool)> {
    let (comparison, a, b) = turned_to(part, Subject::Source, field)?;
    let Expr::Value(Value::Number(bound)) = &b.expr else { return None };
    is_field(a, Subject::Source, field).then_some(())?;
    match comparison {
        Comparison::Greater => Some((*bound, true)),
        Comparison::GreaterOrEqual | Comparison::Equal => Some((*bound, false)),
        _ => None,
    }
}

/// A comparison with the field of a subject alone on its left side.
fn turned_to<'n>(
    part: &'n Node,
    subject: Subject,
    field: &Field,
) -> Option<(Comparison, &'n Node, &'n Node)> {
    let Expr::Compare(comparison, a, b) = &part.expr else { return None };
    if is_field(a, subject, field) {
        Some((*comparison, a, b))
    } else if is_field(b, subject, field) {
        Some((comparison.turned(), b, a))
    } else {
        None
    }
}

fn is_field(node: &Node, subject: Subject, field: &Field) -> bool {
    matches!(&node.expr, Expr::Field(of, found) if *of == subject && found == field)
}

fn rise(part: &Node, field: &Field, floor: Option<(Decimal, bool)>) -> bool {
    let Some((comparison, _, bound)) = turned_to(part, Subject::Target, field) else { return false };
    let Some((factor, plus)) = linear(bound, field) else { return false };
    let never_negative = matches!(field, Field::Price | Field::Cost | Field::Popularity);
    let at_least = floor.map_or(never_negative, |(bound, _)| bound >= Decimal::ZERO || never_negative);
    let positive =
        floor.is_some_and(|(bound, strict)| bound > Decimal::ZERO || (bound == Decimal::ZERO && strict));
    let (one, zero) = (Decimal::ONE, Decimal::ZERO);
    match comparison {
        // t > c s + p with s >= 0, c >= 1, p >= 0 gives t > s.
        Comparison::Greater => plus >= zero && (factor == one || (factor > one && at_least)),
        Comparison::GreaterOrEqual => {
            (factor == one && plus > zero)
                || (factor > one && plus >= zero && positive)
                || (factor > one && plus > zero && at_least)
        }
        _ => false,
    }
}

/// `source.f`, `source.f * c`, `source.f + p` and `source.f * c + p` as (c, p).
fn linear(node: &Node, field: &Field) -> Option<(Decimal, Decimal)> {
    if is_field(node, Subject::Source, field) {
        return Some((Decimal::ONE, Decimal::ZERO));
    }
    let Expr::Calculate(sign, a, b) = &node.expr else { return None };
    let number = |node: &Node| match &node.expr {
        Expr::Value(Value::Number(number)) => Some(*number),
        _ => None,
    };
    match (sign, number(a), number(b)) {
        (Arithmetic::Multiply, None, Some(factor)) if is_field(a, Subject::Source, field) => {
            Some((factor, Decimal::ZERO))
        }
        (Arithmetic::Multiply, Some(factor), None) if is_field(b, Subject::Source, field) => {
            Some((factor, Decimal::ZERO))
        }
        (Arithmetic::Add, None, Some(plus)) => {
            linear(a, field).and_then(|(c, p)| Some((c, p.checked_add(plus)?)))
        }
        (Arithmetic::Add, Some(plus), None) => {
            linear(b, field).and_then(|(c, p)| Some((c, p.checked_add(plus)?)))
        }
        (Arithmetic::Subtract, None, Some(minus)) => {
            linear(a, field).and_then(|(c, p)| Some((c, p.checked_sub(minus)?)))
        }
        _ => None,
    }
}
