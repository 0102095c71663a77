use std::collections::VecDeque;

use relata_graph::{TypeGraph, Verdict, strongly_connected};
use relata_model::limits::{CIRCLE_STEPS_MAX, CYCLE_VISITS_MAX};
use relata_model::{CycleLaw, RelationType, Sku, TypeCode};
use rustc_hash::FxHashMap;

use crate::catalogue::View;
use crate::chunk::NONE;
use crate::edge::Edge;

/// The circles of a shop.
#[derive(Debug, Clone, PartialEq)]
pub struct Circles<'s> {
    /// What the law of the type does not allow first, then by type, the largest groups first.
    pub items: Vec<Circle<'s>>,
    /// How many groups there are.
    pub total: usize,
}

/// A group of families that all reach each other under a type, with one circle among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Circle<'s> {
    /// The type.
    pub kind: &'s RelationType,
    /// Whether the law of the type allows it.
    pub allowed: bool,
    /// Families in the group.
    pub products: usize,
    /// A shortest circle, its first family repeated at the end: the parent or product that stands
    /// alone. Of an `order` type that is broken, a circle that applies as a whole.
    pub path: Vec<&'s str>,
    /// The names along it; `None` where no product has the SKU.
    pub names: Vec<Option<&'s str>>,
}

/// A group of one type, its families as places in the order of their SKUs.
struct Group<'s> {
    kind: &'s RelationType,
    families: Vec<u32>,
    relations: Vec<(u32, u32, &'s Edge)>,
    /// The circle that the law forbids, if there is one.
    forbidden: Option<Vec<u32>>,
}

