use std::collections::VecDeque;

use relata_graph::{TypeGraph, Verdict, strongly_connected};
use relata_model::limits::{CIRCLE_STEPS_MAX, CYCLE_VISITS_MAX};
use relata_model::{CycleLaw, RelationType, Sku, TypeCode};
use rustc_hash::FxHashMap;

use crate::catalogue::View;
use crate::chunk::NONE;
use crate::edge::{Edge, of_kind};

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

/// All groups of a shop, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Groups(Vec<Group>);

#[derive(Debug)]
struct Group {
    /// The place of the type in the setup.
    place: usize,
    /// Ascending by number.
    families: Vec<u32>,
    allowed: bool,
    /// A shortest circle, or one that the law forbids.
    path: Vec<u32>,
}

impl<'s> View<'s> {
    /// The circles of some types, all if none are named; with `through` only those of the groups
    /// that a product's family is in, through that family where the law allows them.
    ///
    /// The groups of a snapshot are found once, O(relations) and a bounded search for the shortest
    /// circle of each.
    pub fn circles(&self, types: &[TypeCode], through: Option<&Sku>, limit: usize) -> Circles<'s> {
        let through =
            through.map(|sku| self.snapshot.number(sku).map(|number| self.snapshot.row(number).family));
        let is_meant = |group: &&Group| {
            let kind = &self.snapshot.types()[group.place];
            let has =
                |family: Option<u32>| family.is_some_and(|one| group.families.binary_search(&one).is_ok());
            (types.is_empty() || types.contains(&kind.code)) && through.is_none_or(has)
        };
        let meant: Vec<&Group> = self.groups().0.iter().filter(is_meant).collect();
        let circle = |group: &&Group| self.circle(group, through.flatten());
        Circles { items: meant.iter().take(limit).map(circle).collect(), total: meant.len() }
    }

    fn circle(&self, group: &Group, through: Option<u32>) -> Circle<'s> {
        let snapshot = self.snapshot;
        let own =
            through.filter(|_| group.allowed || snapshot.types()[group.place].cycle_law != CycleLaw::Order);
        let path = own.and_then(|family| self.circle_through(family, snapshot.setup().kinds()[group.place]));
        let path = path.as_ref().unwrap_or(&group.path);
        Circle {
            kind: &snapshot.types()[group.place],
            allowed: group.allowed,
            products: group.families.len(),
            names: path.iter().map(|&family| snapshot.record(family).map(|record| &*record.name)).collect(),
            path: path.iter().map(|&family| snapshot.sku(family).as_str()).collect(),
        }
    }

    /// A shortest circle through a family, breadth first, by the SKUs along it.
    fn circle_through(&self, family: u32, code: u32) -> Option<Vec<u32>> {
        let snapshot = self.snapshot;
        let rank = &self.order().rank;
        circle(family, usize::MAX, |node| {
            let members = snapshot.variants(node).iter().copied().chain([node]);
            let own = members.filter(|&member| snapshot.row(member).family == node);
            let edges = own.flat_map(|member| of_kind(snapshot.edges(member), code));
            let mut targets: Vec<u32> = edges.map(|edge| snapshot.row(edge.target).family).collect();
            targets.retain(|&target| target != node);
            targets.sort_unstable_by_key(|&target| rank[target as usize]);
            targets.dedup();
            targets
        })
    }

    /// Finds the groups of all types.
    pub(crate) fn find_groups(&self) -> Groups {
        let snapshot = self.snapshot;
        let mut place_of = vec![NONE; snapshot.numbers().len()];
        let mut groups: Vec<Group> = Vec::new();
        for (place, pairs) in self.pairs().into_iter().enumerate() {
            groups.extend(self.groups_of(place, &pairs, &mut place_of));
        }
        let rank = &self.order().rank;
        groups.sort_by_key(|group| {
            let first = group.families.iter().map(|&family| rank[family as usize]).min();
            (group.allowed, group.place, std::cmp::Reverse(group.families.len()), first)
        });
        Groups(groups)
    }

    /// Per type the relations between different families, as pairs of families.
    fn pairs(&self) -> Vec<Vec<(u32, u32)>> {
        let snapshot = self.snapshot;
        let family_of: Vec<u32> = snapshot.numbers().map(|number| snapshot.row(number).family).collect();
        let mut type_of = vec![NONE; snapshot.words.types.len() as usize];
        (0..).zip(snapshot.setup().kinds()).for_each(|(place, &kind)| type_of[kind as usize] = place);
        let mut pairs = vec![Vec::new(); snapshot.types().len()];
        for source in snapshot.numbers() {
            let family = family_of[source as usize];
            for edge in snapshot.edges(source) {
                let (place, target) = (type_of[edge.kind as usize], family_of[edge.target as usize]);
                if place != NONE && target != family {
                    pairs[place as usize].push((family, target));
                }
            }
        }
        pairs
    }

    /// The groups of one type. What stands in `place_of` does not matter.
    fn groups_of(&self, place: usize, pairs: &[(u32, u32)], place_of: &mut [u32]) -> Vec<Group> {
        let snapshot = self.snapshot;
        let found = strongly_connected(snapshot.numbers().end, pairs);
        let mut group_of = vec![NONE; snapshot.numbers().len()];
        for (at, families) in (0..).zip(&found) {
            families.iter().for_each(|&family| group_of[family as usize] = at);
        }
        let mut within: Vec<Vec<(u32, u32)>> = vec![Vec::new(); found.len()];
        for &(source, target) in pairs {
            let (from, to) = (group_of[source as usize], group_of[target as usize]);
            if from == to && from != NONE {
                within[from as usize].push((source, target));
            }
        }
        let kind = &snapshot.types()[place];
        let mut forbidden = match kind.cycle_law {
            CycleLaw::Order => self.forbidden(place, &group_of, found.len()),
            CycleLaw::Free | CycleLaw::Warn | CycleLaw::Strict => vec![None; found.len()],
        };
        let rank = &self.order().rank;
        let group = |(at, (families, pairs)): (usize, (Vec<u32>, Vec<(u32, u32)>))| {
            let forbidden = forbidden[at].take();
            let allowed = kind.cycle_law != CycleLaw::Strict && forbidden.is_none();
            let named = forbidden.filter(|path| !path.is_empty());
            let path = named.unwrap_or_else(|| {
                let mut by_sku = families.clone();
                by_sku.sort_unstable_by_key(|&family| rank[family as usize]);
                shortest_circle(&by_sku, &pairs, place_of)
            });
            Group { place, families, allowed, path }
        };
        found.into_iter().zip(within).enumerate().map(group).collect()
    }

    /// Per group of an `order` type a circle that its law forbids, the relations taken in the order
    /// in which they were made; an empty one where that cannot be told within the bound.
    fn forbidden(&self, place: usize, group_of: &[u32], groups: usize) -> Vec<Option<Vec<u32>>> {
        let snapshot = self.snapshot;
        let code = snapshot.setup().kinds()[place];
        let mut within: Vec<Vec<(u32, u32, &Edge)>> = vec![Vec::new(); groups];
        for number in snapshot.numbers() {
            let source = snapshot.row(number).family;
            for edge in of_kind(snapshot.edges(number), code) {
                let target = snapshot.row(edge.target).family;
                let (from, to) = (group_of[source as usize], group_of[target as usize]);
                if from == to && from != NONE && source != target {
                    within[from as usize].push((source, target, edge));
                }
            }
        }
        let circle = |mut relations: Vec<(u32, u32, &Edge)>| {
            let mut graph = TypeGraph::new(CycleLaw::Order, CYCLE_VISITS_MAX);
            relations.sort_by_key(|(_, _, edge)| edge.id);
            relations.into_iter().find_map(|(source, target, edge)| {
                let terms = snapshot.words.terms.value(edge.terms);
                let (scope, window) = (terms.scope.clone(), terms.window);
                match graph.add_edge(&relata_graph::Edge { source, target, scope, window }) {
                    Verdict::Sound => None,
                    Verdict::Cycle(path) => Some(path),
                    Verdict::Unproven => Some(Vec::new()),
                }
            })
        };
        within.into_iter().map(circle).collect()
    }
}

