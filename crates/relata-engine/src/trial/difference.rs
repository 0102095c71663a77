use relata_model::Sku;
use relata_model::limits::TEST_EXAMPLES_MAX;
use rustc_hash::FxHashSet;

use super::Trial;
use super::figure::share;
use super::shown::Case;

/// What changes in the answers of a trial when something is tried.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Products with an answer that changes.
    pub products: usize,
    /// Answers that change.
    pub answers: usize,
    /// Answers in which relations and rules gave nothing and then give something.
    pub filled: usize,
    /// Answers in which they gave something and then give nothing.
    pub emptied: usize,
    /// The share of answers in which relations and rules give something, as it is.
    pub coverage_before: f64,
    /// The same afterwards.
    pub coverage_after: f64,
    /// Some of the changed answers: emptied ones first, then in the order of the sample.
    pub examples: Vec<ChangedAnswer>,
}

/// An answer before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedAnswer {
    /// The product asked about.
    pub product: Sku,
    /// The place of the suite, the first being 0.
    pub ask: usize,
    /// What is shown now.
    pub before: Vec<Sku>,
    /// What would be shown.
    pub after: Vec<Sku>,
}

impl Difference {
    /// Compares two trials of the same questions, answer by answer. O(picks).
    pub fn of(before: &Trial<'_>, after: &Trial<'_>) -> Difference {
        let mut found = Difference::default();
        let (mut products, mut changed) = (FxHashSet::default(), Vec::new());
        for (was, is) in before.cases.iter().zip(&after.cases) {
            let (had, has) = (was.related().count() > 0, is.related().count() > 0);
            found.filled += usize::from(!had && has);
            found.emptied += usize::from(had && !has);
            let numbers = |case: &Case| case.picks.iter().map(|shown| shown.number).collect::<Vec<_>>();
            if numbers(was) != numbers(is) {
                found.answers += 1;
                products.insert(was.source);
                changed.push((had && !has, was, is));
            }
        }
        let covered = |trial: &Trial<'_>| {
            let covered = trial.cases.iter().filter(|case| case.related().count() > 0).count();
            share(covered, trial.cases.len())
        };
        (found.coverage_before, found.coverage_after) = (covered(before), covered(after));
        found.products = products.len();
        changed.sort_by_key(|(emptied, ..)| !emptied);
        let skus = |trial: &Trial<'_>, case: &Case| {
            case.picks.iter().map(|shown| trial.snapshot.sku(shown.number).clone()).collect()
        };
        found.examples = (changed.iter().take(TEST_EXAMPLES_MAX))
            .map(|(_, was, is)| ChangedAnswer {
                product: before.snapshot.sku(was.source).clone(),
                ask: was.ask as usize,
                before: skus(before, was),
                after: skus(after, is),
            })
            .collect();
        found
    }
}
