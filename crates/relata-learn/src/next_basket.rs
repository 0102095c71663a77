use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::top;

/// What one customer bought before: baskets, oldest first, of sorted products.
pub type History = Vec<Vec<u32>>;

/// How the next basket of a customer is told from earlier ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NextBasketMethod {
    /// What everybody buys most.
    Popular,
    /// What the customer buys most.
    Personal,
    /// What the customer buys most, and where that ends, what everybody does.
    PersonalThenPopular,
    /// The customer's tastes, blended with those of the customers nearest to them.
    Nearest(TifuOptions),
}

/// Settings of TIFU-KNN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TifuOptions {
    /// Customers that are asked.
    pub neighbours: usize,
    /// What a basket counts against the next one of its group.
    pub decay_within: f32,
    /// What a group counts against the next one.
    pub decay_between: f32,
    /// Weight of the customer's own tastes; the rest is the neighbours'.
    pub own: f32,
    /// Groups that a history is cut into.
    pub groups: usize,
}

impl Default for TifuOptions {
    /// The settings published for the grocer Ta-Feng.
    fn default() -> TifuOptions {
        TifuOptions { neighbours: 300, decay_within: 0.9, decay_between: 0.7, own: 0.7, groups: 7 }
    }
}

/// Histories of customers, to tell next baskets from.
///
/// TIFU-KNN: Hu, He, Gao, Zhang: "Modeling Personalized Item Frequency Information for Next-basket
/// Recommendation", SIGIR 2020. The frequency methods: Li et al., "A Next Basket Recommendation Reality
/// Check", TOIS 2023.
#[derive(Debug)]
pub struct NextBasket {
    method: NextBasketMethod,
    products: usize,
    popular: Vec<u32>,
    tastes: Vec<Taste>,
    norms: Vec<f32>,
    likers: Vec<Vec<(u32, f32)>>,
}

/// How much a customer likes which products, by ascending product.
type Taste = Vec<(u32, f32)>;

impl NextBasket {
    /// Learns from the histories of customers over a number of products; O(their lines).
    pub fn learn(histories: &[History], products: usize, method: NextBasketMethod) -> NextBasket {
        let mut counts = vec![0u32; products];
        histories.iter().flatten().flatten().for_each(|product| counts[*product as usize] += 1);
        let seen = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        let popular = top::best(seen.map(|(product, count)| (product as u32, *count as f32)), products);
        let mut learned = NextBasket {
            method,
            products,
            popular,
            tastes: Vec::new(),
            norms: Vec::new(),
            likers: Vec::new(),
        };
        if let NextBasketMethod::Nearest(options) = method {
            learned.likers = vec![Vec::new(); products];
            for (customer, history) in histories.iter().enumerate() {
                let taste = taste(history, options);
                for (product, liking) in &taste {
                    learned.likers[*product as usize].push((customer as u32, *liking));
                }
                learned.norms.push(taste.iter().map(|(_, liking)| liking * liking).sum());
                learned.tastes.push(taste);
            }
        }
        learned
    }

    /// The `k` products that a customer will want next, best first.
    ///
    /// TIFU-KNN looks at every customer who shares a product: O(lines of the shared products).
    /// Ties go to the lower number, of neighbours and of products.
    pub fn next(&self, history: &History, k: usize) -> Vec<u32> {
        match self.method {
            NextBasketMethod::Popular => self.popular.iter().copied().take(k).collect(),
            NextBasketMethod::Personal => personal(history, k),
            NextBasketMethod::PersonalThenPopular => self.filled(personal(history, k), k),
            NextBasketMethod::Nearest(options) => {
                let own = taste(history, options);
                self.filled(self.nearest(&own, options, k), k)
            }
        }
    }

    fn filled(&self, mut list: Vec<u32>, k: usize) -> Vec<u32> {
        let held: BTreeSet<u32> = list.iter().copied().collect();
        let missing = k.saturating_sub(list.len());
        list.extend(self.popular.iter().filter(|product| !held.contains(product)).take(missing));
        list
    }

    fn nearest(&self, own: &Taste, options: TifuOptions, k: usize) -> Vec<u32> {
        let norm: f32 = own.iter().map(|(_, liking)| liking * liking).sum();
        let mut products_of: Vec<f32> = vec![0.0; self.tastes.len()];
        for (product, liking) in own {
            for (customer, other) in &self.likers[*product as usize] {
                products_of[*customer as usize] += liking * other;
            }
        }
        // Euclidean, as published: a customer with little history is near to everybody.
        let distance = |(customer, shared): (usize, &f32)| {
            (customer as u32, -(norm + self.norms[customer] - 2.0 * shared))
        };
        let near = top::best(products_of.iter().enumerate().map(distance), options.neighbours);
        let mut scores = vec![0.0; self.products];
        own.iter().for_each(|(product, liking)| scores[*product as usize] += options.own * liking);
        let say = (1.0 - options.own) / near.len().max(1) as f32;
        for neighbour in &near {
            for (product, liking) in &self.tastes[*neighbour as usize] {
                scores[*product as usize] += say * liking;
            }
        }
        let liked = scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0);
        top::best(liked.map(|(product, score)| (product as u32, score)), k)
    }
}

