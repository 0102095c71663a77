use std::cmp::Ordering;
use std::sync::Arc;

/// Keys that a fresh block holds; a block is split at twice as many.
const BLOCK: usize = 512;

/// Sorted distinct keys in blocks of about 512 under a directory.
///
/// The order is passed to every call, because it may need tables that the keys only point into;
/// it has to be the same total order each time. A change copies one block and the directory:
/// O(log n + n / 512 + 512). A clone shares everything.
#[derive(Debug, Clone)]
pub(crate) struct SortedBlocks<K> {
    blocks: Arc<Vec<Arc<Vec<K>>>>,
}

/// A place between the keys of [`SortedBlocks`], as long as they do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    block: usize,
    key: usize,
}

impl Place {
    /// Before all keys.
    pub(crate) const FIRST: Place = Place { block: 0, key: 0 };
}

impl<K> Default for SortedBlocks<K> {
    fn default() -> Self {
        SortedBlocks { blocks: Arc::default() }
    }
}

impl<K: Clone> SortedBlocks<K> {
    /// Takes keys that are in order already.
    pub(crate) fn from_sorted(keys: &[K]) -> Self {
        SortedBlocks { blocks: Arc::new(keys.chunks(BLOCK).map(|block| Arc::new(block.to_vec())).collect()) }
    }

    /// The block in which a key stands or would stand, and its place there.
    fn find(&self, key: &K, order: impl Fn(&K, &K) -> Ordering) -> (usize, Result<usize, usize>) {
        let ends_before = |block: &Arc<Vec<K>>| block.last().is_some_and(|last| order(last, key).is_lt());
        let last = self.blocks.len().saturating_sub(1);
        let block = self.blocks.partition_point(ends_before).min(last);
        let place =
            self.blocks.get(block).map_or(Err(0), |keys| keys.binary_search_by(|other| order(other, key)));
        (block, place)
    }

    /// Adds a key; nothing happens when it is there.
    pub(crate) fn insert(&mut self, key: K, order: impl Fn(&K, &K) -> Ordering) {
        let (block, Err(place)) = self.find(&key, order) else { return };
        let blocks = Arc::make_mut(&mut self.blocks);
        if blocks.is_empty() {
            blocks.push(Arc::default());
        }
        let keys = Arc::make_mut(&mut blocks[block]);
        keys.insert(place, key);
        if keys.len() >= 2 * BLOCK {
            let upper = keys.split_off(BLOCK);
            blocks.insert(block + 1, Arc::new(upper));
        }
    }

    /// Removes a key; nothing happens when it is not there.
    pub(crate) fn remove(&mut self, key: &K, order: impl Fn(&K, &K) -> Ordering) {
        let (block, Ok(place)) = self.find(key, order) else { return };
        let blocks = Arc::make_mut(&mut self.blocks);
        let keys = Arc::make_mut(&mut blocks[block]);
        keys.remove(place);
        if keys.is_empty() {
            blocks.remove(block);
        } else if blocks.get(block + 1).is_some_and(|next| next.len() + blocks[block].len() <= BLOCK) {
            let next = blocks.remove(block + 1);
            Arc::make_mut(&mut blocks[block]).extend_from_slice(&next);
        }
    }

    /// The place of the first key for which something is true that is true of all after it.
    pub(crate) fn find_first(&self, is_after: impl Fn(&K) -> bool) -> Place {
        let block = self.blocks.partition_point(|block| block.last().is_some_and(|last| !is_after(last)));
        let keys = self.blocks.get(block);
        Place { block, key: keys.map_or(0, |keys| keys.partition_point(|key| !is_after(key))) }
    }

    /// The keys from a place on.
    pub(crate) fn iter_from(&self, from: Place) -> impl Iterator<Item = &K> {
        let first = self.blocks.get(from.block).map_or(&[][..], |block| &block[from.key.min(block.len())..]);
        let rest = self.blocks.get(from.block + 1..).unwrap_or_default();
        first.iter().chain(rest.iter().flat_map(|block| block.iter()))
    }

    /// How many keys stand from one place up to another. O(blocks between).
    pub(crate) fn distance(&self, from: Place, until: Place) -> usize {
        if until <= from {
            return 0;
        }
        let whole = self.blocks.get(from.block..until.block).unwrap_or_default();
        let whole: usize = whole.iter().map(|block| block.len()).sum();
        (whole + until.key).saturating_sub(from.key)
    }

    /// How many keys there are. O(blocks).
    pub(crate) fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.len()).sum()
    }

    /// The last key.
    pub(crate) fn last(&self) -> Option<&K> {
        self.blocks.last().and_then(|block| block.last())
    }

    /// All keys in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &K> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    pub(crate) fn bytes(&self) -> usize {
        let keys: usize = self.blocks.iter().map(|block| block.capacity() * size_of::<K>()).sum();
        keys + self.blocks.len() * 5 * size_of::<usize>()
    }
}
