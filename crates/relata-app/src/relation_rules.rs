//! What rules make, in the list of a product among what is stored.

use std::collections::BTreeMap;

use relata_engine::{ListedStatus, RuleRow, rule_rows};
use relata_model::{Origin, Relation, RelationId, RelationStatus, Sku, Timestamp, TypeCode};

use crate::{App, AppError, ListedRelation};

/// The number of a relation that is not stored.
const DERIVED: RelationId = RelationId(0);

impl App {
    /// Puts what rules make into the list of a product: behind what people and feeds put at a position,
    /// before what was learned. `stored` is by type, each in served order.
    pub(crate) fn with_rule_rows(
        &self,
        sku: &Sku,
        type_code: Option<&TypeCode>,
        at: Timestamp,
        stored: Vec<ListedRelation>,
    ) -> Result<Vec<ListedRelation>, AppError> {
        self.catch_up_for_readers()?;
        let snapshot = self.snapshot()?;
        let mut lists: BTreeMap<TypeCode, Vec<ListedRelation>> = BTreeMap::new();
        for row in stored {
            lists.entry(row.relation.type_code.clone()).or_default().push(row);
        }
        let wanted = snapshot.types().iter().map(|kind| &kind.code);
        for code in wanted.filter(|code| type_code.is_none_or(|wanted| wanted == *code)) {
            let made = rule_rows(&snapshot, sku, code, at);
            if !made.is_empty() {
                insert(lists.entry(code.clone()).or_default(), sku, &made, at);
            }
        }
        Ok(lists.into_values().flatten().collect())
    }
}

fn insert(list: &mut Vec<ListedRelation>, sku: &Sku, made: &[RuleRow<'_>], at: Timestamp) {
    let is_learned = |row: &ListedRelation| {
        matches!(row.relation.origin, Origin::Learned(_)) && row.relation.pin.is_none()
    };
    let place = list.iter().position(is_learned).unwrap_or(list.len());
    let mut learned = list.split_off(place);
    let stored = list.len();
    for (position, row) in (1..).zip(made) {
        let mut listed = listed(row, sku, position, at);
        if list.iter().any(|stronger| takes_place_of(stronger, &listed)) {
            listed.status = RelationStatus::Shadowed;
        }
        list.push(listed);
    }
    let (before, made) = list.split_at_mut(stored);
    for row in before.iter_mut().chain(&mut learned) {
        let is_weaker = |made: &ListedRelation| made.relation.origin.rank() < row.relation.origin.rank();
        if made.iter().any(|made| is_weaker(made) && takes_place_of(made, row)) {
            row.status = RelationStatus::Shadowed;
        }
    }
    list.append(&mut learned);
}

/// Whether a row that stands before another is shown wherever and whenever the other would be. A pinned
/// row of a weaker origin stands before and takes nothing.
fn takes_place_of(stronger: &ListedRelation, weaker: &ListedRelation) -> bool {
    let (strong, weak) = (&stronger.relation, &weaker.relation);
    stronger.status == RelationStatus::Active
        && weaker.status == RelationStatus::Active
        && strong.target == weak.target
        && strong.origin.rank() <= weak.origin.rank()
        && strong.scope.shows_wherever(&weak.scope)
        && strong.window.covers(&weak.window)
}

fn listed(row: &RuleRow<'_>, sku: &Sku, position: u32, at: Timestamp) -> ListedRelation {
    let RuleRow { rule, source, target, status } = row;
    let status = match status {
        ListedStatus::Withheld => RelationStatus::Withheld,
        ListedStatus::Excluded => RelationStatus::Excluded,
        _ if rule.window.ended(at) => RelationStatus::Expired,
        _ if !rule.window.contains(at) => RelationStatus::Scheduled,
        _ => RelationStatus::Active,
    };
    let relation = Relation {
        id: DERIVED,
        source: (*source).clone(),
        type_code: rule.type_code.clone(),
        target: (*target).clone(),
        origin: Origin::Rule(rule.code.to_string()),
        scope: rule.scope.clone(),
        window: rule.window,
        position,
        weight: rule.weight,
        quantity: None,
        fields: BTreeMap::new(),
        pin: None,
        created_at: Timestamp::from_micros(0),
    };
    let inherited_from = (*source != sku).then(|| (*source).clone());
    ListedRelation { relation, status, inherited_from, mirrored: false, derived: true }
}
