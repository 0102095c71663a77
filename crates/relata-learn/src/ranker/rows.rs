use crate::top;

/// A table of weights: for each product those that it speaks for, by ascending number.
///
/// 8 bytes a weight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows {
    starts: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f32>,
}

impl Rows {
    /// A table without rows.
    pub(super) fn none() -> Rows {
        Rows { starts: vec![0], targets: Vec::new(), weights: Vec::new() }
    }

    /// Adds a row, of whose weights the strongest `most` are kept; ties go to the lower number.
    pub(super) fn push(&mut self, row: impl Iterator<Item = (u32, f32)> + Clone, most: usize) {
        let strengths = row.clone().map(|(target, weight)| (target, weight.abs()));
        let first = self.targets.len();
        if row.clone().count() <= most {
            self.extend(row);
        } else {
            let weakest = strength_at(strengths, most);
            self.extend(
                row.filter(|(target, weight)| top::higher_first(&(*target, weight.abs()), &weakest).is_le()),
            );
        }
        debug_assert!(self.targets[first..].is_sorted(), "a row is by ascending number");
        self.starts.push(self.targets.len());
    }

    fn extend(&mut self, row: impl Iterator<Item = (u32, f32)>) {
        for (target, weight) in row.filter(|(_, weight)| *weight != 0.0) {
            self.targets.push(target);
            self.weights.push(weight);
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// What one product speaks for, with its weights.
    pub(super) fn of(&self, source: usize) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        let row = self.starts[source]..self.starts[source + 1];
        self.targets[row.clone()].iter().copied().zip(self.weights[row].iter().copied())
    }

    /// Adds the rows of a basket's products to scores, which have a place for each product.
    pub(super) fn add_to(&self, basket: &[u32], scores: &mut [f32]) {
        for product in basket {
            let row = self.starts[*product as usize]..self.starts[*product as usize + 1];
            for (target, weight) in self.targets[row.clone()].iter().zip(&self.weights[row]) {
                scores[*target as usize] += weight;
            }
        }
    }

    /// Puts the rows of blocks one after the other.
    pub(super) fn joined(blocks: Vec<Rows>) -> Rows {
        let mut all = Rows::none();
        all.targets.reserve(blocks.iter().map(|block| block.targets.len()).sum());
        all.weights.reserve(blocks.iter().map(|block| block.weights.len()).sum());
        for block in blocks {
            let first = all.targets.len();
            all.targets.extend(block.targets);
            all.weights.extend(block.weights);
            all.starts.extend(block.starts[1..].iter().map(|start| start + first));
        }
        all
    }

    /// The table turned round, so that the row of a product holds what speaks for it; O(weights).
    pub(super) fn turned(&self, products: usize) -> Rows {
        let mut starts = vec![0; products + 1];
        self.targets.iter().for_each(|target| starts[*target as usize + 1] += 1);
        for place in 0..products {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let mut turned =
            Rows { starts, targets: vec![0; self.targets.len()], weights: vec![0.0; self.weights.len()] };
        for source in 0..self.len() {
            for (target, weight) in self.of(source) {
                let place = &mut next[target as usize];
                turned.targets[*place] = source as u32;
                turned.weights[*place] = weight;
                *place += 1;
            }
        }
        turned
    }
}

/// The weakest of the strongest `most`.
fn strength_at(strengths: impl Iterator<Item = (u32, f32)>, most: usize) -> (u32, f32) {
    let mut strengths: Vec<(u32, f32)> = strengths.collect();
    *strengths.select_nth_unstable_by(most.saturating_sub(1), top::higher_first).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rows: &Rows, source: usize) -> Vec<(u32, f32)> {
        rows.of(source).collect()
    }

    #[test]
    fn the_strongest_weights_are_kept_in_order() {
        let mut rows = Rows::none();
        rows.push([(0, 0.1), (2, -0.5), (5, 0.3), (6, 0.3)].into_iter(), 2);
        rows.push([(1, 0.0), (3, 1.0)].into_iter(), 9);
        assert_eq!(row(&rows, 0), [(2, -0.5), (5, 0.3)]);
        assert_eq!(row(&rows, 1), [(3, 1.0)]);
        let mut scores = vec![0.0; 7];
        rows.add_to(&[0, 1], &mut scores);
        assert_eq!(scores, [0.0, 0.0, -0.5, 1.0, 0.0, 0.3, 0.0]);
    }

    #[test]
    fn turning_twice_changes_nothing() {
        let mut rows = Rows::none();
        rows.push([(1, 0.5), (2, 1.5)].into_iter(), 9);
        rows.push([(0, 2.5)].into_iter(), 9);
        rows.push([(0, 3.5), (2, 4.5)].into_iter(), 9);
        assert_eq!(row(&rows.turned(3), 0), [(1, 2.5), (2, 3.5)]);
        assert_eq!(rows.turned(3).turned(3), rows);
        assert_eq!(Rows::joined(vec![rows.clone(), Rows::none()]), rows);
    }
}
