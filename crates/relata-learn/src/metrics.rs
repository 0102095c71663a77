use std::num::NonZeroUsize;

/// One answered question: what was shown, and what would have been right.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// What was shown, best first, each once; no more than k.
    pub shown: &'a [u32],
    /// What counts as a hit, each once.
    pub relevant: &'a [u32],
    /// What the reciprocal rank looks for, where that is less than all that is relevant.
    pub next: Option<u32>,
}

/// How good answers were, as means over the questions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quality {
    /// Questions asked.
    pub queries: usize,
    /// Share of questions with at least one hit.
    pub hit_rate: f64,
    /// Share of what is relevant that was shown.
    pub recall: f64,
    /// Share of what was shown that is relevant; places left empty count as misses.
    pub precision: f64,
    /// Normalised discounted cumulative gain; as many relevant products as fit into k places are perfect.
    pub ndcg: f64,
    /// The same where all relevant products in a row are perfect, also past k: as in the code published with
    /// the "reality check" of next-basket recommendation (Li et al., 2023). Lower for large baskets.
    pub ndcg_whole_basket: f64,
    /// Mean of one over the place of the first hit.
    pub mrr: f64,
    /// Share of the products that were shown at least once.
    pub catalogue_share: f64,
    /// How surprising what was shown is: the mean of -log2 of the products' shares of the baskets.
    pub novelty: f64,
}

/// Sums up answers one by one; memory is one flag a product.
#[derive(Debug, Clone)]
pub struct Tally<'a> {
    k: usize,
    counts: &'a [u32],
    baskets: usize,
    ever_shown: Vec<bool>,
    shown: usize,
    sums: Quality,
}

impl<'a> Tally<'a> {
    /// No answers yet. `counts` says in how many of `baskets` each product is; those in none are not part
    /// of the catalogue that the share is of.
    pub fn new(k: NonZeroUsize, counts: &'a [u32], baskets: usize) -> Tally<'a> {
        let ever_shown = vec![false; counts.len()];
        Tally { k: k.get(), counts, baskets, ever_shown, shown: 0, sums: Quality::default() }
    }

    /// Takes in an answer; a question without anything relevant is a miss.
    pub fn add(&mut self, answered: Answered<'_>) {
        let Answered { shown, relevant, next } = answered;
        let shown = &shown[..shown.len().min(self.k)];
        let is_hit = |product: &u32| relevant.contains(product);
        let hits = shown.iter().filter(|product| is_hit(product)).count();
        let gains = shown.iter().enumerate().filter(|(_, product)| is_hit(product));
        let gain: f64 = gains.map(|(place, _)| discount(place)).sum();
        let first =
            shown.iter().position(|product| next.map_or_else(|| is_hit(product), |next| next == *product));
        let sums = &mut self.sums;
        sums.queries += 1;
        sums.hit_rate += f64::from(u8::from(match next {
            Some(_) => first.is_some(),
            None => hits > 0,
        }));
        sums.mrr += first.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if !relevant.is_empty() {
            sums.recall += hits as f64 / relevant.len() as f64;
            sums.ndcg += gain / ideal(relevant.len().min(self.k));
            sums.ndcg_whole_basket += gain / ideal(relevant.len());
        }
        sums.precision += hits as f64 / self.k as f64;
        for product in shown {
            self.ever_shown[*product as usize] = true;
            let share = f64::from(self.counts[*product as usize].max(1)) / self.baskets.max(1) as f64;
            sums.novelty -= share.log2();
        }
        self.shown += shown.len();
    }

    /// Takes in a question that could not be asked, such as one for an unknown product: a miss.
    pub fn miss(&mut self) {
        self.sums.queries += 1;
    }

    /// The means.
    pub fn quality(&self) -> Quality {
        let queries = self.sums.queries.max(1) as f64;
        let known = self.counts.iter().filter(|count| **count > 0).count();
        let ever = self.ever_shown.iter().zip(self.counts).filter(|(shown, count)| **shown && **count > 0);
        Quality {
            queries: self.sums.queries,
            hit_rate: self.sums.hit_rate / queries,
            recall: self.sums.recall / queries,
            precision: self.sums.precision / queries,
            ndcg: self.sums.ndcg / queries,
            ndcg_whole_basket: self.sums.ndcg_whole_basket / queries,
            mrr: self.sums.mrr / queries,
            catalogue_share: ever.count() as f64 / known.max(1) as f64,
            novelty: self.sums.novelty / self.shown.max(1) as f64,
        }
    }
}

fn discount(place: usize) -> f64 {
    1.0 / ((place + 2) as f64).log2()
}

fn ideal(hits: usize) -> f64 {
    (0..hits).map(discount).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(k: usize, answers: &[(&[u32], &[u32])]) -> Quality {
        let counts = [8, 4, 2, 1, 0];
        let mut tally = Tally::new(NonZeroUsize::new(k).expect("a k"), &counts, 8);
        answers.iter().for_each(|(shown, relevant)| tally.add(Answered { shown, relevant, next: None }));
        tally.quality()
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let quality = quality(2, &[(&[0, 1], &[1, 2, 3]), (&[2, 0], &[2])]);
        assert_eq!((quality.queries, quality.hit_rate, quality.mrr, quality.precision), (2, 1.0, 0.75, 0.5));
        assert!((quality.recall - (1.0 / 3.0 + 1.0) / 2.0).abs() < 1e-12);
        let second = 1.0 / 3f64.log2();
        assert!((quality.ndcg - (second / (1.0 + second) + 1.0) / 2.0).abs() < 1e-12);
        assert!((quality.ndcg_whole_basket - (second / (1.0 + second + 0.5) + 1.0) / 2.0).abs() < 1e-12);
        assert_eq!((quality.catalogue_share, quality.novelty), (0.75, (0.0 + 1.0 + 2.0 + 0.0) / 4.0));
    }

    #[test]
    fn what_is_past_k_does_not_count() {
        assert_eq!(quality(1, &[(&[0, 1], &[1])]).hit_rate, 0.0);
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_a_miss() {
        let counts = [1, 1];
        let mut tally = Tally::new(NonZeroUsize::MIN, &counts, 2);
        tally.add(Answered { shown: &[1], relevant: &[1], next: None });
        tally.miss();
        assert_eq!((tally.quality().queries, tally.quality().hit_rate), (2, 0.5));
    }

    #[test]
    fn the_next_click_may_be_less_than_all_that_follows() {
        let counts = [1, 1, 1];
        let mut tally = Tally::new(NonZeroUsize::new(3).expect("three"), &counts, 2);
        tally.add(Answered { shown: &[2, 1], relevant: &[1, 2], next: Some(1) });
        assert_eq!((tally.quality().mrr, tally.quality().recall), (0.5, 1.0));
    }
}