/// What a customer buys most; of equals, what was bought first, then the lower number, as published.
fn personal(history: &History, k: usize) -> Vec<u32> {
    let mut bought: Vec<(u32, usize)> = history
        .iter()
        .enumerate()
        .flat_map(|(place, basket)| basket.iter().map(move |product| (*product, place)))
        .collect();
    bought.sort_unstable();
    let mut counted: Vec<(Reverse<usize>, usize, u32)> = bought
        .chunk_by(|a, b| a.0 == b.0)
        .map(|times| (Reverse(times.len()), times[0].1, times[0].0))
        .collect();
    counted.sort_unstable();
    counted.into_iter().take(k).map(|(_, _, product)| product).collect()
}

/// The taste that a history shows: baskets decay within their group, groups among each other.
fn taste(history: &History, options: TifuOptions) -> Taste {
    let groups = groups(history.len(), options.groups.max(1));
    let count = groups.len();
    let mut liked: Taste = Vec::new();
    let mut place = 0;
    for (number, size) in groups.into_iter().enumerate() {
        let behind = if count < options.groups { options.groups - 1 - number } else { count - 1 - number };
        let group = options.decay_between.powi(behind as i32) / (size * count) as f32;
        for basket in &history[place..place + size] {
            let weight = group * options.decay_within.powi((history.len() - 1 - place) as i32);
            place += 1;
            liked.extend(basket.iter().map(|product| (*product, weight)));
        }
    }
    liked.sort_by_key(|(product, _)| *product);
    liked.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    liked
}

/// Sizes of the groups that a number of baskets is cut into, the larger ones last; fewer baskets than
/// groups stand alone.
fn groups(baskets: usize, groups: usize) -> Vec<usize> {
    if baskets < groups {
        return vec![1; baskets];
    }
    let (base, larger) = (baskets / groups, baskets % groups);
    (0..groups).map(|group| base + usize::from(group >= groups - larger)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(method: NextBasketMethod, others: &[History], own: History, k: usize) -> Vec<u32> {
        NextBasket::learn(others, 10, method).next(&own, k)
    }

    #[test]
    fn histories_are_cut_as_published() {
        assert_eq!(groups(3, 7), [1, 1, 1]);
        assert_eq!(groups(7, 7), [1; 7]);
        assert_eq!(groups(16, 7), [2, 2, 2, 2, 2, 3, 3]);
    }

    #[test]
    fn a_taste_is_that_worked_out_by_hand() {
        let options =
            TifuOptions { decay_within: 0.5, decay_between: 0.1, groups: 2, ..TifuOptions::default() };
        // Groups {1} and {2, 3}; three baskets decay by 0.25, 0.5, 1, groups by 0.1, 1.
        let taste = taste(&vec![vec![1], vec![1, 2], vec![2]], options);
        assert_eq!(taste.len(), 2);
        assert!((taste[0].1 - (0.25 * 0.1 / 2.0 + 0.5 / 4.0)).abs() < 1e-6, "{taste:?}");
        assert!((taste[1].1 - (0.5 / 4.0 + 1.0 / 4.0)).abs() < 1e-6, "{taste:?}");
    }

    #[test]
    fn what_is_bought_often_is_bought_again() {
        let others = [vec![vec![5, 6], vec![5]]];
        let own: History = vec![vec![1, 2], vec![2], vec![3]];
        assert_eq!(next(NextBasketMethod::Popular, &others, own.clone(), 2), [5, 6]);
        assert_eq!(next(NextBasketMethod::Personal, &others, own.clone(), 9), [2, 1, 3]);
        assert_eq!(next(NextBasketMethod::PersonalThenPopular, &others, own, 4), [2, 1, 3, 5]);
    }

    #[test]
    fn neighbours_bring_what_the_customer_lacks() {
        let others = [vec![vec![1, 2], vec![1, 2, 9]], vec![vec![7, 8], vec![7]]];
        let method = NextBasketMethod::Nearest(TifuOptions { neighbours: 1, ..TifuOptions::default() });
        assert_eq!(next(method, &others, vec![vec![1], vec![1, 2]], 3), [1, 2, 9]);
    }
}
