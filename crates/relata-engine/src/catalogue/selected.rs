use relata_model::{ProductSelection, Sku};

use crate::catalogue::bits::BitSet;
use crate::catalogue::filter::Condition;
use crate::catalogue::{View, page};

/// The products of a selection.
#[derive(Debug)]
pub struct Selected<'s> {
    pub(crate) view: View<'s>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) met: BitSet,
}

impl<'s> View<'s> {
    /// The products that meet every condition of a selection.
    ///
    /// Types, categories and brands that do not exist are met by nothing. O(products) once the
    /// columns are there.
    pub fn selected(&self, selection: &ProductSelection) -> Selected<'s> {
        let conditions = self.conditions(selection);
        let met = self.meeting(&conditions, &[]);
        Selected { view: *self, conditions, met }
    }
}

impl Selected<'_> {
    /// How many there are.
    pub fn total(&self) -> usize {
        self.met.len()
    }

    /// All of them, by SKU.
    pub fn skus(&self) -> Vec<Sku> {
        page::by_sku(self).map(|number| self.view.snapshot.sku(number).clone()).collect()
    }

    /// What would be found without one of the conditions, the most first, then by name.
    /// Conditions without which nothing would be found either are left out.
    pub fn narrowest(&self) -> Vec<(&'static str, usize)> {
        let names = self.conditions.iter().map(|(name, _)| *name);
        let without = names.map(|name| (name, self.view.meeting(&self.conditions, &[name]).len()));
        let mut counts: Vec<_> = without.filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        counts
    }
}
