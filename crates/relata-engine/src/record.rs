use std::sync::Arc;

use relata_model::{Currency, Locale, Money, Offer, Product, Sku, Status, Timestamp};

use crate::chunk::NONE;
use crate::dictionary::Dictionary;
use crate::held::Held;
use crate::words::Words;

/// The facts of one product as the index keeps them; texts apart, everything is in codes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) name: Box<str>,
    pub(crate) names: Box<[(Locale, Box<str>)]>,
    pub(crate) url: Option<Box<str>>,
    pub(crate) image_url: Option<Box<str>>,
    /// The number of the parent, which may be a ghost; `NONE` without one.
    pub(crate) parent: u32,
    pub(crate) status: Status,
    pub(crate) stock: Option<i64>,
    pub(crate) price: Option<i64>,
    pub(crate) cost: Option<i64>,
    pub(crate) currency: Currency,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) brand: u32,
    /// Category nodes as given, without ancestors; the first is the main one.
    pub(crate) categories: Box<[u32]>,
    /// Codes of its tags.
    pub(crate) tags: Box<[u32]>,
    /// Attributes by the codes of their names.
    pub(crate) attributes: Box<[(u32, Held)]>,
    /// Offers by channel code.
    pub(crate) offers: Box<[(u32, Offer)]>,
    /// (type code, target) that are not shown.
    pub(crate) excluded: Box<[(u32, u32)]>,
}

impl Record {
    /// Takes what the index needs of a product; names that are new get codes and numbers.
    pub(crate) fn of(product: &Product, words: &mut Words, skus: &mut Arc<Dictionary<Sku>>) -> Record {
        let text = |text: &Option<String>| text.as_deref().map(Box::from);
        Record {
            name: product.name.as_str().into(),
            names: product
                .names
                .iter()
                .map(|(locale, name)| (locale.clone(), name.as_str().into()))
                .collect(),
            url: text(&product.url),
            image_url: text(&product.image_url),
            parent: product.parent.as_ref().map_or(NONE, |parent| number(skus, parent)),
            status: product.status,
            stock: product.stock,
            price: product.price,
            cost: product.cost,
            currency: product.currency,
            created_at: product.created_at,
            brand: product
                .brand
                .as_ref()
                .map_or(NONE, |brand| words.brands.intern(&Arc::from(brand.as_str()))),
            categories: product.categories.iter().map(|path| words.categories.intern(path)).collect(),
            tags: product.tags.iter().map(|tag| words.text(tag)).collect(),
            attributes: product
                .attributes
                .iter()
                .map(|(name, value)| (words.attribute(name), Held::of(value, words)))
                .collect(),
            offers: product
                .offers
                .iter()
                .map(|(channel, offer)| (words.channels.intern(channel), offer.clone()))
                .collect(),
            excluded: product
                .excluded
                .iter()
                .map(|pair| (words.types.intern(&pair.type_code), number(skus, &pair.target)))
                .collect(),
        }
    }

    /// Its own value of an attribute.
    pub(crate) fn attribute(&self, name: u32) -> Option<&Held> {
        self.attributes.iter().find(|(code, _)| *code == name).map(|(_, value)| value)
    }

    fn offer(&self, channel: u32) -> Option<&Offer> {
        self.offers.iter().find(|(code, _)| *code == channel).map(|(_, offer)| offer)
    }

    /// Pieces of its own in a channel; `None` is not tracked.
    pub(crate) fn stock_in(&self, channel: u32) -> Option<i64> {
        self.offer(channel).and_then(|offer| offer.stock).or(self.stock)
    }

    /// Its own price in a channel.
    pub(crate) fn price_in(&self, channel: u32) -> Option<Money> {
        let offered = self.offer(channel).and_then(|offer| {
            Some(Money { minor: offer.price?, currency: offer.currency.unwrap_or(self.currency) })
        });
        offered.or(self.price.map(|minor| Money { minor, currency: self.currency }))
    }

    /// Its name for a locale: of the narrowest locale that takes it in, else the shop's own.
    pub(crate) fn name_in(&self, locale: Option<&Locale>) -> &str {
        let Some(locale) = locale else { return &self.name };
        let covering = self.names.iter().filter(|(name_locale, _)| name_locale.covers(locale));
        covering
            .max_by_key(|(name_locale, _)| name_locale.as_str().len())
            .map_or(&self.name, |(_, name)| name)
    }

    /// Bytes on the heap, the record itself included.
    pub(crate) fn bytes(&self) -> usize {
        let texts = self.name.len()
            + self.names.iter().map(|(_, name)| name.len()).sum::<usize>()
            + self.url.as_ref().map_or(0, |text| text.len())
            + self.image_url.as_ref().map_or(0, |text| text.len());
        let lists = size_of_val(&*self.names)
            + size_of_val(&*self.categories)
            + size_of_val(&*self.offers)
            + size_of_val(&*self.tags)
            + size_of_val(&*self.attributes)
            + self.attributes.iter().map(|(_, value)| value.bytes()).sum::<usize>()
            + size_of_val(&*self.excluded);
        size_of::<Record>() + 2 * size_of::<usize>() + texts + lists
    }
}

/// The number of a SKU, a new one if it has none. The dictionary is copied only for a new one.
pub(crate) fn number(skus: &mut Arc<Dictionary<Sku>>, sku: &Sku) -> u32 {
    match skus.get(sku) {
        Some(number) => number,
        None => Arc::make_mut(skus).intern(sku),
    }
}
