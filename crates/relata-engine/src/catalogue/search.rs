use relata_model::limits::NAME_CHARS_MAX;

use crate::Snapshot;
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
    /// words, parts of words. Among equals what is sold comes first, then what was ordered most,
    /// then by SKU. O(products).
    pub fn search(&self, text: &str, limit: usize) -> Found<'s> {
        let ranked = self.ranked(text, |_| true);
        let items = ranked.iter().take(limit).map(|&number| self.snapshot.card(number, self.channel()));
        Found { items: items.collect(), total: ranked.len() }
    }

    /// The products that a text finds and a condition admits, the best first.
    pub(crate) fn ranked(&self, text: &str, admits: impl Fn(u32) -> bool) -> Vec<u32> {
        let words = words_of(text);
        if words.is_empty() || text.chars().count() > NAME_CHARS_MAX {
            return Vec::new();
        }
        let phrase = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = &self.order().rank;
        let snapshot: &Snapshot = self.snapshot;
        let found = self.matching(&words);
        let key = |number: u32| {
            let not_sold = snapshot.row(number).state != State::Active;
            let orders = std::cmp::Reverse(snapshot.family_orders(number));
            (self.quality(number, &phrase, &words), not_sold, orders, rank[number as usize])
        };
        let mut keyed: Vec<_> =
            found.iter().filter(|&number| admits(number)).map(|number| (key(number), number)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
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
