use std::fmt;

use relata_model::{ChannelCode, Fallback, Money, Origin, PlacementCode, RelationId, RuleOffer, Sku};

/// What is shown for a query, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'s> {
    /// The number of the snapshot that answered.
    pub generation: u64,
    /// The revision of the facts in it.
    pub revision: i64,
    /// Where it is shown.
    pub placement: PlacementCode,
    /// Where it is sold.
    pub channel: ChannelCode,
    /// What is shown, in order.
    pub items: Vec<Pick<'s>>,
    /// Relations that were looked at; pending ones do not count.
    pub considered: u32,
    /// How many were not shown for which reason; reasons that never applied are left out.
    pub removed: Vec<(Removal, u32)>,
    /// Whether the items come from the placement's fallbacks, not from relations.
    pub fallback: bool,
    /// SKUs of the query that no product has, in the order of the query.
    pub unknown_products: Vec<Sku>,
}

/// One item of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick<'s> {
    /// The product shown.
    pub sku: &'s str,
    /// Its name in the language of the request.
    pub name: &'s str,
    /// Under which type it is shown; `fallback` for a fallback.
    pub type_code: &'s str,
    /// Its place in the answer, the first being 1.
    pub position: u32,
    /// What the relation is worth: the product of the factors of the reason.
    pub score: f64,
    /// What it costs in the channel.
    pub price: Option<Money>,
    /// Its picture.
    pub image_url: Option<&'s str>,
    /// Its page.
    pub url: Option<&'s str>,
    /// The product of the query from which it follows; `None` for a fallback.
    pub source: Option<&'s str>,
    /// The block of the placement in which it stands, if the placement has blocks.
    pub block: Option<&'s str>,
    /// Who wants it shown.
    pub origin: PickOrigin<'s>,
    /// What the customer gets with it, if a rule offers something.
    pub offer: Option<&'s RuleOffer>,
    /// The sold-out product in whose place it stands.
    pub substitute_for: Option<&'s str>,
    /// Why it is shown.
    pub reason: Reason,
}

/// Who wants a pick shown; displays as `manual`, `import:pim` or `fallback:newest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickOrigin<'s> {
    /// Who made the relation.
    Relation(&'s Origin),
    /// A fallback of the placement.
    Fallback(Fallback),
}

impl PickOrigin<'_> {
    /// The word before the colon: `manual`, `campaign`, `import`, `rule`, `learned`, `fallback`.
    pub fn kind(&self) -> &'static str {
        match self {
            PickOrigin::Relation(origin) => origin.kind(),
            PickOrigin::Fallback(_) => "fallback",
        }
    }
}

impl fmt::Display for PickOrigin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PickOrigin::Relation(origin) => origin.fmt(f),
            PickOrigin::Fallback(Fallback::CategoryPopularity) => f.write_str("fallback:category_popularity"),
            PickOrigin::Fallback(Fallback::Newest) => f.write_str("fallback:newest"),
        }
    }
}

/// Why a pick is shown. Text and factors are given only when the query asks for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reason {
    /// In words.
    pub text: String,
    /// What the score consists of, by name: the factors multiply to it.
    pub factors: Vec<(&'static str, f64)>,
    /// The relation behind it.
    pub relation: Option<RelationId>,
    /// The code of the rule behind it.
    pub rule: Option<String>,
    /// The code of the campaign behind it.
    pub campaign: Option<String>,
}

macro_rules! removals {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal,)*) => {
        /// Why something that was considered is not shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Removal {
            $($(#[doc = $doc])* $name,)*
        }

        impl Removal {
            /// All reasons, in the order of the enumeration.
            pub const ALL: [Removal; [$($code),*].len()] = [$(Removal::$name,)*];

            /// The reason as programs read it, such as `out_of_stock`.
            pub fn as_str(self) -> &'static str {
                match self { $(Removal::$name => $code,)* }
            }
        }
    };
}

removals! {
    /// The target is sold out in the channel; its substitute may stand in its place.
    OutOfStock = "out_of_stock",
    /// The target or its parent is not sold at the moment.
    Inactive = "inactive",
    /// The target is not in the assortment, or the relation is for other channels or locales.
    NotInChannel = "not_in_channel",
    /// The relation applies at another time.
    OutsideWindow = "outside_window",
    /// The relation is for other customers.
    Segment = "segment",
    /// A product of the same family lies in the cart.
    InCart = "in_cart",
    /// The target belongs to the family of a product asked about.
    Family = "family",
    /// A guideline forbids it.
    Guideline = "guideline",
    /// The source or its parent excludes the target under the type, or a rule removes it.
    Excluded = "excluded",
    /// The same pair is shown by a stronger relation, or the family stands in the answer already.
    Duplicate = "duplicate",
    /// The answer holds as many of the brand or main category as the placement allows.
    Cap = "cap",
    /// Showing it would close a circle that its type does not allow.
    Cycle = "cycle",
    /// Its rule has fewer products to show beside the source than it wants at least.
    TooFew = "too_few",
}

impl fmt::Display for Removal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many candidates were removed for which reason.
#[derive(Debug, Clone, Default)]
pub(crate) struct Removed([u32; Removal::ALL.len()]);

impl Removed {
    pub(crate) fn count(&mut self, reason: Removal) {
        self.0[reason as usize] += 1;
    }

    /// The reasons that applied, in the order of the enumeration.
    pub(crate) fn into_list(self) -> Vec<(Removal, u32)> {
        Removal::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0).collect()
    }
}
