use std::collections::BTreeMap;

use relata_model::{Currency, Decimal, Potential, RelationId, Scope, Sku, Window};

/// What the checks have to know of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductFacts {
    /// The parent of a variant, else the product itself.
    pub family: Sku,
    /// Whether its status is active.
    pub sold: bool,
    /// Whether it can be delivered: as a parent, whether any of its variants can.
    pub in_stock: bool,
    /// Its base price.
    pub price: BasePrice,
    /// Its numeric attributes that are the potential of a type, by name.
    pub potentials: BTreeMap<String, Decimal>,
}

/// A stored relation as the checks need it, with products, type and terms as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelationFacts {
    /// Which one it is.
    pub id: RelationId,
    /// Its type's place among those that the collector was made with.
    pub type_number: u32,
    /// The number of its source.
    pub source: u32,
    /// The number of its target.
    pub target: u32,
    /// Its place in its list.
    pub position: u32,
    /// The number of its terms.
    pub terms: u32,
}

/// What many relations have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsFacts {
    /// How strong their origin is; 0 is the strongest.
    pub rank: u8,
    /// Where they apply, and for whom.
    pub scope: Scope,
    /// When they apply.
    pub window: Window,
}

/// A price as conditions see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasePrice {
    /// There is none.
    Absent,
    /// In minor units of the shop's own currency.
    Own(i64),
    /// In a currency for which the shop has no rate, so that it counts as absent.
    Foreign(Currency),
}

impl ProductFacts {
    /// Whether it can be shown.
    pub(super) fn is_available(&self) -> bool {
        self.sold && self.in_stock
    }

    /// The value of a potential.
    pub(super) fn potential(&self, potential: &Potential) -> Option<Decimal> {
        match (potential, self.price) {
            (Potential::Price, BasePrice::Own(minor)) => Some(Decimal::from(minor)),
            (Potential::Price, _) => None,
            (Potential::Attribute(name), _) => self.potentials.get(name).copied(),
        }
    }
}
