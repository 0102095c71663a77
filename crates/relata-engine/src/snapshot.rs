use std::collections::BTreeMap;
use std::sync::Arc;

use relata_model::{Channel, Placement, RelationType, Sku};

use crate::chunk::{CHUNK, Chunk, RecordBlock, Row, bit};
use crate::covered::CoveredStore;
use crate::dictionary::Dictionary;
use crate::edge::{EDGE_BLOCK, Edge, EdgeBlock};
use crate::ranking::Rankings;
use crate::record::Record;
use crate::rules::{FactStore, RuleBook};
use crate::setup::Setup;
use crate::words::Words;

/// The compiled index of a shop at one revision. It never changes; see [`Snapshot::apply`].
///
/// Cloning copies pointers alone, one per chunk of 2,048 products.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) generation: u64,
    pub(crate) revision: i64,
    pub(crate) setup: Arc<Setup>,
    pub(crate) words: Arc<Words>,
    pub(crate) skus: Arc<Dictionary<Sku>>,
    pub(crate) chunks: Vec<Arc<Chunk>>,
    pub(crate) rankings: Rankings,
    pub(crate) rules: Arc<RuleBook>,
    /// What rules read, in columns.
    pub(crate) facts: Arc<FactStore>,
    /// What types cover, as far as it was counted.
    pub(crate) covered: Arc<CoveredStore>,
    pub(crate) product_count: usize,
    pub(crate) relation_count: usize,
}

impl Snapshot {
    /// The number of this snapshot among those of its node.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The revision of the facts in it.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Products, whatever their status.
    pub fn product_count(&self) -> usize {
        self.product_count
    }

    /// Stored relations, pending ones included.
    pub fn relation_count(&self) -> usize {
        self.relation_count
    }

    /// The relation types, the weightiest first, then by code.
    pub fn types(&self) -> &[RelationType] {
        self.setup.types()
    }

    /// The placements by code.
    pub fn placements(&self) -> &[Placement] {
        self.setup.placements()
    }

    /// The channels by code; `web` is always among them.
    pub fn channels(&self) -> &[Channel] {
        self.setup.channels()
    }

    /// The dense number of a SKU that something names, whether or not a product has it.
    pub fn number(&self, sku: &Sku) -> Option<u32> {
        self.skus.get(sku)
    }

    /// Whether a product has the SKU.
    pub fn contains(&self, sku: &Sku) -> bool {
        self.number(sku).is_some_and(|number| self.record(number).is_some())
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.setup
    }

    pub(crate) fn sku(&self, number: u32) -> &Sku {
        self.skus.value(number)
    }

    /// Numbers given out so far, ghosts included.
    pub(crate) fn numbers(&self) -> std::ops::Range<u32> {
        0..self.skus.len()
    }

    pub(crate) fn record(&self, number: u32) -> Option<&Record> {
        let (chunk, place) = split(number);
        self.chunks[chunk].record(place).map(|record| &**record)
    }

    pub(crate) fn row(&self, number: u32) -> &Row {
        let (chunk, place) = split(number);
        &self.chunks[chunk].rows.rows[place]
    }

    /// Whether a product belongs to the assortment of a channel.
    pub(crate) fn is_in_channel(&self, number: u32, channel: usize) -> bool {
        let (chunk, place) = split(number);
        bit(&self.chunks[chunk].rows.offered[channel], place)
    }

    /// Whether a product can be bought in a channel as far as stock goes.
    pub(crate) fn has_stock(&self, number: u32, channel: usize) -> bool {
        let (chunk, place) = split(number);
        bit(&self.chunks[chunk].rows.stocked[channel], place)
    }

    pub(crate) fn orders(&self, number: u32) -> u32 {
        let (chunk, place) = split(number);
        self.chunks[chunk].orders[place]
    }

    /// All stored relations of a source, by type, then in served order.
    pub(crate) fn edges(&self, number: u32) -> &[Edge] {
        let (chunk, place) = split(number);
        self.chunks[chunk].edges_of(place)
    }

    /// The relations that point to a product and show there too, turned round.
    pub(crate) fn mirrors(&self, number: u32) -> &[Edge] {
        let (chunk, place) = split(number);
        self.chunks[chunk].mirrors_of(place)
    }

    /// The records of all numbers, 64 by 64, as far as numbers are given out.
    pub(crate) fn record_blocks(&self) -> impl Iterator<Item = &RecordBlock> {
        let blocks = self.chunks.iter().flat_map(|chunk| chunk.record_blocks());
        blocks.take((self.skus.len() as usize).div_ceil(64))
    }

    /// The stored relations of all numbers, block by block.
    pub(crate) fn edge_blocks(&self) -> impl Iterator<Item = &Arc<EdgeBlock>> {
        self.chunks.iter().flat_map(|chunk| &chunk.edges)
    }

    /// A chunk to change; it is copied first where other snapshots share it.
    pub(crate) fn chunk_mut(&mut self, chunk: usize) -> &mut Chunk {
        Arc::make_mut(&mut self.chunks[chunk])
    }

    /// Makes room for every number given out.
    pub(crate) fn grow(&mut self) {
        let channels = self.setup.channels().len();
        while self.chunks.len() * CHUNK < self.skus.len() as usize {
            let first = (self.chunks.len() * CHUNK) as u32;
            self.chunks.push(Arc::new(Chunk::of_ghosts(first, channels)));
        }
    }

    /// Replaces whole lists of edges on one side, copying each touched block once.
    pub(crate) fn write_lists(
        &mut self,
        lists: BTreeMap<u32, Vec<Edge>>,
        side: fn(&mut Chunk) -> &mut Vec<Arc<EdgeBlock>>,
    ) {
        let mut lists = lists.into_iter().peekable();
        while let Some(&(first, _)) = lists.peek() {
            let block = first as usize / EDGE_BLOCK;
            let mut changed = Vec::new();
            while let Some((number, list)) =
                lists.next_if(|(number, _)| *number as usize / EDGE_BLOCK == block)
            {
                changed.push((number as usize % EDGE_BLOCK, list));
            }
            let (chunk, place) = split(first);
            let shared = &mut side(self.chunk_mut(chunk))[place / EDGE_BLOCK];
            *shared = Arc::new(shared.with_lists(&changed));
        }
    }
}

/// The chunk of a number and its place there.
pub(crate) fn split(number: u32) -> (usize, usize) {
    (number as usize / CHUNK, number as usize % CHUNK)
}
