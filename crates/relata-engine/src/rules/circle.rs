use relata_model::{Rotation, Timestamp};

use crate::Snapshot;

/// An order at random: all products stand in a circle, at places that their SKUs are hashed to, and
/// seed, source and turn say from where on it is read.
///
/// So every node, channel and restart draws the same, a source shows something else with each turn,
/// and its first targets are found by one binary search instead of an order of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Circle {
    pub(crate) seed: u32,
    pub(crate) every: Rotation,
}

impl Circle {
    /// From which place on a source reads it at a moment.
    pub(crate) fn start(self, snapshot: &Snapshot, source: u32, at: Timestamp) -> u64 {
        let turn = self.every.turn(at) as u64;
        let text = snapshot.sku(source).as_str().bytes();
        place_of(self.seed.to_le_bytes().into_iter().chain(turn.to_le_bytes()).chain(text))
    }
}

/// The place of a product.
pub(crate) fn place(snapshot: &Snapshot, number: u32) -> u64 {
    place_of(snapshot.sku(number).as_str().bytes())
}

/// How far it is from a start to a place, going round.
pub(crate) fn way(start: u64, place: u64) -> i64 {
    // Both have 63 bits, and so has the way.
    (place.wrapping_sub(start) & (u64::MAX >> 1)) as i64
}

/// FNV-1a, mixed by the finalizer of SplitMix64 so that like texts land far apart; 63 bits.
fn place_of(bytes: impl Iterator<Item = u8>) -> u64 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)) >> 1
}
