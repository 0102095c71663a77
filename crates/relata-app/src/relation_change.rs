//! Changing a stored relation: its values, its scope, its place, and the list in which it stands.

use std::collections::BTreeMap;

use relata_model::{
    Decimal, Problem, ProblemCode, Relation, RelationDraft, RelationId, Scope, Sku, TypeCode, Window,
};
use relata_store::{Tx, relation};

use crate::relation::{add_new, check, expect_relation, listed, record, refuse};
use crate::relation_list::{place, renumbered, without};
use crate::{App, AppError, Caller, ListedRelation, Precondition, Saved, family};

/// What somebody wants to change about a relation; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct RelationChange {
    /// The type to whose list it moves, to the end unless a position is wished.
    pub type_code: Option<TypeCode>,
    /// The product to which it points from now on.
    pub target: Option<Sku>,
    /// Its place in its list; 1 is first.
    pub position: Option<u32>,
    /// See [`Relation::weight`].
    pub weight: Option<f64>,
    /// See [`Relation::quantity`].
    pub quantity: Option<Option<Decimal>>,
    /// See [`Relation::fields`].
    pub fields: Option<BTreeMap<String, serde_json::Value>>,
    /// See [`Relation::scope`].
    pub scope: Option<Scope>,
    /// See [`Relation::window`].
    pub window: Option<Window>,
    /// See [`Relation::pin`].
    pub pin: Option<Option<u32>>,
}

impl RelationChange {
    /// The relation as it would be, its place aside.
    fn applied(self, before: &Relation) -> Relation {
        let RelationChange { type_code, target, position: _, weight, quantity, fields, scope, window, pin } =
            self;
        let mut after = before.clone();
        after.type_code = type_code.unwrap_or(after.type_code);
        after.target = target.unwrap_or(after.target);
        after.weight = weight.unwrap_or(after.weight);
        after.quantity = quantity.unwrap_or(after.quantity);
        after.fields = fields.unwrap_or(after.fields);
        after.scope = scope.unwrap_or(after.scope);
        after.window = window.unwrap_or(after.window);
        after.pin = pin.unwrap_or(after.pin);
        after
    }
}

impl App {
    /// Changes a relation, or moves it; `change` gets it as stored and runs in the transaction.
    pub fn update_relation(
        &self,
        caller: &Caller,
        id: RelationId,
        precondition: Precondition,
        change: impl FnOnce(&Relation) -> Result<RelationChange, Vec<Problem>> + Send + 'static,
    ) -> Result<Saved<ListedRelation>, AppError> {
        let at = self.now();
        let app = self.clone();
        let written = self.write(caller, move |tx| {
            family::lock(tx)?;
            let before = expect_relation(tx, id, &precondition)?;
            let change = change(&before).map_err(AppError::invalid)?;
            let warnings = update(&app, tx, &before, change)?;
            Ok((listed(tx, id, at)?, warnings))
        })?;
        let (value, warnings) = written.value;
        Ok(Saved { value, revision: written.revision, changed: written.changed, created: false, warnings })
    }

    /// Everything that speaks against a change of a relation; nothing is written.
    pub fn check_relation_change(
        &self,
        id: RelationId,
        precondition: Precondition,
        change: impl FnOnce(&Relation) -> Result<RelationChange, Vec<Problem>>,
    ) -> Result<Vec<Problem>, AppError> {
        self.read(|tx| {
            let before = expect_relation(tx, id, &precondition)?;
            match change(&before) {
                Ok(change) => check_becoming(self, tx, &before, &change.applied(&before)),
                Err(problems) => Ok(problems),
            }
        })
    }
}

/// What speaks against a stored relation becoming another one. One that waits for a product may go
/// on waiting, but not begin to.
fn check_becoming(
    app: &App,
    tx: &mut Tx,
    before: &Relation,
    after: &Relation,
) -> Result<Vec<Problem>, AppError> {
    if after.identity() == before.identity() {
        return Ok(Vec::new());
    }
    let mut problems = check(tx, &RelationDraft::new(after.identity()), Some(before.id))?;
    add_new(&mut problems, app.served_problems(&after.identity())?);
    let is_new = |problem: &Problem| {
        problem.code != ProblemCode::UnknownProduct
            || (problem.pointer.as_deref() == Some("/target") && after.target != before.target)
    };
    problems.retain(is_new);
    Ok(problems)
}

fn update(
    app: &App,
    tx: &mut Tx,
    before: &Relation,
    change: RelationChange,
) -> Result<Vec<Problem>, AppError> {
    let position = change.position;
    let mut after = change.applied(before);
    let warnings = refuse(check_becoming(app, tx, before, &after)?)?;
    if position.is_some() || after.type_code != before.type_code {
        after.position = relocate(tx, before, &after, position)?;
    }
    if position.is_some() {
        relation::set_arranged(tx, &after.source, &after.type_code, true)?;
    }
    if after != *before {
        relation::update_many(tx, std::slice::from_ref(&after))?;
        record(tx, Some(before), Some(&after))?;
    }
    Ok(warnings)
}

/// Makes room for a relation in the list that it belongs to from now on and closes the one that it
/// leaves; its new place is returned and not yet stored.
pub(crate) fn relocate(
    tx: &mut Tx,
    stored: &Relation,
    after: &Relation,
    wish: Option<u32>,
) -> Result<u32, AppError> {
    let mut list = without(relation::of_list(tx, &after.source, &after.type_code)?, after.id);
    let index = place(wish, list.len());
    let position = index as u32 + 1;
    list.insert(index, Relation { position, ..after.clone() });
    relation::renumber(tx, &renumbered(&list))?;
    if stored.type_code != after.type_code {
        let left = without(relation::of_list(tx, &stored.source, &stored.type_code)?, stored.id);
        relation::renumber(tx, &renumbered(&left))?;
    }
    Ok(position)
}
