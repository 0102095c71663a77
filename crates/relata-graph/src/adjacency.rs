/// The end of a chain.
pub(crate) const NONE: u32 = u32::MAX;

/// The stored edges of one type: a pool of 28-byte records, chained by source and by target.
///
/// Adding is O(1); removing is O(1) once the record is known, and finding it takes the length of
/// the source's list. Freed records are used again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Adjacency {
    edges: Vec<Stored>,
    free: Vec<u32>,
    first_out: Vec<u32>,
    first_in: Vec<u32>,
}

/// One stored edge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    pub(crate) source: u32,
    pub(crate) target: u32,
    /// The number of its context, and in the top bit whether the order leaves it out.
    tagged_context: u32,
    next_out: u32,
    before_out: u32,
    next_in: u32,
    before_in: u32,
}

const OUTSIDE: u32 = 1 << 31;

/// Whether the total order of the graph has to respect an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Its source stands before its target.
    InOrder,
    /// It closes a circle that never applies as a whole, so no order can respect it.
    Outside,
}

impl Stored {
    pub(crate) fn context(&self) -> u32 {
        self.tagged_context & !OUTSIDE
    }

    pub(crate) fn place(&self) -> Place {
        if self.tagged_context & OUTSIDE == 0 { Place::InOrder } else { Place::Outside }
    }

    pub(crate) fn next_out(&self) -> u32 {
        self.next_out
    }

    pub(crate) fn next_in(&self) -> u32 {
        self.next_in
    }
}

impl Adjacency {
    pub(crate) fn grow(&mut self, nodes: usize) {
        if nodes > self.first_out.len() {
            self.first_out.resize(nodes, NONE);
            self.first_in.resize(nodes, NONE);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.edges.len() - self.free.len()
    }

    pub(crate) fn get(&self, edge: u32) -> &Stored {
        &self.edges[edge as usize]
    }

    pub(crate) fn first_out(&self, node: u32) -> u32 {
        self.first_out.get(node as usize).copied().unwrap_or(NONE)
    }

    pub(crate) fn first_in(&self, node: u32) -> u32 {
        self.first_in.get(node as usize).copied().unwrap_or(NONE)
    }

    /// The edges that leave a node, the newest first.
    pub(crate) fn out(&self, node: u32) -> impl Iterator<Item = u32> {
        self.chain(self.first_out(node), Stored::next_out)
    }

    /// The edges that enter a node, the newest first.
    pub(crate) fn entering(&self, node: u32) -> impl Iterator<Item = u32> {
        self.chain(self.first_in(node), Stored::next_in)
    }

    fn chain(&self, first: u32, next: fn(&Stored) -> u32) -> impl Iterator<Item = u32> {
        let step = move |edge: &u32| Some(next(self.get(*edge))).filter(|next| *next != NONE);
        std::iter::successors(Some(first).filter(|first| *first != NONE), step)
    }

    /// Stores an edge between nodes that are known.
    pub(crate) fn add(&mut self, source: u32, target: u32, context: u32, place: Place) -> u32 {
        let (next_out, next_in) = (self.first_out[source as usize], self.first_in[target as usize]);
        let tag = if place == Place::Outside { OUTSIDE } else { 0 };
        let stored = Stored {
            source,
            target,
            tagged_context: context | tag,
            next_out,
            before_out: NONE,
            next_in,
            before_in: NONE,
        };
        let edge = self.store(stored);
        if next_out != NONE {
            self.edges[next_out as usize].before_out = edge;
        }
        if next_in != NONE {
            self.edges[next_in as usize].before_in = edge;
        }
        self.first_out[source as usize] = edge;
        self.first_in[target as usize] = edge;
        edge
    }

    fn store(&mut self, stored: Stored) -> u32 {
        if let Some(edge) = self.free.pop() {
            self.edges[edge as usize] = stored;
            return edge;
        }
        self.edges.push(stored);
        self.edges.len() as u32 - 1
    }

    /// Takes an edge out.
    pub(crate) fn remove(&mut self, edge: u32) {
        let gone = self.edges[edge as usize];
        match gone.before_out {
            NONE => self.first_out[gone.source as usize] = gone.next_out,
            before => self.edges[before as usize].next_out = gone.next_out,
        }
        if gone.next_out != NONE {
            self.edges[gone.next_out as usize].before_out = gone.before_out;
        }
        match gone.before_in {
            NONE => self.first_in[gone.target as usize] = gone.next_in,
            before => self.edges[before as usize].next_in = gone.next_in,
        }
        if gone.next_in != NONE {
            self.edges[gone.next_in as usize].before_in = gone.before_in;
        }
        self.free.push(edge);
    }
}
