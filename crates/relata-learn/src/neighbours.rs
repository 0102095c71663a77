use rustc_hash::FxHashMap;

use crate::basket::{Baskets, Postings};
use crate::top;

/// Places back in a session after which a match no longer says anything.
const PLACES_THAT_COUNT: usize = 10;

/// How neighbours are found and what they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeighbourOptions {
    /// The most recent sessions that are looked at.
    pub recent: usize,
    /// Of these, the most alike that have a say.
    pub neighbours: usize,
    /// The last views of the session that count.
    pub last_views: usize,
    /// Weight of how rare a product is; 0 leaves it out.
    pub rarity: f32,
}

impl Default for NeighbourOptions {
    /// The settings that are published with Serenade's example.
    fn default() -> NeighbourOptions {
        NeighbourOptions { recent: 500, neighbours: 50, last_views: 2, rarity: 1.0 }
    }
}

/// Sessions of others, to say what the next view of a session will be: VMIS-kNN.
///
/// Kersbergen, Sprangers, Schelter: "Serenade: Low-Latency Session-Based Recommendation in e-Commerce at
/// Scale", SIGMOD 2022. A session is a basket of what was viewed; newer ones have higher numbers.
#[derive(Debug)]
pub struct Neighbours {
    sessions: Baskets,
    postings: Postings,
    rarities: Vec<f32>,
    options: NeighbourOptions,
}

impl Neighbours {
    /// Takes sessions in, oldest first; O(their views).
    pub fn new(sessions: Baskets, options: NeighbourOptions) -> Neighbours {
        let all = sessions.len().max(1) as f32;
        let rarity = |count: u32| match options.rarity {
            0.0 => 1.0,
            weight => weight * (all / count.max(1) as f32).ln(),
        };
        let rarities = sessions.counts().into_iter().map(rarity).collect();
        Neighbours { postings: sessions.postings(), sessions, rarities, options }
    }

    /// The `k` products that come next after what was viewed (oldest first, unknown ones left out), best first.
    ///
    /// Looks at no more than `recent` sessions for each of the last views. Ties: sessions by recency,
    /// products by number.
    pub fn next(&self, viewed: &[u32], k: usize) -> Vec<u32> {
        let last = &viewed[viewed.len().saturating_sub(self.options.last_views)..];
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for (session, alike) in self.alike(last) {
            let products = self.sessions.get(session as usize).products;
            let place = last.iter().rev().position(|view| products.binary_search(view).is_ok());
            let place = place.map_or(PLACES_THAT_COUNT, |place| place + 1);
            if place >= PLACES_THAT_COUNT {
                continue;
            }
            let weight = alike * (1.0 - place as f32 / PLACES_THAT_COUNT as f32);
            for product in products {
                *scores.entry(*product).or_default() += weight * self.rarities[*product as usize];
            }
        }
        if let Some(current) = viewed.last() {
            scores.remove(current);
        }
        top::best(scores.into_iter(), k)
    }

    /// The most alike of the most recent sessions, with how alike they are.
    fn alike(&self, last: &[u32]) -> Vec<(u32, f32)> {
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        for (place, view) in last.iter().enumerate().rev() {
            if last[place + 1..].contains(view) {
                continue;
            }
            let weight = (place + 1) as f32 / last.len() as f32;
            let sessions = self.postings.of(*view).iter().rev().take(self.options.recent);
            sessions.for_each(|session| *found.entry(*session).or_default() += weight);
        }
        let mut found: Vec<(u32, f32)> = found.into_iter().collect();
        found.sort_unstable_by_key(|(session, _)| std::cmp::Reverse(*session));
        found.truncate(self.options.recent);
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(self.options.neighbours);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basket::baskets;

    fn next(sessions: &[&[u32]], viewed: &[u32], options: NeighbourOptions) -> Vec<u32> {
        Neighbours::new(baskets(sessions), options).next(viewed, 3)
    }

    #[test]
    fn what_others_viewed_with_the_last_view_comes_next() {
        let sessions: &[&[u32]] = &[&[0, 1], &[0, 1], &[0, 2], &[3, 4], &[5]];
        let options = NeighbourOptions { rarity: 0.0, ..NeighbourOptions::default() };
        assert_eq!(next(sessions, &[0], options), [1, 2]);
        assert_eq!(next(sessions, &[3, 0], options), [1, 2, 3]);
        assert!(next(sessions, &[], options).is_empty());
    }

    #[test]
    fn only_recent_sessions_are_asked() {
        let sessions: &[&[u32]] = &[&[0, 1], &[0, 1], &[0, 2]];
        let options = NeighbourOptions { recent: 1, ..NeighbourOptions::default() };
        assert_eq!(next(sessions, &[0], options), [2]);
    }

    #[test]
    fn rare_products_say_more() {
        let sessions: &[&[u32]] = &[&[0, 1, 2], &[1], &[1], &[3]];
        assert_eq!(next(sessions, &[0], NeighbourOptions::default()), [2, 1]);
    }
}
