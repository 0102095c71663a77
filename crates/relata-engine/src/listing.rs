use relata_model::{Arrangement, Origin, RelationId, Sku, Timestamp, TypeCode};

use crate::Snapshot;
use crate::candidate::{Candidate, Via, arrange};
use crate::chunk::State;
use crate::terms::Terms;

/// A relation in the list of a product, whether or not it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<'s> {
    /// The stored relation.
    pub relation: RelationId,
    /// The product that the list shows.
    pub target: &'s str,
    /// Who made it.
    pub origin: &'s Origin,
    /// Its place in the list where it is stored.
    pub position: u32,
    /// Its fixed place, if it has one in this list.
    pub pin: Option<u32>,
    /// It is the parent's.
    pub inherited: bool,
    /// It is stored the other way round, at the target.
    pub mirrored: bool,
    /// Whether it is shown, and if not why.
    pub status: ListedStatus,
}

/// What becomes of a relation in a list, for customers of every segment, channel and locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedStatus {
    /// It is shown where and when it applies.
    Active,
    /// Its target does not exist yet.
    Pending,
    /// Its window has ended.
    Expired,
    /// The product or its parent excludes the target under the type.
    Excluded,
    /// A stronger relation of the same pair applies wherever and to whomever this one does.
    Shadowed,
    /// A rule makes it, and it would close a circle that its type does not allow.
    Withheld,
}

impl ListedStatus {
    /// The status as programs read it.
    pub fn as_str(self) -> &'static str {
        match self {
            ListedStatus::Active => "active",
            ListedStatus::Pending => "pending",
            ListedStatus::Expired => "expired",
            ListedStatus::Excluded => "excluded",
            ListedStatus::Shadowed => "shadowed",
            ListedStatus::Withheld => "withheld",
        }
    }
}

/// What a product shows under a type, in the order in which answers show it when the placement
/// arranges by hand, with what is not shown in between. Unknown products and types have no list.
///
/// `at` decides what has expired. O(n log n) in the length of the list, and quadratic in the
/// relations of one pair.
pub fn served_list<'s>(
    snapshot: &'s Snapshot,
    source: &Sku,
    type_code: &TypeCode,
    at: Timestamp,
) -> Vec<Listed<'s>> {
    let (Some(number), Some(kind)) = (snapshot.number(source), snapshot.words.types.get(type_code)) else {
        return Vec::new();
    };
    let mut list: Vec<Candidate<'s>> = (0..)
        .zip(snapshot.list(number, kind))
        .map(|(place, (edge, via))| {
            Candidate::new(*edge, snapshot.words.terms.value(edge.terms), via, place, edge.weight)
        })
        .collect();
    arrange(&mut list, Arrangement::ManualFirst);
    let exclusions = snapshot.exclusions(number);
    let status = |row: &Candidate<'_>| {
        if snapshot.row(row.edge.target).state == State::Ghost {
            ListedStatus::Pending
        } else if row.terms.window.ended(at) {
            ListedStatus::Expired
        } else if exclusions.iter().any(|pairs| pairs.contains(&(kind, row.edge.target))) {
            ListedStatus::Excluded
        } else if list.iter().any(|other| shadows(other, row, at)) {
            ListedStatus::Shadowed
        } else {
            ListedStatus::Active
        }
    };
    let listed = |row: &Candidate<'s>| {
        let Via { inherited, mirrored } = row.via;
        Listed {
            relation: row.edge.id,
            target: snapshot.sku(row.edge.target).as_str(),
            origin: &row.terms.origin,
            position: row.edge.position,
            pin: (row.terms.pin != Terms::UNPINNED).then_some(row.terms.pin),
            inherited,
            mirrored,
            status: status(row),
        }
    };
    list.iter().map(listed).collect()
}

/// Whether one relation takes the place of another whenever the other applies from now on.
fn shadows(strong: &Candidate<'_>, weak: &Candidate<'_>, at: Timestamp) -> bool {
    let strength = |row: &Candidate<'_>| (row.terms.origin.rank(), row.place);
    strong.edge.target == weak.edge.target
        && strength(strong) < strength(weak)
        && strong.terms.scope.shows_wherever(&weak.terms.scope)
        && !strong.terms.window.ended(at)
        && strong.terms.window.covers(&weak.terms.window)
}
