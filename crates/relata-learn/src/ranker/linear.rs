use ndarray::Axis;

use super::gram::{Weighting, gram, weights};
use super::inverse::invert;
use super::nearby;
use super::rows::Rows;
use crate::basket::Baskets;

/// Products up to which the model is solved as a whole; a full matrix of this many is 484 MB.
const FULL_MAX: usize = 11_000;
/// Products that one product speaks for at most; the rest changed no answer that was measured.
const TARGETS_MAX: usize = 2_000;

/// One linear model of whole baskets: what each product in a basket says about each other product.
///
/// EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019), with weighted baskets,
/// and with the ridge of EDLAE (Steck, "Autoencoders that don't overfit towards the Identity", NeurIPS
/// 2020), which grows with a product's count as if part of each basket had been dropped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearSettings {
    /// How much each basket counts.
    pub weighting: Weighting,
    /// The ridge that is the same for all products, in mean weighted counts of a product.
    pub ridge: f64,
    /// The share of each basket that is taken as dropped, 0 to below 1.
    pub dropped: f64,
}

/// What is added to a product's own count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ridge {
    same: f32,
    per_count: f32,
}

impl Ridge {
    /// What is added to a count.
    pub(super) fn of(self, count: f32) -> f32 {
        self.same + self.per_count * count
    }
}

impl LinearSettings {
    /// The ridge for products of these weighted counts.
    pub(super) fn ridge_for(self, counts: impl Iterator<Item = f32>) -> Ridge {
        let (sum, bought) = counts
            .filter(|count| *count > 0.0)
            .fold((0.0, 0.0f64), |(sum, bought), count| (sum + f64::from(count), bought + 1.0));
        let same = (self.ridge * sum / bought.max(1.0)).max(1e-6) as f32;
        Ridge { same, per_count: (self.dropped / (1.0 - self.dropped)) as f32 }
    }
}

/// Fits a linear model: the row of a product holds what it adds to the scores of others.
///
/// Up to [`FULL_MAX`] products n³ multiplications and 4 n² bytes; past it each product is told from those
/// near it. What was never bought neither says nor gets anything.
pub(super) fn fit(baskets: &Baskets, settings: LinearSettings) -> Rows {
    if baskets.products() <= FULL_MAX { fit_full(baskets, settings) } else { nearby::fit(baskets, settings) }
}

/// The model of all products at once.
pub(super) fn fit_full(baskets: &Baskets, settings: LinearSettings) -> Rows {
    let mut matrix = gram(baskets, &weights(baskets, settings.weighting));
    let ridge = settings.ridge_for(matrix.diag().iter().copied());
    matrix.diag_mut().mapv_inplace(|count| count + ridge.of(count));
    invert(&mut matrix);
    let scales = matrix.diag().mapv(|value| -1.0 / value);
    let mut rows = Rows::none();
    for (source, mut row) in matrix.axis_iter_mut(Axis(0)).enumerate() {
        row *= &scales;
        row[source] = 0.0;
        rows.push(row.iter().enumerate().map(|(target, weight)| (target as u32, *weight)), TARGETS_MAX);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basket::baskets;
    use crate::ranker::tests::PLAIN;

    fn weight(rows: &Rows, source: usize, target: u32) -> f32 {
        rows.of(source).find(|(other, _)| *other == target).map_or(0.0, |(_, weight)| weight)
    }

    #[test]
    fn two_products_have_the_weights_worked_out_by_hand() {
        // Counts 3 and 2, both in 2; the mean count is 2.5, the ridge 1.25: inverse of [[4.25, 2], [2, 3.25]].
        let weights = fit_full(&baskets(&[&[0, 1], &[0, 1], &[0]]), PLAIN);
        assert!((weight(&weights, 0, 1) - 2.0 / 4.25).abs() < 1e-5, "{weights:?}");
        assert!((weight(&weights, 1, 0) - 2.0 / 3.25).abs() < 1e-5, "{weights:?}");
        assert_eq!((weight(&weights, 0, 0), weight(&weights, 1, 1)), (0.0, 0.0));
    }

    #[test]
    fn what_a_third_product_explains_is_not_counted_twice() {
        // 1 and 2 are bought together only because both go with 0.
        let with_hub: &[&[u32]] =
            &[&[0, 1, 2], &[0, 1], &[0, 2], &[0], &[0, 1, 2], &[0, 1], &[0, 2], &[0], &[3]];
        let weights = fit_full(&baskets(with_hub), LinearSettings { ridge: 0.01, ..PLAIN });
        assert!(weight(&weights, 0, 1) > 4.0 * weight(&weights, 2, 1).abs(), "{weights:?}");
    }

    #[test]
    fn what_was_never_bought_says_nothing() {
        let weights = fit_full(&baskets(&[&[0, 3], &[0, 3]]), PLAIN);
        assert!((0..4).all(|other| weight(&weights, 1, other).abs() < 1e-6), "{weights:?}");
        assert!(weight(&weights, 0, 3) > 0.5);
    }
}