/// A shortest circle of a group, whose families are given by SKU.
///
/// Pairs that point at each other are looked for first, then longer circles family by family, in
/// the order of their SKUs. Past a bound of steps the shortest found so far is taken.
fn shortest_circle(families: &[u32], pairs: &[(u32, u32)], place_of: &mut [u32]) -> Vec<u32> {
    (0..).zip(families).for_each(|(place, &family)| place_of[family as usize] = place);
    let leaving = Leaving::new(families.len(), pairs, place_of);
    let starts = 0..families.len() as u32;
    let mut left = CIRCLE_STEPS_MAX;
    let mut best = starts.clone().find_map(|start| leaving.pair(start, &mut left));
    for start in starts {
        let length_max = best.as_ref().map_or(usize::MAX, |path| path.len() - 2);
        if length_max < 3 || (left == 0 && best.is_some()) {
            break;
        }
        let found = circle(start, length_max, |place| {
            let targets = leaving.of(place);
            left = left.saturating_sub(targets.len());
            targets.iter().copied()
        });
        best = found.or(best);
    }
    best.unwrap_or_default().into_iter().map(|place| families[place as usize]).collect()
}

/// A shortest circle through a node, of at most so many steps, breadth first.
fn circle<I: IntoIterator<Item = u32>>(
    start: u32,
    length_max: usize,
    mut leaving: impl FnMut(u32) -> I,
) -> Option<Vec<u32>> {
    let mut came_from: FxHashMap<u32, u32> = FxHashMap::default();
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((node, depth)) = queue.pop_front() {
        if depth == length_max {
            return None;
        }
        for next in leaving(node) {
            if next == start {
                let back = |at: &u32| (*at != start).then(|| came_from[at]);
                let mut path: Vec<u32> = std::iter::successors(Some(node), back).collect();
                path.reverse();
                path.push(start);
                return Some(path);
            }
            came_from.entry(next).or_insert_with(|| {
                queue.push_back((next, depth + 1));
                node
            });
        }
    }
    None
}

/// The families of a group that each one points at, as places, each once and ascending.
struct Leaving {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Leaving {
    fn new(families: usize, pairs: &[(u32, u32)], place_of: &[u32]) -> Leaving {
        let place = |family: u32| place_of[family as usize];
        let mut pairs: Vec<(u32, u32)> =
            pairs.iter().map(|&(source, target)| (place(source), place(target))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; families + 1];
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

    /// A family that points at another one which points back, as long as steps are left.
    fn pair(&self, start: u32, left: &mut usize) -> Option<Vec<u32>> {
        let targets = self.of(start);
        *left = left.checked_sub(targets.len())?;
        let points_back = |other: &&u32| self.of(**other).binary_search(&start).is_ok();
        targets.iter().find(points_back).map(|&other| vec![start, other, start])
    }
}
