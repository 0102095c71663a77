use relata_model::limits::CANDIDATES_MAX;
use rustc_hash::FxHashMap;

use crate::Snapshot;
use crate::answer::{Removal, Removed};
use crate::candidate::{Candidate, Via};
use crate::chunk::State;
use crate::edge::{Edge, of_kind};
use crate::recommend::Request;
use crate::terms::Terms;

/// Room for what a usual request gathers, so that it does not grow step by step.
const USUAL_COUNT: usize = 64;

/// Everything that might be shown for a request, and what fell out on the way.
#[derive(Debug)]
pub(crate) struct Gathered<'s> {
    pub(crate) candidates: Vec<Candidate<'s>>,
    pub(crate) considered: u32,
    pub(crate) removed: Removed,
}

/// Collects the candidates of all sources for all wanted types, the weightiest type first.
///
/// Stored relations come first, then what rules say; campaigns and learned models will add theirs
/// here, each to the list of the source before pairs are compared, so that one pair is shown once
/// whoever wants it. O(relations looked at), at most `CANDIDATES_MAX`.
pub(crate) fn gather<'s>(request: &Request<'s>) -> Gathered<'s> {
    let mut reader = ListReader::new(request.snapshot, CANDIDATES_MAX);
    let mut gathered =
        Gathered { candidates: Vec::with_capacity(USUAL_COUNT), considered: 0, removed: Removed::default() };
    for (slot, wanted) in request.slots.iter().enumerate() {
        for (index, &source) in request.sources.iter().enumerate() {
            let removed = &mut gathered.removed;
            gathered.considered += reader.read(source, wanted.kind, request, |reason| removed.count(reason));
            let mut place = 0;
            for row in reader.rows.iter().filter(|row| !row.shadowed) {
                let refusal = request.pair_refusal(source, row.edge.target, wanted.kind);
                refusal.into_iter().for_each(|reason| removed.count(reason));
                if refusal.is_some_and(|reason| reason != Removal::OutOfStock) {
                    continue;
                }
                let boost = request.boost(source, row.edge.target, wanted.kind);
                let score = wanted.weight * row.edge.weight * boost;
                gathered.candidates.push(Candidate {
                    slot: slot as u32,
                    source: index as u32,
                    boost,
                    sold_out: refusal.is_some(),
                    ..row.candidate(place, score)
                });
                place += 1;
            }
        }
    }
    gathered
}

impl Request<'_> {
    /// Why a product cannot be shown beside another whatever else the answer holds, if it cannot.
    pub(crate) fn pair_refusal(&self, source: u32, target: u32, kind: u32) -> Option<Removal> {
        match self.refusal(target) {
            None | Some(Removal::OutOfStock) if self.is_forbidden(source, target, kind) => {
                Some(Removal::Guideline)
            }
            None | Some(Removal::OutOfStock) if self.is_removed(source, target, kind) => {
                Some(Removal::Excluded)
            }
            other => other,
        }
    }

    /// Why a product cannot be shown whatever else the answer holds, if it cannot.
    pub(crate) fn refusal(&self, number: u32) -> Option<Removal> {
        let row = self.snapshot.row(number);
        if self.cart_families.binary_search(&row.family).is_ok() {
            Some(Removal::InCart)
        } else if self.source_families.binary_search(&row.family).is_ok() {
            Some(Removal::Family)
        } else if row.state != State::Active {
            Some(Removal::Inactive)
        } else if !self.snapshot.is_in_channel(number, self.channel) {
            Some(Removal::NotInChannel)
        } else if !self.snapshot.has_stock(number, self.channel) {
            Some(Removal::OutOfStock)
        } else {
            None
        }
    }
}

/// A relation that applies, in the list of a product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListRow<'s> {
    pub(crate) edge: Edge,
    pub(crate) terms: &'s Terms,
    pub(crate) via: Via,
    /// A stronger relation names the same target.
    pub(crate) shadowed: bool,
}

impl<'s> ListRow<'s> {
    /// The row as a candidate of the first source and type.
    pub(crate) fn candidate(&self, place: u32, score: f64) -> Candidate<'s> {
        Candidate::new(self.edge, self.terms, self.via, place, score)
    }
}

