use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edge::{EDGE_BLOCK, Edge, EdgeBlock};
use crate::record::Record;

/// Products per chunk.
pub(crate) const CHUNK: usize = 2_048;
/// No product, no brand, no category.
pub(crate) const NONE: u32 = u32::MAX;
/// Records per block; one changed product copies the pointers of its block.
const RECORD_BLOCK: usize = 64;

/// The records of 64 neighbouring products.
pub(crate) type RecordBlock = Arc<Vec<Option<Arc<Record>>>>;

/// One bit per product of a chunk.
pub(crate) type Bits = [u64; CHUNK / 64];

/// What serving asks of every candidate, derived from records: four to a cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// The parent if it exists, else the product itself.
    pub(crate) family: u32,
    /// Its brand, else its parent's.
    pub(crate) brand: u32,
    /// Its main category, else its parent's.
    pub(crate) category: u32,
    pub(crate) state: State,
}

/// Whether a product can be shown at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Named by something, but not a product.
    Ghost,
    /// A product that is not sold, or whose parent is not.
    Inactive,
    /// A product that is sold, as its parent is.
    Active,
}

/// The derived columns of a chunk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    /// Per channel: can be bought there as far as stock goes.
    pub(crate) stocked: Vec<Bits>,
    /// Per channel: belongs to the assortment.
    pub(crate) offered: Vec<Bits>,
}

/// Neighbouring products. Every part is shared between snapshots until one changes it.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) rows: Arc<Rows>,
    /// In how many orders each SKU was bought.
    pub(crate) orders: Arc<Vec<u32>>,
    records: Vec<RecordBlock>,
    /// The variants of each product that has any, ascending; the parent may be a ghost.
    pub(crate) variants: Arc<BTreeMap<u32, Vec<u32>>>,
    /// Stored relations by source.
    pub(crate) edges: Vec<Arc<EdgeBlock>>,
    /// Relations of symmetric and inverse types by target, turned round.
    pub(crate) mirrors: Vec<Arc<EdgeBlock>>,
}

impl Chunk {
    /// A chunk of ghosts, the first of which has the number given.
    pub(crate) fn of_ghosts(first: u32, channels: usize) -> Chunk {
        let rows = (first..).take(CHUNK).map(Row::ghost).collect();
        let bits = vec![[0; CHUNK / 64]; channels];
        let no_edges: Arc<EdgeBlock> = Arc::default();
        let no_records: RecordBlock = Arc::new(vec![None; RECORD_BLOCK]);
        Chunk {
            rows: Arc::new(Rows { rows, stocked: bits.clone(), offered: bits }),
            orders: Arc::new(vec![0; CHUNK]),
            records: vec![no_records; CHUNK / RECORD_BLOCK],
            variants: Arc::default(),
            edges: vec![no_edges.clone(); CHUNK / EDGE_BLOCK],
            mirrors: vec![no_edges; CHUNK / EDGE_BLOCK],
        }
    }

    pub(crate) fn record(&self, place: usize) -> Option<&Arc<Record>> {
        self.records[place / RECORD_BLOCK][place % RECORD_BLOCK].as_ref()
    }

    pub(crate) fn set_record(&mut self, place: usize, record: Option<Arc<Record>>) {
        Arc::make_mut(&mut self.records[place / RECORD_BLOCK])[place % RECORD_BLOCK] = record;
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Arc<Record>> {
        self.records.iter().flat_map(|block| block.iter().flatten())
    }

    pub(crate) fn record_blocks(&self) -> &[RecordBlock] {
        &self.records
    }

    /// Bytes of the columns and of the pointers to records.
    pub(crate) fn column_bytes(&self) -> usize {
        let bits = (self.rows.stocked.len() + self.rows.offered.len()) * size_of::<Bits>();
        let families: usize = self.variants.values().map(|variants| 40 + 4 * variants.capacity()).sum();
        let per_product = size_of::<Row>() + size_of::<u32>() + size_of::<Option<Arc<Record>>>();
        size_of::<Chunk>() + bits + families + CHUNK * per_product
    }

    pub(crate) fn edges_of(&self, place: usize) -> &[Edge] {
        self.edges[place / EDGE_BLOCK].list(place % EDGE_BLOCK)
    }

    pub(crate) fn mirrors_of(&self, place: usize) -> &[Edge] {
        self.mirrors[place / EDGE_BLOCK].list(place % EDGE_BLOCK)
    }
}

impl Row {
    pub(crate) fn ghost(number: u32) -> Row {
        Row { family: number, brand: NONE, category: NONE, state: State::Ghost }
    }
}

pub(crate) fn bit(bits: &Bits, place: usize) -> bool {
    bits[place / 64] >> (place % 64) & 1 == 1
}

pub(crate) fn set_bit(bits: &mut Bits, place: usize, value: bool) {
    let mask = 1 << (place % 64);
    if value {
        bits[place / 64] |= mask;
    } else {
        bits[place / 64] &= !mask;
    }
}
