use std::sync::Arc;

use super::cells::Cells;
use super::set::ProductSet;
use crate::sorted_blocks::SortedBlocks;

/// From so many families on a word has a set of its own, which sets of other words are intersected
/// with at the speed of memory.
const FREQUENT: usize = 1_024;

/// The families that have each word of a column: those of frequent words as sets, those of the rare
/// ones, of which there may be as many as families, in one sorted list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings {
    /// (word, family), ascending.
    rare: SortedBlocks<(u32, u32)>,
    /// By word.
    frequent: Vec<(u32, Arc<ProductSet>)>,
}

impl Postings {
    /// Those of a column. O(values).
    pub(crate) fn of(cells: &Cells<u32>) -> Postings {
        let (mut rare, mut frequent) = (Vec::new(), Vec::new());
        let (starts, families) = by_word(cells);
        for (word, bounds) in (0_u32..).zip(starts.windows(2)) {
            let families = &families[bounds[0] as usize..bounds[1] as usize];
            if families.len() >= FREQUENT {
                frequent.push((word, Arc::new(ProductSet::of_sorted(families))));
            } else {
                rare.extend(families.iter().map(|family| (word, *family)));
            }
        }
        Postings { rare: SortedBlocks::from_sorted(&rare), frequent }
    }

    fn place(&self, word: u32) -> Result<usize, usize> {
        self.frequent.binary_search_by_key(&word, |(word, _)| *word)
    }

    pub(crate) fn insert(&mut self, word: u32, family: u32) {
        match self.place(word) {
            Ok(place) => Arc::make_mut(&mut self.frequent[place].1).set(family, true),
            Err(place) => {
                self.rare.insert((word, family), Ord::cmp);
                if self.count(word) >= FREQUENT {
                    let mut families = Vec::new();
                    self.each(word, |family| families.push(family));
                    families.iter().for_each(|family| self.rare.remove(&(word, *family), Ord::cmp));
                    self.frequent.insert(place, (word, Arc::new(ProductSet::of_sorted(&families))));
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, word: u32, family: u32) {
        let Ok(place) = self.place(word) else { return self.rare.remove(&(word, family), Ord::cmp) };
        let set = &mut self.frequent[place].1;
        Arc::make_mut(set).set(family, false);
        // Half of what made it frequent, so that it does not change to and fro.
        if set.len() < FREQUENT / 2 {
            let (word, set) = self.frequent.remove(place);
            set.each(|family| self.rare.insert((word, family), Ord::cmp));
        }
    }

    /// Hands over the families that have a word, ascending.
    pub(crate) fn each(&self, word: u32, mut each: impl FnMut(u32)) {
        match self.set(word) {
            Some(set) => set.each(each),
            None => {
                let from = self.rare.find_first(|key| *key >= (word, 0));
                let of_word = self.rare.iter_from(from).take_while(|(other, _)| *other == word);
                of_word.for_each(|(_, family)| each(*family));
            }
        }
    }

    /// The families that have a word, if it is frequent.
    pub(crate) fn set(&self, word: u32) -> Option<&Arc<ProductSet>> {
        self.place(word).ok().map(|place| &self.frequent[place].1)
    }

    /// How many families have a word.
    pub(crate) fn count(&self, word: u32) -> usize {
        match self.set(word) {
            Some(set) => set.len(),
            None => {
                let from = self.rare.find_first(|key| *key >= (word, 0));
                let until = self.rare.find_first(|key| *key >= (word + 1, 0));
                self.rare.distance(from, until)
            }
        }
    }

    /// The words that some family has, ascending.
    pub(crate) fn words(&self) -> Vec<u32> {
        let mut words: Vec<u32> = self.rare.iter().map(|(word, _)| *word).collect();
        words.dedup();
        words.extend(self.frequent.iter().map(|(word, _)| *word));
        words.sort_unstable();
        words
    }

    pub(crate) fn bytes(&self) -> usize {
        self.rare.bytes() + self.frequent.iter().map(|(_, set)| 48 + set.bytes()).sum::<usize>()
    }
}

/// The families of all words one behind the other, ascending within each, and where those of each
/// word start: counted first, then written.
fn by_word(cells: &Cells<u32>) -> (Vec<u32>, Vec<u32>) {
    let mut starts: Vec<u32> = vec![0];
    for (word, _) in cells.iter() {
        if starts.len() <= word as usize + 1 {
            starts.resize(word as usize + 2, 0);
        }
        starts[word as usize + 1] += 1;
    }
    for place in 1..starts.len() {
        starts[place] += starts[place - 1];
    }
    let mut next = starts.clone();
    let mut families = vec![0; starts.last().copied().unwrap_or_default() as usize];
    for (word, family) in cells.iter() {
        let place = &mut next[word as usize];
        families[*place as usize] = family;
        *place += 1;
    }
    (starts, families)
}
