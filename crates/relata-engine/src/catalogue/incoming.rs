use std::sync::Arc;

use crate::Snapshot;
use crate::edge::{Edge, EdgeBlock};

/// Where stored relations come from: the sources of every target, ascending by number.
#[derive(Debug)]
pub(crate) struct Incoming {
    blocks: Vec<Arc<EdgeBlock>>,
    starts: Vec<u32>,
    relations: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    source: u32,
    /// Among all relations of the source.
    place: u32,
    kind: u32,
}

impl Incoming {
    /// The same as before, if no relation changed since.
    pub(crate) fn after(snapshot: &Snapshot, before: Option<Arc<Incoming>>) -> Arc<Incoming> {
        let is_same = |before: &Arc<Incoming>| {
            before.starts.len() == snapshot.numbers().len() + 1
                && before.blocks.iter().zip(snapshot.edge_blocks()).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        match before.filter(is_same) {
            Some(before) => before,
            None => Arc::new(Incoming::new(snapshot)),
        }
    }

    /// O(products + relations).
    fn new(snapshot: &Snapshot) -> Incoming {
        let mut starts = vec![0_u32; snapshot.numbers().len() + 1];
        for edge in snapshot.edge_blocks().flat_map(|block| block.edges()) {
            starts[edge.target as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut relations = vec![Entry { source: 0, place: 0, kind: 0 }; snapshot.relation_count()];
        for source in snapshot.numbers() {
            for (place, edge) in (0..).zip(snapshot.edges(source)) {
                let at = &mut free[edge.target as usize];
                relations[*at as usize] = Entry { source, place, kind: edge.kind };
                *at += 1;
            }
        }
        Incoming { blocks: snapshot.edge_blocks().cloned().collect(), starts, relations }
    }

    /// How many relations point to a product.
    pub(crate) fn count(&self, target: u32) -> usize {
        (self.starts[target as usize + 1] - self.starts[target as usize]) as usize
    }

    /// The sources of the relations that point to a product, with their types.
    pub(crate) fn sources(&self, target: u32) -> impl Iterator<Item = (u32, u32)> {
        self.entries(target).iter().map(|entry| (entry.source, entry.kind))
    }

    /// The relations that point to a product, with their sources.
    pub(crate) fn of<'s>(
        &self,
        snapshot: &'s Snapshot,
        target: u32,
    ) -> impl Iterator<Item = (u32, &'s Edge)> {
        let edge = |entry: &Entry| (entry.source, &snapshot.edges(entry.source)[entry.place as usize]);
        self.entries(target).iter().map(edge)
    }

    fn entries(&self, target: u32) -> &[Entry] {
        let (start, end) = (self.starts[target as usize], self.starts[target as usize + 1]);
        &self.relations[start as usize..end as usize]
    }
}