impl<'s> View<'s> {
    /// The circles of some types, all if none are named; with `through` only those of the groups
    /// that a product's family is in, through that family.
    ///
    /// O(relations), and for each group that is listed a bounded search for its shortest circle.
    pub fn circles(&self, types: &[TypeCode], through: Option<&Sku>, limit: usize) -> Circles<'s> {
        let through = match through {
            None => None,
            Some(sku) => match self.snapshot.number(sku) {
                None => return Circles { items: Vec::new(), total: 0 },
                Some(number) => Some(self.snapshot.row(number).family),
            },
        };
        let mut groups: Vec<(usize, Group<'s>)> = Vec::new();
        for (place, kind) in self.snapshot.types().iter().enumerate() {
            if types.is_empty() || types.contains(&kind.code) {
                groups.extend(self.groups(place, kind, through).into_iter().map(|group| (place, group)));
            }
        }
        let rank = &self.order().rank;
        groups.sort_by_key(|(place, group)| {
            let size = std::cmp::Reverse(group.families.len());
            (group.is_allowed(), *place, size, rank[group.families[0] as usize])
        });
        let total = groups.len();
        let mut place_of = vec![NONE; self.snapshot.numbers().len()];
        let circle = |(_, group): (usize, Group<'s>)| self.circle(&group, through, &mut place_of);
        Circles { items: groups.into_iter().take(limit).map(circle).collect(), total }
    }

    fn groups(&self, place: usize, kind: &'s RelationType, through: Option<u32>) -> Vec<Group<'s>> {
        let snapshot = self.snapshot;
        let code = snapshot.setup().kinds()[place];
        let mut relations: Vec<(u32, u32, &'s Edge)> = Vec::new();
        for source in snapshot.numbers() {
            let family = snapshot.row(source).family;
            let list = crate::edge::of_kind(snapshot.edges(source), code).iter();
            let between = list.map(|edge| (family, snapshot.row(edge.target).family, edge));
            relations.extend(between.filter(|(source, target, _)| source != target));
        }
        let pairs: Vec<(u32, u32)> = relations.iter().map(|(source, target, _)| (*source, *target)).collect();
        let mut found = strongly_connected(snapshot.numbers().end, &pairs);
        found.retain(|group| through.is_none_or(|family| group.binary_search(&family).is_ok()));
        let mut within: Vec<Vec<(u32, u32, &'s Edge)>> = vec![Vec::new(); found.len()];
        if !found.is_empty() {
            let mut group_of = vec![NONE; snapshot.numbers().len()];
            for (at, group) in (0..).zip(&found) {
                group.iter().for_each(|&family| group_of[family as usize] = at);
            }
            for relation in relations {
                let (from, to) = (group_of[relation.0 as usize], group_of[relation.1 as usize]);
                if from == to && from != NONE {
                    within[from as usize].push(relation);
                }
            }
        }
        let rank = &self.order().rank;
        let group = |(mut families, relations): (Vec<u32>, Vec<(u32, u32, &'s Edge)>)| {
            families.sort_unstable_by_key(|&family| rank[family as usize]);
            let forbidden = self.forbidden(kind, &relations);
            Group { kind, families, relations, forbidden }
        };
        found.into_iter().zip(within).map(group).collect()
    }

    /// A circle that the law of an `order` type forbids, in the order in which relations were made.
    fn forbidden(&self, kind: &RelationType, relations: &[(u32, u32, &Edge)]) -> Option<Vec<u32>> {
        if kind.cycle_law != CycleLaw::Order {
            return None;
        }
        let mut graph = TypeGraph::new(kind.cycle_law, CYCLE_VISITS_MAX);
        let mut in_order: Vec<&(u32, u32, &Edge)> = relations.iter().collect();
        in_order.sort_by_key(|(_, _, edge)| edge.id);
        in_order.into_iter().find_map(|&(source, target, edge)| {
            let terms = self.snapshot.words.terms.value(edge.terms);
            let (scope, window) = (terms.scope.clone(), terms.window);
            match graph.add_edge(&relata_graph::Edge { source, target, scope, window }) {
                Verdict::Sound => None,
                Verdict::Cycle(path) => Some(path),
                Verdict::Unproven => Some(Vec::new()),
            }
        })
    }

    fn circle(&self, group: &Group<'s>, through: Option<u32>, place_of: &mut [u32]) -> Circle<'s> {
        let forbidden = group.forbidden.clone().filter(|path| !path.is_empty());
        let path = forbidden.unwrap_or_else(|| group.shortest_circle(through, place_of));
        let snapshot = self.snapshot;
        Circle {
            kind: group.kind,
            allowed: group.is_allowed(),
            products: group.families.len(),
            names: path.iter().map(|&family| snapshot.record(family).map(|record| &*record.name)).collect(),
            path: path.iter().map(|&family| snapshot.sku(family).as_str()).collect(),
        }
    }
}

impl Group<'_> {
    fn is_allowed(&self) -> bool {
        match self.kind.cycle_law {
            CycleLaw::Free | CycleLaw::Warn => true,
            CycleLaw::Order => self.forbidden.is_none(),
            CycleLaw::Strict => false,
        }
    }

    /// A shortest circle, through a family of the group if one is given.
    ///
    /// Pairs that point at each other are looked for first, then longer circles family by family,
    /// in the order of their SKUs. Past a bound of steps the shortest found so far is taken.
    ///
    /// `place_of` is room for a place per number; what stands in it does not matter.
    fn shortest_circle(&self, through: Option<u32>, place_of: &mut [u32]) -> Vec<u32> {
        (0..).zip(&self.families).for_each(|(place, &family)| place_of[family as usize] = place);
        let leaving = Leaving::new(self, place_of);
        let starts: Vec<u32> = match through {
            Some(family) => vec![place_of[family as usize]],
            None => (0..self.families.len() as u32).collect(),
        };
        let mut steps = Steps { leaving: &leaving, left: CIRCLE_STEPS_MAX };
        let mut best: Option<Vec<u32>> = starts.iter().find_map(|&start| steps.pair(start));
        for &start in &starts {
            let length_max = best.as_ref().map_or(usize::MAX, |path| path.len() - 2);
            if length_max < 3 || (steps.left == 0 && best.is_some()) {
                break;
            }
            best = steps.circle(start, length_max).or(best);
        }
        best.unwrap_or_default().into_iter().map(|place| self.families[place as usize]).collect()
    }
}

/// The families of a group that each one points at, as places, each once and ascending.
struct Leaving {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Leaving {
    fn new(group: &Group<'_>, place_of: &[u32]) -> Leaving {
        let place = |family: &u32| place_of[*family as usize];
        let mut pairs: Vec<(u32, u32)> =
            group.relations.iter().map(|(source, target, _)| (place(source), place(target))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; group.families.len() + 1];
        pairs.iter().for_each(|(source, _)| starts[*source as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Leaving { starts, targets: pairs.into_iter().map(|(_, target)| target).collect() }
    }

    fn of(&self, place: u32) -> &[u32] {
        let (start, end) = (self.starts[place as usize], self.starts[place as usize + 1]);
        &self.targets[start as usize..end as usize]
    }
}

/// A search for circles within a group.
struct Steps<'g> {
    leaving: &'g Leaving,
    /// Steps that may still be taken; the search that met the bound goes on to its end.
    left: usize,
}

impl Steps<'_> {
    /// A family that points at another one which points back.
    fn pair(&mut self, start: u32) -> Option<Vec<u32>> {
        let leaving = self.leaving.of(start);
        if self.left < leaving.len() {
            return None;
        }
        self.left -= leaving.len();
        let points_back = |other: &&u32| self.leaving.of(**other).binary_search(&start).is_ok();
        leaving.iter().find(points_back).map(|&other| vec![start, other, start])
    }

    /// A shortest circle through a family, of at most so many relations.
    fn circle(&mut self, start: u32, length_max: usize) -> Option<Vec<u32>> {
        let mut came_from: FxHashMap<u32, (u32, usize)> = FxHashMap::default();
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((place, depth)) = queue.pop_front() {
            if depth == length_max {
                return None;
            }
            for &next in self.leaving.of(place) {
                self.left = self.left.saturating_sub(1);
                if next == start {
                    let mut path = vec![start];
                    let mut at = place;
                    while at != start {
                        path.push(at);
                        at = came_from[&at].0;
                    }
                    path.push(start);
                    path.reverse();
                    return Some(path);
                }
                came_from.entry(next).or_insert_with(|| {
                    queue.push_back((next, depth + 1));
                    (place, depth)
                });
            }
        }
        None
    }
}
