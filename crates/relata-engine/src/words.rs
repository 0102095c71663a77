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
    /// The names of attributes.
    pub(crate) attributes: Dictionary<Arc<str>>,
    /// Tags and the texts of attributes.
    pub(crate) texts: Dictionary<Arc<str>>,
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
            attributes: Dictionary::new(16),
            texts: Dictionary::new(256),
            terms: Dictionary::new(64),
            categories: Categories::new(),
        }
    }

    /// The code of a tag or of a text of an attribute, a new one if it has none.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        self.texts.get(text).unwrap_or_else(|| self.texts.intern(&Arc::from(text)))
    }

    /// The code of an attribute's name, a new one if it has none.
    pub(crate) fn attribute(&mut self, name: &str) -> u32 {
        self.attributes.get(name).unwrap_or_else(|| self.attributes.intern(&Arc::from(name)))
    }

    /// Bytes of all dictionaries, estimated where texts are shared.
    pub(crate) fn bytes(&self) -> usize {
        let texts = |words: &Dictionary<Arc<str>>| -> usize {
            words.bytes() + words.iter().map(|(_, text)| text.len() + 16).sum::<usize>()
        };
        let codes = self.types.bytes() + self.channels.bytes() + self.locales.bytes() + self.segments.bytes();
        let terms = self.terms.bytes() + self.terms.len() as usize * size_of::<Terms>();
        let named = texts(&self.brands) + texts(&self.attributes) + texts(&self.texts);
        codes + named + terms + self.categories.bytes()
    }
}
