use rustc_hash::FxHashMap;

use crate::basket::{Baskets, NOBODY};
use crate::dice::Dice;
use crate::next_basket::History;

/// Of a hundred customers those that the next-basket protocol learns from, as published.
const LEARNED_FROM_PERCENT: usize = 72;
/// Of a hundred customers those that it asks about, as published; the rest is left for choosing settings.
const ASKED_PERCENT: usize = 20;

/// A question whose answer is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked with: the rest of a basket, one product, or views, oldest first.
    pub asked: Vec<u32>,
    /// What counts as a hit, each once.
    pub relevant: Vec<u32>,
    /// What the hit rate and the reciprocal rank look for, where that is less than all that is relevant.
    pub next: Option<u32>,
}

/// Each basket with two or more known products, one of which is hidden and the rest asked with.
///
/// A product is known when it was in a basket that was learned from, by `counts`; others are left out.
pub fn leave_one_out(baskets: &Baskets, counts: &[u32], seed: u64) -> Vec<Question> {
    let mut dice = Dice::new(seed);
    let known = baskets.iter().map(|basket| known(basket.products, counts));
    let known = known.filter(|products| products.len() >= 2);
    known
        .map(|mut products| {
            let hidden = products.remove(dice.below(products.len()));
            Question { asked: products, relevant: vec![hidden], next: None }
        })
        .collect()
}

/// Each known product of each basket with two or more products: the rest of the basket is relevant.
///
/// What was never learned from is relevant and cannot be hit, but is not asked with.
pub fn item_to_item(baskets: &Baskets, counts: &[u32]) -> Vec<Question> {
    let mut questions = Vec::new();
    for basket in baskets.iter().filter(|basket| basket.products.len() >= 2) {
        for product in known(basket.products, counts) {
            let relevant = basket.products.iter().copied().filter(|other| *other != product).collect();
            questions.push(Question { asked: vec![product], relevant, next: None });
        }
    }
    questions
}

/// Each view of a session but the first: asked with what was viewed before it.
pub fn next_views(sessions: &[Vec<u32>]) -> Vec<Question> {
    let mut questions = Vec::new();
    for views in sessions {
        for place in 1..views.len() {
            let mut relevant = views[place..].to_vec();
            relevant.sort_unstable();
            relevant.dedup();
            let asked = views[..place].to_vec();
            questions.push(Question { asked, relevant, next: Some(views[place]) });
        }
    }
    questions
}

/// A customer's history, and the basket that followed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The baskets before, oldest first.
    pub history: History,
    /// The products of the basket that followed.
    pub basket: Vec<u32>,
}

/// Customers with a history and a basket after it, by their numbers: the first of `later`, else their last.
pub fn followed(earlier: &Baskets, later: Option<&Baskets>) -> Vec<Followed> {
    let mut histories = histories(earlier);
    let mut numbers: Vec<u32> = histories.keys().copied().collect();
    numbers.sort_unstable();
    let mut next: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for basket in later.into_iter().flat_map(Baskets::iter) {
        next.entry(basket.customer).or_insert_with(|| basket.products.to_vec());
    }
    let mut made = Vec::new();
    for number in numbers {
        let mut history = histories.remove(&number).unwrap_or_default();
        let basket = if later.is_some() { next.remove(&number) } else { history.pop() };
        if let Some(basket) = basket.filter(|basket| !basket.is_empty() && !history.is_empty()) {
            made.push(Followed { history, basket });
        }
    }
    made
}

fn histories(baskets: &Baskets) -> FxHashMap<u32, History> {
    let mut histories: FxHashMap<u32, History> = FxHashMap::default();
    for basket in baskets.iter().filter(|basket| basket.customer != NOBODY) {
        histories.entry(basket.customer).or_default().push(basket.products.to_vec());
    }
    histories
}

/// Customers cut into those that are learned from and those that are asked about, by chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Histories that are learned from.
    pub learned_from: Vec<History>,
    /// Customers that are asked about.
    pub asked: Vec<Followed>,
}

/// Cuts customers as published: 72 of a hundred are learned from, 20 asked about, 8 left out.
pub fn fold(customers: &[Followed], seed: u64) -> Fold {
    let mut order: Vec<usize> = (0..customers.len()).collect();
    Dice::new(seed).shuffle(&mut order);
    let learned_from = order.len() * LEARNED_FROM_PERCENT / 100;
    let asked = order.len() - order.len() * ASKED_PERCENT / 100;
    Fold {
        learned_from: order[..learned_from].iter().map(|place| customers[*place].history.clone()).collect(),
        asked: order[asked..].iter().map(|place| customers[*place].clone()).collect(),
    }
}

fn known(products: &[u32], counts: &[u32]) -> Vec<u32> {
    products.iter().copied().filter(|product| counts[*product as usize] > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basket::baskets;

    #[test]
    fn one_known_product_is_hidden() {
        let held_out = baskets(&[&[0, 1, 2], &[0, 3], &[3]]);
        let questions = leave_one_out(&held_out, &[5, 5, 5, 0], 1);
        assert_eq!(questions.len(), 1);
        let mut all = [&questions[0].asked[..], &questions[0].relevant[..]].concat();
        all.sort_unstable();
        assert_eq!((all, questions[0].relevant.len()), (vec![0, 1, 2], 1));
        assert_eq!(questions, leave_one_out(&held_out, &[5, 5, 5, 0], 1));
    }

    #[test]
    fn every_known_product_asks_for_the_rest() {
        let questions = item_to_item(&baskets(&[&[0, 1, 3], &[2]]), &[5, 5, 5, 0]);
        let asked: Vec<_> = questions.iter().map(|one| (one.asked[0], one.relevant.clone())).collect();
        assert_eq!(asked, [(0, vec![1, 3]), (1, vec![0, 3])]);
    }

    #[test]
    fn every_view_but_the_first_is_asked_for() {
        let questions = next_views(&[vec![4, 2, 4], vec![1]]);
        assert_eq!(questions[0], Question { asked: vec![4], relevant: vec![2, 4], next: Some(2) });
        assert_eq!(questions[1], Question { asked: vec![4, 2], relevant: vec![4], next: Some(4) });
        assert_eq!(questions.len(), 2);
    }

    #[test]
    fn the_last_basket_follows_the_others() {
        let mut bought = Baskets::none(4);
        for (time, customer, product) in [(1, 7, 0), (2, 7, 1), (3, 8, 2), (4, 7, 3), (5, NOBODY, 3)] {
            bought.push(vec![product], time, customer);
        }
        let found = followed(&bought, None);
        assert_eq!(found, [Followed { history: vec![vec![0], vec![1]], basket: vec![3] }]);
        let later = followed(&bought.slice(0..3), Some(&bought.slice(3..5)));
        assert_eq!(later, found);
    }

    #[test]
    fn customers_are_cut_without_overlap() {
        let customers: Vec<Followed> =
            (0..100).map(|one| Followed { history: vec![vec![one]], basket: vec![one] }).collect();
        let cut = fold(&customers, 3);
        assert_eq!((cut.learned_from.len(), cut.asked.len()), (72, 20));
        assert!(cut.asked.iter().all(|one| !cut.learned_from.contains(&one.history)));
        assert_ne!(cut, fold(&customers, 4));
    }
}
