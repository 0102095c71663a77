use std::cmp::Ordering;

/// The best `k` of products with a positive score, given by number; best first, ties to the lower number.
pub fn best_of(scores: &[f32], k: usize) -> Vec<u32> {
    let positive = scores.iter().enumerate().filter(|(_, score)| **score > 0.0);
    best(positive.map(|(product, score)| (product as u32, *score)), k)
}

/// The best `k` of scored products, best first; ties go to the lower number. O(n + k log k).
pub(crate) fn best(scored: impl Iterator<Item = (u32, f32)>, k: usize) -> Vec<u32> {
    let mut scored: Vec<(u32, f32)> = scored.collect();
    if k == 0 {
        return Vec::new();
    }
    if k < scored.len() {
        scored.select_nth_unstable_by(k - 1, higher_first);
        scored.truncate(k);
    }
    scored.sort_unstable_by(higher_first);
    scored.into_iter().map(|(product, _)| product).collect()
}

/// Higher scores first, then lower numbers.
pub(crate) fn higher_first(a: &(u32, f32), b: &(u32, f32)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_ties_by_number() {
        let scored = [(3, 1.0), (1, 2.0), (0, 1.0), (2, 3.0)];
        assert_eq!(best(scored.into_iter(), 3), [2, 1, 0]);
        assert_eq!(best(scored.into_iter(), 9), [2, 1, 0, 3]);
        assert!(best(scored.into_iter(), 0).is_empty());
    }
}
