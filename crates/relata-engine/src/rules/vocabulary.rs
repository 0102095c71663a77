use relata_rules::Vocabulary;

use crate::Snapshot;

impl Snapshot {
    /// The attributes that products have, with the kinds of their values and the frequent ones.
    /// O(products × attributes).
    pub fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for record in self.chunks.iter().flat_map(|chunk| chunk.records()) {
            for (name, value) in &record.attributes {
                vocabulary.add(self.words.attributes.value(*name), &value.attribute(&self.words));
            }
        }
        vocabulary
    }
}
