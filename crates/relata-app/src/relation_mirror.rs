//! What the target of a relation shows in return: relations of symmetric types under the same type,
//! and those of types with an inverse under that.

use std::collections::HashMap;

use relata_model::{Relation, RelationId, RelationType, Sku, TypeCode};
use relata_store::{Tx, relation, relation_type};

use crate::{AppError, ListedRelation};

/// Relations that a list shows turned round; more than a list of its own may hold helps nobody.
const MIRRORED_MAX: usize = 1_000;
/// Stored relations stand before turned ones: no list is as long.
const BEHIND: u32 = 1 << 30;

/// Relations turned round, and where they stand in the list in which they are stored.
#[derive(Default)]
pub(crate) struct Mirrored {
    /// Seen from the target. Their positions are places behind every stored relation's, so that they
    /// sort and outrank each other as answers have it.
    pub(crate) relations: Vec<Relation>,
    places: HashMap<RelationId, u32>,
}

impl Mirrored {
    /// What products show because relations point to them, by type, then by the SKU of the product
    /// that points here; of each product the first [`MIRRORED_MAX`].
    pub(crate) fn load(
        tx: &mut Tx,
        products: &[&Sku],
        type_code: Option<&TypeCode>,
    ) -> Result<Mirrored, AppError> {
        let types = relation_type::list(tx)?;
        let mut mirrored = Mirrored::default();
        if !types.iter().any(|kind| kind.symmetric || kind.inverse.is_some()) {
            return Ok(mirrored);
        }
        for product in products {
            let stored = relation::to_target(tx, product)?;
            let mut turned: Vec<Relation> =
                stored.iter().flat_map(|relation| turned(relation, &types)).collect();
            turned.retain(|relation| type_code.is_none_or(|code| relation.type_code == *code));
            turned.sort_by(|a, b| {
                (&a.type_code, &a.target, a.position, a.id).cmp(&(&b.type_code, &b.target, b.position, b.id))
            });
            turned.truncate(MIRRORED_MAX);
            for (place, mut relation) in (BEHIND..).zip(turned) {
                mirrored.places.insert(relation.id, relation.position);
                relation.position = place;
                mirrored.relations.push(relation);
            }
        }
        Ok(mirrored)
    }

    /// Marks what is turned round in a list and gives it the position that is stored.
    pub(crate) fn mark(&self, listed: &mut [ListedRelation]) {
        for row in listed.iter_mut().filter(|row| row.relation.position >= BEHIND) {
            row.mirrored = true;
            row.relation.position = self.places.get(&row.relation.id).copied().unwrap_or(1);
        }
    }
}

/// A relation as its target shows it, under each type under which it does. Pins hold at the source alone.
fn turned(relation: &Relation, types: &[RelationType]) -> Vec<Relation> {
    let Some(kind) = types.iter().find(|kind| kind.code == relation.type_code) else { return Vec::new() };
    let same = kind.symmetric.then_some(&kind.code);
    let inverse = kind.inverse.as_ref().filter(|inverse| same != Some(*inverse));
    let seen = |code: &TypeCode| Relation {
        source: relation.target.clone(),
        target: relation.source.clone(),
        type_code: code.clone(),
        pin: None,
        ..relation.clone()
    };
    same.into_iter().chain(inverse).map(seen).collect()
}
