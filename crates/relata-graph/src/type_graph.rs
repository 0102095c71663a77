use std::convert::Infallible;

use relata_model::CycleLaw;
use rustc_hash::FxHashMap;

use crate::adjacency::{Adjacency, Place};
use crate::edge::Context;
use crate::order_list::OrderList;
use crate::order_search::{Found, Move, OrderSearch};
use crate::{Edge, Verdict, check_edge};

/// All edges of one relation type in memory, for imports: checks and stores edges one by one.
///
/// It says the same as [`check_edge`] over the same edges, faster: it keeps a total order that all
/// edges respect, so that most edges are proven by comparing two numbers and the others by a
/// search in the stretch between their ends. Only where that search finds a circle are the paths
/// searched again for a shortest one that applies somewhere at some time. An edge whose circles
/// never apply as a whole is stored outside the order; each later edge looks at all of these, which
/// is cheap as long as they are few.
///
/// Nodes are dense numbers; they need not be announced. Takes 28 bytes an edge and 32 a node.
#[derive(Debug, Clone)]
pub struct TypeGraph {
    law: CycleLaw,
    visits_max: usize,
    edges: Adjacency,
    order: OrderList,
    search: OrderSearch,
    contexts: Vec<Context>,
    context_numbers: FxHashMap<Context, u32>,
    /// Edges that the order leaves out.
    outside: Vec<u32>,
}

/// An edge that could not be kept when two families became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostEdge {
    /// The edge as it would be now.
    pub edge: Edge<u32>,
    /// Why not.
    pub verdict: Verdict<u32>,
}

impl TypeGraph {
    /// A graph without edges under a law, whose searches make at most so many visits
    /// ([`relata_model::limits::CYCLE_VISITS_MAX`] unless there is a reason).
    pub fn new(law: CycleLaw, visits_max: usize) -> TypeGraph {
        TypeGraph {
            law,
            visits_max: visits_max.max(1),
            edges: Adjacency::default(),
            order: OrderList::new(),
            search: OrderSearch::default(),
            contexts: vec![Context::default()],
            context_numbers: FxHashMap::from_iter([(Context::default(), 0)]),
            outside: Vec::new(),
        }
    }

    /// How many edges it holds.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether it holds no edge.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says whether an edge may be added.
    ///
    /// Exclusive for the sake of the memory that searches use; the edges stay as they are.
    pub fn check(&mut self, edge: &Edge<u32>) -> Verdict<u32> {
        self.judge(edge).0
    }

    /// Adds an edge if its law allows it; otherwise nothing changes.
    ///
    /// The same edge may be added several times and counts as often.
    pub fn add_edge(&mut self, edge: &Edge<u32>) -> Verdict<u32> {
        let (verdict, place) = self.judge(edge);
        if verdict.is_sound() {
            self.store(edge, place);
        }
        verdict
    }

    /// Takes an edge out, once; says whether it was there. The order stays as it is: O(list).
    pub fn remove_edge(&mut self, edge: &Edge<u32>) -> bool {
        let Some(&context) = self.context_numbers.get(&edge.context()) else { return false };
        let matches = |at: &u32| {
            let stored = self.edges.get(*at);
            stored.target == edge.target && stored.context() == context
        };
        let Some(at) = self.edges.out(edge.source).find(matches) else { return false };
        self.take_out(at);
        true
    }

    /// Moves all edges of one family to another, as when a product becomes a variant.
    ///
    /// Edges between the two, and edges that would close a circle now, are gone and are returned,
    /// without the segments of their scopes, which circles ignore.
    pub fn merge(&mut self, gone: u32, into: u32) -> Vec<LostEdge> {
        if gone == into {
            return Vec::new();
        }
        let mut moved: Vec<u32> = self.edges.out(gone).chain(self.edges.entering(gone)).collect();
        moved.sort_unstable();
        moved.dedup();
        let moved: Vec<Edge<u32>> = moved.into_iter().map(|at| self.take_out(at)).collect();
        let renamed = |node| if node == gone { into } else { node };
        let mut lost = Vec::new();
        for mut edge in moved {
            (edge.source, edge.target) = (renamed(edge.source), renamed(edge.target));
            let verdict = match edge.source == edge.target {
                true => Verdict::Cycle(vec![into, into]),
                false => self.add_edge(&edge),
            };
            if !verdict.is_sound() {
                lost.push(LostEdge { edge, verdict });
            }
        }
        lost
    }

    /// The edges that leave a node, the newest first. Their scopes are without segments, which
    /// circles ignore.
    pub fn edges_from(&self, node: u32) -> impl Iterator<Item = Edge<u32>> {
        self.edges.out(node).map(|at| self.edge(at))
    }

    fn edge(&self, at: u32) -> Edge<u32> {
        let stored = self.edges.get(at);
        let context = &self.contexts[stored.context() as usize];
        Edge {
            source: stored.source,
            target: stored.target,
            scope: context.scope().clone(),
            window: context.window(),
        }
    }

