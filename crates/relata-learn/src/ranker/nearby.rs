//! The linear model where a full matrix would be too large: each product is told from its nearest ones.

use super::gram::weights;
use super::linear::{LinearSettings, Ridge};
use super::rows::Rows;
use crate::basket::{Baskets, Postings};
use crate::top;
use crate::work::in_blocks;

/// Products that tell of one product; more changed no figure that was measured.
const NEAREST: usize = 160;
/// Counts that are kept of one product, the largest ones; bounds memory by 8 kB a product.
const COUNTS_MAX: usize = 1_000;
/// Products that one thread takes at a time.
const BLOCK: usize = 64;

/// Fits the model product by product: a ridge regression on the [`NEAREST`] by cosine.
///
/// What is left out of a regression counts as independent, as in the sparse form of the same model
/// (Steck, "Markov Random Fields for Collaborative Filtering", NeurIPS 2019). `NEAREST`³ / 3 multiplications
/// a product and 8 bytes for each kept count, over all cores.
pub(super) fn fit(baskets: &Baskets, settings: LinearSettings) -> Rows {
    let products = baskets.products();
    let weights = weights(baskets, settings.weighting);
    let postings = baskets.postings();
    let mut diagonal = vec![0.0f32; products];
    for (basket, weight) in baskets.iter().zip(&weights) {
        basket.products.iter().for_each(|product| diagonal[*product as usize] += weight);
    }
    let counting = Counting { baskets, postings: &postings, weights: &weights, diagonal: &diagonal };
    let counts = in_blocks(
        products,
        BLOCK,
        || vec![0.0f32; products],
        |row, sources| {
            let mut rows = Rows::none();
            sources.for_each(|source| counting.push(source as u32, row, &mut rows));
            rows
        },
    );
    let counts = Rows::joined(counts);
    let ridge = settings.ridge_for(diagonal.iter().copied());
    let columns = in_blocks(
        products,
        BLOCK,
        || Regression::new(products),
        |regression, targets| {
            let mut rows = Rows::none();
            for target in targets {
                let told = regression.solve(target, &counts, &diagonal, ridge);
                rows.push(told.into_iter(), NEAREST);
            }
            rows
        },
    );
    Rows::joined(columns).turned(products)
}

/// What counting needs.
struct Counting<'a> {
    baskets: &'a Baskets,
    postings: &'a Postings,
    weights: &'a [f32],
    diagonal: &'a [f32],
}

impl Counting<'_> {
    fn push(&self, source: u32, row: &mut [f32], rows: &mut Rows) {
        let mut touched = Vec::new();
        for basket in self.postings.of(source) {
            let weight = self.weights[*basket as usize];
            for target in self.baskets.get(*basket as usize).products {
                if row[*target as usize] == 0.0 {
                    touched.push(*target);
                }
                row[*target as usize] += weight;
            }
        }
        touched.sort_unstable();
        // The strongest by cosine; the source's own count is the same for all.
        let near = |target: u32| row[target as usize] / self.diagonal[target as usize].sqrt();
        let others = touched.iter().copied().filter(|target| *target != source);
        if touched.len() > COUNTS_MAX {
            let mut kept = top::best(others.map(|target| (target, near(target))), COUNTS_MAX);
            kept.sort_unstable();
            rows.push(kept.into_iter().map(|target| (target, row[target as usize])), COUNTS_MAX);
        } else {
            rows.push(others.map(|target| (target, row[target as usize])), COUNTS_MAX);
        }
        touched.into_iter().for_each(|target| row[target as usize] = 0.0);
    }
}

/// Room for one regression, reused from product to product.
struct Regression {
    /// Places of the nearest products, one more than their index; 0 is none.
    place: Vec<u16>,
    matrix: Vec<f32>,
}

impl Regression {
    fn new(products: usize) -> Regression {
        Regression { place: vec![0; products], matrix: Vec::new() }
    }

