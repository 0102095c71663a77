use std::ops::Range;
use std::thread;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

/// Rows and columns that are swept at a time; the product kernel is busiest at about this width.
const BLOCK: usize = 192;
/// Rows that one thread updates at a time.
const STRIPE: usize = 96;

/// Replaces a symmetric positive definite matrix by its inverse, in place.
///
/// The sweep operator (Goodnight, 1979) in blocks, on the lower triangle: n³ multiplications, nearly all
/// of them in matrix products, spread over all cores; 8 bytes times n times [`BLOCK`] beside the matrix.
/// Only the lower triangle is read. Single precision: what is solved here carries a ridge that keeps the
/// condition number far below its limits.
pub(super) fn invert(matrix: &mut Array2<f32>) {
    let size = matrix.nrows();
    for start in (0..size).step_by(BLOCK) {
        sweep(matrix, start, (start + BLOCK).min(size));
    }
    for row in 0..size {
        for column in 0..=row {
            let value = -matrix[(row, column)];
            matrix[(row, column)] = value;
            matrix[(column, row)] = value;
        }
    }
}

/// Sweeps the rows and columns of one block.
fn sweep(matrix: &mut Array2<f32>, start: usize, end: usize) {
    let size = matrix.nrows();
    let width = end - start;
    let mut panel = Array2::<f32>::zeros((size, width));
    part_mut(&mut panel, 0..start, 0..width).assign(&part(matrix, start..end, 0..start).t());
    part_mut(&mut panel, end..size, 0..width).assign(&part(matrix, end..size, start..end));
    let pivot = pivot_inverse(part(matrix, start..end, start..end));
    let mut scaled = Array2::<f32>::zeros(panel.raw_dim());
    general_mat_mul(1.0, &panel, &pivot, 0.0, &mut scaled);
    subtract_products(matrix, &scaled, &panel);
    part_mut(matrix, start..end, 0..start).assign(&part(&scaled, 0..start, 0..width).t());
    part_mut(matrix, end..size, start..end).assign(&part(&scaled, end..size, 0..width));
    part_mut(matrix, start..end, start..end).assign(&pivot.mapv(|value| -value));
}

/// Takes `left` times `right` transposed from the lower triangle.
fn subtract_products(matrix: &mut Array2<f32>, left: &Array2<f32>, right: &Array2<f32>) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut shares: Vec<Vec<(usize, ArrayViewMut2<'_, f32>)>> = (0..threads).map(|_| Vec::new()).collect();
    for (number, stripe) in matrix.axis_chunks_iter_mut(Axis(0), STRIPE).enumerate() {
        // Stripes grow longer towards the end: dealing them out in turns shares the work.
        shares[number % threads].push((number * STRIPE, stripe));
    }
    thread::scope(|scope| {
        for share in shares {
            scope.spawn(move || {
                for (first, mut stripe) in share {
                    let last = first + stripe.nrows();
                    let width = left.ncols();
                    let rows = part(left, first..last, 0..width);
                    let columns = part(right, 0..last, 0..width);
                    stripe.slice_axis_inplace(Axis(1), Slice::from(0..last));
                    general_mat_mul(-1.0, &rows, &columns.t(), 1.0, &mut stripe);
                }
            });
        }
    });
}

fn part(matrix: &Array2<f32>, rows: Range<usize>, columns: Range<usize>) -> ArrayView2<'_, f32> {
    let mut view = matrix.view();
    view.slice_axis_inplace(Axis(0), Slice::from(rows));
    view.slice_axis_inplace(Axis(1), Slice::from(columns));
    view
}

fn part_mut(matrix: &mut Array2<f32>, rows: Range<usize>, columns: Range<usize>) -> ArrayViewMut2<'_, f32> {
    let mut view = matrix.view_mut();
    view.slice_axis_inplace(Axis(0), Slice::from(rows));
    view.slice_axis_inplace(Axis(1), Slice::from(columns));
    view
}

/// The inverse of one small block, in double precision, from its lower triangle.
fn pivot_inverse(block: ArrayView2<'_, f32>) -> Array2<f32> {
    let size = block.nrows();
    let mut work = Array2::from_shape_fn((size, size), |(row, column)| {
        f64::from(if row >= column { block[(row, column)] } else { block[(column, row)] })
    });
    for pivot in 0..size {
        let value = 1.0 / work[(pivot, pivot)];
        let row = work.row(pivot).to_owned();
        for other in (0..size).filter(|other| *other != pivot) {
            let factor = work[(other, pivot)] * value;
            if factor != 0.0 {
                work.row_mut(other).scaled_add(-factor, &row);
            }
            work[(other, pivot)] = -factor;
        }
        work.row_mut(pivot).mapv_inplace(|entry| entry * value);
        work[(pivot, pivot)] = value;
    }
    work.mapv(|value| value as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dice;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        for size in [1, 5, 191, 192, 193, 500] {
            let mut dice = Dice::new(size as u64);
            let half = Array2::from_shape_simple_fn((size, size), || dice.below(1000) as f32 / 1000.0 - 0.5);
            let matrix = half.dot(&half.t()) + Array2::<f32>::eye(size);
            let mut inverse = matrix.clone();
            invert(&mut inverse);
            let off = matrix.dot(&inverse) - Array2::<f32>::eye(size);
            let worst = off.iter().fold(0f32, |worst, value| worst.max(value.abs()));
            assert!(worst < 1e-3, "{size}: {worst}");
        }
    }
}
