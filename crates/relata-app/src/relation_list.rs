//! The order of a list: all stored relations of one source and type, at positions 1 to n.

use relata_model::{Relation, RelationId};

/// Where a relation stands after a wish: 1 to n, the end if there is no wish.
pub(crate) fn place(wish: Option<u32>, others: usize) -> usize {
    match wish {
        Some(position) => (position.max(1) as usize - 1).min(others),
        None => others,
    }
}

/// Puts the relation at the index and gives every relation whose number is no longer its place.
pub(crate) fn renumbered(list: &[Relation]) -> Vec<(RelationId, u32)> {
    list.iter()
        .zip(1_u32..)
        .filter(|(relation, position)| relation.position != *position)
        .map(|(relation, position)| (relation.id, position))
        .collect()
}

/// Takes the relation of this number out of the list.
pub(crate) fn without(list: Vec<Relation>, id: RelationId) -> Vec<Relation> {
    list.into_iter().filter(|relation| relation.id != id).collect()
}
