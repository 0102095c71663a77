use super::cells::Cell;

/// What 64 cells say.
pub(crate) struct Masks {
    pub(crate) yes: u64,
    pub(crate) absent: u64,
    pub(crate) many: u64,
}

impl Masks {
    /// Without a branch for each cell, so that compilers turn it into vector instructions.
    pub(crate) fn of<T: Cell>(cells: &[T], is_such: impl Fn(T) -> bool) -> Masks {
        let mut masks = Masks { yes: 0, absent: 0, many: 0 };
        for (bit, &cell) in cells.iter().take(64).enumerate() {
            masks.yes |= u64::from(is_such(cell)) << bit;
            masks.absent |= u64::from(cell == T::ABSENT) << bit;
            masks.many |= u64::from(cell == T::MANY) << bit;
        }
        masks
    }
}

/// The bits of which something is true.
pub(crate) fn keep(bits: u64, is_such: impl Fn(u32) -> bool) -> u64 {
    let rest = |bits: u64| (bits != 0).then_some(bits);
    let ones = std::iter::successors(rest(bits), |bits| rest(bits & (bits - 1)));
    let ones = ones.map(u64::trailing_zeros).filter(|&bit| is_such(bit));
    ones.fold(0, |kept, bit| kept | 1 << bit)
}
