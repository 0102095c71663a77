use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Origin, ProductState, Timestamp};

use crate::Snapshot;
use crate::candidate::Via;
use crate::catalogue::bits::BitSet;
use crate::chunk::{NONE, State};
use crate::edge::Edge;
use crate::gather::{ListReader, ListRow};
use crate::recommend::Request;
use crate::terms::{Circumstances, Terms};

/// By which way a relation came does not decide whether it can be shown.
const OWN: Via = Via { inherited: false, mirrored: false };

/// Which products can show something, by type, and the states of their relations.
#[derive(Debug)]
pub(crate) struct Shown {
    /// By place of the type in the setup.
    pub(crate) by_type: Vec<BitSet>,
    /// In the order of [`ProductState::ALL`].
    pub(crate) states: Vec<BitSet>,
}

impl Shown {
    /// O(relations), most of which are looked at once.
    pub(crate) fn new(snapshot: &Snapshot, channel: usize, at: Timestamp) -> Shown {
        let none = BitSet::new(snapshot.numbers().end);
        let types = snapshot.types().len();
        let mut shown =
            Shown { by_type: vec![none.clone(); types], states: vec![none; ProductState::ALL.len()] };
        let mut showing = Showing::new(snapshot, channel, at);
        for number in snapshot.numbers().filter(|&number| snapshot.row(number).state != State::Ghost) {
            let (slots, states) = showing.of(number);
            for (place, _) in slots.iter().enumerate().filter(|(_, is_shown)| **is_shown) {
                shown.by_type[place].insert(number);
            }
            for (state, bits) in ProductState::ALL.into_iter().zip(&mut shown.states) {
                if states.contains(&state) {
                    bits.insert(number);
                }
            }
        }
        shown
    }
}

/// Tells what products can show in a channel at a moment, by the rules of answers, to a customer
/// of whom nothing is known.
#[derive(Debug)]
struct Showing<'s> {
    snapshot: &'s Snapshot,
    request: Request<'s>,
    /// By code of terms.
    terms: Vec<TermsFacts>,
    /// By number.
    targets: Vec<Target>,
    /// Per code of a type its place in the setup, or `NONE`.
    place_of: Vec<u32>,
    /// What the product and its parent do not show.
    exclusions: [&'s [(u32, u32)]; 2],
    /// Per type whether the product shows anything.
    slots: Vec<bool>,
    /// Relations of the product that were looked at, per type.
    looked_at: Vec<usize>,
    /// Relations whose target is sold out, with their types' places.
    sold_out: Vec<(usize, &'s Edge)>,
    /// Reads what rules show.
    reader: ListReader<'s>,
    states: Vec<ProductState>,
}

/// What can become of a relation to a product, as far as the product decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Ghost,
    /// Not sold, or not in the channel.
    Away,
    SoldOut,
    There,
}

impl Target {
    fn of(snapshot: &Snapshot, channel: usize, number: u32) -> Target {
        match snapshot.row(number).state {
            State::Ghost => Target::Ghost,
            State::Active if snapshot.is_in_channel(number, channel) => {
                if snapshot.has_stock(number, channel) { Target::There } else { Target::SoldOut }
            }
            State::Active | State::Inactive => Target::Away,
        }
    }
}

/// What matters here of the terms that many relations share.
#[derive(Debug, Clone, Copy)]
struct TermsFacts {
    applies: bool,
    has_ended: bool,
    is_manual: bool,
    is_imported: bool,
}

impl TermsFacts {
    fn of(terms: &Terms, circumstances: &Circumstances) -> TermsFacts {
        TermsFacts {
            applies: terms.refusal(circumstances).is_none(),
            has_ended: terms.window.ended(circumstances.at),
            is_manual: matches!(terms.origin, Origin::Manual),
            is_imported: matches!(terms.origin, Origin::Import(_)),
        }
    }
}

