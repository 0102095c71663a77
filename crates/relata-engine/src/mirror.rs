use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Snapshot;
use crate::edge::Edge;
use crate::terms::Terms;

/// Relations of symmetric types and of types with an inverse, seen from their targets.
impl Snapshot {
    /// What the target of a relation shows in return, if anything: its list entries.
    fn turned(&mut self, source: u32, edge: Edge) -> Vec<Edge> {
        let setup = self.setup.clone();
        let mut terms = edge.terms;
        let mut turned = Vec::new();
        for kind in setup.mirrors_of(edge.kind) {
            if turned.is_empty() && self.words.terms.value(terms).pin != Terms::UNPINNED {
                let unpinned = Arc::new(self.words.terms.value(terms).unpinned());
                terms = Arc::make_mut(&mut self.words).terms.intern(&unpinned);
            }
            turned.push(Edge { kind, target: source, terms, ..edge });
        }
        turned
    }

    /// By type, then by the SKU of the product that points here.
    fn sort_mirrors(&self, list: &mut [Edge]) {
        list.sort_by(|a, b| {
            a.kind
                .cmp(&b.kind)
                .then_with(|| self.sku(a.target).cmp(self.sku(b.target)))
                .then_with(|| (a.position, a.id).cmp(&(b.position, b.id)))
        });
    }

    /// Turns all relations round afresh.
    pub(crate) fn mirror_all(&mut self) {
        for chunk in 0..self.chunks.len() {
            if self.chunks[chunk].mirrors.iter().any(|block| !block.edges().is_empty()) {
                self.chunk_mut(chunk).mirrors.fill(Arc::default());
            }
        }
        if self.setup.mirrors().is_empty() {
            return;
        }
        let mut lists: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
        for source in self.numbers() {
            for place in 0..self.edges(source).len() {
                let edge = self.edges(source)[place];
                for turned in self.turned(source, edge) {
                    lists.entry(edge.target).or_default().push(turned);
                }
            }
        }
        self.write_mirrors(lists);
    }

    /// Brings the other side up to date after the lists of some sources changed, of which the
    /// edges before are given.
    pub(crate) fn mirror_changed(&mut self, before: &BTreeMap<u32, Vec<Edge>>) {
        let setup = self.setup.clone();
        if setup.mirrors().is_empty() {
            return;
        }
        let is_mirrored = |edge: &&Edge| setup.mirrors_of(edge.kind).next().is_some();
        let mut lists: BTreeMap<u32, Vec<Edge>> = BTreeMap::new();
        for edge in before.values().flatten().filter(is_mirrored) {
            lists.entry(edge.target).or_default();
        }
        for &source in before.keys() {
            for place in 0..self.edges(source).len() {
                let edge = self.edges(source)[place];
                for turned in self.turned(source, edge) {
                    lists.entry(edge.target).or_default().push(turned);
                }
            }
        }
        for (&target, list) in &mut lists {
            list.extend(self.mirrors(target).iter().filter(|edge| !before.contains_key(&edge.target)));
        }
        self.write_mirrors(lists);
    }

    fn write_mirrors(&mut self, mut lists: BTreeMap<u32, Vec<Edge>>) {
        lists.values_mut().for_each(|list| self.sort_mirrors(list));
        self.write_lists(lists, |chunk| &mut chunk.mirrors);
    }
}
