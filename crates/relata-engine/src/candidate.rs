use std::cmp::Ordering;

use relata_model::Arrangement;

use crate::chunk::NONE;
use crate::edge::Edge;
use crate::terms::Terms;

/// What might be shown: a relation that applies, with a target that may be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'s> {
    pub(crate) edge: Edge,
    pub(crate) terms: &'s Terms,
    pub(crate) via: Via,
    /// Which of the wanted types it is of.
    pub(crate) slot: u32,
    /// From which of the products asked about it follows.
    pub(crate) source: u32,
    /// Its place among the candidates of its source and type.
    pub(crate) place: u32,
    pub(crate) score: f64,
    /// What rules multiplied its score by.
    pub(crate) boost: f64,
    /// The target is sold out, so that only a substitute can be shown.
    pub(crate) sold_out: bool,
    /// The substitute found, or `NONE`.
    pub(crate) stand_in: u32,
}

/// By which way a relation belongs to the list of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Via {
    /// It is the parent's.
    pub(crate) inherited: bool,
    /// It is stored the other way round.
    pub(crate) mirrored: bool,
}

impl<'s> Candidate<'s> {
    /// A candidate of the first source and type whose target can be bought.
    pub(crate) fn new(edge: Edge, terms: &'s Terms, via: Via, place: u32, score: f64) -> Candidate<'s> {
        Candidate {
            edge,
            terms,
            via,
            slot: 0,
            source: 0,
            place,
            score,
            boost: 1.0,
            sold_out: false,
            stand_in: NONE,
        }
    }

    /// Whether it stands in the part of a list that is ordered by score and can have places kept.
    pub(crate) fn is_learned(&self) -> bool {
        self.terms.tier() == 2 && self.terms.pin == Terms::UNPINNED
    }

    /// The served order within one type.
    ///
    /// Pins by their number. Then by score, or arranged by hand: what people and feeds put at a
    /// position, then rules, what is boosted first, then learned by score. Several sources take turns: the first of
    /// each, then the second of each, in the order in which the query names them.
    fn arranged(&self, other: &Self, arrangement: Arrangement) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        let by_tier = self.terms.tier().cmp(&other.terms.tier());
        let by_worth = match arrangement {
            Arrangement::PinsThenScore => by_score,
            Arrangement::ManualFirst | Arrangement::Reserve(_) if self.terms.tier() == 2 => {
                by_tier.then(by_score)
            }
            Arrangement::ManualFirst | Arrangement::Reserve(_) if self.terms.tier() == 1 => {
                by_tier.then(other.boost.total_cmp(&self.boost))
            }
            Arrangement::ManualFirst | Arrangement::Reserve(_) => by_tier,
        };
        let by_turn = (self.place, self.source).cmp(&(other.place, other.source));
        self.terms.pin.cmp(&other.terms.pin).then(by_worth).then(by_turn)
    }
}

/// Puts candidates in served order, type by type.
pub(crate) fn arrange(candidates: &mut [Candidate<'_>], arrangement: Arrangement) {
    candidates.sort_by(|a, b| a.slot.cmp(&b.slot).then_with(|| a.arranged(b, arrangement)));
}