/// Reads the lists of products, at most so many relations altogether.
#[derive(Debug)]
pub(crate) struct ListReader<'s> {
    snapshot: &'s Snapshot,
    /// Relations that may still be looked at.
    pub(crate) budget: usize,
    /// What the last [`ListReader::read`] found, in stored order.
    pub(crate) rows: Vec<ListRow<'s>>,
    /// The strongest row of each target.
    pub(crate) strongest: FxHashMap<u32, usize>,
    /// Room for the rules that apply.
    pub(crate) places: Vec<usize>,
    /// Room for what one of them shows.
    pub(crate) of_rule: Vec<ListRow<'s>>,
}

impl<'s> ListReader<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, budget: usize) -> Self {
        ListReader {
            snapshot,
            budget,
            rows: Vec::with_capacity(USUAL_COUNT),
            strongest: FxHashMap::default(),
            places: Vec::new(),
            of_rule: Vec::new(),
        }
    }

    /// Starts with a new budget.
    pub(crate) fn allow(&mut self, budget: usize) {
        self.budget = budget;
    }

    /// Reads what a product shows under a type: relations that apply, are not excluded and whose
    /// target exists, then what rules show. Of several for one target the best origin wins at its own place, among
    /// equals the first. Calls back for each one that falls out; returns how many were considered.
    pub(crate) fn read(
        &mut self,
        number: u32,
        kind: u32,
        request: &Request<'s>,
        mut removed: impl FnMut(Removal),
    ) -> u32 {
        self.rows.clear();
        self.strongest.clear();
        let snapshot = self.snapshot;
        let exclusions = snapshot.exclusions(number);
        let mut considered = 0;
        // Neighbours mostly share their terms, so the last verdict is kept.
        let mut verdict: Option<(u32, &Terms, Option<Removal>)> = None;
        for (edge, via) in snapshot.list(number, kind).take(self.budget) {
            self.budget -= 1;
            if snapshot.row(edge.target).state == State::Ghost {
                continue;
            }
            considered += 1;
            let (_, terms, refusal) = *match &verdict {
                Some(known) if known.0 == edge.terms => known,
                _ => {
                    let terms: &Terms = snapshot.words.terms.value(edge.terms);
                    verdict.insert((edge.terms, terms, terms.refusal(&request.circumstances)))
                }
            };
            if let Some(reason) = refusal {
                removed(reason);
            } else if exclusions.iter().any(|list| list.contains(&(kind, edge.target))) {
                removed(Removal::Excluded);
            } else {
                self.enter(ListRow { edge: *edge, terms, via, shadowed: false }, &mut removed);
            }
        }
        considered + self.read_rules(number, kind, request, &mut removed)
    }

    pub(crate) fn enter(&mut self, row: ListRow<'s>, removed: &mut impl FnMut(Removal)) {
        let place = self.rows.len();
        let strongest = self.strongest.entry(row.edge.target).or_insert(place);
        if *strongest == place {
            return self.rows.push(row);
        }
        removed(Removal::Duplicate);
        if row.terms.origin.rank() < self.rows[*strongest].terms.origin.rank() {
            self.rows[*strongest].shadowed = true;
            *strongest = place;
            self.rows.push(row);
        }
    }
}

impl Snapshot {
    /// All relations that a product has under a type: its own, those that point to it and show
    /// here too, then the same of its parent.
    pub(crate) fn list(&self, number: u32, kind: u32) -> impl Iterator<Item = (&Edge, Via)> {
        let part = move |edges, inherited, mirrored| {
            of_kind(edges, kind).iter().map(move |edge| (edge, Via { inherited, mirrored }))
        };
        let family = self.row(number).family;
        let (edges, mirrors): (&[Edge], &[Edge]) =
            if family == number { (&[], &[]) } else { (self.edges(family), self.mirrors(family)) };
        let own = part(self.edges(number), false, false).chain(part(self.mirrors(number), false, true));
        own.chain(part(edges, true, false)).chain(part(mirrors, true, true))
    }

    /// What a product and its parent do not show.
    pub(crate) fn exclusions(&self, number: u32) -> [&[(u32, u32)]; 2] {
        let own = self.record(number).map_or(&[][..], |record| &record.excluded);
        let inherited = self.parent(number).map_or(&[][..], |(_, parent)| &parent.excluded);
        [own, inherited]
    }
}
