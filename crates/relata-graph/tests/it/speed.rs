//! A guard against quadratic work; the times themselves are measured by `relata bench`.

use std::time::Instant;

use relata_graph::{Edge, TypeGraph, Verdict};
use relata_model::CycleLaw;
use relata_model::limits::CYCLE_VISITS_MAX;

use crate::random_graph::Random;

/// Inserts a random graph without circles, its hidden order shuffled over the node numbers.
fn insert_random(nodes: u32, edges: usize, seed: u64) -> (TypeGraph, Vec<u64>) {
    let mut random = Random(seed);
    let mut rank: Vec<u32> = (0..nodes).collect();
    for at in (1..rank.len()).rev() {
        rank.swap(at, random.below(at as u64 + 1) as usize);
    }
    let mut graph = TypeGraph::new(CycleLaw::Order, CYCLE_VISITS_MAX);
    let mut nanos = Vec::with_capacity(edges);
    while nanos.len() < edges {
        let (a, b) = (random.below(nodes.into()) as usize, random.below(nodes.into()) as usize);
        if a == b {
            continue;
        }
        let edge = Edge::everywhere(rank[a.min(b)], rank[a.max(b)]);
        let start = Instant::now();
        assert_eq!(graph.add_edge(&edge), Verdict::Sound, "{edge:?}");
        nanos.push(start.elapsed().as_nanos() as u64);
    }
    (graph, nanos)
}

#[test]
fn a_large_random_graph_is_taken_edge_by_edge() {
    let edges = if cfg!(debug_assertions) { 60_000 } else { 1_000_000 };
    for nodes_per_edge in [1.0, 0.3, 0.1] {
        let (graph, mut nanos) = insert_random((edges as f64 * nodes_per_edge) as u32, edges, 7);
        assert_eq!(graph.len(), edges);
        nanos.sort_unstable();
        let p99 = nanos[edges / 100 * 99] / 1_000;
        assert!(p99 < 10_000, "p99 of {p99} us");
    }
}

#[test]
fn a_chain_is_cheap_from_either_end_and_closing_it_names_it() {
    let length = 30_000;
    for backwards in [false, true] {
        let mut graph = TypeGraph::new(CycleLaw::Strict, CYCLE_VISITS_MAX);
        for step in 0..length {
            let at = if backwards { length - 1 - step } else { step };
            assert_eq!(graph.add_edge(&Edge::everywhere(at, at + 1)), Verdict::Sound);
        }
        let Verdict::Cycle(path) = graph.check(&Edge::everywhere(length, 0)) else {
            panic!("the chain closes")
        };
        assert_eq!(path.len() as u32, length + 2);
    }
}
