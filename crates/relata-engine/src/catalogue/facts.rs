use relata_model::Status;

use crate::Snapshot;
use crate::catalogue::bits::BitSet;
use crate::chunk::{NONE, State};

/// What lists of products are filtered by, apart from relations.
#[derive(Debug)]
pub(crate) struct Facts {
    /// All products, whatever their status.
    pub(crate) products: BitSet,
    /// Parents and products that stand alone.
    pub(crate) top: BitSet,
    /// Those that can be bought in the channel as far as stock goes.
    pub(crate) stocked: BitSet,
    /// In the order of [`STATUSES`].
    pub(crate) statuses: [BitSet; 3],
    /// The code of each product's own brand, or `NONE`.
    pub(crate) brands: Vec<u32>,
    /// Where each product's categories start, and where the last one's end.
    starts: Vec<u32>,
    categories: Vec<u32>,
}

/// Statuses in the order in which they are listed.
pub(crate) const STATUSES: [Status; 3] = [Status::Active, Status::Inactive, Status::Discontinued];

impl Facts {
    /// O(products).
    pub(crate) fn new(snapshot: &Snapshot, channel: usize) -> Facts {
        let none = BitSet::new(snapshot.numbers().end);
        let mut facts = Facts {
            products: none.clone(),
            top: none.clone(),
            stocked: none.clone(),
            statuses: [none.clone(), none.clone(), none],
            brands: vec![NONE; snapshot.numbers().len()],
            starts: Vec::with_capacity(snapshot.numbers().len() + 1),
            categories: Vec::new(),
        };
        for number in snapshot.numbers() {
            facts.starts.push(facts.categories.len() as u32);
            let (Some(record), row) = (snapshot.record(number), snapshot.row(number)) else { continue };
            debug_assert!(row.state != State::Ghost, "a product is no ghost");
            facts.products.insert(number);
            if row.family == number {
                facts.top.insert(number);
            }
            if snapshot.has_stock(number, channel) {
                facts.stocked.insert(number);
            }
            facts.statuses[record.status as usize].insert(number);
            facts.brands[number as usize] = record.brand;
            facts.categories.extend(snapshot.family_categories(number));
        }
        facts.starts.push(facts.categories.len() as u32);
        facts
    }

    /// The category nodes of a product with all their ancestors, ascending: its own, else those of
    /// its variants.
    pub(crate) fn categories(&self, number: u32) -> &[u32] {
        let (start, end) = (self.starts[number as usize], self.starts[number as usize + 1]);
        &self.categories[start as usize..end as usize]
    }
}