    /// The weights with which its nearest products tell of a target, by ascending number.
    fn solve(&mut self, target: usize, counts: &Rows, diagonal: &[f32], ridge: Ridge) -> Vec<(u32, f32)> {
        let near = |(product, count): (u32, f32)| (product, count / diagonal[product as usize].sqrt());
        let mut nearest = top::best(counts.of(target).map(near), NEAREST);
        nearest.sort_unstable();
        let size = nearest.len();
        for (place, product) in nearest.iter().enumerate() {
            self.place[*product as usize] = place as u16 + 1;
        }
        self.matrix.clear();
        self.matrix.resize(size * size, 0.0);
        let mut told = vec![0.0; size];
        for (place, product) in nearest.iter().enumerate() {
            let own = diagonal[*product as usize];
            self.matrix[place * size + place] = own + ridge.of(own);
            for (other, count) in counts.of(*product as usize) {
                match self.place[other as usize] {
                    0 => {}
                    column => {
                        let column = usize::from(column) - 1;
                        self.matrix[place * size + column] = count;
                        self.matrix[column * size + place] = count;
                    }
                }
            }
        }
        for (product, count) in counts.of(target) {
            if let Some(place) = usize::from(self.place[product as usize]).checked_sub(1) {
                told[place] = count;
            }
        }
        nearest.iter().for_each(|product| self.place[*product as usize] = 0);
        solve_in_place(&mut self.matrix, &mut told);
        nearest.into_iter().zip(told).collect()
    }
}

/// Solves a symmetric positive definite system by Cholesky's method; `told` becomes the solution.
///
/// Counts that were not kept can take a pivot below what is sound: such a product tells nothing.
fn solve_in_place(matrix: &mut [f32], told: &mut [f32]) {
    let size = told.len();
    for row in 0..size {
        let (above, from_row) = matrix.split_at_mut(row * size);
        let own = &mut from_row[..size];
        let least = own[row] * 1e-4;
        for column in 0..row {
            let other = &above[column * size..column * size + column + 1];
            let sum = dot(&own[..column], &other[..column]);
            own[column] = if other[column] > 0.0 { (own[column] - sum) / other[column] } else { 0.0 };
        }
        let pivot = own[row] - dot(&own[..row], &own[..row]);
        own[row] = if pivot > least { pivot.sqrt() } else { 0.0 };
    }
    for row in 0..size {
        let own = &matrix[row * size..row * size + row + 1];
        let sum = dot(&own[..row], &told[..row]);
        told[row] = if own[row] > 0.0 { (told[row] - sum) / own[row] } else { 0.0 };
    }
    for row in (0..size).rev() {
        let own = &matrix[row * size..row * size + row + 1];
        told[row] = if own[row] > 0.0 { told[row] / own[row] } else { 0.0 };
        let value = told[row];
        told[..row].iter_mut().zip(own).for_each(|(other, factor)| *other -= factor * value);
    }
}

/// The sum of products, in eight sums so that the compiler can use wide registers.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (mut a, mut b) = (a.chunks_exact(8), b.chunks_exact(8));
    for (a, b) in a.by_ref().zip(b.by_ref()) {
        for place in 0..8 {
            sums[place] += a[place] * b[place];
        }
    }
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranker::linear;
    use crate::ranker::tests::{PLAIN, made_up};

    #[test]
    fn where_all_products_are_near_it_is_the_full_model() {
        // 60 products, fewer than are near: the regressions leave nothing out.
        let baskets = made_up(60, 400);
        let (full, near) = (linear::fit_full(&baskets, PLAIN), fit(&baskets, PLAIN));
        let mut compared = 0;
        for source in 0..60 {
            let full: Vec<_> = full.of(source).collect();
            let near: Vec<_> = near.of(source).collect();
            for (target, weight) in &near {
                let same = full.iter().find(|(other, _)| other == target).map_or(0.0, |(_, weight)| *weight);
                assert!((same - weight).abs() < 0.02, "{source} {target}: {same} {weight}");
                compared += 1;
            }
        }
        assert!(compared > 1_000, "{compared}");
    }
}
