use std::fmt;

use crate::Snapshot;

/// What a snapshot takes in memory, by part. Parts shared with other snapshots count in full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Rows, orders and bits of products, and the pointers to their records.
    pub products: Bytes,
    /// Relations, turned round ones included.
    pub relations: Bytes,
    /// Records: names, links, prices, offers.
    pub text: Bytes,
    /// The table of SKUs and all other dictionaries.
    pub names: Bytes,
    /// Rankings by category, and what rules take in.
    pub indexes: Bytes,
}

/// A number of bytes; displays as `1.5 MB`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub usize);

impl Memory {
    /// All parts together.
    pub fn total(&self) -> Bytes {
        Bytes(self.parts().into_iter().map(|(_, bytes)| bytes.0).sum())
    }

    /// Every part with its name.
    pub fn parts(&self) -> [(&'static str, Bytes); 5] {
        let Memory { products, relations, text, names, indexes } = *self;
        [
            ("products", products),
            ("relations", relations),
            ("text", text),
            ("names", names),
            ("indexes", indexes),
        ]
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.total())?;
        for (index, (name, bytes)) in self.parts().into_iter().enumerate() {
            write!(f, "{} {name} {bytes}", if index == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0 as f64;
        match self.0 {
            0..1_000 => write!(f, "{} B", self.0),
            1_000..1_000_000 => write!(f, "{:.1} kB", bytes / 1e3),
            1_000_000..1_000_000_000 => write!(f, "{:.1} MB", bytes / 1e6),
            _ => write!(f, "{:.1} GB", bytes / 1e9),
        }
    }
}

impl Snapshot {
    /// What the snapshot takes in memory, estimated. O(products).
    pub fn memory(&self) -> Memory {
        let mut memory = Memory::default();
        for chunk in &self.chunks {
            memory.products.0 += chunk.column_bytes();
            memory.relations.0 +=
                chunk.edges.iter().chain(&chunk.mirrors).map(|block| block.bytes()).sum::<usize>();
            memory.text.0 += chunk.records().map(|record| record.bytes()).sum::<usize>();
        }
        let skus: usize = self.skus.iter().map(|(_, sku)| sku.as_str().len() + 2 * size_of::<usize>()).sum();
        memory.names = Bytes(self.skus.bytes() + skus + self.words.bytes());
        memory.indexes = Bytes(self.rankings.bytes() + self.rules.bytes() + self.facts.table().bytes());
        memory
    }
}
