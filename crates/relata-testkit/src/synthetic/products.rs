use std::collections::BTreeMap;

use relata_model::{AttributeValue, CategoryPath, Product, Status};
use rust_decimal::Decimal;

use super::random::{Random, Use, Zipf};
use super::{Shop, days_ago};

pub(super) const BRANCHES: usize = 12;
const BRANDS: usize = 500;
pub(super) const COLORS: [&str; 8] = ["black", "white", "red", "blue", "green", "grey", "yellow", "silver"];
const SIZES: [&str; 5] = ["S", "M", "L", "XL", "XXL"];
pub(super) const MATERIALS: [&str; 6] = ["steel", "aluminium", "cotton", "leather", "carbon", "polyester"];
pub(super) const TAGS: [&str; 5] = ["new", "sale", "bestseller", "eco", "gift"];
const NOUNS: [&str; 10] =
    ["jacket", "lamp", "helmet", "camera", "drill", "chair", "bottle", "shoe", "printer", "backpack"];

/// Samplers that all products share.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    leaves: Zipf,
    brands: Zipf,
}

impl Spread {
    pub(super) fn new() -> Spread {
        Spread { leaves: Zipf::new(BRANCHES * BRANCHES * BRANCHES), brands: Zipf::new(BRANDS) }
    }
}

/// What the members of a family share.
struct Family {
    leaf: usize,
    brand: usize,
    price: i64,
    cost: i64,
    status: Status,
    created_days_ago: i64,
    /// For what is drawn from here on.
    random: Random,
}

impl Shop {
    fn family(&self, number: u64) -> Family {
        let mut random = Random::new(self.seed, Use::Family, number);
        let leaf = self.products.leaves.draw(&mut random);
        let price = price(leaf, &mut random);
        let cost = price * (50 + random.below(31) as i64) / 100;
        let brand = self.products.brands.draw(&mut random);
        let status = match random.below(100) {
            0 => Status::Discontinued,
            1 | 2 => Status::Inactive,
            _ => Status::Active,
        };
        let created_days_ago = random.below(3 * 365) as i64;
        Family { leaf, brand, price, cost, status, created_days_ago, random }
    }

    /// The price of a family in cents.
    pub(super) fn price(&self, family: u64) -> i64 {
        let mut random = Random::new(self.seed, Use::Family, family);
        let leaf = self.products.leaves.draw(&mut random);
        price(leaf, &mut random)
    }

    pub(super) fn product(&self, number: u64) -> Product {
        let member = self.families.member(number);
        let mut family = self.family(member.family);
        let variants = self.families.variants(member.family);
        let noun = NOUNS[family.leaf % NOUNS.len()];
        let mut product = Product::new(self.families.sku(member), "");
        product.brand = Some(format!("Brand {:03}", family.brand + 1));
        product.categories = vec![category(family.leaf)];
        product.price = Some(family.price);
        product.cost = Some(family.cost);
        product.status = family.status;
        product.created_at = Some(days_ago(family.created_days_ago));
        product.attributes = shared_attributes(&mut family.random);
        product.tags = tags(&mut family.random);
        product.url = Some(format!("https://shop.example/p/{}", product.sku));

        let mut own = Random::new(self.seed, Use::Sku, number);
        let color = COLORS[own.below(COLORS.len() as u64) as usize];
        product.name = format!("{noun} {:07}", member.family);
        if member.variant > 0 {
            let size = SIZES[(member.variant - 1) as usize % SIZES.len()];
            product.parent = Some(self.families.sku(super::families::Member { variant: 0, ..member }));
            product.name = format!("{noun} {:07}, {color}, {size}", member.family);
            product.attributes.insert("size".to_string(), AttributeValue::Text(size.to_string()));
        }
        if member.variant > 0 || variants == 0 {
            product.attributes.insert("color".to_string(), AttributeValue::Text(color.to_string()));
            product.stock = stock(&mut own);
        }
        product
    }
}

/// A category's level times six factors; at least one cent.
fn price(leaf: usize, random: &mut Random) -> i64 {
    let mut level = Random::new(0, Use::Family, leaf as u64);
    let level = 300 + level.below(283) * level.below(283);
    let mut price = u128::from(level);
    for _ in 0..6 {
        price = price * u128::from(614 + random.below(922)) / 1_024;
    }
    (price as i64).max(1)
}

fn category(leaf: usize) -> CategoryPath {
    let (top, middle, low) = (leaf % BRANCHES, leaf / BRANCHES % BRANCHES, leaf / BRANCHES / BRANCHES);
    let text = format!("c{top:02}/c{top:02}-{middle:02}/c{top:02}-{middle:02}-{low:02}");
    CategoryPath::parse(&text).expect("letters, digits and slashes make a legal path")
}

fn stock(random: &mut Random) -> Option<i64> {
    match random.below(100) {
        0..5 => Some(0),
        5..15 => None,
        _ => Some(1 + random.below(500) as i64),
    }
}

fn tags(random: &mut Random) -> Vec<String> {
    TAGS.into_iter().filter(|_| random.percent(12)).map(str::to_string).collect()
}

/// Weight for all, the others for most.
fn shared_attributes(random: &mut Random) -> BTreeMap<String, AttributeValue> {
    let mut attributes = BTreeMap::new();
    let mut put = |name: &str, value| drop(attributes.insert(name.to_string(), value));
    put("weight_g", AttributeValue::Number(Decimal::from(20 + random.below(400) * random.below(50))));
    if random.percent(80) {
        put("waterproof", AttributeValue::Flag(random.percent(30)));
    }
    if random.percent(70) {
        let material = MATERIALS[random.below(MATERIALS.len() as u64) as usize];
        put("material", AttributeValue::Text(material.to_string()));
    }
    if random.percent(60) {
        put("rating", AttributeValue::Number(Decimal::new(10 + random.below(41) as i64, 1)));
    }
    if random.percent(20) {
        let fits =
            (0..1 + random.below(3)).map(|_| AttributeValue::Text(format!("K{:02}", random.below(40))));
        put("fits", AttributeValue::List(fits.collect()));
    }
    attributes
}
