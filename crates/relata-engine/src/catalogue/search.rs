use relata_model::limits::NAME_CHARS_MAX;

use crate::card::Card;
use crate::catalogue::View;
use crate::catalogue::filter::words_of;
use crate::chunk::{NONE, State};

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'s> {
    /// The best matches, the best first.
    pub items: Vec<Card<'s>>,
    /// How many products match.
    pub total: usize,
}

/// How well a product matches, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    Sku,
    SkuPrefix,
    NamePrefix,
    WordPrefix,
    Part,
}

impl<'s> View<'s> {
    /// Products each of whose SKU, name or brand holds every word of a text.
    ///
    /// Best first: the SKU itself, the start of a SKU, the start of a name, words that all start
    /// words, parts of words. Among equals what is sold comes first, then parents and products that
    /// stand alone, then by SKU. O(products).
    pub fn search(&self, text: &str, limit: usize) -> Found<'s> {
        let (best, total) = self.ranked(text, limit, |_| true);
        let cards = best.into_iter().map(|number| self.snapshot.card(number, self.channel()));
        Found { items: cards.collect(), total }
    }

    /// The best of the products that a text finds and a condition admits, and how many there are.
    pub(crate) fn ranked(&self, text: &str, limit: usize, admits: impl Fn(u32) -> bool) -> (Vec<u32>, usize) {
        let words = words_of(text);
        if words.is_empty() || text.chars().count() > NAME_CHARS_MAX {
            return (Vec::new(), 0);
        }
        let phrase = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = &self.order().rank;
        let found = self.matching(&words);
        let key = |number: u32| {
            let row = self.snapshot.row(number);
            let (not_sold, is_variant) = (row.state != State::Active, row.family != number);
            (self.quality(number, &phrase, &words), not_sold, is_variant, rank[number as usize])
        };
        let admitted = found.iter().filter(|&number| admits(number));
        let mut keyed: Vec<_> = admitted.map(|number| (key(number), number)).collect();
        let total = keyed.len();
        if limit < total {
            keyed.select_nth_unstable(limit);
            keyed.truncate(limit);
        }
        keyed.sort_unstable();
        (keyed.into_iter().map(|(_, number)| number).collect(), total)
    }

    fn quality(&self, number: u32, phrase: &str, words: &[String]) -> Match {
        let (sku, name) = (self.text().sku(number), self.text().name(number));
        if sku == phrase {
            Match::Sku
        } else if sku.starts_with(phrase) {
            Match::SkuPrefix
        } else if name.starts_with(phrase) {
            Match::NamePrefix
        } else {
            let brand = || {
                let brand = self.facts().brands[number as usize];
                (brand != NONE).then(|| self.snapshot.words.brands.value(brand).to_lowercase())
            };
            let starts = |word: &String| {
                starts_word(name, word)
                    || starts_word(sku, word)
                    || brand().is_some_and(|brand| starts_word(&brand, word))
            };
            if words.iter().all(starts) { Match::WordPrefix } else { Match::Part }
        }
    }
}

/// Whether one of the words of a text starts with a word.
fn starts_word(text: &str, word: &str) -> bool {
    let is_start = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| is_start(at))
}
