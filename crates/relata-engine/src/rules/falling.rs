use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relata_model::{Potential, RelationType};
use relata_rules::{Field, Rise, rises};

use super::column::FactColumn;
use crate::Snapshot;
use crate::chunk::State;
use crate::edge::{Edge, of_kind};
use crate::sorted_blocks::SortedBlocks;

/// The stored relations of a type along which its potential does not rise; every circle of a type
/// whose rules all rise has one of them.
#[derive(Debug, Clone)]
pub(crate) struct Falling {
    /// The field that has to rise.
    field: Field,
    /// (target, source) of every relation of the type, so that a target's price finds its relations.
    by_target: SortedBlocks<(u32, u32)>,
    /// (source, target) of those that fall.
    pub(crate) pairs: BTreeSet<(u32, u32)>,
}

/// What a change did to relations and products.
pub(crate) struct Touched<'a> {
    /// The lists of sources as they were.
    pub(crate) relations: &'a BTreeMap<u32, Vec<Edge>>,
    /// Products whose facts, parent or variants changed.
    pub(crate) products: &'a BTreeSet<u32>,
}

impl Snapshot {
    /// The potential of a type as a field of products.
    pub(crate) fn potential_field(kind: &RelationType) -> Option<Field> {
        Some(match kind.potential.as_ref()? {
            Potential::Price => Field::Price,
            Potential::Attribute(name) => Field::Attribute(name.as_str().into()),
        })
    }

    /// Whether it is proven of every rule of a type that the field rises along its pairs.
    pub(crate) fn all_rise(&self, code: u32, field: &Field) -> bool {
        self.rules.of_kind(code).all(|rule| rule.plan.rises_in(field))
    }

    /// Reads the relations of a type. O(relations).
    pub(crate) fn read_falling(&self, code: u32, field: Field) -> Falling {
        self.facts.with_columns(self, std::slice::from_ref(&field));
        let mut by_target = Vec::new();
        for source in self.numbers() {
            by_target.extend(of_kind(self.edges(source), code).iter().map(|edge| (edge.target, source)));
        }
        by_target.sort_unstable();
        by_target.dedup();
        let heights = self.heights(&field);
        let falls = |&&(target, source): &&(u32, u32)| heights.falls(source, target);
        let pairs = by_target.iter().filter(falls).map(|&(target, source)| (source, target)).collect();
        Falling { field, by_target: SortedBlocks::from_sorted(&by_target), pairs }
    }

    /// The same after a change. O(relations of what was touched).
    pub(crate) fn follow_falling(
        &self,
        before: &Arc<Falling>,
        code: u32,
        touched: &Touched<'_>,
    ) -> Arc<Falling> {
        if touched.relations.is_empty() && touched.products.is_empty() {
            return before.clone();
        }
        let mut next = before.clone();
        let heights = self.heights(&before.field);
        for (&source, old) in touched.relations {
            let new = of_kind(self.edges(source), code);
            let old = of_kind(old, code);
            if old.is_empty() && new.is_empty() {
                continue;
            }
            let falling = Arc::make_mut(&mut next);
            for edge in old {
                falling.by_target.remove(&(edge.target, source), Ord::cmp);
                falling.pairs.remove(&(source, edge.target));
            }
            for edge in new {
                falling.by_target.insert((edge.target, source), Ord::cmp);
                falling.note(&heights, source, edge.target);
            }
        }
        for number in self.families_of(touched.products) {
            let incoming = next.by_target.find_first(|key| *key >= (number, 0));
            let incoming: Vec<u32> = next
                .by_target
                .iter_from(incoming)
                .take_while(|(target, _)| *target == number)
                .map(|(_, source)| *source)
                .collect();
            let outgoing = of_kind(self.edges(number), code);
            if incoming.is_empty() && outgoing.is_empty() {
                continue;
            }
            let falling = Arc::make_mut(&mut next);
            incoming.into_iter().for_each(|source| falling.note(&heights, source, number));
            outgoing.iter().for_each(|edge| falling.note(&heights, number, edge.target));
        }
        next
    }

    /// Products with all members of their families, whose potentials depend on each other.
    fn families_of(&self, touched: &BTreeSet<u32>) -> BTreeSet<u32> {
        let mut all = touched.clone();
        for &number in touched.iter().filter(|number| self.numbers().contains(number)) {
            let family = self.row(number).family;
            all.insert(family);
            all.extend(self.variants(family));
            all.extend(self.variants(number));
        }
        all
    }

    pub(crate) fn heights(&self, field: &Field) -> Heights<'_> {
        let table = self.facts.table();
        let column = table.place(field).map(|place| table.columns()[place].clone());
        Heights { snapshot: self, column }
    }
}

impl Falling {
    fn note(&mut self, heights: &Heights<'_>, source: u32, target: u32) {
        if heights.falls(source, target) {
            self.pairs.insert((source, target));
        } else {
            self.pairs.remove(&(source, target));
        }
    }

    /// Whether they are those of this field.
    pub(crate) fn is_of(&self, field: &Field) -> bool {
        self.field == *field
    }

    pub(crate) fn bytes(&self) -> usize {
        self.by_target.bytes() + self.pairs.len() * 16
    }
}

/// The potential of every family.
pub(crate) struct Heights<'s> {
    snapshot: &'s Snapshot,
    column: Option<Arc<FactColumn>>,
}

impl Heights<'_> {
    /// The potential of a family; a parent without one goes by its lowest variant's.
    pub(crate) fn of(&self, family: u32) -> Option<i64> {
        match self.column.as_deref() {
            Some(FactColumn::Numbers(cells)) => cells.get(family)?.iter().min().copied(),
            _ => None,
        }
    }

    /// Whether a relation is one that can be part of a circle of what rises otherwise.
    fn falls(&self, source: u32, target: u32) -> bool {
        let (from, to) = (self.snapshot.row(source), self.snapshot.row(target));
        if to.state == State::Ghost || from.family == to.family {
            return false;
        }
        match (self.of(from.family), self.of(to.family)) {
            (Some(from), Some(to)) => to <= from,
            // One without potential can be part of any circle.
            _ => true,
        }
    }
}

impl super::plan::Plan {
    /// Whether its conditions prove that a field rises along every pair.
    pub(crate) fn rises_in(&self, field: &Field) -> bool {
        rises(field, &self.roots.matching, &self.roots.show) == Rise::Strict
    }
}
