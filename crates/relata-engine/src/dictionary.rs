use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Values per block; one new value copies at most one block.
const BLOCK: usize = 1_024;

/// Values with dense numbers in the order of their arrival, which never change.
///
/// A clone shares all shards and blocks; a new value then copies one of each. So adding to a
/// dictionary of n values costs about n / shards + 1,024 steps, once per snapshot.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary<T> {
    shards: Vec<Arc<FxHashMap<T, u32>>>,
    blocks: Vec<Arc<Vec<T>>>,
    len: u32,
}

impl<T: Hash + Eq + Clone> Dictionary<T> {
    /// An empty dictionary over a power of two of shards.
    pub(crate) fn new(shards: usize) -> Self {
        debug_assert!(shards.is_power_of_two());
        Dictionary { shards: vec![Arc::default(); shards], blocks: Vec::new(), len: 0 }
    }

    fn shard<Q: Hash + ?Sized>(&self, key: &Q) -> usize {
        // The maps use the lowest and the highest bits themselves.
        (FxBuildHasher.hash_one(key) >> 32) as usize & (self.shards.len() - 1)
    }

    pub(crate) fn get<Q>(&self, key: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.shards[self.shard(key)].get(key).copied()
    }

    /// The number of a value, a new one if it has none yet.
    pub(crate) fn intern(&mut self, value: &T) -> u32 {
        let shard = self.shard(value);
        if let Some(&number) = self.shards[shard].get(value) {
            return number;
        }
        let number = self.len;
        self.len = number.checked_add(1).expect("numbers fit 32 bits");
        Arc::make_mut(&mut self.shards[shard]).insert(value.clone(), number);
        if (number as usize).is_multiple_of(BLOCK) {
            self.blocks.push(Arc::default());
        }
        let block = self.blocks.last_mut().expect("a block was pushed for the first value");
        Arc::make_mut(block).push(value.clone());
        number
    }

    pub(crate) fn value(&self, number: u32) -> &T {
        &self.blocks[number as usize / BLOCK][number as usize % BLOCK]
    }

    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// All values by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..).zip(self.blocks.iter().flat_map(|block| block.iter()))
    }

    /// Bytes of the tables, without what the values point to.
    pub(crate) fn bytes(&self) -> usize {
        let maps: usize =
            self.shards.iter().map(|shard| shard.capacity() * 8 / 7 * (size_of::<(T, u32)>() + 1)).sum();
        let blocks: usize = self.blocks.iter().map(|block| block.capacity() * size_of::<T>()).sum();
        maps + blocks + (self.shards.len() + self.blocks.len()) * 2 * size_of::<usize>()
    }
}
