use std::collections::BTreeMap;

use relata_model::{Currency, Decimal, Potential, Sku};

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
