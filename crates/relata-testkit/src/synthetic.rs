//! A shop of any size, made up from a seed: the same numbers give the same shop on any machine.
//!
//! Every product, list of relations and order is drawn from its own number alone, so that the
//! iterators stream and nothing but a byte a family is kept. No function of the platform's
//! mathematics library takes part, only exact arithmetic and correctly rounded divisions and
//! square roots.
//!
//! ```text
//!   block of 20 SKUs:  P v v  P v v v v  a a a a a a a a a a a a      P parent, v variant, a alone
//!                      `-.-'  `---.---'  `----- 12 families ----'     14 families, 30 % variants
//!                     family   family
//! ```
//!
//! | what | how it is spread |
//! | --- | --- |
//! | category | 12 x 12 x 12 leaves; the k-th largest has a share in proportion to 1/k (Zipf) |
//! | brand | 500; Zipf |
//! | price | a category's own level, 3.00 to 800.00, times six random factors of 0.6 to 1.5: about log-normal |
//! | cost | 50 to 80 % of the price |
//! | stock | 5 % none left, 10 % not tracked, else 1 to 500; a parent has none of its own |
//! | status | 97 % active, 2 % inactive, 1 % discontinued; the variants of a parent as the parent |
//! | created | evenly over the three years before 2026 |
//! | relations of a family | 10 % have none; else Pareto with exponent 2, at most 125 |
//! | popularity of targets | the share of the k-th of n falls with (k/n) to the power -2/3 |
//! | types | cross_sell 40 %, related 25 %, accessory 15 %, upsell 15 %, substitute 5 %; 50 of a type at most |
//! | upsell | the price of the target is strictly higher, so there is no circle; else the relation is `related` |
//! | windows, scopes | 2 % each |
//! | origin | 90 % `import:synthetic`, 10 % `manual` |
//! | targets | 3 % of those to a parent name its first variant |
//! | orders | 1 to 5 different products; each further one is, six times in ten, a target of the first one's relations |

mod families;
mod orders;
mod products;
mod random;
mod relations;
mod rules;

use relata_model::{Catalogue, Channel, OrderLine, Placement, Product, Relation, RelationType, Timestamp};

use families::Families;
use relations::Degrees;

/// A made-up shop; see the module for how it is spread.
#[derive(Debug, Clone)]
pub struct Shop {
    seed: u64,
    families: Families,
    degrees: Degrees,
    products: products::Spread,
}

impl Shop {
    /// A shop of so many SKUs and relations.
    ///
    /// There are fewer relations where so many do not fit: a family has at most 125, and at most
    /// half as many as there are other families. Takes time and a byte for each family.
    pub fn new(products: u64, relations: u64, seed: u64) -> Shop {
        let families = Families::new(products);
        let degrees = Degrees::new(&families, relations, seed);
        Shop { seed, families, degrees, products: products::Spread::new() }
    }

    /// How many SKUs it has.
    pub fn product_count(&self) -> u64 {
        self.families.skus()
    }

    /// How many relations it has.
    pub fn relation_count(&self) -> u64 {
        self.degrees.total()
    }

    /// All products by SKU, parents before their variants.
    pub fn products(&self) -> impl Iterator<Item = Product> + '_ {
        (0..self.families.skus()).map(|number| self.product(number))
    }

    /// All relations, by source, then type, then position.
    pub fn relations(&self) -> impl Iterator<Item = Relation> + '_ {
        (0..self.families.len()).flat_map(|family| self.relations_of(family))
    }

    /// The lines of so many orders, by order, oldest first.
    pub fn order_lines(&self, orders: u64) -> impl Iterator<Item = OrderLine> + '_ {
        (0..orders).flat_map(move |number| self.lines_of(number, orders))
    }

    /// The whole shop at once, with the built-in types and placements.
    pub fn catalogue(&self) -> Catalogue {
        Catalogue {
            revision: 1,
            products: self.products().collect(),
            relations: self.relations().collect(),
            types: RelationType::built_in(),
            channels: vec![Channel::web()],
            placements: Placement::built_in(),
            ..Catalogue::default()
        }
    }
}

/// 2026-01-01T00:00:00Z, the shop's present.
const NOW_MICROS: i64 = 1_767_225_600_000_000;
const DAY_MICROS: i64 = 86_400_000_000;

fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_micros(NOW_MICROS - days * DAY_MICROS)
}
