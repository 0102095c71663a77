use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Origin, ProductState, Timestamp};

use crate::Snapshot;
use crate::answer::Removal;
use crate::candidate::Via;
use crate::catalogue::bits::BitSet;
use crate::chunk::{NONE, State};
use crate::edge::Edge;
use crate::gather::ListRow;
use crate::recommend::Request;

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
            let slots = showing.types_of(number);
            let is_uncovered = !slots.contains(&true);
            for (place, _) in slots.iter().enumerate().filter(|(_, is_shown)| **is_shown) {
                shown.by_type[place].insert(number);
            }
            for (state, bits) in ProductState::ALL.into_iter().zip(&mut shown.states) {
                if showing.has_state(number, state, is_uncovered) {
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
pub(crate) struct Showing<'s> {
    snapshot: &'s Snapshot,
    request: Request<'s>,
    /// Per code of terms whether relations under them apply.
    applies: Vec<bool>,
    /// Per code of terms whether their window has ended.
    ended: Vec<bool>,
    /// Per code of a type its place in the setup, or `NONE`.
    place_of: Vec<u32>,
    /// Per type whether the product shows anything.
    slots: Vec<bool>,
    /// Relations of the product that were looked at, per type.
    looked_at: Vec<usize>,
    /// Relations whose target is sold out, with their types' places.
    sold_out: Vec<(usize, &'s Edge)>,
}

impl<'s> Showing<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, channel: usize, at: Timestamp) -> Showing<'s> {
        let types = snapshot.types().len();
        let request = Request::survey(snapshot, (0..types).collect(), channel, at);
        let terms = || snapshot.words.terms.iter().map(|(_, terms)| terms);
        let mut place_of = vec![NONE; snapshot.words.types.len() as usize];
        (0..).zip(snapshot.setup().kinds()).for_each(|(place, &kind)| place_of[kind as usize] = place);
        Showing {
            snapshot,
            applies: terms().map(|terms| terms.refusal(&request.circumstances).is_none()).collect(),
            ended: terms().map(|terms| terms.window.ended(at)).collect(),
            request,
            place_of,
            slots: vec![false; types],
            looked_at: vec![0; types],
            sold_out: Vec::new(),
        }
    }

    /// Per type, by its place in the setup, whether the product can show anything of it.
    ///
    /// Of each type as many relations are looked at as one answer looks at. Which of several
    /// relations of one pair wins does not matter here: they share their target.
    pub(crate) fn types_of(&mut self, number: u32) -> &[bool] {
        let snapshot = self.snapshot;
        let family = snapshot.row(number).family;
        self.request.ask_about(number);
        self.slots.fill(false);
        self.looked_at.fill(0);
        self.sold_out.clear();
        self.look_at(number, snapshot.edges(number));
        self.look_at(number, snapshot.mirrors(number));
        if family != number {
            self.look_at(number, snapshot.edges(family));
            self.look_at(number, snapshot.mirrors(family));
        }
        let mut visits_left = CANDIDATES_MAX;
        for (slot, edge) in std::mem::take(&mut self.sold_out) {
            if !self.slots[slot] {
                let terms = snapshot.words.terms.value(edge.terms);
                let row = ListRow { edge, terms, via: OWN, shadowed: false };
                self.slots[slot] = self.request.can_show(slot, &row, &mut visits_left);
            }
        }
        &self.slots
    }

    fn look_at(&mut self, number: u32, edges: &'s [Edge]) {
        for edge in edges {
            let place = self.place_of[edge.kind as usize];
            if place == NONE {
                continue;
            }
            let slot = place as usize;
            self.looked_at[slot] += 1;
            if self.slots[slot] || self.looked_at[slot] > CANDIDATES_MAX || !self.would_show(number, edge) {
                continue;
            }
            match self.request.refusal(edge.target) {
                None => self.slots[slot] = true,
                Some(Removal::OutOfStock) => self.sold_out.push((slot, edge)),
                Some(_) => {}
            }
        }
    }

    /// Whether a relation applies, is not excluded and leads to a product.
    fn would_show(&self, number: u32, edge: &Edge) -> bool {
        let is_excluded = |list: &&[(u32, u32)]| !list.is_empty() && list.contains(&(edge.kind, edge.target));
        self.snapshot.row(edge.target).state != State::Ghost
            && self.applies[edge.terms as usize]
            && !self.snapshot.exclusions(number).iter().any(is_excluded)
    }

    /// Whether a state holds for a product; what it can show is known already.
    pub(crate) fn has_state(&self, number: u32, state: ProductState, is_uncovered: bool) -> bool {
        let snapshot = self.snapshot;
        let own = snapshot.edges(number);
        let origin = |edge: &Edge| &snapshot.words.terms.value(edge.terms).origin;
        match state {
            ProductState::Uncovered => is_uncovered,
            ProductState::PointsOut => own.iter().any(|edge| self.points_out(number, edge)),
            ProductState::Pending => own.iter().any(|edge| snapshot.row(edge.target).state == State::Ghost),
            ProductState::Expired => own.iter().any(|edge| self.ended[edge.terms as usize]),
            ProductState::OnlyManual => {
                !own.is_empty() && own.iter().all(|edge| matches!(origin(edge), Origin::Manual))
            }
            ProductState::OnlyImported => {
                !own.is_empty() && own.iter().all(|edge| matches!(origin(edge), Origin::Import(_)))
            }
            ProductState::NoRelations => own.is_empty(),
        }
    }

    fn points_out(&self, number: u32, edge: &Edge) -> bool {
        let (snapshot, channel) = (self.snapshot, self.request.channel);
        let is_out = snapshot.row(edge.target).state != State::Active
            || !snapshot.is_in_channel(edge.target, channel)
            || !snapshot.has_stock(edge.target, channel);
        is_out && self.would_show(number, edge)
    }
}
