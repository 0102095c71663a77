use std::collections::BTreeMap;

use relata_model::limits::{GRAPH_EDGES_MAX, GRAPH_NODES_MAX, GRAPH_VISITS_MAX};
use relata_model::{Direction, Sku, TypeCode};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Course;
use crate::Link;
use crate::card::Card;
use crate::catalogue::View;
use crate::edge::Edge;
use crate::terms::Terms;

/// What lies around some products?
#[derive(Debug, Clone)]
pub struct NeighbourhoodQuery {
    /// The products in the middle.
    pub products: Vec<Sku>,
    /// Steps from them to the edge.
    pub depth: u32,
    /// Relations of these types alone; empty is all.
    pub types: Vec<TypeCode>,
    /// Which way relations are followed.
    pub direction: Direction,
    /// Products at most.
    pub limit: usize,
}

/// The products around some products and the relations between all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbourhood<'s> {
    /// The nearest first; within a depth by their place in the lists that lead to them, then by SKU.
    pub nodes: Vec<Node<'s>>,
    /// All relations of the types among the nodes, in the order of their sources.
    pub edges: Vec<Link<'s>>,
    /// Products that the limit cut, by main category, most first; `None` are those without one.
    pub left_out: Vec<(Option<&'s str>, usize)>,
    /// Whether a limit cut products or relations.
    pub truncated: bool,
    /// Products asked about that no product is.
    pub unknown: Vec<Sku>,
}

/// A product in a neighbourhood.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    /// What it looks like.
    pub card: Card<'s>,
    /// Steps from the products asked about.
    pub depth: u32,
    /// Stored relations of the types that leave it, in the whole shop.
    pub outgoing: usize,
    /// Those that point to it.
    pub incoming: usize,
}

/// Where a relation puts its end among others of a depth: pins first, then by position.
type Place = (u32, u32);

impl<'s> View<'s> {
    /// What lies around some products, breadth first, within named bounds.
    pub fn neighbourhood(&self, query: &NeighbourhoodQuery) -> Neighbourhood<'s> {
        let course = Course::new(self, &query.types, query.direction);
        let unknown = query.products.iter().filter(|sku| !self.snapshot.contains(sku));
        let search = Search::run(self, &course, query);
        let limit = query.limit.min(GRAPH_NODES_MAX).min(search.found.len());
        let (kept, cut) = search.found.split_at(limit);
        let (edges, edges_cut) = self.edges_among(kept, &course);
        Neighbourhood {
            nodes: kept.iter().map(|&(number, depth)| self.node(number, depth, &course)).collect(),
            edges,
            left_out: self.by_category(cut),
            truncated: !cut.is_empty() || search.met_bound || edges_cut,
            unknown: unknown.cloned().collect(),
        }
    }

    fn node(&self, number: u32, depth: u32, course: &Course) -> Node<'s> {
        let snapshot = self.snapshot;
        Node {
            card: snapshot.card(number, self.channel()),
            depth,
            outgoing: snapshot.edges(number).iter().filter(|edge| course.takes(edge)).count(),
            incoming: self.incoming().sources(number).filter(|(_, kind)| course.takes_kind(*kind)).count(),
        }
    }

    /// The relations among some products, and whether there are more than a bound.
    fn edges_among(&self, nodes: &[(u32, u32)], course: &Course) -> (Vec<Link<'s>>, bool) {
        let within: FxHashSet<u32> = nodes.iter().map(|(number, _)| *number).collect();
        let mut among: Vec<(u32, &Edge)> = Vec::new();
        for &(source, _) in nodes {
            let leaving = self.snapshot.edges(source).iter();
            among.extend(
                leaving
                    .filter(|edge| course.takes(edge) && within.contains(&edge.target))
                    .map(|edge| (source, edge)),
            );
        }
        let is_cut = among.len() > GRAPH_EDGES_MAX;
        among.truncate(GRAPH_EDGES_MAX);
        let mut links: Vec<Link<'s>> =
            among.into_iter().map(|(source, edge)| self.snapshot.link(source, edge, self.at())).collect();
        links.sort_by(|a, b| {
            (a.source, a.type_code, a.position, a.id).cmp(&(b.source, b.type_code, b.position, b.id))
        });
        (links, is_cut)
    }

    fn by_category(&self, cut: &[(u32, u32)]) -> Vec<(Option<&'s str>, usize)> {
        let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for &(number, _) in cut {
            *counts.entry(self.snapshot.main_category(number)).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        counts
    }
}

/// Products in the order in which they are found, with their depths.
struct Search {
    found: Vec<(u32, u32)>,
    met_bound: bool,
}

impl Search {
    fn run(view: &View<'_>, course: &Course, query: &NeighbourhoodQuery) -> Search {
        let mut search = Search { found: Vec::new(), met_bound: false };
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut frontier: Vec<u32> = Vec::new();
        for number in query.products.iter().filter_map(|sku| view.snapshot.number(sku)) {
            if (view.snapshot.record(number).is_some() || view.is_named(number)) && seen.insert(number) {
                frontier.push(number);
            }
        }
        search.found.extend(frontier.iter().map(|&number| (number, 0)));
        for depth in 1..=query.depth {
            let mut next: FxHashMap<u32, Place> = FxHashMap::default();
            for &number in &frontier {
                if search.found.len() + next.len() >= GRAPH_VISITS_MAX {
                    search.met_bound = true;
                    break;
                }
                for (other, edge) in course.steps(view, number).filter(|(other, _)| !seen.contains(other)) {
                    let place = view.place_of(edge);
                    let best = next.entry(other).or_insert(place);
                    *best = place.min(*best);
                }
            }
            let rank = &view.order().rank;
            let mut ordered: Vec<(Place, u32, u32)> =
                next.into_iter().map(|(number, place)| (place, rank[number as usize], number)).collect();
            ordered.sort_unstable();
            frontier = ordered.into_iter().map(|(_, _, number)| number).collect();
            seen.extend(&frontier);
            search.found.extend(frontier.iter().map(|&number| (number, depth)));
        }
        search
    }
}

impl View<'_> {
    /// Whether any stored relation names a number.
    fn is_named(&self, number: u32) -> bool {
        !self.snapshot.edges(number).is_empty() || self.incoming().count(number) > 0
    }

    fn place_of(&self, edge: &Edge) -> Place {
        let terms: &Terms = self.snapshot.words.terms.value(edge.terms);
        (terms.pin, edge.position)
    }
}
