use relata_rules::{Library, Vocabulary};

use crate::Snapshot;

impl Snapshot {
    /// The attributes that products have, with the kinds of their values and the frequent ones, and what
    /// conditions can name.
    /// O(products × attributes).
    pub fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for record in self.chunks.iter().flat_map(|chunk| chunk.records()) {
            for (name, value) in &record.attributes {
                vocabulary.add(self.words.attributes.value(*name), &value.attribute(&self.words));
            }
        }
        vocabulary.with_library(self.library().clone())
    }

    /// What conditions can name.
    pub fn library(&self) -> &Library {
        &self.rules.named.library
    }
}
