use std::collections::BTreeMap;
use std::sync::Arc;

use relata_model::{
    Catalogue, Channel, Currency, Guideline, NamedCondition, Placement, Product, Relation, RelationType,
    Rule, Sku,
};

use crate::Snapshot;
use crate::chunk::{Chunk, NONE};
use crate::dictionary::Dictionary;
use crate::edge::{EDGE_BLOCK, Edge};
use crate::ranking::Rankings;
use crate::record::{Record, number};
use crate::rules::{NamedChange, library};
use crate::setup::Setup;
use crate::snapshot::split;
use crate::terms::Terms;
use crate::words::Words;

/// Shards of the table of SKUs: at a million products a new one copies about a thousand entries.
const SKU_SHARDS: usize = 1_024;

/// Compiles all facts into an index.
///
/// O(n log n) in products and relations. Of two products with the same SKU the last counts.
pub fn compile(catalogue: &Catalogue, generation: u64) -> Snapshot {
    let mut builder = Builder::new(&catalogue.types, &catalogue.channels, &catalogue.placements);
    builder.conditions(catalogue.conditions.clone());
    builder.rules(catalogue.rules.clone(), catalogue.guidelines.clone(), catalogue.currency);
    catalogue.products.iter().for_each(|product| builder.product(product));
    catalogue.relations.iter().for_each(|relation| builder.relation(relation));
    catalogue.popularity.iter().for_each(|(sku, orders)| builder.popularity(sku, *orders));
    builder.finish(catalogue.revision, generation)
}

/// Compiles facts that come one by one, in any order, so that they need not all be in memory at once.
#[derive(Debug)]
pub struct Builder {
    snapshot: Snapshot,
    /// Edges with their sources, by block of sources.
    edges: Vec<Vec<(u32, Edge)>>,
    conditions: Vec<NamedCondition>,
    rules: Vec<Rule>,
    guidelines: Vec<Guideline>,
}

impl Builder {
    /// Starts an index without products.
    pub fn new(types: &[RelationType], channels: &[Channel], placements: &[Placement]) -> Builder {
        let mut words = Words::new();
        let setup = Setup::new(types, channels, placements, Currency::EUR, &mut words);
        let snapshot = Snapshot {
            generation: 0,
            revision: 0,
            setup: Arc::new(setup),
            words: Arc::new(words),
            skus: Arc::new(Dictionary::new(SKU_SHARDS)),
            chunks: Vec::new(),
            rankings: Rankings::default(),
            rules: Arc::default(),
            facts: Arc::default(),
            covered: Arc::default(),
            product_count: 0,
            relation_count: 0,
        };
        Builder {
            snapshot,
            edges: Vec::new(),
            conditions: Vec::new(),
            rules: Vec::new(),
            guidelines: Vec::new(),
        }
    }

    /// Takes all conditions with names.
    pub fn conditions(&mut self, conditions: Vec<NamedCondition>) {
        self.conditions = conditions;
    }

    /// Takes all rules and guidelines, and the currency in which conditions read prices.
    pub fn rules(&mut self, rules: Vec<Rule>, guidelines: Vec<Guideline>, currency: Option<Currency>) {
        (self.rules, self.guidelines) = (rules, guidelines);
        Arc::make_mut(&mut self.snapshot.setup).currency = currency.unwrap_or(Currency::EUR);
    }

    /// Adds a product, or replaces the one of the same SKU.
    pub fn product(&mut self, product: &Product) {
        let snapshot = &mut self.snapshot;
        let number = number(&mut snapshot.skus, &product.sku);
        let record = Record::of(product, Arc::make_mut(&mut snapshot.words), &mut snapshot.skus);
        snapshot.grow();
        let (chunk, place) = split(number);
        snapshot.chunk_mut(chunk).set_record(place, Some(Arc::new(record)));
    }

    /// Adds a relation; its products may come later or never.
    pub fn relation(&mut self, relation: &Relation) {
        let (source, edge) = self.snapshot.edge(relation);
        let block = source as usize / EDGE_BLOCK;
        if self.edges.len() <= block {
            self.edges.resize_with(block + 1, Vec::new);
        }
        self.edges[block].push((source, edge));
        self.snapshot.relation_count += 1;
    }

