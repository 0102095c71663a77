//! What is stored, for those who look at the whole shop and not at an answer.

use relata_model::{Money, Origin, RelationId, Scope, Sku, Status, Timestamp, Window};

use crate::Snapshot;
use crate::chunk::NONE;

/// A product as it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredProduct {
    /// The number of its parent, which need not be a product.
    pub parent: Option<u32>,
    /// Whether it is sold.
    pub status: Status,
    /// Pieces of its own, channels apart; `None` is not tracked.
    pub stock: Option<i64>,
    /// Its own price, channels apart.
    pub price: Option<Money>,
}

/// A relation as it is stored, whether or not its products exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredRelation {
    /// Which one it is.
    pub id: RelationId,
    /// The place of its type in [`Snapshot::types`].
    pub type_place: usize,
    /// The number of its source.
    pub source: u32,
    /// The number of its target.
    pub target: u32,
    /// Its place in its list.
    pub position: u32,
    /// The number of its terms.
    pub terms: u32,
}

/// What many relations have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredTerms<'s> {
    /// Who made them.
    pub origin: &'s Origin,
    /// Where they apply, and for whom.
    pub scope: &'s Scope,
    /// When they apply.
    pub window: Window,
}

impl Snapshot {
    /// Every SKU that something names, by number, and its product if there is one.
    pub fn stored_products(&self) -> impl Iterator<Item = (&Sku, Option<StoredProduct>)> {
        self.numbers().map(|number| {
            let product = self.record(number).map(|record| StoredProduct {
                parent: (record.parent != NONE).then_some(record.parent),
                status: record.status,
                stock: record.stock,
                price: record.price.map(|minor| Money { minor, currency: record.currency }),
            });
            (self.sku(number), product)
        })
    }

    /// The name of a product in the shop's own language.
    pub fn name_of(&self, sku: &Sku) -> Option<&str> {
        self.record(self.number(sku)?).map(|record| &*record.name)
    }

    /// The terms of relations, by number.
    pub fn stored_terms(&self) -> impl Iterator<Item = StoredTerms<'_>> {
        self.words.terms.iter().map(|(_, terms)| StoredTerms {
            origin: &terms.origin,
            scope: &terms.scope,
            window: terms.window,
        })
    }

    /// All relations by source, then by type, then in served order; those of a type that the shop
    /// does not have are left out.
    pub fn stored_relations(&self) -> impl Iterator<Item = StoredRelation> {
        let mut place_of = vec![NONE; self.words.types.len() as usize];
        (0..).zip(self.setup.kinds()).for_each(|(place, &kind)| place_of[kind as usize] = place);
        let all = self.numbers().flat_map(|source| self.edges(source).iter().map(move |edge| (source, edge)));
        all.filter_map(move |(source, edge)| {
            let place = place_of[edge.kind as usize];
            (place != NONE).then_some(StoredRelation {
                id: edge.id,
                type_place: place as usize,
                source,
                target: edge.target,
                position: edge.position,
                terms: edge.terms,
            })
        })
    }

    /// When the next window opens or closes after a moment; until then time alone changes nothing.
    /// O(different terms).
    pub fn next_turn(&self, at: Timestamp) -> Option<Timestamp> {
        let windows = self.words.terms.iter().map(|(_, terms)| terms.window);
        let turns = windows.flat_map(|window| [window.from, window.until]).flatten();
        turns.filter(|turn| *turn > at).min()
    }
}
