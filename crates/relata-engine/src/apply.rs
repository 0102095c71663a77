use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relata_model::{Delta, Product, Sku, SourceRelations};

use crate::Snapshot;
use crate::builder::sort_list;
use crate::chunk::{Chunk, NONE};
use crate::edge::Edge;
use crate::record::{Record, number};
use crate::rules::{NamedChange, Touched};
use crate::setup::Setup;
use crate::snapshot::split;

impl Snapshot {
    /// The index after some changes; this one stays as it is, and both share what did not change.
    ///
    /// A changed product touches its chunk, those of its parents and variants, and the rankings
    /// of its categories; a changed list of relations one block of 256 sources, and for symmetric
    /// and inverse types the blocks of its targets. However many changes there are, each part is
    /// copied once; past a fifth of the families the rankings are made afresh, which is then
    /// cheaper. A change of channels or of what
    /// their assortments name derives all rows again, one of types turns all relations
    /// round again, both without reading a fact anew.
    pub fn apply(&self, delta: &Delta, generation: u64) -> Snapshot {
        let mut next = self.clone();
        (next.revision, next.generation) = (delta.revision, generation);
        next.covered = Arc::default();
        let mirrors_changed = next.change_setup(delta);
        let mut touched = BTreeSet::new();
        for (sku, product) in &delta.products {
            next.change_product(sku, product.as_ref(), &mut touched);
        }
        for (sku, orders) in &delta.popularity {
            let number = number(&mut next.skus, sku);
            next.grow();
            if next.orders(number) != *orders {
                next.set_orders(number, *orders);
                touched.insert(number);
                touched.extend(next.parent(number).map(|(parent, _)| parent));
            }
        }
        let before = next.change_relations(&delta.relations);
        if mirrors_changed {
            next.mirror_all();
        } else {
            next.mirror_changed(&before);
        }
        let derived: Vec<u32> = if delta.channels.is_some() || delta.currency.is_some() {
            next.numbers().collect()
        } else {
            next.with_families(&touched)
        };
        next.derive_all(&derived);
        next.rank_changed(self, &touched);
        next.change_book(self, delta, &touched);
        let touched = Touched { relations: &before, products: &touched };
        next.withhold(Some((self, &touched)));
        next
    }

    /// Takes new types, channels and placements; tells whether relations turn round otherwise.
    fn change_setup(&mut self, delta: &Delta) -> bool {
        if delta.types.is_none()
            && delta.channels.is_none()
            && delta.placements.is_none()
            && delta.currency.is_none()
        {
            return false;
        }
        let setup = Setup::new(
            delta.types.as_deref().unwrap_or(self.setup.types()),
            delta.channels.as_deref().unwrap_or(self.setup.channels()),
            delta.placements.as_deref().unwrap_or(self.setup.placements()),
            delta.currency.unwrap_or(self.setup.currency),
            Arc::make_mut(&mut self.words),
        );
        let mirrors_changed = setup.mirrors() != self.setup.mirrors();
        self.setup = Arc::new(setup);
        let named = Arc::clone(&self.rules.named);
        self.read_assortments(&named.library);
        mirrors_changed
    }

    /// Brings rules, guidelines and what they name up to date.
    fn change_book(&mut self, before: &Snapshot, delta: &Delta, touched: &BTreeSet<u32>) {
        if self.setup.currency == before.setup.currency {
            self.follow_rules(before, touched.iter().copied());
        } else {
            self.evaluate_rules();
        }
        self.change_named(NamedChange {
            conditions: delta.conditions.as_deref(),
            rules: delta.rules.as_deref(),
            guidelines: delta.guidelines.as_deref(),
        });
    }

    /// Sets or removes a product and notes all whose rows or rankings follow from it.
    fn change_product(&mut self, sku: &Sku, product: Option<&Product>, touched: &mut BTreeSet<u32>) {
        if product.is_none() && self.number(sku).is_none() {
            return;
        }
        let number = number(&mut self.skus, sku);
        let after = product.map(|product| {
            let words = Arc::make_mut(&mut self.words);
            Arc::new(Record::of(product, words, &mut self.skus))
        });
        self.grow();
        let (chunk, place) = split(number);
        let before = self.chunks[chunk].record(place).cloned();
        if before == after {
            return;
        }
        let parent = |record: &Option<Arc<Record>>| record.as_ref().map_or(NONE, |record| record.parent);
        let (old_parent, new_parent) = (parent(&before), parent(&after));
        self.product_count += usize::from(after.is_some());
        self.product_count -= usize::from(before.is_some());
        self.chunk_mut(chunk).set_record(place, after);
        if old_parent != new_parent {
            self.disown(number, old_parent);
            self.adopt(number, new_parent);
        }
        touched.extend([number, old_parent, new_parent].into_iter().filter(|&number| number != NONE));
        touched.extend(self.variants(number));
    }

    /// Replaces the lists of the sources given; returns what they were.
    fn change_relations(&mut self, sources: &[SourceRelations]) -> BTreeMap<u32, Vec<Edge>> {
        let mut after: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
        for SourceRelations { source, relations } in sources {
            let mut list: Vec<Edge> = relations.iter().map(|relation| self.edge(relation).1).collect();
            sort_list(&mut list);
            after.insert(number(&mut self.skus, source), list);
        }
        self.grow();
        after.retain(|&source, list| self.edges(source) != list.as_slice());
        let before: BTreeMap<u32, Vec<Edge>> =
            after.keys().map(|&source| (source, self.edges(source).to_vec())).collect();
        let count = |lists: &BTreeMap<u32, Vec<Edge>>| lists.values().map(Vec::len).sum::<usize>();
        self.relation_count = self.relation_count + count(&after) - count(&before);
        self.write_lists(after, |chunk: &mut Chunk| &mut chunk.edges);
        before
    }

    /// Brings the rankings up to date for the products touched.
    fn rank_changed(&mut self, before: &Snapshot, touched: &BTreeSet<u32>) {
        if touched.len() > self.product_count / 5 && touched.len() > 1_000 {
            return self.rank_all();
        }
        for &number in touched {
            let old = before.numbers().contains(&number).then(|| before.standing(number)).flatten();
            let new = self.standing(number);
            self.rankings.rerank(old, new, &self.skus);
        }
    }
}
