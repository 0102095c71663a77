use super::set::{BlockView, FEW, WORDS, members};

/// Members of one block of a set while others are taken out of them.
#[derive(Debug)]
pub(crate) enum Picked {
    /// By their places in the block, ascending.
    Few(Vec<u16>),
    Many(Box<[u64; WORDS]>),
}

fn has(words: &[u64; WORDS], low: u16) -> bool {
    words[usize::from(low) / 64] >> (low % 64) & 1 == 1
}

/// Keeps some of a list without a branch for each, since nothing predicts which.
pub(crate) fn retain(few: &mut Vec<u16>, mut is_kept: impl FnMut(u16) -> bool) {
    let mut kept = 0;
    for place in 0..few.len() {
        let low = few[place];
        few[kept] = low;
        kept += usize::from(is_kept(low));
    }
    few.truncate(kept);
}

impl Picked {
    /// The members of a block of a set.
    pub(crate) fn of(block: BlockView<'_>) -> Picked {
        match block {
            BlockView::Few(few) => Picked::Few(few.to_vec()),
            BlockView::Many(words) => Picked::Many(Box::new(*words)),
        }
    }

    /// Keeps what another set has, too. A few against many cost one look each, many against many
    /// one step for 64.
    pub(crate) fn keep(&mut self, block: BlockView<'_>) {
        match (&mut *self, block) {
            (Picked::Few(few), BlockView::Many(words)) => retain(few, |low| has(words, low)),
            (Picked::Many(words), BlockView::Many(others)) => {
                words.iter_mut().zip(others).for_each(|(word, other)| *word &= other);
            }
            (Picked::Many(words), BlockView::Few(others)) => {
                let mut few = others.to_vec();
                retain(&mut few, |low| has(words, low));
                *self = Picked::Few(few);
            }
            (Picked::Few(few), BlockView::Few(others)) => {
                let mut at = 0;
                retain(few, |low| {
                    at += others[at..].iter().take_while(|other| **other < low).count();
                    others.get(at) == Some(&low)
                });
            }
        }
    }

    /// Adds what another set has.
    pub(crate) fn add(&mut self, block: BlockView<'_>) {
        let words = self.words();
        match block {
            BlockView::Few(others) => {
                others.iter().for_each(|low| words[usize::from(*low) / 64] |= 1 << (low % 64));
            }
            BlockView::Many(others) => {
                words.iter_mut().zip(others).for_each(|(word, other)| *word |= other);
            }
        }
    }

    fn words(&mut self) -> &mut [u64; WORDS] {
        if let Picked::Few(few) = self {
            let mut words = Box::new([0; WORDS]);
            few.iter().for_each(|low| words[usize::from(*low) / 64] |= 1 << (low % 64));
            *self = Picked::Many(words);
        }
        match self {
            Picked::Many(words) => words,
            Picked::Few(_) => unreachable!("it was turned into bits"),
        }
    }

    /// The same as a list where that takes less room, else as bits.
    pub(crate) fn settled(self) -> Picked {
        match self {
            Picked::Few(few) if few.len() >= FEW => {
                let mut many = Picked::Few(few);
                many.words();
                many
            }
            Picked::Many(words) => {
                let len: usize = words.iter().map(|word| word.count_ones() as usize).sum();
                if len >= FEW {
                    return Picked::Many(words);
                }
                let mut few = Vec::with_capacity(len);
                few.extend(members(&words).map(|low| low as u16));
                Picked::Few(few)
            }
            few @ Picked::Few(_) => few,
        }
    }
}