impl<'s> Showing<'s> {
    fn new(snapshot: &'s Snapshot, channel: usize, at: Timestamp) -> Showing<'s> {
        let types = snapshot.types().len();
        let request = Request::survey(snapshot, (0..types).collect(), channel, at);
        let terms = snapshot.words.terms.iter();
        let mut place_of = vec![NONE; snapshot.words.types.len() as usize];
        (0..).zip(snapshot.setup().kinds()).for_each(|(place, &kind)| place_of[kind as usize] = place);
        Showing {
            snapshot,
            terms: terms.map(|(_, terms)| TermsFacts::of(terms, &request.circumstances)).collect(),
            request,
            targets: snapshot.numbers().map(|number| Target::of(snapshot, channel, number)).collect(),
            place_of,
            exclusions: [&[], &[]],
            slots: vec![false; types],
            looked_at: vec![0; types],
            sold_out: Vec::new(),
            reader: ListReader::new(snapshot, 0),
            states: Vec::new(),
        }
    }

    /// Per type, by its place in the setup, whether the product can show anything of it, and the
    /// states of its relations.
    ///
    /// Of each type as many relations are looked at as one answer looks at. Which of several
    /// relations of one pair wins does not matter here: they share their target.
    fn of(&mut self, number: u32) -> (&[bool], &[ProductState]) {
        let snapshot = self.snapshot;
        let family = snapshot.row(number).family;
        self.request.ask_about(number);
        self.exclusions = snapshot.exclusions(number);
        self.slots.fill(false);
        self.looked_at.fill(0);
        self.sold_out.clear();
        self.look_at(snapshot.edges(number));
        self.look_at(snapshot.mirrors(number));
        if family != number {
            self.look_at(snapshot.edges(family));
            self.look_at(snapshot.mirrors(family));
        }
        let mut visits_left = CANDIDATES_MAX;
        for &(slot, edge) in &self.sold_out {
            if !self.slots[slot] {
                let terms = snapshot.words.terms.value(edge.terms);
                let row = ListRow { edge: *edge, terms, via: OWN, shadowed: false };
                self.slots[slot] = self.request.can_show(slot, &row, &mut visits_left);
            }
        }
        self.look_at_rules(number, &mut visits_left);
        self.find_states(number);
        (&self.slots, &self.states)
    }

    /// Types of which nothing stored can be shown may have rules that show something.
    fn look_at_rules(&mut self, number: u32, visits_left: &mut usize) {
        if self.snapshot.rules.live.is_empty() {
            return;
        }
        for (slot, wanted) in self.request.slots.iter().enumerate() {
            if !self.slots[slot] {
                self.reader.allow(CANDIDATES_MAX);
                self.reader.read_only_rules(number, wanted.kind, &self.request);
                let mut rows = self.reader.rows.iter();
                self.slots[slot] = rows.any(|row| self.request.can_show(slot, row, visits_left));
            }
        }
    }

    fn look_at(&mut self, edges: &'s [Edge]) {
        for edge in edges {
            let place = self.place_of[edge.kind as usize];
            if place == NONE {
                continue;
            }
            let slot = place as usize;
            self.looked_at[slot] += 1;
            if self.slots[slot] || self.looked_at[slot] > CANDIDATES_MAX || !self.would_show(edge) {
                continue;
            }
            match self.targets[edge.target as usize] {
                Target::There => {
                    let source = self.request.sources[0];
                    self.slots[slot] = !self.is_of_family(edge.target)
                        && !self.request.is_forbidden(source, edge.target, edge.kind)
                        && !self.request.is_removed(source, edge.target, edge.kind);
                }
                Target::SoldOut if !self.is_of_family(edge.target) => self.sold_out.push((slot, edge)),
                Target::Ghost | Target::Away | Target::SoldOut => {}
            }
        }
    }

    /// Whether a relation applies and is not excluded.
    fn would_show(&self, edge: &Edge) -> bool {
        self.terms[edge.terms as usize].applies
            && !self.exclusions.iter().any(|list| list.contains(&(edge.kind, edge.target)))
    }

    /// Whether a product is of the family of the one asked about, which never shows itself.
    fn is_of_family(&self, number: u32) -> bool {
        self.request.source_families.contains(&self.snapshot.row(number).family)
    }

    fn find_states(&mut self, number: u32) {
        let own = self.snapshot.edges(number);
        let (mut points_out, mut pending, mut expired) = (false, false, false);
        let (mut manual, mut imported) = (!own.is_empty(), !own.is_empty());
        for edge in own {
            let terms = self.terms[edge.terms as usize];
            expired |= terms.has_ended;
            manual &= terms.is_manual;
            imported &= terms.is_imported;
            match self.targets[edge.target as usize] {
                Target::Ghost => pending = true,
                Target::Away | Target::SoldOut => points_out |= self.would_show(edge),
                Target::There => {}
            }
        }
        let found = [
            (ProductState::Uncovered, !self.slots.contains(&true)),
            (ProductState::PointsOut, points_out),
            (ProductState::Pending, pending),
            (ProductState::Expired, expired),
            (ProductState::OnlyManual, manual),
            (ProductState::OnlyImported, imported),
            (ProductState::NoRelations, own.is_empty()),
        ];
        self.states.clear();
        self.states.extend(found.into_iter().filter(|(_, holds)| *holds).map(|(state, _)| state));
    }
}
