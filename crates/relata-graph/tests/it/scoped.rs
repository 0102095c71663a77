//! Circles of `order` types under scopes and windows against every combination of place and time.

use relata_graph::{Edge, TypeGraph, Verdict};
use relata_model::limits::CYCLE_VISITS_MAX;
use relata_model::{ChannelCode, CycleLaw, Locale, Scope, SegmentCode, Timestamp, Window};

use crate::random_graph::{Random, ask, distance};

const CHANNELS: [&str; 3] = ["web", "app", "store"];
const LOCALES: [&str; 4] = ["de", "de-AT", "de-CH", "en"];
const MOMENTS: i64 = 6;

fn random_edge(random: &mut Random, nodes: u64) -> Edge<u32> {
    let (source, target) = (random.below(nodes) as u32, random.below(nodes) as u32);
    let mut edge = Edge::everywhere(source, target);
    if random.below(2) == 0 {
        edge.scope = random_scope(random);
    }
    if random.below(2) == 0 {
        let from = random.below(MOMENTS as u64 + 1) as i64;
        let until = from + 1 + random.below(3) as i64;
        let bound = |at: i64, open: bool| (!open).then(|| Timestamp::from_micros(at));
        let (no_start, no_end) = (random.below(3) == 0, random.below(3) == 0);
        edge.window = Window::new(bound(from, no_start), bound(until, no_end)).unwrap();
    }
    edge
}

fn random_scope(random: &mut Random) -> Scope {
    let mut scope = Scope::default();
    for code in CHANNELS {
        if random.below(3) == 0 {
            scope.channels.insert(ChannelCode::parse(code).unwrap());
        }
    }
    if random.below(2) == 0 {
        let code = LOCALES[random.below(4) as usize];
        scope.locales.insert(Locale::parse(code).unwrap());
    }
    if random.below(3) == 0 {
        let code = ["vip", "new"][random.below(2) as usize];
        scope.segments.insert(SegmentCode::parse(code).unwrap());
    }
    scope
}

fn applies(edge: &Edge<u32>, channel: &str, locale: &str, at: i64) -> bool {
    let locale = Locale::parse(locale).unwrap();
    (edge.scope.channels.is_empty() || edge.scope.channels.contains(channel))
        && (edge.scope.locales.is_empty() || edge.scope.locales.iter().any(|own| own.covers(&locale)))
        && edge.window.contains(Timestamp::from_micros(at))
}

/// Every place and moment that the random edges tell apart, one before and one behind included.
fn everywhere() -> impl Iterator<Item = (&'static str, &'static str, i64)> {
    let places = CHANNELS.into_iter().flat_map(|channel| LOCALES.map(|locale| (channel, locale)));
    places.flat_map(|(channel, locale)| (-1..=MOMENTS + 4).map(move |at| (channel, locale, at)))
}

/// Edges of the shortest circle that an edge closes somewhere at some time.
fn oracle(stored: &[Edge<u32>], edge: &Edge<u32>) -> Option<usize> {
    let circle = |(channel, locale, at): (&str, &str, i64)| {
        if !applies(edge, channel, locale, at) {
            return None;
        }
        let open: Vec<(u32, u32)> = stored
            .iter()
            .filter(|edge| applies(edge, channel, locale, at))
            .map(|edge| (edge.source, edge.target))
            .collect();
        distance(&open, edge.target, edge.source).map(|steps| steps + 1)
    };
    everywhere().filter_map(circle).min()
}

#[test]
fn scoped_circles_agree_with_every_place_and_moment() {
    let (mut refused, mut apart) = (0, 0);
    for seed in 0..600 {
        let mut random = Random(seed);
        let nodes = 2 + random.below(5);
        let mut graph = TypeGraph::new(CycleLaw::Order, CYCLE_VISITS_MAX);
        let mut stored: Vec<Edge<u32>> = Vec::new();
        for _ in 0..random.below(24) {
            if !stored.is_empty() && random.below(8) == 0 {
                let gone = stored.swap_remove(random.below(stored.len() as u64) as usize);
                assert!(graph.remove_edge(&gone), "seed {seed}: {gone:?}");
                continue;
            }
            let edge = random_edge(&mut random, nodes);
            if edge.source == edge.target {
                continue;
            }
            let expected = oracle(&stored, &edge);
            for verdict in [
                ask(CycleLaw::Order, &stored, &edge, CYCLE_VISITS_MAX),
                graph.check(&edge),
                graph.add_edge(&edge),
            ] {
                match (&verdict, expected) {
                    (Verdict::Sound, None) => {}
                    (Verdict::Cycle(path), Some(steps)) => assert_eq!(path.len(), steps + 1, "seed {seed}"),
                    _ => panic!(
                        "seed {seed}: {verdict:?} instead of {expected:?} for {edge:?} onto {stored:#?}"
                    ),
                }
            }
            let plain: Vec<(u32, u32)> = stored.iter().map(|edge| (edge.source, edge.target)).collect();
            match expected {
                Some(_) => refused += 1,
                None => {
                    apart += usize::from(distance(&plain, edge.target, edge.source).is_some());
                    stored.push(edge);
                }
            }
            assert_eq!(graph.len(), stored.len());
        }
    }
    assert!(refused > 500 && apart > 150, "{refused} refused, {apart} kept apart by place or time");
}

#[test]
fn strict_types_ignore_scope_and_window() {
    let mut there = Edge::everywhere(1, 2);
    there.scope.channels.insert(ChannelCode::parse("web").unwrap());
    let mut back = Edge::everywhere(2, 1);
    back.scope.channels.insert(ChannelCode::parse("app").unwrap());
    for (law, sound) in [(CycleLaw::Strict, false), (CycleLaw::Order, true)] {
        assert_eq!(ask(law, std::slice::from_ref(&there), &back, 10).is_sound(), sound);
        let mut graph = TypeGraph::new(law, 10);
        assert_eq!(graph.add_edge(&there), Verdict::Sound);
        assert_eq!(graph.add_edge(&back).is_sound(), sound);
    }
}

#[test]
fn many_edges_outside_the_order_do_not_hide_a_circle() {
    // A ring of three that no single channel shows, then an edge that completes it on the web.
    let edge = |source, target, channel: &str| {
        let mut edge = Edge::everywhere(source, target);
        edge.scope.channels.insert(ChannelCode::parse(channel).unwrap());
        edge
    };
    let mut graph = TypeGraph::new(CycleLaw::Order, CYCLE_VISITS_MAX);
    for (source, target, channel) in [(0, 1, "app"), (1, 2, "web"), (2, 0, "web")] {
        assert_eq!(graph.add_edge(&edge(source, target, channel)), Verdict::Sound);
    }
    assert_eq!(graph.add_edge(&edge(0, 1, "store")), Verdict::Sound);
    assert_eq!(graph.add_edge(&Edge::everywhere(0, 1)), Verdict::Cycle(vec![0, 1, 2, 0]));
    assert!(graph.remove_edge(&edge(2, 0, "web")));
    assert_eq!(graph.add_edge(&Edge::everywhere(0, 1)), Verdict::Sound);
}
