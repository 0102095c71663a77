use std::collections::BTreeSet;
use std::sync::Arc;

use relata_model::{Assortment, Channel, Money, Status};
use relata_rules::{Library, Node, holds};

use crate::Snapshot;
use crate::chunk::{NONE, Row, Rows, State, set_bit};
use crate::record::Record;
use crate::rules::PairFacts;
use crate::snapshot::split;

/// What follows for a product from its own facts, its parent's and its variants'.
///
/// Every value here depends on the records of the product, its parent and its variants alone, so
/// a changed product touches itself, its parents before and after, and its variants.
impl Snapshot {
    /// The parent, if it exists as a product.
    pub(crate) fn parent(&self, number: u32) -> Option<(u32, &Record)> {
        let parent = self.record(number)?.parent;
        if parent == NONE || parent == number {
            return None;
        }
        Some((parent, self.record(parent)?))
    }

    /// The variants of a product, ascending by number.
    pub(crate) fn variants(&self, number: u32) -> &[u32] {
        let (chunk, _) = split(number);
        self.chunks[chunk].variants.get(&number).map_or(&[], Vec::as_slice)
    }

    fn variant_records(&self, number: u32) -> impl Iterator<Item = (u32, &Record)> {
        self.variants(number).iter().filter_map(|&variant| Some((variant, self.record(variant)?)))
    }

    fn is_listed(&self, number: u32, channel: usize) -> bool {
        match &self.setup.channels()[channel].assortment {
            None => true,
            Some(Assortment::List(skus)) => skus.contains(self.sku(number)),
            Some(Assortment::Condition(_)) => {
                let head = self.parent(number).map_or(number, |(parent, _)| parent);
                let condition = self.setup.assortments[channel].as_ref();
                condition.is_some_and(|node| holds(node, &PairFacts::of_product(self, head)))
            }
        }
    }

    /// Reads the conditions of assortments, with what they name; says whether any is another than
    /// before. One that cannot be read, which was refused when it was saved, takes in nothing.
    pub(crate) fn read_assortments(&mut self, library: &Library) -> bool {
        let read = |channel: &Channel| library.read(channel.assortment.as_ref()?.condition()?).ok();
        let assortments: Vec<Option<Node>> = self.setup.channels().iter().map(read).collect();
        if assortments == self.setup.assortments {
            return false;
        }
        Arc::make_mut(&mut self.setup).assortments = assortments;
        true
    }

    /// Adds to products whose facts changed all whose place in an assortment may follow from them: a
    /// condition holds for a family as a whole.
    pub(crate) fn with_families(&self, touched: &BTreeSet<u32>) -> Vec<u32> {
        if self.setup.assortments.iter().all(Option::is_none) {
            return touched.iter().copied().collect();
        }
        let mut all = touched.clone();
        // A variant belongs where its parent does, and that where its own parent does.
        for _ in 0..2 {
            let variants: Vec<u32> = all.iter().flat_map(|&number| self.variants(number)).copied().collect();
            all.extend(variants);
        }
        all.into_iter().collect()
    }

    /// Whether a product belongs to the assortment: a parent brings its variants, a variant its parent.
    fn is_offered(&self, number: u32, parent: Option<u32>, channel: usize) -> bool {
        let listed = |number| self.is_listed(number, channel);
        listed(number)
            || parent.is_some_and(listed)
            || self.variants(number).iter().any(|&variant| listed(variant))
    }

    /// The variants of a product that are sold in a channel, whether or not in stock.
    fn sold_variants(&self, number: u32, channel: usize) -> impl Iterator<Item = (u32, &Record)> {
        let whole = self.is_listed(number, channel);
        self.variant_records(number).filter(move |(variant, record)| {
            record.status == Status::Active && (whole || self.is_listed(*variant, channel))
        })
    }

    /// Whether a product can be bought as far as stock goes. Untracked stock is there, but a
    /// parent without stock of its own goes by its variants alone.
    fn is_stocked(&self, number: u32, record: &Record, channel: usize) -> bool {
        let code = self.setup.channel_codes()[channel];
        let own = record.stock_in(code);
        if self.variants(number).is_empty() {
            return own.is_none_or(|pieces| pieces > 0);
        }
        let has_pieces = |record: &Record| record.stock_in(code).is_none_or(|pieces| pieces > 0);
        own.is_some_and(|pieces| pieces > 0)
            || self.sold_variants(number, channel).any(|(_, variant)| has_pieces(variant))
    }

    /// Writes what is derived for one product into the columns of its chunk.
    pub(crate) fn derive(&self, number: u32, columns: &mut Rows) {
        let (_, place) = split(number);
        let record = self.record(number);
        let parent = self.parent(number);
        columns.rows[place] = record.map_or(Row::ghost(number), |record| {
            let active = |record: &Record| record.status == Status::Active;
            let sold = active(record) && parent.is_none_or(|(_, parent)| active(parent));
            let first = |record: &Record| record.categories.first().copied();
            Row {
                family: parent.map_or(number, |(parent, _)| parent),
                brand: if record.brand == NONE {
                    parent.map_or(NONE, |(_, parent)| parent.brand)
                } else {
                    record.brand
                },
                category: first(record).or_else(|| first(parent?.1)).unwrap_or(NONE),
                state: if sold { State::Active } else { State::Inactive },
            }
        });
        for channel in 0..self.setup.channels().len() {
            let stocked = record.is_some_and(|record| self.is_stocked(number, record, channel));
            let offered =
                record.is_some() && self.is_offered(number, parent.map(|(parent, _)| parent), channel);
            set_bit(&mut columns.stocked[channel], place, stocked);
            set_bit(&mut columns.offered[channel], place, offered);
        }
    }

    /// What a product costs in a channel: its own price, else its cheapest sold variant's, else
    /// its parent's own. Where variants differ in currency, the product's own currency wins.
    pub(crate) fn price(&self, number: u32, channel: usize) -> Option<Money> {
        let code = self.setup.channel_codes()[channel];
        let record = self.record(number)?;
        let cheapest = || {
            let prices =
                self.sold_variants(number, channel).filter_map(|(_, variant)| variant.price_in(code));
            prices.min_by_key(|price| (price.currency != record.currency, price.currency, price.minor))
        };
        record.price_in(code).or_else(cheapest).or_else(|| self.parent(number)?.1.price_in(code))
    }

    /// In how many orders a family was bought, summed over its members.
    pub(crate) fn family_orders(&self, number: u32) -> u32 {
        let variants = self.variants(number).iter().map(|&variant| self.orders(variant));
        variants.fold(self.orders(number), u32::saturating_add)
    }

    /// The category nodes of a family with their ancestors, ascending: the parent's own, else
    /// those of its variants.
    pub(crate) fn family_categories(&self, number: u32) -> Vec<u32> {
        let tree = &self.words.categories;
        let upward = |record: &Record| -> Vec<u32> {
            record.categories.iter().flat_map(|&node| tree.upward(node)).collect()
        };
        let mut nodes = self.record(number).map(upward).unwrap_or_default();
        if nodes.is_empty() {
            nodes = self.variant_records(number).flat_map(|(_, variant)| upward(variant)).collect();
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }
}
