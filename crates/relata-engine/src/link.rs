use relata_model::{Origin, RelationId, RelationStatus, Timestamp};

use crate::Snapshot;
use crate::chunk::State;
use crate::edge::{Edge, of_kind};

/// A stored relation as people look at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Link<'s> {
    /// Where it is stored.
    pub id: RelationId,
    /// From which product.
    pub source: &'s str,
    /// Under which type.
    pub type_code: &'s str,
    /// To which product.
    pub target: &'s str,
    /// Its place in the list of source and type.
    pub position: u32,
    /// Its own factor in the score.
    pub weight: f64,
    /// Who made it.
    pub origin: &'s Origin,
    /// Whether it is shown, and why not.
    pub status: RelationStatus,
}

impl Snapshot {
    pub(crate) fn link(&self, source: u32, edge: &Edge, at: Timestamp) -> Link<'_> {
        Link {
            id: edge.id,
            source: self.sku(source).as_str(),
            type_code: self.words.types.value(edge.kind).as_str(),
            target: self.sku(edge.target).as_str(),
            position: edge.position,
            weight: edge.weight,
            origin: &self.words.terms.value(edge.terms).origin,
            status: self.status(source, edge, at),
        }
    }

    /// The status of a relation among all of its source. Linear in the list of its type.
    fn status(&self, source: u32, edge: &Edge, at: Timestamp) -> RelationStatus {
        let alone = self.status_alone(source, edge, at);
        if alone != RelationStatus::Active {
            return alone;
        }
        let terms = self.words.terms.value(edge.terms);
        let key = |edge: &Edge| (self.words.terms.value(edge.terms).origin.rank(), edge.position, edge.id);
        let outranks = |rival: &&Edge| {
            let stronger = self.words.terms.value(rival.terms);
            rival.target == edge.target
                && key(rival) < key(edge)
                && stronger.scope.shows_wherever(&terms.scope)
                && stronger.window.covers(&terms.window)
                && self.status_alone(source, rival, at) == RelationStatus::Active
        };
        match of_kind(self.edges(source), edge.kind).iter().any(|rival| outranks(&rival)) {
            true => RelationStatus::Shadowed,
            false => RelationStatus::Active,
        }
    }

    /// The status of a relation by itself, without its rivals.
    fn status_alone(&self, source: u32, edge: &Edge, at: Timestamp) -> RelationStatus {
        let Some(record) = self.record(source) else { return RelationStatus::Pending };
        let window = self.words.terms.value(edge.terms).window;
        if self.row(edge.target).state == State::Ghost {
            RelationStatus::Pending
        } else if window.ended(at) {
            RelationStatus::Expired
        } else if record.excluded.contains(&(edge.kind, edge.target)) {
            RelationStatus::Excluded
        } else if !window.contains(at) {
            RelationStatus::Scheduled
        } else {
            RelationStatus::Active
        }
    }
}
