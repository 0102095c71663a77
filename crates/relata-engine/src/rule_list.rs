use std::ops::ControlFlow;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Channel, Rule, Sku, Timestamp, TypeCode};

use crate::Snapshot;
use crate::answer::Removal;
use crate::candidate::Via;
use crate::edge::Edge;
use crate::gather::ListRow;
use crate::listing::ListedStatus;
use crate::recommend::Request;
use crate::rules::{LiveRule, PairFacts};

/// A pair that a rule makes, in the list of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRow<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// The product that it is made for; for a variant its parent.
    pub source: &'s Sku,
    /// The product that it shows.
    pub target: &'s Sku,
    /// Whether it is shown where, when and to whom the rule applies, and if not why: `Active`,
    /// `Excluded` or `Withheld`.
    pub status: ListedStatus,
}

/// What rules show a product under a type, in served order: by priority and code of the rule, then in
/// its own order. Of each rule what can be shown in the channel `web`, as many as its limit, with what
/// is excluded or withheld in between, at most as many again; nothing of a rule with fewer to show
/// than it wants at least.
///
/// `when` is not asked, since a list is for all circumstances. O(targets looked at), at most 5,000.
pub fn rule_rows<'s>(
    snapshot: &'s Snapshot,
    source: &Sku,
    type_code: &TypeCode,
    at: Timestamp,
) -> Vec<RuleRow<'s>> {
    let web = snapshot.setup().channel(&Channel::web().code);
    let (Some(number), Some(place), Some(channel)) =
        (snapshot.number(source), snapshot.setup().type_by_code(type_code), web)
    else {
        return Vec::new();
    };
    let kind = snapshot.setup().kinds()[place];
    let mut request = Request::survey(snapshot, vec![place], channel, at);
    request.ask_about(number);
    let head = snapshot.row(number).family;
    let mut visits_left = CANDIDATES_MAX;
    let mut rows = Vec::new();
    let mut places = Vec::new();
    snapshot.rules.applying_to(head, kind, &mut places);
    for place in places {
        rows_of(&request, &snapshot.rules.live[place], number, &mut visits_left, &mut rows);
    }
    rows
}

fn rows_of<'s>(
    request: &Request<'s>,
    rule: &'s LiveRule,
    number: u32,
    visits_left: &mut usize,
    rows: &mut Vec<RuleRow<'s>>,
) {
    let snapshot = request.snapshot;
    let head = snapshot.row(number).family;
    let facts = PairFacts::of_request(request, head, head);
    let (mut left, mut kept_back) = (rule.plan.rule.limit, rule.plan.rule.limit);
    let first = rows.len();
    rule.each_pair(number, &facts, request, |target, refusal| {
        if left == 0 || *visits_left == 0 {
            return ControlFlow::Break(());
        }
        *visits_left -= 1;
        let status = match refusal {
            Some(_) if kept_back == 0 => return ControlFlow::Continue(()),
            Some(Removal::Cycle) => ListedStatus::Withheld,
            Some(_) => ListedStatus::Excluded,
            None if request.can_show(0, &row_of(snapshot, rule, target), visits_left) => ListedStatus::Active,
            None => return ControlFlow::Continue(()),
        };
        *(if status == ListedStatus::Active { &mut left } else { &mut kept_back }) -= 1;
        rows.push(RuleRow {
            rule: &rule.plan.rule,
            source: snapshot.sku(head),
            target: snapshot.sku(target),
            status,
        });
        ControlFlow::Continue(())
    });
    if rule.plan.rule.limit - left < rule.plan.rule.minimum {
        rows.truncate(first);
    }
}

fn row_of<'s>(snapshot: &'s Snapshot, rule: &LiveRule, target: u32) -> ListRow<'s> {
    let plan = &rule.plan;
    let edge = Edge {
        id: Edge::DERIVED,
        weight: plan.rule.weight,
        target,
        position: 0,
        terms: plan.terms,
        kind: plan.kind,
    };
    let terms = snapshot.words.terms.value(plan.terms);
    ListRow { edge, terms, via: Via { inherited: false, mirrored: false }, shadowed: false }
}
