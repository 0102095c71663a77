use relata_model::limits::PATH_VISITS_MAX;
use relata_model::{Direction, Sku, TypeCode};

use super::Course;
use crate::Link;
use crate::catalogue::View;
use crate::chunk::NONE;

/// The answer to a search for a way between two products.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPath<'s> {
    /// The products along a shortest way, both ends included; `None` if none was found.
    pub path: Option<Vec<&'s str>>,
    /// All relations along it, step by step.
    pub edges: Vec<Link<'s>>,
    /// Products that were found on the way.
    pub searched: usize,
    /// Whether the search met its bound, so that there may be a way all the same.
    pub gave_up: bool,
}

impl<'s> View<'s> {
    /// A shortest way from one product to another along relations of some types, all if there are
    /// none. Breadth first; of several ways of one length the first by the SKUs along it.
    ///
    /// `None` if one of the SKUs is named by nothing. O(products + relations), bounded.
    pub fn path(
        &self,
        from: &Sku,
        to: &Sku,
        types: &[TypeCode],
        direction: Direction,
    ) -> Option<FoundPath<'s>> {
        let (from, to) = (self.snapshot.number(from)?, self.snapshot.number(to)?);
        let course = Course::new(self, types, direction);
        let rank = &self.order().rank;
        let mut came_from = vec![NONE; self.snapshot.numbers().len()];
        came_from[from as usize] = from;
        let (mut found, mut next) = (vec![from], 0);
        let mut gave_up = false;
        while came_from[to as usize] == NONE && next < found.len() && !gave_up {
            let number = found[next];
            next += 1;
            let unseen = course.neighbours(self, number).filter(|&other| came_from[other as usize] == NONE);
            let mut steps: Vec<(u32, u32)> = unseen.map(|other| (rank[other as usize], other)).collect();
            steps.sort_unstable();
            steps.dedup();
            for (_, other) in steps {
                if found.len() == PATH_VISITS_MAX {
                    gave_up = true;
                    break;
                }
                came_from[other as usize] = number;
                found.push(other);
            }
        }
        if came_from[to as usize] == NONE {
            return Some(FoundPath { path: None, edges: Vec::new(), searched: found.len(), gave_up });
        }
        let mut numbers = vec![to];
        while let Some(&last) = numbers.last().filter(|last| **last != from) {
            numbers.push(came_from[last as usize]);
        }
        numbers.reverse();
        Some(FoundPath {
            edges: numbers.windows(2).flat_map(|step| self.links(step[0], step[1], &course)).collect(),
            path: Some(numbers.iter().map(|&number| self.snapshot.sku(number).as_str()).collect()),
            searched: found.len(),
            gave_up: false,
        })
    }

    /// The relations of a course from one product to the other, and if it goes both ways back.
    fn links(&self, from: u32, to: u32, course: &Course) -> Vec<Link<'s>> {
        let between = |source: u32, target: u32| {
            let edges = self.snapshot.edges(source).iter();
            edges
                .filter(move |edge| edge.target == target)
                .filter(|edge| course.takes(edge))
                .map(move |edge| self.snapshot.link(source, edge, self.at()))
                .collect::<Vec<_>>()
        };
        let mut links = Vec::new();
        if course.direction.goes_out() {
            links.extend(between(from, to));
        }
        if course.direction.goes_in() {
            links.extend(between(to, from));
        }
        links.sort_by(|a, b| (a.type_code, a.position, a.id).cmp(&(b.type_code, b.position, b.id)));
        links
    }
}
