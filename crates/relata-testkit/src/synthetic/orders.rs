use relata_model::{ChannelCode, Currency, OrderLine, Timestamp};
use rust_decimal::Decimal;

use super::families::Member;
use super::random::{Random, Use};
use super::{DAY_MICROS, NOW_MICROS, Shop};

const LINES_MAX: u64 = 5;
/// How often a product of its own is looked for before an order stays shorter.
const TRIES_MAX: u32 = 8;

impl Shop {
    /// The lines of one of so many orders of the last two years.
    pub(super) fn lines_of(&self, number: u64, orders: u64) -> Vec<OrderLine> {
        if self.families.len() == 0 {
            return Vec::new();
        }
        let mut random = Random::new(self.seed, Use::Order, number);
        let age =
            (2 * 365 * DAY_MICROS as i128 * i128::from(orders - number) / i128::from(orders.max(1))) as i64;
        let customer = random.below(orders / 4 + 1);
        let first = self.popular_family(&mut random);
        let mut families = vec![first];
        let companions: Vec<String> =
            self.relations_of(first).into_iter().map(|relation| relation.target.to_string()).collect();
        for _ in 0..random.below(LINES_MAX) {
            families.extend(self.draw_companion(&companions, &families, &mut random));
        }
        let line = |family: u64| OrderLine {
            order_id: format!("SY-O-{number:08}"),
            channel: ChannelCode::parse("web").expect("a legal code"),
            customer_id: Some(format!("SY-C-{customer:07}")),
            ordered_at: Some(Timestamp::from_micros(NOW_MICROS - age)),
            currency: Currency::EUR,
            sku: self.bought_sku(family, &mut random),
            quantity: Decimal::from(1 + random.below(10) / 8),
            unit_price: Some(self.price(family)),
        };
        families.into_iter().map(line).collect()
    }

    /// A family that is not in the order yet: a target of the first one's, or any popular one.
    fn draw_companion(&self, companions: &[String], bought: &[u64], random: &mut Random) -> Option<u64> {
        (0..TRIES_MAX)
            .map(|_| match companions.len() {
                0 => self.popular_family(random),
                count if random.percent(60) => family_of(&companions[random.below(count as u64) as usize]),
                _ => self.popular_family(random),
            })
            .find(|family| !bought.contains(family))
    }

    /// One of the variants, or the product that stands alone.
    fn bought_sku(&self, family: u64, random: &mut Random) -> relata_model::Sku {
        let variants = self.families.variants(family);
        let variant = if variants == 0 { 0 } else { 1 + random.below(variants) };
        self.families.sku(Member { family, variant })
    }
}

fn family_of(sku: &str) -> u64 {
    let number = sku.split('-').nth(1).and_then(|digits| digits.parse().ok());
    number.expect("a synthetic SKU has the number of its family behind SY-")
}
