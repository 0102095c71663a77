use std::ops::Range;

use relata_model::limits::CANDIDATES_MAX;
use relata_model::{Arrangement, Caps};

use crate::Snapshot;
use crate::answer::{Removal, Removed};
use crate::candidate::Candidate;
use crate::chunk::NONE;
use crate::recommend::Request;

/// Takes the picks of an answer from arranged candidates.
///
/// In each part the type whose next showable candidate scores highest goes next; ties go to the
/// type of the higher default weight, then of the smaller code. What cannot be shown when its
/// turn comes is passed over and counted. O(picks x types), and the substitutes looked at.
#[derive(Debug)]
pub(crate) struct Selection<'r, 's> {
    pub(crate) request: &'r Request<'s>,
    candidates: Vec<Candidate<'s>>,
    removed: Removed,
    queues: Vec<Queue>,
    pub(crate) tally: Tally<'s>,
    picks: Vec<Picked<'s>>,
    /// Products that may still be looked at in search of substitutes.
    pub(crate) visits_left: usize,
}

/// What is left of one type: places in the arranged candidates.
#[derive(Debug, Clone)]
struct Queue {
    /// Pins, then what people, feeds and rules say; or everything, where score decides.
    told: Range<usize>,
    /// What was learned, by score.
    learned: Range<usize>,
}

/// A candidate that is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picked<'s> {
    pub(crate) candidate: Candidate<'s>,
    /// The product shown: the target, or its substitute.
    pub(crate) number: u32,
    pub(crate) block: Option<usize>,
}

impl<'r, 's> Selection<'r, 's> {
    pub(crate) fn new(request: &'r Request<'s>, candidates: Vec<Candidate<'s>>, removed: Removed) -> Self {
        let by_hand = request.arrangement != Arrangement::PinsThenScore;
        let queue = |slot: usize| {
            let start = candidates.partition_point(|candidate| (candidate.slot as usize) < slot);
            let end = candidates.partition_point(|candidate| candidate.slot as usize <= slot);
            let told =
                candidates[start..end].partition_point(|candidate| !(by_hand && candidate.is_learned()));
            Queue { told: start..start + told, learned: start + told..end }
        };
        let queues = (0..request.slots.len()).map(queue).collect();
        let tally = Tally::new(request.snapshot, request.caps);
        Selection {
            request,
            candidates,
            removed,
            queues,
            tally,
            picks: Vec::new(),
            visits_left: CANDIDATES_MAX,
        }
    }

    /// Fills every part of the placement.
    pub(crate) fn fill(&mut self) {
        for part in &self.request.parts {
            let mut left = part.limit.min(self.request.limit - self.picks.len());
            let mut kept = match self.request.arrangement {
                Arrangement::Reserve(places) => places as usize,
                Arrangement::ManualFirst | Arrangement::PinsThenScore => 0,
            };
            while left > 0 {
                let learned = if left <= kept { self.best(&part.types, Self::learned_head) } else { None };
                let Some((slot, place)) = learned.or_else(|| self.best(&part.types, Self::head)) else {
                    break;
                };
                kept = kept.saturating_sub(usize::from(self.candidates[place].is_learned()));
                left -= 1;
                self.take(slot, place, part.block);
            }
        }
    }

    pub(crate) fn finish(self) -> (Vec<Picked<'s>>, Removed) {
        (self.picks, self.removed)
    }

    fn take(&mut self, slot: usize, place: usize, block: Option<usize>) {
        let queue = &mut self.queues[slot];
        let front = if queue.told.contains(&place) { &mut queue.told } else { &mut queue.learned };
        front.start = place + 1;
        let candidate = self.candidates[place];
        let number = if candidate.sold_out { candidate.stand_in } else { candidate.edge.target };
        self.tally.enter(number);
        self.picks.push(Picked { candidate, number, block });
    }

    /// The slot and place of the best next candidate of some types, which are in the order of ties.
    fn best(
        &mut self,
        slots: &[usize],
        head: fn(&mut Self, usize) -> Option<usize>,
    ) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for &slot in slots {
            let Some(place) = head(self, slot) else { continue };
            if best.is_none_or(|(_, other)| self.candidates[place].score > self.candidates[other].score) {
                best = Some((slot, place));
            }
        }
        best
    }

    fn head(&mut self, slot: usize) -> Option<usize> {
        while !self.queues[slot].told.is_empty() {
            let place = self.queues[slot].told.start;
            if self.is_showable(place) {
                return Some(place);
            }
            self.queues[slot].told.start += 1;
        }
        self.learned_head(slot)
    }

    fn learned_head(&mut self, slot: usize) -> Option<usize> {
        while !self.queues[slot].learned.is_empty() {
            let place = self.queues[slot].learned.start;
            if self.is_showable(place) {
                return Some(place);
            }
            self.queues[slot].learned.start += 1;
        }
        None
    }

    /// Whether a candidate, or a substitute for it, fits the answer as it is; counts it if not.
    fn is_showable(&mut self, place: usize) -> bool {
        let candidate = self.candidates[place];
        if !candidate.sold_out {
            let refusal = self.tally.refusal(candidate.edge.target);
            refusal.into_iter().for_each(|reason| self.removed.count(reason));
            return refusal.is_none();
        }
        // What fitted before is still the first that fits, if it fits: the tally only grows.
        if candidate.stand_in == NONE || self.tally.refusal(candidate.stand_in).is_some() {
            self.candidates[place].stand_in = self.find_substitute(&candidate).unwrap_or(NONE);
        }
        self.candidates[place].stand_in != NONE
    }
}

/// What stands in the answer already: families, and how many of each brand and main category.
#[derive(Debug)]
pub(crate) struct Tally<'s> {
    snapshot: &'s Snapshot,
    caps: Caps,
    families: Vec<u32>,
    brands: Vec<u32>,
    categories: Vec<u32>,
}

impl<'s> Tally<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, caps: Caps) -> Self {
        Tally { snapshot, caps, families: Vec::new(), brands: Vec::new(), categories: Vec::new() }
    }

    /// Why a product cannot join, if it cannot.
    pub(crate) fn refusal(&self, number: u32) -> Option<Removal> {
        let row = self.snapshot.row(number);
        let is_full = |cap: Option<u32>, entered: &[u32], code: u32| {
            cap.is_some_and(|cap| {
                code != NONE && entered.iter().filter(|&&other| other == code).count() >= cap as usize
            })
        };
        if self.families.contains(&row.family) {
            Some(Removal::Duplicate)
        } else if is_full(self.caps.brand, &self.brands, row.brand)
            || is_full(self.caps.category, &self.categories, row.category)
        {
            Some(Removal::Cap)
        } else {
            None
        }
    }

    pub(crate) fn enter(&mut self, number: u32) {
        let row = self.snapshot.row(number);
        self.families.push(row.family);
        self.brands.push(row.brand);
        self.categories.push(row.category);
    }
}
