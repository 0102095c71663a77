use crate::words::words;
use crate::{CategoryPath, ChannelCode, Invalid, Sku, Status, TypeCode};

/// Which products are meant: those that meet every condition that is set.
///
/// Of a condition with several values one has to be met. The default means all products.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ProductSelection {
    /// Words that each stand in SKU, name or brand; case does not matter.
    pub query: Option<String>,
    /// Variants of this product.
    pub parent: Option<Sku>,
    /// Sold or not.
    pub status: Vec<Status>,
    /// In one of these categories or below.
    pub category: Vec<CategoryPath>,
    /// Of one of these brands.
    pub brand: Vec<String>,
    /// Can be bought in the channel, or sold out there.
    pub stock: Option<Availability>,
    /// Can show something of one of these types in the channel.
    pub with: Vec<TypeCode>,
    /// Can show nothing of one of these types in the channel.
    pub without: Vec<TypeCode>,
    /// In one of these states.
    pub state: Vec<ProductState>,
    /// Parents and products that stand alone, or variants too.
    pub level: ProductLevel,
    /// One of these; empty is any.
    pub sku: Vec<Sku>,
    /// The channel of stock, prices and what can be shown; `None` is `web`.
    pub channel: Option<ChannelCode>,
}

words! {
    /// Whether a product can be bought as far as stock goes.
    Availability, "a state of stock", {
        /// It can; stock that is not tracked counts as there.
        In = "in",
        /// It is sold out.
        Out = "out",
    }
}

words! {
    /// Which members of families are meant.
    #[derive(Default)]
    ProductLevel, "a level", {
        /// All products.
        #[default]
        All = "all",
        /// Parents and products that stand alone.
        Top = "top",
    }
}

words! {
    /// What can be said of a product's relations; several may hold at once.
    ProductState, "a state of relations", {
        /// Nothing of any type can be shown.
        Uncovered = "uncovered",
        /// One of its own relations would be shown, but its target is sold out or not sold.
        PointsOut = "points_out",
        /// One of its own relations waits for a product.
        Pending = "pending",
        /// The window of one of its own relations has ended.
        Expired = "expired",
        /// It has relations of its own, all of them made by people.
        OnlyManual = "only_manual",
        /// It has relations of its own, all of them imported.
        OnlyImported = "only_imported",
        /// It has no relation of its own, of whatever origin.
        NoRelations = "no_relations",
    }
}

/// In which order products are listed; ties go by SKU, and what has no value comes last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ProductOrder {
    /// By what.
    pub key: ProductKey,
    /// The largest first.
    pub descending: bool,
}

words! {
    /// What products are ordered by.
    #[derive(Default)]
    ProductKey, "something that products are sorted by", {
        /// Their SKU, byte by byte.
        #[default]
        Sku = "sku",
        /// Their name in the shop's own language, without regard to case.
        Name = "name",
        /// Their price in the channel.
        Price = "price",
        /// Pieces of their own in the channel.
        Stock = "stock",
        /// How many relations are stored for them.
        Relations = "relations",
        /// In how many orders they were bought, their variants included.
        Orders = "orders",
    }
}

impl ProductOrder {
    /// Takes a key, with `-` in front for the largest first.
    pub fn parse(text: &str) -> Result<ProductOrder, Invalid> {
        let (descending, key) = match text.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, text),
        };
        let key = ProductKey::parse(key).map_err(|mut invalid| {
            invalid.hint.push_str(", with - in front for the largest first");
            invalid
        })?;
        Ok(ProductOrder { key, descending })
    }
}
