use relata_model::limits::TEST_EXAMPLES_MAX;
use relata_model::{RuleCode, Sku, TypeCode};

/// Something that a check found: which product, which pick, who wants it shown, and what is the matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrialExample {
    /// The product asked about.
    pub product: Option<Sku>,
    /// The place of the suite, the first being 0.
    pub ask: Option<usize>,
    /// The product shown.
    pub pick: Option<Sku>,
    /// Under which type; `None` for a fallback.
    pub type_code: Option<TypeCode>,
    /// Who wants it shown, such as `manual` or `rule:premium-laptops`.
    pub origin: Option<String>,
    /// The rule behind it.
    pub rule: Option<RuleCode>,
    /// The guideline against it.
    pub guideline: Option<RuleCode>,
    /// What is the matter, in words.
    pub text: String,
}

/// Findings: all are counted, the first are kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Examples {
    pub(crate) count: usize,
    pub(crate) named: Vec<TrialExample>,
}

impl Examples {
    pub(crate) fn push(&mut self, example: impl FnOnce() -> TrialExample) {
        self.count += 1;
        if self.wants_more() {
            self.named.push(example());
        }
    }

    /// Whether the next one would be kept.
    pub(crate) fn wants_more(&self) -> bool {
        self.named.len() < TEST_EXAMPLES_MAX
    }
}
