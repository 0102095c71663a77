use std::sync::Arc;

use super::picked::Picked;

/// Numbers per block.
pub(crate) const BLOCK: u32 = 1 << 16;
pub(crate) const WORDS: usize = BLOCK as usize / 64;
/// From so many members on a block is kept as bits, which then take no more room.
pub(crate) const FEW: usize = WORDS * 4;

/// A set of products in blocks of 65,536 numbers that snapshots share: few as a list, many as bits.
///
/// The layout of Roaring bitmaps (Chambi, Lemire, Kaser and Godin 2016, doi 10.1002/spe.2325).
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductSet {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
enum Block {
    Few(Arc<Vec<u16>>),
    Many(Arc<Bits>),
}

/// The members of one block, by their places in it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BlockView<'s> {
    /// Ascending.
    Few(&'s [u16]),
    Many(&'s [u64; WORDS]),
}

#[derive(Debug, Clone)]
struct Bits {
    words: Box<[u64; WORDS]>,
    len: usize,
}

impl Bits {
    fn of(few: &[u16]) -> Bits {
        let mut bits = Bits { words: Box::new([0; WORDS]), len: few.len() };
        few.iter().for_each(|low| bits.words[*low as usize / 64] |= 1 << (low % 64));
        bits
    }
}

fn split(number: u32) -> (usize, u16) {
    ((number / BLOCK) as usize, (number % BLOCK) as u16)
}

impl ProductSet {
    /// The set of numbers that are ascending and distinct.
    pub(crate) fn of_sorted(numbers: &[u32]) -> ProductSet {
        let mut set = ProductSet::default();
        for group in numbers.chunk_by(|a, b| a / BLOCK == b / BLOCK) {
            let block = (group[0] / BLOCK) as usize;
            set.blocks.resize_with(block, || Block::Few(Arc::default()));
            let few: Vec<u16> = group.iter().map(|number| split(*number).1).collect();
            let many = few.len() >= FEW;
            set.blocks.push(if many {
                Block::Many(Arc::new(Bits::of(&few)))
            } else {
                Block::Few(Arc::new(few))
            });
        }
        set
    }

    /// The set of these blocks.
    pub(crate) fn of_blocks(blocks: impl Iterator<Item = Picked>) -> ProductSet {
        let block = |picked: Picked| match picked.settled() {
            Picked::Few(few) => Block::Few(Arc::new(few)),
            Picked::Many(words) => {
                let len = words.iter().map(|word| word.count_ones() as usize).sum();
                Block::Many(Arc::new(Bits { words, len }))
            }
        };
        ProductSet { blocks: blocks.map(block).collect() }
    }

    /// All that are in some of these sets.
    pub(crate) fn union(sets: &[Arc<ProductSet>]) -> ProductSet {
        let blocks = sets.iter().map(|set| set.blocks.len()).max().unwrap_or_default();
        let union = |block| {
            let mut all = Picked::Many(Box::new([0; WORDS]));
            sets.iter().for_each(|set| all.add(set.block(block)));
            all
        };
        ProductSet::of_blocks((0..blocks).map(union))
    }

    /// The members from `block * 65,536` on.
    pub(crate) fn block(&self, block: usize) -> BlockView<'_> {
        match self.blocks.get(block) {
            Some(Block::Few(few)) => BlockView::Few(few),
            Some(Block::Many(bits)) => BlockView::Many(&bits.words),
            None => BlockView::Few(&[]),
        }
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        let (block, low) = split(number);
        match self.blocks.get(block) {
            Some(Block::Few(few)) => few.binary_search(&low).is_ok(),
            Some(Block::Many(bits)) => bits.words[low as usize / 64] >> (low % 64) & 1 == 1,
            None => false,
        }
    }

    /// Enters or takes out a product; copies the block where it is shared and changes.
    pub(crate) fn set(&mut self, number: u32, member: bool) {
        if self.contains(number) == member {
            return;
        }
        let (block, low) = split(number);
        while self.blocks.len() <= block {
            self.blocks.push(Block::Few(Arc::default()));
        }
        match &mut self.blocks[block] {
            Block::Few(few) => {
                let few = Arc::make_mut(few);
                match few.binary_search(&low) {
                    Ok(place) => drop(few.remove(place)),
                    Err(place) => few.insert(place, low),
                }
                if few.len() >= FEW {
                    self.blocks[block] = Block::Many(Arc::new(Bits::of(few)));
                }
            }
            Block::Many(bits) => {
                let bits = Arc::make_mut(bits);
                bits.words[low as usize / 64] ^= 1 << (low % 64);
                bits.len = if member { bits.len + 1 } else { bits.len - 1 };
                // Half of what made it bits, so that it does not change to and fro.
                if bits.len < FEW / 2 {
                    let few = members(&bits.words).map(|low| low as u16).collect();
                    self.blocks[block] = Block::Few(Arc::new(few));
                }
            }
        }
    }

    /// How many products are in it. O(n / 65,536).
    pub(crate) fn len(&self) -> usize {
        let len = |block: &Block| match block {
            Block::Few(few) => few.len(),
            Block::Many(bits) => bits.len,
        };
        self.blocks.iter().map(len).sum()
    }

    /// Its members, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let of_block = |(block, members_of): (u32, &Block)| -> Vec<u32> {
            let whole = |low: u32| block * BLOCK + low;
            match members_of {
                Block::Few(few) => few.iter().map(|low| whole(u32::from(*low))).collect(),
                Block::Many(bits) => members(&bits.words).map(whole).collect(),
            }
        };
        (0..).zip(&self.blocks).flat_map(of_block)
    }

    /// Hands over its members, ascending; quicker than [`ProductSet::iter`].
    pub(crate) fn each(&self, mut each: impl FnMut(u32)) {
        for (block, of_block) in (0..).zip(&self.blocks) {
            let first = block * BLOCK;
            match of_block {
                Block::Few(few) => few.iter().for_each(|low| each(first + u32::from(*low))),
                Block::Many(bits) => members(&bits.words).for_each(|low| each(first + low)),
            }
        }
    }

    /// How many products are in both.
    pub(crate) fn shared(&self, other: &ProductSet) -> usize {
        let both = |(a, b): (&Block, &Block)| match (a, b) {
            (Block::Many(a), Block::Many(b)) => {
                let words = a.words.iter().zip(b.words.iter());
                words.map(|(a, b)| (a & b).count_ones() as usize).sum()
            }
            (Block::Few(few), Block::Many(bits)) | (Block::Many(bits), Block::Few(few)) => {
                few.iter().filter(|low| bits.words[**low as usize / 64] >> (*low % 64) & 1 == 1).count()
            }
            (Block::Few(a), Block::Few(b)) => {
                let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
                short.iter().filter(|low| long.binary_search(low).is_ok()).count()
            }
        };
        self.blocks.iter().zip(&other.blocks).map(both).sum()
    }

    /// The same set with every block as bits, which are quickest to ask.
    pub(crate) fn as_bits(&self) -> ProductSet {
        let bits = |block: &Block| match block {
            Block::Few(few) => Block::Many(Arc::new(Bits::of(few))),
            many @ Block::Many(_) => many.clone(),
        };
        ProductSet { blocks: self.blocks.iter().map(bits).collect() }
    }

    pub(crate) fn bytes(&self) -> usize {
        let bytes = |block: &Block| match block {
            Block::Few(few) => few.capacity() * size_of::<u16>() + 40,
            Block::Many(_) => WORDS * 8 + 48,
        };
        self.blocks.iter().map(bytes).sum::<usize>() + self.blocks.capacity() * size_of::<Block>()
    }
}

pub(crate) fn members(words: &[u64; WORDS]) -> impl Iterator<Item = u32> {
    (0..).zip(words.iter()).flat_map(|(word, &bits)| {
        let rest = |bits: u64| (bits != 0).then_some(bits);
        let ones = std::iter::successors(rest(bits), move |bits| rest(bits & (bits - 1)));
        ones.map(move |bits| word * 64 + bits.trailing_zeros())
    })
}
