use std::collections::BTreeMap;
use std::sync::Arc;

use relata_model::AttributeValue;

use crate::kind::{Kinds, Shape};
use crate::{Kind, Library};

/// Frequent values that are kept of one attribute; a builder proposes no more.
const VALUES_MAX: usize = 20;
/// Distinct values that are counted of one attribute; past them only known ones count on.
const VALUES_COUNTED_MAX: usize = 500;
/// Characters of a value that is proposed.
const VALUE_CHARS_MAX: usize = 60;
/// Attributes that are told apart; the largest catalogue seen in the field has 2,400.
const ATTRIBUTES_MAX: usize = 20_000;

/// What conditions can ask about in a shop: the attributes that its products have, with the kinds of
/// their values, and what has a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vocabulary {
    words: Arc<BTreeMap<String, AttributeWord>>,
    library: Library,
}

/// One attribute of a shop.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AttributeWord {
    shape: Shape,
    /// How many products have it.
    pub products: usize,
    values: BTreeMap<String, usize>,
}

impl Vocabulary {
    /// Notes the attribute of one product.
    pub fn add(&mut self, name: &str, value: &AttributeValue) {
        if self.words.len() >= ATTRIBUTES_MAX && !self.words.contains_key(name) {
            return;
        }
        let word = Arc::make_mut(&mut self.words).entry(name.to_owned()).or_default();
        word.products += 1;
        match value {
            AttributeValue::List(values) => values.iter().for_each(|value| {
                word.shape.members = word.shape.members | kinds(value);
                word.count(value);
            }),
            single => {
                word.shape.single = word.shape.single | kinds(single);
                word.count(single);
            }
        }
    }

    /// The same attributes with other things that have names.
    #[must_use]
    pub fn with_library(&self, library: Library) -> Vocabulary {
        Vocabulary { words: Arc::clone(&self.words), library }
    }

    /// What conditions can name.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Whether no product has any attribute, so that nothing can be told from their absence.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The attribute of a name.
    pub fn get(&self, name: &str) -> Option<&AttributeWord> {
        self.words.get(name)
    }

    /// All attributes, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AttributeWord)> {
        self.words.iter().map(|(name, word)| (name.as_str(), word))
    }
}

impl AttributeWord {
    fn count(&mut self, value: &AttributeValue) {
        let text = match value {
            AttributeValue::Text(text) => text.clone(),
            AttributeValue::Number(number) => number.normalize().to_string(),
            AttributeValue::Flag(flag) => flag.to_string(),
            AttributeValue::List(_) => return,
        };
        if let Some(count) = self.values.get_mut(&text) {
            *count += 1;
        } else if self.values.len() < VALUES_COUNTED_MAX && text.chars().count() <= VALUE_CHARS_MAX {
            self.values.insert(text, 1);
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// The kind of its values, if all are of one; that of a list's members counts.
    pub fn kind(&self) -> Option<Kind> {
        self.shape.any_member().only()
    }

    /// Whether some product has several values of it.
    pub fn many(&self) -> bool {
        !self.shape.members.is_empty()
    }

    /// Its most frequent values, the most frequent first, then by text.
    pub fn frequent(&self) -> Vec<(&str, usize)> {
        let mut values: Vec<(&str, usize)> =
            self.values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values.truncate(VALUES_MAX);
        values
    }
}

fn kinds(value: &AttributeValue) -> Kinds {
    match value {
        AttributeValue::Text(_) => Kinds::of(Kind::Text),
        AttributeValue::Number(_) => Kinds::of(Kind::Number),
        AttributeValue::Flag(_) => Kinds::of(Kind::Flag),
        AttributeValue::List(_) => Kinds::NONE,
    }
}
