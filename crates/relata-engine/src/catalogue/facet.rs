use relata_model::limits::FACET_VALUES_MAX;
use relata_model::{Availability, ProductState, TypeCode};

use crate::catalogue::Selected;
use crate::catalogue::bits::BitSet;
use crate::catalogue::facts::STATUSES;
use crate::chunk::NONE;

/// How many products there are of each value of a condition, all other conditions met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets<'s> {
    /// By category, ancestors included; the first fifty.
    pub category: Vec<(&'s str, usize)>,
    /// By brand; the first fifty.
    pub brand: Vec<(&'s str, usize)>,
    /// By status.
    pub status: Vec<(&'s str, usize)>,
    /// By stock in the channel.
    pub stock: Vec<(&'s str, usize)>,
    /// By state of relations, all states.
    pub state: Vec<(&'s str, usize)>,
    /// All types, by the products that can show something of them.
    pub types: Vec<TypeFacet<'s>>,
}

/// How many products can show something of a type, and how many cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeFacet<'s> {
    /// The type.
    pub code: &'s TypeCode,
    /// Products that can.
    pub with: usize,
    /// Products that cannot.
    pub without: usize,
}

impl<'s> Selected<'s> {
    /// Counts every facet with all conditions but its own, by falling count, then by value.
    ///
    /// The facet of types is without the conditions `with` and `without`. O(products).
    pub fn facets(&self) -> Facets<'s> {
        let view = self.view;
        let but = |names: &[&str]| view.meeting(&self.conditions, names);
        let (facts, shown) = (view.facts(), view.shown());
        let (status, stock, state) = (but(&["status"]), but(&["stock"]), but(&["state"]));
        let in_stock = stock.shared(&facts.stocked);
        let types = but(&["with", "without"]);
        let all = types.len();
        let of_type = |(kind, bits): (&'s relata_model::RelationType, &BitSet)| {
            let with = types.shared(bits);
            TypeFacet { code: &kind.code, with, without: all - with }
        };
        let mut by_type: Vec<_> = view.snapshot.types().iter().zip(&shown.by_type).map(of_type).collect();
        by_type.sort_by(|a, b| b.with.cmp(&a.with).then(a.code.cmp(b.code)));
        let words = |bits: &BitSet, sets: &[BitSet], names: &mut dyn Iterator<Item = &'static str>| {
            sorted(names.zip(sets).map(|(name, set)| (name, bits.shared(set))).collect())
        };
        Facets {
            category: self.categories(&but(&["category"])),
            brand: self.brands(&but(&["brand"])),
            status: words(&status, &facts.statuses, &mut STATUSES.into_iter().map(|one| one.as_str())),
            stock: sorted(vec![
                (Availability::In.as_str(), in_stock),
                (Availability::Out.as_str(), stock.len() - in_stock),
            ]),
            state: words(&state, &shown.states, &mut ProductState::ALL.into_iter().map(|one| one.as_str())),
            types: by_type,
        }
    }

    fn categories(&self, of: &BitSet) -> Vec<(&'s str, usize)> {
        let (facts, tree) = (self.view.facts(), &self.view.snapshot.words.categories);
        let mut counts = vec![0; tree.len() as usize];
        for number in of.iter() {
            facts.categories(number).iter().for_each(|&node| counts[node as usize] += 1);
        }
        most(tree.iter().map(|(node, path)| (path, counts[node as usize])))
    }

    fn brands(&self, of: &BitSet) -> Vec<(&'s str, usize)> {
        let snapshot = self.view.snapshot;
        let mut counts = vec![0; snapshot.words.brands.len() as usize];
        let own = &self.view.facts().brands;
        let brands = of.iter().map(|number| own[number as usize]).filter(|&brand| brand != NONE);
        brands.for_each(|brand| counts[brand as usize] += 1);
        most(snapshot.words.brands.iter().map(|(code, brand)| (&**brand, counts[code as usize])))
    }
}

/// The values that occur at all, the most frequent fifty.
fn most<'s>(counts: impl Iterator<Item = (&'s str, usize)>) -> Vec<(&'s str, usize)> {
    let mut counts = sorted(counts.filter(|(_, count)| *count > 0).collect());
    counts.truncate(FACET_VALUES_MAX);
    counts
}

fn sorted(mut counts: Vec<(&str, usize)>) -> Vec<(&str, usize)> {
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts
}
