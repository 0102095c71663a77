//! Random graphs against a plain oracle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::convert::Infallible;

use relata_graph::{Edge, TypeGraph, Verdict, check_edge, mutual_pairs, shortest_circle, strongly_connected};
use relata_model::CycleLaw;
use relata_model::limits::CYCLE_VISITS_MAX;

/// Small random numbers (splitmix64) from a seed that a failure can name.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// Checks an edge against a list of edges by the search that asks its caller.
pub(crate) fn ask(law: CycleLaw, stored: &[Edge<u32>], edge: &Edge<u32>, visits_max: usize) -> Verdict<u32> {
    let neighbours = |frontier: &[u32]| -> Result<Vec<Edge<u32>>, Infallible> {
        let distinct: BTreeSet<u32> = frontier.iter().copied().collect();
        assert_eq!(distinct.len(), frontier.len(), "a frontier names a node once");
        Ok(stored.iter().filter(|edge| distinct.contains(&edge.source)).cloned().collect())
    };
    check_edge(law, edge, neighbours, visits_max).unwrap_or_else(|never| match never {})
}

/// Edges of the shortest way, by plain breadth first.
pub(crate) fn distance(edges: &[(u32, u32)], from: u32, to: u32) -> Option<usize> {
    let mut steps = BTreeMap::from([(from, 0)]);
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        for &(_, next) in edges.iter().filter(|(source, _)| *source == node) {
            if !steps.contains_key(&next) {
                steps.insert(next, steps[&node] + 1);
                queue.push_back(next);
            }
        }
    }
    steps.get(&to).copied()
}

/// That a refusal is right: its path is real and none is shorter.
pub(crate) fn assert_shortest(path: &[u32], stored: &[(u32, u32)], (source, target): (u32, u32)) {
    assert_eq!(path[..2], [source, target], "{path:?}");
    assert_eq!(path.last(), Some(&source));
    for step in path[1..].windows(2) {
        assert!(stored.contains(&(step[0], step[1])), "{path:?} uses {step:?}");
    }
    assert_eq!(distance(stored, target, source), Some(path.len() - 2), "{path:?} in {stored:?}");
}

#[test]
fn random_edge_sequences_with_removals_agree_with_breadth_first_search() {
    for seed in 0..3_000 {
        let mut random = Random(seed);
        let nodes = 2 + random.below(14);
        let law = if seed % 2 == 0 { CycleLaw::Strict } else { CycleLaw::Order };
        let mut graph = TypeGraph::new(law, CYCLE_VISITS_MAX);
        let mut stored: Vec<(u32, u32)> = Vec::new();
        for _ in 0..random.below(60) {
            if !stored.is_empty() && random.below(6) == 0 {
                let (source, target) = stored.swap_remove(random.below(stored.len() as u64) as usize);
                assert!(graph.remove_edge(&Edge::everywhere(source, target)));
                continue;
            }
            let pair = (random.below(nodes) as u32, random.below(nodes) as u32);
            let edge = Edge::everywhere(pair.0, pair.1);
            let edges: Vec<Edge<u32>> = stored.iter().map(|&(a, b)| Edge::everywhere(a, b)).collect();
            let asked = ask(law, &edges, &edge, CYCLE_VISITS_MAX);
            let verdict = graph.add_edge(&edge);
            assert_eq!(asked.is_sound(), verdict.is_sound(), "seed {seed}: {edge:?} onto {stored:?}");
            assert_eq!(verdict.is_sound(), distance(&stored, pair.1, pair.0).is_none(), "seed {seed}");
            for verdict in [asked, verdict] {
                match verdict {
                    Verdict::Cycle(path) if pair.0 != pair.1 => assert_shortest(&path, &stored, pair),
                    Verdict::Cycle(path) => assert_eq!(path, [pair.0, pair.0]),
                    Verdict::Sound => {}
                    Verdict::Unproven => panic!("seed {seed}: the bound is far away"),
                }
            }
            if distance(&stored, pair.1, pair.0).is_none() {
                stored.push(pair);
            }
            assert_eq!(graph.len(), stored.len());
        }
    }
}

#[test]
fn groups_are_the_nodes_that_reach_each_other() {
    for seed in 0..2_000 {
        let mut random = Random(seed);
        let nodes = 1 + random.below(10) as u32;
        let edges: Vec<(u32, u32)> = (0..random.below(25))
            .map(|_| (random.below(nodes.into()) as u32, random.below(nodes.into()) as u32))
            .collect();
        let mut expected: BTreeSet<Vec<u32>> = BTreeSet::new();
        for node in 0..nodes {
            let both = |other: &u32| {
                distance(&edges, node, *other).is_some() && distance(&edges, *other, node).is_some()
            };
            let group: Vec<u32> = (0..nodes).filter(both).collect();
            if group.len() > 1 {
                expected.insert(group);
            }
        }
        let groups = strongly_connected(nodes, &edges);
        assert_eq!(groups, expected.into_iter().collect::<Vec<_>>(), "seed {seed}: {edges:?}");
        for group in groups {
            let path = shortest_circle(group[0], &edges).expect("a group has a circle through each node");
            assert_eq!((path[0], *path.last().unwrap()), (group[0], group[0]));
            assert!(path.windows(2).all(|step| edges.contains(&(step[0], step[1]))));
        }
        for (a, b) in mutual_pairs(&edges) {
            assert!(a < b && edges.contains(&(a, b)) && edges.contains(&(b, a)));
        }
    }
}

#[test]
fn merging_families_keeps_what_the_law_allows() {
    for seed in 0..2_000 {
        let mut random = Random(seed);
        let mut graph = TypeGraph::new(CycleLaw::Strict, CYCLE_VISITS_MAX);
        let mut stored: Vec<(u32, u32)> = Vec::new();
        for _ in 0..random.below(20) {
            let pair = (random.below(8) as u32, random.below(8) as u32);
            if graph.add_edge(&Edge::everywhere(pair.0, pair.1)).is_sound() {
                stored.push(pair);
            }
        }
        let (gone, into) = (random.below(8) as u32, random.below(8) as u32);
        let lost = graph.merge(gone, into);
        if gone == into {
            assert!(lost.is_empty());
            continue;
        }
        let renamed = |node| if node == gone { into } else { node };
        let mut kept: Vec<(u32, u32)> = stored.iter().map(|&(a, b)| (renamed(a), renamed(b))).collect();
        for lost in &lost {
            let Verdict::Cycle(path) = &lost.verdict else { panic!("seed {seed}: {lost:?}") };
            assert_eq!(path[..2], [lost.edge.source, lost.edge.target]);
            let at = kept.iter().position(|pair| *pair == (lost.edge.source, lost.edge.target)).unwrap();
            kept.swap_remove(at);
        }
        let mut left: Vec<(u32, u32)> =
            (0..8).flat_map(|node| graph.edges_from(node)).map(|edge| (edge.source, edge.target)).collect();
        left.sort_unstable();
        kept.sort_unstable();
        assert_eq!(left, kept, "seed {seed}");
        assert!(strongly_connected(8, &left).is_empty());
        assert!(left.iter().all(|(a, b)| a != b && *a != gone && *b != gone));
    }
}
