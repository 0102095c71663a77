use relata_model::{Money, Status};

use crate::Snapshot;
use crate::chunk::NONE;

/// What a product looks like to somebody who picks one.
#[derive(Debug, Clone, PartialEq)]
pub struct Card<'s> {
    /// Its SKU.
    pub sku: &'s str,
    /// Its name in the shop's own language; `None` if no product has the SKU.
    pub name: Option<&'s str>,
    /// Its brand, else its parent's.
    pub brand: Option<&'s str>,
    /// Its main category, else its parent's.
    pub category: Option<&'s str>,
    /// What it costs in the channel.
    pub price: Option<Money>,
    /// Its picture.
    pub image_url: Option<&'s str>,
    /// Its status; `None` if no product has the SKU.
    pub status: Option<Status>,
    /// Whether it can be bought in the channel as far as stock goes.
    pub in_stock: bool,
    /// The parent of a variant.
    pub parent: Option<&'s str>,
}

impl Snapshot {
    pub(crate) fn card(&self, number: u32, channel: usize) -> Card<'_> {
        let (row, record) = (self.row(number), self.record(number));
        let parent = record.map_or(NONE, |record| record.parent);
        Card {
            sku: self.sku(number).as_str(),
            name: record.map(|record| &*record.name),
            brand: (row.brand != NONE).then(|| &**self.words.brands.value(row.brand)),
            category: self.main_category(number),
            price: self.price(number, channel),
            image_url: record.and_then(|record| record.image_url.as_deref()),
            status: record.map(|record| record.status),
            in_stock: self.has_stock(number, channel),
            parent: (parent != NONE).then(|| self.sku(parent).as_str()),
        }
    }

    /// The path of the main category of a product or its parent.
    pub(crate) fn main_category(&self, number: u32) -> Option<&str> {
        let node = self.row(number).category;
        (node != NONE).then(|| self.words.categories.path(node))
    }
}
