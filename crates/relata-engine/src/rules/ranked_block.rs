/// Families whose least key is known together: a walk passes over so many at once, or looks at each.
pub(crate) const SPAN: usize = 16;

/// Neighbouring families of a ranked list, those of one word together.
#[derive(Debug, Clone, Default)]
pub(crate) struct RankedBlock {
    numbers: Vec<u32>,
    /// Each word that is here, ascending, with the place behind its last family.
    runs: Vec<(u32, u32)>,
    /// For each further order of the list the least first key of every 16 families.
    least: Vec<Vec<i64>>,
}

impl RankedBlock {
    pub(crate) fn with_room(families: usize) -> RankedBlock {
        RankedBlock { numbers: Vec::with_capacity(families), ..RankedBlock::default() }
    }

    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The word of the last family, and that family.
    pub(crate) fn last(&self) -> Option<(u32, u32)> {
        Some((self.runs.last()?.0, *self.numbers.last()?))
    }

    /// Adds a family behind all others.
    pub(crate) fn push(&mut self, word: u32, number: u32) {
        self.numbers.push(number);
        let end = self.numbers.len() as u32;
        match self.runs.last_mut() {
            Some((last, of_last)) if *last == word => *of_last = end,
            _ => self.runs.push((word, end)),
        }
    }

    /// The first place at which something is true that is true of all behind it, of a word and a family.
    pub(crate) fn find_first(&self, is_after: impl Fn(u32, u32) -> bool) -> usize {
        let ends_before = |(word, end): &(u32, u32)| !is_after(*word, self.numbers[*end as usize - 1]);
        let run = self.runs.partition_point(ends_before);
        let Some(&(word, end)) = self.runs.get(run) else { return self.numbers.len() };
        let start = self.start(run);
        start + self.numbers[start..end as usize].partition_point(|number| !is_after(word, *number))
    }

    fn start(&self, run: usize) -> usize {
        run.checked_sub(1).map_or(0, |before| self.runs[before].1 as usize)
    }

    pub(crate) fn insert(&mut self, place: usize, word: u32, number: u32) {
        self.numbers.insert(place, number);
        let run = self.runs.partition_point(|(other, _)| *other < word);
        if self.runs.get(run).is_none_or(|(other, _)| *other != word) {
            self.runs.insert(run, (word, self.start(run) as u32));
        }
        self.runs[run..].iter_mut().for_each(|(_, end)| *end += 1);
    }

    pub(crate) fn remove(&mut self, place: usize) {
        self.numbers.remove(place);
        let run = self.runs.partition_point(|(_, end)| *end as usize <= place);
        self.runs[run..].iter_mut().for_each(|(_, end)| *end -= 1);
        if self.start(run) == self.runs[run].1 as usize {
            self.runs.remove(run);
        }
    }

    /// Takes off everything from a place on. The least keys of both are to be looked up again.
    pub(crate) fn split_off(&mut self, place: usize) -> RankedBlock {
        let mut upper = RankedBlock::with_room(self.numbers.len() - place);
        self.each_from(place, |word, number| upper.push(word, number));
        self.numbers.truncate(place);
        let run = self.runs.partition_point(|(_, end)| (*end as usize) < place);
        self.runs.truncate(run + 1);
        self.runs.iter_mut().skip(run).for_each(|(_, end)| *end = place as u32);
        upper
    }

    /// Adds everything of the block behind.
    pub(crate) fn append(&mut self, next: &RankedBlock) {
        next.each_from(0, |word, number| self.push(word, number));
    }

    fn each_from(&self, place: usize, mut each: impl FnMut(u32, u32)) {
        let mut at = place;
        for &(word, end) in &self.runs {
            while at < end as usize {
                each(word, self.numbers[at]);
                at += 1;
            }
        }
    }

    /// Looks the least keys of a further order up again, from a place on; gives the least of all.
    pub(crate) fn note_least(&mut self, order: usize, from: usize, key: impl Fn(u32) -> i64) -> i64 {
        if self.least.len() <= order {
            self.least.resize_with(order + 1, Vec::new);
        }
        let least = &mut self.least[order];
        let first = (from / SPAN).min(least.len());
        least.truncate(first);
        let spans = self.numbers.chunks(SPAN).skip(first);
        least.extend(spans.map(|span| span.iter().map(|number| key(*number)).min().unwrap_or(i64::MAX)));
        least.iter().copied().min().unwrap_or(i64::MAX)
    }

    /// The least first key of every 16 families in a further order.
    pub(crate) fn least(&self, order: usize) -> &[i64] {
        &self.least[order]
    }

    pub(crate) fn bytes(&self) -> usize {
        let least: usize = self.least.iter().map(|keys| 24 + 8 * keys.capacity()).sum();
        size_of::<RankedBlock>() + 16 + 4 * self.numbers.capacity() + 8 * self.runs.capacity() + least
    }
}
