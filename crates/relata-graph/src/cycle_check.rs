use std::hash::Hash;

use relata_model::CycleLaw;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::edge::Context;
use crate::{Edge, Verdict};

/// Says whether an edge may be added to a graph that lies elsewhere, such as in a database.
///
/// The search goes breadth first from the edge's target towards its source. `neighbours` gets one
/// whole frontier of distinct nodes and answers with the stored edges that leave any of them, so
/// that a frontier costs one query; edges that are about to be replaced have to be left out by it.
///
/// * `strict`: any circle counts.
/// * `order`: a circle counts if some channel, locale and moment is common to all its edges. The
///   search carries what the path has in common; a node is visited again only under a context
///   that no earlier visit covers.
/// * `warn`, `free`: always sound, nothing is asked.
///
/// A visit is a node under a context. The search makes at most `visits_max` of them and then says
/// [`Verdict::Unproven`]. Time and memory are bounded by the visits and the edges that leave them.
/// Among circles of the same length the one found first, in the order of the answers, is named.
///
/// # Errors
///
/// Those of `neighbours`, unchanged.
pub fn check_edge<N, E>(
    law: CycleLaw,
    edge: &Edge<N>,
    mut neighbours: impl FnMut(&[N]) -> Result<Vec<Edge<N>>, E>,
    visits_max: usize,
) -> Result<Verdict<N>, E>
where
    N: Clone + Eq + Hash,
{
    if !law.refuses_cycles() {
        return Ok(Verdict::Sound);
    }
    if edge.source == edge.target {
        return Ok(Verdict::Cycle(vec![edge.source.clone(), edge.source.clone()]));
    }
    let mut search = Search::new(law, edge, visits_max);
    while !search.frontier.is_empty() {
        let nodes = search.frontier_nodes();
        let leaving = by_source(neighbours(&nodes)?);
        if let Some(verdict) = search.advance(&leaving) {
            return Ok(verdict);
        }
    }
    Ok(Verdict::Sound)
}

/// A node reached under a context, and the visit that it was reached from.
struct Visit<N> {
    node: N,
    context: Context,
    from: Option<usize>,
}

struct Search<'a, N> {
    law: CycleLaw,
    goal: &'a N,
    visits: Vec<Visit<N>>,
    /// The visits of each node, none of which covers a later one.
    seen: FxHashMap<N, Vec<usize>>,
    frontier: Vec<usize>,
    visits_max: usize,
}

impl<'a, N: Clone + Eq + Hash> Search<'a, N> {
    fn new(law: CycleLaw, edge: &'a Edge<N>, visits_max: usize) -> Search<'a, N> {
        let mut search = Search {
            law,
            goal: &edge.source,
            visits: Vec::new(),
            seen: FxHashMap::default(),
            frontier: Vec::new(),
            visits_max: visits_max.max(1),
        };
        let context = search.context_of(edge);
        let first = search.visit(edge.target.clone(), context, None);
        search.frontier.extend(first);
        search
    }

    /// The context that matters under the law: none for `strict`.
    fn context_of(&self, edge: &Edge<N>) -> Context {
        if self.law == CycleLaw::Strict { Context::default() } else { edge.context() }
    }

    fn frontier_nodes(&self) -> Vec<N> {
        let mut distinct = FxHashSet::default();
        self.frontier
            .iter()
            .map(|&at| &self.visits[at].node)
            .filter(|node| distinct.insert(*node))
            .cloned()
            .collect()
    }

    /// Notes a visit unless an earlier one covers it.
    fn visit(&mut self, node: N, context: Context, from: Option<usize>) -> Option<usize> {
        let earlier = self.seen.entry(node.clone()).or_default();
        if earlier.iter().any(|&at| self.visits[at].context.covers(&context)) {
            return None;
        }
        let at = self.visits.len();
        earlier.push(at);
        self.visits.push(Visit { node, context, from });
        Some(at)
    }

    /// Goes one edge further from the whole frontier.
    fn advance(&mut self, leaving: &FxHashMap<N, Vec<Edge<N>>>) -> Option<Verdict<N>> {
        let mut next = Vec::new();
        for at in std::mem::take(&mut self.frontier) {
            let Some(edges) = leaving.get(&self.visits[at].node) else { continue };
            for edge in edges {
                let Some(context) = self.visits[at].context.intersection(&self.context_of(edge)) else {
                    continue;
                };
                if edge.target == *self.goal {
                    return Some(Verdict::Cycle(self.path(at)));
                }
                let Some(visit) = self.visit(edge.target.clone(), context, Some(at)) else { continue };
                if self.visits.len() > self.visits_max {
                    return Some(Verdict::Unproven);
                }
                next.push(visit);
            }
        }
        self.frontier = next;
        None
    }

    /// The circle whose last node before the goal was reached by a visit.
    fn path(&self, last: usize) -> Vec<N> {
        let mut path = vec![self.goal.clone()];
        let mut at = Some(last);
        while let Some(visit) = at.map(|at| &self.visits[at]) {
            path.push(visit.node.clone());
            at = visit.from;
        }
        path.push(self.goal.clone());
        path.reverse();
        path
    }
}

fn by_source<N: Clone + Eq + Hash>(edges: Vec<Edge<N>>) -> FxHashMap<N, Vec<Edge<N>>> {
    let mut grouped: FxHashMap<N, Vec<Edge<N>>> = FxHashMap::default();
    for edge in edges {
        grouped.entry(edge.source.clone()).or_default().push(edge);
    }
    grouped
}
