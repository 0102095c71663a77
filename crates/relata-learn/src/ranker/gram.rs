use ndarray::Array2;

use crate::basket::Baskets;
use crate::work::in_blocks;

/// Products that one thread takes at a time.
const BLOCK: usize = 64;

/// How much each basket counts.
///
/// A basket of `n` products that is `d` days older than the newest counts `0.5^(d / half-life) / n^power`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighting {
    /// After how many days a basket counts half; infinite counts all alike.
    pub half_life_days: f64,
    /// How much large baskets count less, 0 to 1: at 0 every pair counts alike, at 1 every line does.
    pub size_power: f64,
}

/// The weights of baskets.
pub(crate) fn weights(baskets: &Baskets, weighting: Weighting) -> Vec<f32> {
    let mut weights = crate::pairs::decay(baskets, weighting.half_life_days);
    for (basket, weight) in baskets.iter().zip(&mut weights) {
        *weight *= (basket.products.len().max(1) as f32).powf(-weighting.size_power as f32);
    }
    weights
}

/// Weighted counts of all pairs, each product with itself included, as a full matrix.
///
/// Time grows with the sum of the squares of the basket sizes, over all cores; 4 bytes times n².
pub(super) fn gram(baskets: &Baskets, weights: &[f32]) -> Array2<f32> {
    let products = baskets.products();
    let postings = baskets.postings();
    let rows = in_blocks(
        products,
        BLOCK,
        || (),
        |(), sources| {
            let mut stripe = vec![0.0f32; sources.len() * products];
            for (source, row) in sources.zip(stripe.chunks_mut(products)) {
                for basket in postings.of(source as u32) {
                    let weight = weights[*basket as usize];
                    for target in baskets.get(*basket as usize).products {
                        row[*target as usize] += weight;
                    }
                }
            }
            stripe
        },
    );
    let mut counts = Vec::with_capacity(products * products);
    rows.into_iter().for_each(|stripe| counts.extend(stripe));
    Array2::from_shape_vec((products, products), counts).expect("a row for each product")
}
