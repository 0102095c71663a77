use relata_model::RelationId;

/// A relation as the index keeps it: 32 bytes, two in a cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) id: RelationId,
    pub(crate) weight: f64,
    pub(crate) target: u32,
    pub(crate) position: u32,
    /// The number of its terms.
    pub(crate) terms: u32,
    /// The code of its type.
    pub(crate) kind: u32,
}

impl Edge {
    /// The number of a relation that is not stored: a rule makes it.
    pub(crate) const DERIVED: RelationId = RelationId(0);
}

/// Products per block of edges. Smaller than a chunk, because one changed list copies its block.
pub(crate) const EDGE_BLOCK: usize = 256;

/// The edges of neighbouring products, one list after the other (compressed sparse rows).
/// Each list is ordered by type, then in served order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EdgeBlock {
    /// Where each product's list starts, and where the last one ends; empty without any edge.
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

impl EdgeBlock {
    /// All edges of a product, by its place in the block.
    pub(crate) fn list(&self, place: usize) -> &[Edge] {
        match self.starts.get(place..place + 2) {
            Some(&[start, end]) => &self.edges[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The block with other lists at some places, which are ascending and distinct.
    /// O(edges of the block), however many lists change.
    pub(crate) fn with_lists(&self, lists: &[(usize, Vec<Edge>)]) -> EdgeBlock {
        let mut next = EdgeBlock { starts: Vec::with_capacity(EDGE_BLOCK + 1), edges: Vec::new() };
        let added: usize = lists.iter().map(|(_, list)| list.len()).sum();
        next.edges.reserve_exact(added + self.edges.len());
        let mut lists = lists.iter().peekable();
        for place in 0..EDGE_BLOCK {
            next.starts.push(next.edges.len() as u32);
            match lists.next_if(|(changed, _)| *changed == place) {
                Some((_, list)) => next.edges.extend_from_slice(list),
                None => next.edges.extend_from_slice(self.list(place)),
            }
        }
        next.starts.push(next.edges.len() as u32);
        if next.edges.is_empty() {
            return EdgeBlock::default();
        }
        next.edges.shrink_to_fit();
        next
    }

    pub(crate) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    pub(crate) fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.edges.capacity() * size_of::<Edge>()
    }
}

/// The part of a product's list that is of one type.
pub(crate) fn of_kind(list: &[Edge], kind: u32) -> &[Edge] {
    let start = list.partition_point(|edge| edge.kind < kind);
    let len = list[start..].partition_point(|edge| edge.kind == kind);
    &list[start..start + len]
}
