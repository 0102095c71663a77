use std::sync::Arc;

use crate::Snapshot;
use crate::catalogue::bits::BitSet;
use crate::chunk::RecordBlock;

/// SKU and name of every product in lower case, by blocks of 64 products.
///
/// A block is made anew only when a record in it changed, so that a text follows a change of one
/// product at the cost of 64. About 60 bytes a product.
#[derive(Debug)]
pub(crate) struct SearchText {
    blocks: Vec<Arc<TextBlock>>,
}

#[derive(Debug)]
struct TextBlock {
    /// What the block was made from.
    records: RecordBlock,
    /// Per product its SKU and its name, each followed by a line end.
    text: String,
    /// Per product where its SKU starts and where its name does, and where the last one ends.
    starts: Vec<(u32, u32)>,
}

impl SearchText {
    pub(crate) fn new(snapshot: &Snapshot, before: Option<&SearchText>) -> SearchText {
        let blocks = snapshot.record_blocks().enumerate().map(|(index, records)| {
            let known = before.and_then(|before| before.blocks.get(index));
            match known.filter(|known| Arc::ptr_eq(&known.records, records)) {
                Some(known) => known.clone(),
                None => Arc::new(TextBlock::new(snapshot, index, records)),
            }
        });
        SearchText { blocks: blocks.collect() }
    }

    /// Adds the products whose SKU or name holds a word, which is in lower case and has no line
    /// end; blocks without any bit in `among` are passed over.
    pub(crate) fn find(&self, word: &str, among: &BitSet, found: &mut BitSet) {
        for (index, block) in self.blocks.iter().enumerate() {
            if among.word(index) != 0 {
                block.find(word, |place| found.insert((index * 64 + place) as u32));
            }
        }
    }

    /// The SKU of a product in lower case; empty for a ghost.
    pub(crate) fn sku(&self, number: u32) -> &str {
        self.blocks[number as usize / 64].part(number as usize % 64).0
    }

    /// The name of a product in lower case; empty for a ghost.
    pub(crate) fn name(&self, number: u32) -> &str {
        self.blocks[number as usize / 64].part(number as usize % 64).1
    }
}

impl TextBlock {
    fn new(snapshot: &Snapshot, index: usize, records: &RecordBlock) -> TextBlock {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(records.len() + 1);
        for (place, record) in records.iter().enumerate() {
            let start = text.len() as u32;
            let Some(record) = record else {
                starts.push((start, start));
                continue;
            };
            lower(snapshot.sku((index * 64 + place) as u32).as_str(), &mut text);
            text.push('\n');
            starts.push((start, text.len() as u32));
            lower(&record.name, &mut text);
            text.push('\n');
        }
        starts.push((text.len() as u32, text.len() as u32));
        text.shrink_to_fit();
        TextBlock { records: records.clone(), text, starts }
    }

    fn find(&self, word: &str, mut found: impl FnMut(usize)) {
        let mut from = 0;
        while let Some(at) = self.text[from..].find(word) {
            let place = self.starts.partition_point(|(start, _)| *start as usize <= from + at) - 1;
            found(place);
            from = self.starts[place + 1].0 as usize;
        }
    }

    fn part(&self, place: usize) -> (&str, &str) {
        let ((start, name), (end, _)) = (self.starts[place], self.starts[place + 1]);
        let part = |from: u32, to: u32| {
            &self.text[from as usize..(to as usize).saturating_sub(1).max(from as usize)]
        };
        (part(start, name), part(name, end))
    }
}

fn lower(text: &str, into: &mut String) {
    if text.is_ascii() {
        let start = into.len();
        into.push_str(text);
        into[start..].make_ascii_lowercase();
    } else {
        into.push_str(&text.to_lowercase());
    }
}
