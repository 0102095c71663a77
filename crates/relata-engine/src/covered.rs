use std::sync::{Arc, Mutex, PoisonError};

use relata_model::{Channel, Timestamp, TypeCode};

use crate::Snapshot;
use crate::chunk::State;
use crate::coverage::covered_heads;
use crate::rules::{ProductSet, map_parallel};

/// Types whose covered products are kept for one snapshot.
const KEPT_MAX: usize = 16;

/// The products that one type covers in the channel `web`.
#[derive(Debug)]
pub(crate) struct Covered {
    /// Active products of the channel that are parents or stand alone.
    products: usize,
    heads: ProductSet,
}

/// What was counted of one snapshot.
#[derive(Debug, Default)]
pub(crate) struct CoveredStore {
    kept: Mutex<Vec<Kept>>,
}

#[derive(Debug)]
struct Kept {
    type_code: TypeCode,
    from: Timestamp,
    until: Option<Timestamp>,
    covered: Arc<Covered>,
}

impl Covered {
    /// How many products are covered.
    pub(crate) fn len(&self) -> usize {
        self.heads.len()
    }

    /// The share that so many products are; 0 in a shop without products.
    pub(crate) fn rate(&self, covered: usize) -> f64 {
        if self.products == 0 { 0.0 } else { covered as f64 / self.products as f64 }
    }

    /// Whether a product has something to show.
    pub(crate) fn contains(&self, number: u32) -> bool {
        self.heads.contains(number)
    }

    /// Whether a product that has something to show now had nothing before.
    pub(crate) fn gains(&self, snapshot: &Snapshot, number: u32) -> bool {
        is_counted(snapshot, number) && !self.heads.contains(number)
    }
}

impl Snapshot {
    /// The products that can show something of a type; counted when first asked for.
    pub(crate) fn covered(&self, type_code: &TypeCode, at: Timestamp) -> Arc<Covered> {
        let mut kept = self.covered.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |one: &Kept| {
            one.type_code == *type_code && one.from <= at && one.until.is_none_or(|until| at < until)
        };
        if let Some(known) = kept.iter().find(|one| holds(one)) {
            return known.covered.clone();
        }
        let covered = Arc::new(self.count_covered(type_code, at));
        kept.retain(|one| one.type_code != *type_code);
        if kept.len() == KEPT_MAX {
            kept.remove(0);
        }
        kept.push(Kept {
            type_code: type_code.clone(),
            from: at,
            until: self.next_turn(at),
            covered: covered.clone(),
        });
        covered
    }

    fn count_covered(&self, type_code: &TypeCode, at: Timestamp) -> Covered {
        let chunks: Vec<u32> = (0..self.numbers().end).step_by(crate::chunk::CHUNK).collect();
        let found = map_parallel(&chunks, |&first| {
            let until = self.numbers().end.min(first + crate::chunk::CHUNK as u32);
            let counted: Vec<u32> = (first..until).filter(|&number| is_counted(self, number)).collect();
            let products = counted.len();
            (products, covered_heads(self, type_code, at, counted))
        });
        let products = found.iter().map(|(products, _)| products).sum();
        let heads: Vec<u32> = found.into_iter().flat_map(|(_, heads)| heads).collect();
        Covered { products, heads: ProductSet::of_sorted(&heads) }
    }
}

/// Whether coverage counts a product: it is sold in `web` and is a parent or stands alone.
fn is_counted(snapshot: &Snapshot, number: u32) -> bool {
    let row = snapshot.row(number);
    let web = snapshot.setup().channel(&Channel::web().code);
    row.state == State::Active
        && row.family == number
        && web.is_some_and(|web| snapshot.is_in_channel(number, web))
}
