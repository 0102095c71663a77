use relata_model::{Problem, ProblemCode, RelationId, Sku, TypeCode};

/// Findings kept for each code; the counts go on.
pub const FINDINGS_PER_CODE_MAX: usize = 5_000;

/// Something that is wrong with the shop's relations, and what would mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What is wrong, in words; a circle has its path.
    pub problem: Problem,
    /// The relation that it is about, if it is about one.
    pub relation: Option<RelationId>,
    /// The product that it is about, or the source of what it is about.
    pub source: Sku,
    /// The type of what it is about.
    pub type_code: Option<TypeCode>,
    /// The target of the relation that it is about.
    pub target: Option<Sku>,
    /// What would mend it, where that can be told without knowing the products.
    pub repair: Option<Repair>,
}

/// A change that would mend a finding. It is proposed, never made by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Remove the relation.
    Remove(RelationId),
    /// Let the relation point to another product.
    Retarget {
        /// The relation.
        relation: RelationId,
        /// Its new target.
        target: Sku,
    },
    /// Keep so many of a list, from its top.
    Shorten {
        /// The product whose list it is.
        source: Sku,
        /// The type of the list.
        type_code: TypeCode,
        /// How many to keep.
        keep: u32,
    },
}

/// All findings, the first [`FINDINGS_PER_CODE_MAX`] of each code.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// The findings by check, within one by number of the relation.
    pub items: Vec<Finding>,
    /// How many there are of each code that occurs, those left out of `items` included.
    pub counts: Vec<(ProblemCode, u64)>,
}

impl Findings {
    /// How many there are of a code.
    pub fn count(&self, code: ProblemCode) -> u64 {
        self.counts.iter().find(|(counted, _)| *counted == code).map_or(0, |(_, count)| *count)
    }

    /// Counts a finding, and builds and keeps it while there is room.
    pub fn push(&mut self, code: ProblemCode, finding: impl FnOnce() -> Finding) {
        let at = self.counts.iter().position(|(counted, _)| *counted == code).unwrap_or_else(|| {
            self.counts.push((code, 0));
            self.counts.len() - 1
        });
        self.counts[at].1 += 1;
        if self.counts[at].1 <= FINDINGS_PER_CODE_MAX as u64 {
            self.items.push(finding());
        }
    }
}
