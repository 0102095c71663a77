use std::sync::Arc;

use relata_model::{ChannelCode, Locale, SegmentCode, TypeCode};

use crate::category::Categories;
use crate::dictionary::Dictionary;
use crate::terms::Terms;

/// Dense codes for everything that is named by text, apart from SKUs. Codes are never reused.
///
/// A code says nothing about whether the thing is defined: a relation of a type that was removed
/// keeps its code. No order of answers depends on codes, because they depend on history.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) types: Dictionary<TypeCode>,
    pub(crate) channels: Dictionary<ChannelCode>,
    pub(crate) locales: Dictionary<Locale>,
    pub(crate) segments: Dictionary<SegmentCode>,
    pub(crate) brands: Dictionary<Arc<str>>,
    pub(crate) terms: Dictionary<Arc<Terms>>,
    pub(crate) categories: Categories,
}

impl Words {
    pub(crate) fn new() -> Words {
        Words {
            types: Dictionary::new(16),
            channels: Dictionary::new(16),
            locales: Dictionary::new(16),
            segments: Dictionary::new(16),
            brands: Dictionary::new(16),
            terms: Dictionary::new(64),
            categories: Categories::new(),
        }
    }

    /// Bytes of all dictionaries, estimated where texts are shared.
    pub(crate) fn bytes(&self) -> usize {
        let brands: usize = self.brands.iter().map(|(_, brand)| brand.len() + 16).sum();
        let codes = self.types.bytes() + self.channels.bytes() + self.locales.bytes() + self.segments.bytes();
        let terms = self.terms.bytes() + self.terms.len() as usize * size_of::<Terms>();
        codes + self.brands.bytes() + brands + terms + self.categories.bytes()
    }
}
