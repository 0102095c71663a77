use std::sync::Arc;

use crate::chunk::{Bits, CHUNK, bit, set_bit};
use crate::snapshot::split;

/// A set of products: bits in chunks that snapshots share. A chunk without members takes no room.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductSet {
    chunks: Vec<Option<Arc<Bits>>>,
}

impl ProductSet {
    pub(crate) fn contains(&self, number: u32) -> bool {
        let (chunk, place) = split(number);
        self.chunks.get(chunk).is_some_and(|bits| bits.as_ref().is_some_and(|bits| bit(bits, place)))
    }

    /// Enters or takes out a product; copies the chunk where it is shared and changes.
    pub(crate) fn set(&mut self, number: u32, member: bool) {
        if self.contains(number) == member {
            return;
        }
        let (chunk, place) = split(number);
        if self.chunks.len() <= chunk {
            self.chunks.resize(chunk + 1, None);
        }
        let bits = self.chunks[chunk].get_or_insert_with(|| Arc::new([0; CHUNK / 64]));
        set_bit(Arc::make_mut(bits), place, member);
    }

    /// How many products are in it.
    pub(crate) fn len(&self) -> usize {
        let ones = |bits: &Arc<Bits>| bits.iter().map(|word| word.count_ones() as usize).sum::<usize>();
        self.chunks.iter().flatten().map(ones).sum()
    }

    /// Its members, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let of_chunk = |(chunk, bits): (usize, &Option<Arc<Bits>>)| {
            let bits = bits.clone();
            (0..CHUNK as u32)
                .filter(move |&place| bits.as_ref().is_some_and(|bits| bit(bits, place as usize)))
                .map(move |place| (chunk * CHUNK) as u32 + place)
        };
        self.chunks.iter().enumerate().flat_map(of_chunk)
    }

    pub(crate) fn bytes(&self) -> usize {
        let full = self.chunks.iter().flatten().count();
        full * (size_of::<Bits>() + 16) + self.chunks.capacity() * size_of::<Option<Arc<Bits>>>()
    }
}