    fn take_out(&mut self, at: u32) -> Edge<u32> {
        let edge = self.edge(at);
        if self.edges.get(at).place() == Place::Outside {
            self.outside.retain(|outside| *outside != at);
        }
        self.edges.remove(at);
        edge
    }

    fn store(&mut self, edge: &Edge<u32>, place: Placing) {
        self.grow(edge);
        let context = self.context_number(edge.context());
        let place = match place {
            Placing::Unordered => Place::InOrder,
            Placing::Outside => Place::Outside,
            Placing::Ordered(moves) => {
                match moves {
                    Move::Nothing => {}
                    Move::After(node, moved) => self.order.move_after(node, &moved),
                    Move::Before(node, moved) => self.order.move_before(node, &moved),
                }
                Place::InOrder
            }
        };
        let at = self.edges.add(edge.source, edge.target, context, place);
        if place == Place::Outside {
            self.outside.push(at);
        }
    }

    fn grow(&mut self, edge: &Edge<u32>) {
        let nodes = edge.source.max(edge.target) as usize + 1;
        self.edges.grow(nodes);
        if self.law.refuses_cycles() {
            self.order.grow(nodes);
        }
    }

    fn context_number(&mut self, context: Context) -> u32 {
        if context.is_everywhere() {
            return 0;
        }
        *self.context_numbers.entry(context).or_insert_with_key(|context| {
            self.contexts.push(context.clone());
            self.contexts.len() as u32 - 1
        })
    }

    /// The verdict on an edge and where it would be stored.
    fn judge(&mut self, edge: &Edge<u32>) -> (Verdict<u32>, Placing) {
        if !self.law.refuses_cycles() {
            return (Verdict::Sound, Placing::Unordered);
        }
        if edge.source == edge.target {
            return (Verdict::Cycle(vec![edge.source, edge.source]), Placing::Outside);
        }
        self.grow(edge);
        match self.find_in_order(edge) {
            Found::Bound => (Verdict::Unproven, Placing::Outside),
            Found::Open(moves) if self.outside_can_close(edge) => {
                (self.search_paths(edge, u64::MAX), Placing::Ordered(moves))
            }
            Found::Open(moves) => (Verdict::Sound, Placing::Ordered(moves)),
            Found::Circle(found) => (self.judge_circle(edge, found), Placing::Outside),
        }
    }

    fn find_in_order(&mut self, edge: &Edge<u32>) -> Found {
        if self.order.label(edge.source) < self.order.label(edge.target) {
            return Found::Open(Move::Nothing);
        }
        self.search.run(&self.edges, &self.order, (edge.source, edge.target), self.visits_max)
    }

    /// Whether a circle through the edge could use an edge outside the order.
    ///
    /// Such a circle leaves the order's direction: it reaches some outside edge that begins at or
    /// behind the new edge's target, and comes from one that ends at or before its source.
    fn outside_can_close(&self, edge: &Edge<u32>) -> bool {
        let context = edge.context();
        let (first, last) = (self.order.label(edge.target), self.order.label(edge.source));
        let (mut reached, mut left) = (false, false);
        for &at in &self.outside {
            let outside = self.edges.get(at);
            if self.contexts[outside.context() as usize].intersection(&context).is_some() {
                reached |= first <= self.order.label(outside.source);
                left |= self.order.label(outside.target) <= last;
            }
            if reached && left {
                return true;
            }
        }
        false
    }

    /// Whether the circle that was found counts, and the shortest one that does.
    fn judge_circle(&self, edge: &Edge<u32>, found: Vec<u32>) -> Verdict<u32> {
        // Without outside edges every way back stays between the two ends in the order.
        let last = if self.outside.is_empty() { self.order.label(edge.source) } else { u64::MAX };
        match self.search_paths(edge, last) {
            // The circle is real wherever contexts play no part, though a shorter one may exist.
            Verdict::Unproven if self.law == CycleLaw::Strict || self.is_everywhere(edge) => {
                Verdict::Cycle(found)
            }
            verdict => verdict,
        }
    }

    fn is_everywhere(&self, edge: &Edge<u32>) -> bool {
        self.contexts.len() == 1 && edge.context().is_everywhere()
    }

    /// Searches path by path, up to a place in the order.
    fn search_paths(&self, edge: &Edge<u32>, last: u64) -> Verdict<u32> {
        let neighbours = |frontier: &[u32]| -> Result<Vec<Edge<u32>>, Infallible> {
            let leaving = frontier.iter().flat_map(|&node| self.edges_from(node));
            Ok(leaving.filter(|edge| self.order.label(edge.target) <= last).collect())
        };
        match check_edge(self.law, edge, neighbours, self.visits_max) {
            Ok(verdict) => verdict,
            Err(never) => match never {},
        }
    }
}

/// Where an edge is stored.
enum Placing {
    /// In a graph without an order.
    Unordered,
    /// Outside the order.
    Outside,
    /// In the order, after these moves.
    Ordered(Move),
}
