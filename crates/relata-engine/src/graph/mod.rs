//! The stored relations as a graph to look at: around a product, between two, in circles.
//!
//! Nodes are products, by SKU; only circles are between families, as the laws have it. Pending and
//! expired relations are edges too, since this is for people who look after them.

mod circles;
mod neighbourhood;
mod path;

use relata_model::{Direction, TypeCode};

pub(crate) use circles::Groups;
pub use circles::{Circle, Circles};
pub use neighbourhood::{Neighbourhood, NeighbourhoodQuery, Node};
pub use path::FoundPath;

use crate::catalogue::View;
use crate::edge::Edge;

/// Which relations are followed, and which way.
#[derive(Debug, Clone)]
struct Course {
    /// Codes of types; `None` is all.
    kinds: Option<Vec<u32>>,
    direction: Direction,
}

impl Course {
    fn new(view: &View<'_>, types: &[TypeCode], direction: Direction) -> Course {
        let known = || types.iter().filter_map(|code| view.snapshot.words.types.get(code)).collect();
        Course { kinds: (!types.is_empty()).then(known), direction }
    }

    fn takes(&self, edge: &Edge) -> bool {
        self.takes_kind(edge.kind)
    }

    fn takes_kind(&self, kind: u32) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// The products one step from a product.
    fn neighbours<'s>(&self, view: &View<'s>, number: u32) -> impl Iterator<Item = u32> {
        let out = self.direction.goes_out().then(|| view.snapshot.edges(number)).into_iter().flatten();
        let back = self.direction.goes_in().then(|| view.incoming().sources(number)).into_iter().flatten();
        let all = out.map(|edge| (edge.target, edge.kind)).chain(back);
        all.filter(|(_, kind)| self.takes_kind(*kind)).map(|(other, _)| other)
    }

    /// The products one step from a product, each with the relation to it.
    fn steps<'s>(&self, view: &View<'s>, number: u32) -> impl Iterator<Item = (u32, &'s Edge)> {
        let snapshot = view.snapshot;
        let out = self.direction.goes_out().then(|| snapshot.edges(number)).into_iter().flatten();
        let back = self.direction.goes_in().then(|| view.incoming().of(snapshot, number));
        let out = out.map(|edge| (edge.target, edge));
        out.chain(back.into_iter().flatten()).filter(|(_, edge)| self.takes(edge))
    }
}
