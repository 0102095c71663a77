//! Every directed graph on four nodes, self loops included, taken edge by edge.

use relata_graph::{Edge, TypeGraph, Verdict, strongly_connected};
use relata_model::CycleLaw;
use relata_model::limits::CYCLE_VISITS_MAX;

use crate::random_graph::{Random, ask, assert_shortest};

/// Which nodes reach which, over at least one edge, as a bit each: Warshall's closure.
fn closure(edges: &[(u32, u32)]) -> u16 {
    let mut reach = edges.iter().fold(0_u16, |bits, &(a, b)| bits | bit(a, b));
    for via in 0..4 {
        for a in 0..4 {
            for b in 0..4 {
                if reach & bit(a, via) != 0 && reach & bit(via, b) != 0 {
                    reach |= bit(a, b);
                }
            }
        }
    }
    reach
}

fn bit(a: u32, b: u32) -> u16 {
    1 << (a * 4 + b)
}

#[test]
fn none_of_all_65_536_graphs_ever_stores_a_circle() {
    let mut refused = 0;
    for bits in 0..=u16::MAX {
        let mut edges: Vec<(u32, u32)> =
            (0..16).filter(|at| bits >> at & 1 == 1).map(|at| (at / 4, at % 4)).collect();
        let mut random = Random(bits.into());
        for at in (1..edges.len()).rev() {
            edges.swap(at, random.below(at as u64 + 1) as usize);
        }
        let mut graph = TypeGraph::new(CycleLaw::Strict, CYCLE_VISITS_MAX);
        let mut stored: Vec<(u32, u32)> = Vec::new();
        for pair in edges {
            let edge = Edge::everywhere(pair.0, pair.1);
            let closes = pair.0 == pair.1 || closure(&stored) & bit(pair.1, pair.0) != 0;
            let before: Vec<Edge<u32>> = stored.iter().map(|&(a, b)| Edge::everywhere(a, b)).collect();
            for verdict in [ask(CycleLaw::Order, &before, &edge, CYCLE_VISITS_MAX), graph.add_edge(&edge)] {
                match verdict {
                    Verdict::Sound => assert!(!closes, "{pair:?} onto {stored:?}"),
                    Verdict::Cycle(path) if pair.0 == pair.1 => assert_eq!(path, [pair.0, pair.0]),
                    Verdict::Cycle(path) => {
                        refused += 1;
                        assert_shortest(&path, &stored, pair);
                    }
                    Verdict::Unproven => panic!("four nodes are within every bound"),
                }
            }
            if !closes {
                stored.push(pair);
            }
        }
        assert_eq!(graph.len(), stored.len());
        assert!(strongly_connected(4, &stored).is_empty(), "{stored:?}");
        assert_eq!(closure(&stored) & 0b1000_0100_0010_0001, 0, "{stored:?}");
    }
    assert!(refused > 65_536, "most graphs have circles, {refused} edges were refused");
}

#[test]
fn other_laws_refuse_nothing() {
    for law in [CycleLaw::Warn, CycleLaw::Free] {
        let mut graph = TypeGraph::new(law, CYCLE_VISITS_MAX);
        for (a, b) in [(0, 1), (1, 0), (1, 1), (0, 1)] {
            assert_eq!(graph.add_edge(&Edge::everywhere(a, b)), Verdict::Sound);
            assert_eq!(ask(law, &[Edge::everywhere(1, 0)], &Edge::everywhere(a, b), 1), Verdict::Sound);
        }
        assert_eq!(graph.len(), 4);
        assert!(graph.remove_edge(&Edge::everywhere(0, 1)));
        assert!(graph.remove_edge(&Edge::everywhere(0, 1)));
        assert!(!graph.remove_edge(&Edge::everywhere(0, 1)));
    }
}

#[test]
fn a_search_that_meets_its_bound_says_so() {
    let fan: Vec<Edge<u32>> =
        (1..40).flat_map(|to| [Edge::everywhere(0, to), Edge::everywhere(to, to + 40)]).collect();
    let back = Edge::everywhere(90, 0);
    assert_eq!(ask(CycleLaw::Strict, &fan, &back, 10), Verdict::Unproven);
    assert_eq!(ask(CycleLaw::Strict, &fan, &back, 79), Verdict::Sound);
    assert_eq!(ask(CycleLaw::Strict, &fan, &back, 78), Verdict::Unproven);

    // In memory both sides are searched: a wide way down from 0 and a wide way up from 200.
    let mut graph = TypeGraph::new(CycleLaw::Strict, 20);
    for to in 1..40 {
        graph.add_edge(&Edge::everywhere(0, to));
        graph.add_edge(&Edge::everywhere(to, 40));
        graph.add_edge(&Edge::everywhere(100 + to, 200));
        graph.add_edge(&Edge::everywhere(100, 100 + to));
    }
    let edges = graph.len();
    assert_eq!(graph.add_edge(&Edge::everywhere(200, 0)), Verdict::Unproven);
    assert_eq!(graph.len(), edges);
}
