use relata_model::{Rule, RuleCode, RuleOrder, RuleStatus, SortDirection, TypeCode};

use super::Shop;
use super::products::{BRANCHES, COLORS, MATERIALS, TAGS};
use super::random::{Random, Use};

/// One rule in so many looks from each source at its own targets.
const RELATIVE: u64 = 10;

impl Shop {
    /// So many active rules, of which one in ten compares target and source; the others take in and
    /// show products by two or three equal values, half of them by category, most by price.
    pub fn rules(&self, count: u64) -> Vec<Rule> {
        (0..count).map(|number| self.rule(number)).collect()
    }

    fn rule(&self, number: u64) -> Rule {
        let mut random = Random::new(self.seed, Use::Rule, number);
        let matching = condition("source", &mut random);
        let (show, kind) = if number.is_multiple_of(RELATIVE) {
            relative(number / RELATIVE)
        } else {
            (condition("target", &mut random), ["cross_sell", "accessory", "related"][number as usize % 3])
        };
        let (field, direction) = match number % 4 {
            0 => ("target.margin", SortDirection::Descending),
            1 => ("target.price", SortDirection::Ascending),
            2 => ("target.created_at", SortDirection::Descending),
            _ => ("", SortDirection::Ascending),
        };
        let order_by = match field {
            "" => Vec::new(),
            field => vec![RuleOrder::by(field, direction)],
        };
        let code = RuleCode::parse(&format!("synthetic-{number:05}")).expect("a legal code");
        let type_code = TypeCode::parse(kind).expect("a legal code");
        Rule {
            name: format!("Synthetic rule {number}"),
            status: RuleStatus::Active,
            order_by,
            limit: 4 + (number % 9) as u32,
            weight: 0.5 + (number % 5) as f64 / 8.0,
            priority: (number % 7) as i32,
            ..Rule::draft(code, type_code, matching, show)
        }
    }
}

/// Two or three equal values, for half of all a category, for four in five a stretch of prices.
fn condition(it: &str, random: &mut Random) -> String {
    let pick =
        |words: &[&str], random: &mut Random| words[random.below(words.len() as u64) as usize].to_string();
    let mut parts = Vec::new();
    if random.percent(50) {
        let (top, middle, low) =
            (random.below(BRANCHES as u64), random.below(BRANCHES as u64), random.below(BRANCHES as u64));
        parts.push(match random.below(3) {
            0 => {
                format!("'c{top:02}/c{top:02}-{middle:02}/c{top:02}-{middle:02}-{low:02}' in {it}.categories")
            }
            _ => format!("'c{top:02}/c{top:02}-{middle:02}' in {it}.categories"),
        });
    }
    for _ in 0..2 + random.below(2) {
        parts.push(match random.below(6) {
            0 | 1 => format!("{it}.brand == 'Brand {:03}'", 1 + random.below(60)),
            2 => format!("{it}.attributes.material == '{}'", pick(&MATERIALS, random)),
            3 => format!("{it}.attributes.color == '{}'", pick(&COLORS, random)),
            4 => format!("'{}' in {it}.tags", pick(&TAGS, random)),
            _ => format!("{it}.attributes.waterproof == {}", random.percent(50)),
        });
    }
    if random.percent(80) {
        let low = 1 + random.below(40) * random.below(10);
        parts.push(format!("{it}.price >= {low} && {it}.price < {}", low + 5 + random.below(300)));
    }
    parts.join(" && ")
}

/// A condition over both ends and a type for it.
fn relative(number: u64) -> (String, &'static str) {
    let (show, kind) = match number % 5 {
        0 => (
            "target.category == source.category && target.price >= source.price * 1.1 \
             && target.price <= source.price * 1.6 && target.price > source.price",
            "upsell",
        ),
        1 => (
            "target.category == source.category && target.in_stock \
             && target.price >= source.price * 0.85 && target.price <= source.price * 1.15",
            "substitute",
        ),
        2 => ("target.brand == source.brand && target.price < source.price", "accessory"),
        3 => ("target.brand == source.brand && target.category != source.category", "cross_sell"),
        _ => ("source.category in target.categories && target.attributes.rating >= 4", "related"),
    };
    (show.to_string(), kind)
}