    /// Says in how many orders a SKU was bought.
    pub fn popularity(&mut self, sku: &Sku, orders: u32) {
        let number = number(&mut self.snapshot.skus, sku);
        self.snapshot.grow();
        self.snapshot.set_orders(number, orders);
    }

    /// The index of everything added. O(n log n).
    pub fn finish(self, revision: i64, generation: u64) -> Snapshot {
        let Builder { mut snapshot, edges, conditions, rules, guidelines } = self;
        (snapshot.revision, snapshot.generation) = (revision, generation);
        snapshot.grow();
        for block in edges {
            let mut lists: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
            for (source, edge) in block {
                lists.entry(source).or_default().push(edge);
            }
            lists.values_mut().for_each(|list| sort_list(list));
            snapshot.write_lists(lists, |chunk: &mut Chunk| &mut chunk.edges);
        }
        for number in snapshot.numbers() {
            if let Some(parent) = snapshot.record(number).map(|record| record.parent) {
                snapshot.product_count += 1;
                snapshot.adopt(number, parent);
            }
        }
        snapshot.read_assortments(&library(&conditions, &rules));
        snapshot.derive_everything();
        snapshot.mirror_all();
        snapshot.rank_all();
        snapshot.change_named(NamedChange {
            conditions: Some(&conditions),
            rules: Some(&rules),
            guidelines: Some(&guidelines),
        });
        snapshot.withhold(None);
        snapshot
    }
}

/// Puts the edges of one source in served order.
pub(crate) fn sort_list(list: &mut [Edge]) {
    list.sort_by_key(|edge| (edge.kind, edge.position, edge.id));
}

/// Steps that compiling and applying share.
impl Snapshot {
    /// A relation as an edge, with its source.
    pub(crate) fn edge(&mut self, relation: &Relation) -> (u32, Edge) {
        let words = Arc::make_mut(&mut self.words);
        let terms = Terms::of(relation, words);
        let edge = Edge {
            id: relation.id,
            weight: relation.weight,
            target: number(&mut self.skus, &relation.target),
            position: relation.position,
            terms: words.terms.intern(&terms),
            kind: words.types.intern(&relation.type_code),
        };
        (number(&mut self.skus, &relation.source), edge)
    }

    pub(crate) fn set_orders(&mut self, number: u32, orders: u32) {
        let (chunk, place) = split(number);
        Arc::make_mut(&mut self.chunk_mut(chunk).orders)[place] = orders;
    }

    /// Enters a product among the variants of its parent, if it names one.
    pub(crate) fn adopt(&mut self, variant: u32, parent: u32) {
        if parent == NONE || parent == variant {
            return;
        }
        let (chunk, _) = split(parent);
        let variants = Arc::make_mut(&mut self.chunk_mut(chunk).variants).entry(parent).or_default();
        if let Err(place) = variants.binary_search(&variant) {
            variants.insert(place, variant);
        }
    }

    /// Takes a product from the variants of its parent.
    pub(crate) fn disown(&mut self, variant: u32, parent: u32) {
        if parent == NONE || parent == variant {
            return;
        }
        let (chunk, _) = split(parent);
        let families = Arc::make_mut(&mut self.chunk_mut(chunk).variants);
        if let Some(variants) = families.get_mut(&parent) {
            variants.retain(|&other| other != variant);
            if variants.is_empty() {
                families.remove(&parent);
            }
        }
    }

    /// Derives all rows.
    pub(crate) fn derive_everything(&mut self) {
        let all: Vec<u32> = self.numbers().collect();
        self.derive_all(&all);
    }

    /// Derives the rows of products, which are ascending; each touched chunk is copied once.
    pub(crate) fn derive_all(&mut self, numbers: &[u32]) {
        let channels = self.setup.channels().len();
        for group in numbers.chunk_by(|a, b| split(*a).0 == split(*b).0) {
            let (chunk, _) = split(group[0]);
            let mut rows = (*self.chunks[chunk].rows).clone();
            rows.stocked.resize(channels, [0; _]);
            rows.offered.resize(channels, [0; _]);
            group.iter().for_each(|&number| self.derive(number, &mut rows));
            self.chunk_mut(chunk).rows = Arc::new(rows);
        }
    }
}
