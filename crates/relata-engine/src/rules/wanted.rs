use std::sync::Arc;

use super::codes::Codes;
use super::column::FactColumn;
use super::order::Shop;
use super::question::Test;
use super::set::ProductSet;

/// Words that are looked up one by one; of more the column is read from end to end.
const WORDS_MAX: usize = 2_048;

/// A question that words or SKUs list the families of.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Wanted<'t> {
    /// Those with one of these words of a column.
    Words { column: usize, codes: &'t Codes },
    /// These, as far as they are families.
    Products(&'t [u32]),
    /// Those of any of these.
    Any(Vec<Wanted<'t>>),
}

impl<'t> Wanted<'t> {
    /// What lists exactly those of which a test is true, if something does.
    pub(crate) fn of(test: &'t Test, shop: Shop<'_>) -> Option<Wanted<'t>> {
        match test {
            Test::Ask(question) => {
                let wanted = question.wanted()?;
                let is_listed = match &wanted {
                    Wanted::Words { column, codes } => {
                        matches!(*shop.table.columns()[*column], FactColumn::Codes(_))
                            && codes.len() <= WORDS_MAX
                    }
                    _ => true,
                };
                is_listed.then_some(wanted)
            }
            Test::Any(tests) => {
                tests.iter().map(|test| Wanted::of(test, shop)).collect::<Option<_>>().map(Wanted::Any)
            }
            Test::Not(_) | Test::All(_) => None,
        }
    }

    /// The families that it lists. O(families that have one of the words).
    pub(crate) fn set(&self, shop: Shop<'_>) -> Arc<ProductSet> {
        match self {
            Wanted::Words { column, codes } => {
                let FactColumn::Codes(column) = &*shop.table.columns()[*column] else {
                    return Arc::default();
                };
                let (mut sets, mut rare) = (Vec::new(), Vec::new());
                for code in codes.iter() {
                    match column.postings.set(code) {
                        Some(set) => sets.push(set.clone()),
                        None => column.postings.each(code, |family| rare.push(family)),
                    }
                }
                if !rare.is_empty() {
                    rare.sort_unstable();
                    rare.dedup();
                    sets.push(Arc::new(ProductSet::of_sorted(&rare)));
                }
                together(sets)
            }
            Wanted::Products(numbers) => {
                let heads = shop.table.heads();
                let mut numbers: Vec<u32> =
                    numbers.iter().copied().filter(|number| heads.contains(*number)).collect();
                numbers.dedup();
                Arc::new(ProductSet::of_sorted(&numbers))
            }
            Wanted::Any(parts) => together(parts.iter().map(|part| part.set(shop)).collect()),
        }
    }
}

fn together(mut sets: Vec<Arc<ProductSet>>) -> Arc<ProductSet> {
    match sets.len() {
        1 => sets.remove(0),
        _ => Arc::new(ProductSet::union(&sets)),
    }
}
