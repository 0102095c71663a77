//! Random shops, changes and queries, from a seed.

use std::collections::{BTreeMap, BTreeSet};

use relata_engine::Query;
use relata_model::{
    Arrangement, Assortment, AttributeValue, Block, Caps, Catalogue, CategoryPath, Channel, ChannelCode,
    ConditionCode, Currency, CycleLaw, Delta, Exclusion, Fallback, Guideline, Locale, NamedCondition, Offer,
    Origin, Placement, PlacementCode, Potential, Product, Relation, RelationId, RelationType, Rotation, Rule,
    RuleCode, RuleEffect, RuleOrder, RuleStatus, Scope, SegmentCode, Sku, SortDirection, SourceRelations,
    Status, Timestamp, TypeCode, Window,
};

use crate::phrase::{about_both, about_one, about_request};
use crate::shop::{code, sku};

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    pub fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    fn maybe<T>(&mut self, bound: usize, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        if self.one_in(bound) { Some(value(self)) } else { None }
    }
}

const TYPES: [&str; 6] = ["cross_sell", "upsell", "accessory", "fits", "twin", "substitute"];

/// A shop that changes step by step, with its facts at hand.
pub struct World {
    pub dice: Dice,
    names: Vec<String>,
    revision: i64,
    products: BTreeMap<Sku, Product>,
    lists: BTreeMap<Sku, Vec<Relation>>,
    orders: BTreeMap<Sku, u32>,
    types: Vec<RelationType>,
    channels: Vec<Channel>,
    placements: Vec<Placement>,
    conditions: Vec<NamedCondition>,
    rules: Vec<Rule>,
    guidelines: Vec<Guideline>,
    has_rules: bool,
    relations_made: i64,
    /// Changes made so far.
    pub mutations: u64,
}

impl World {
    /// A shop of so many possible SKUs, some of which are products from the start.
    pub fn new(seed: u64, size: usize) -> World {
        World::made(seed, size, false)
    }

    /// The same with rules and guidelines, which change as well.
    pub fn with_rules(seed: u64, size: usize) -> World {
        World::made(seed, size, true)
    }

    fn made(seed: u64, size: usize, has_rules: bool) -> World {
        let mut world = World {
            conditions: Vec::new(),
            rules: Vec::new(),
            guidelines: Vec::new(),
            has_rules,
            dice: Dice(seed),
            // Not in the order of their numbers, so that order by SKU differs from order by number.
            names: (0..size).map(|index| format!("S{}", index * 7 % size.max(8))).collect(),
            revision: 1,
            products: BTreeMap::new(),
            lists: BTreeMap::new(),
            orders: BTreeMap::new(),
            types: Vec::new(),
            channels: Vec::new(),
            placements: Vec::new(),
            relations_made: 0,
            mutations: 0,
        };
        world.types = world.random_types();
        world.channels = world.random_channels();
        world.placements = world.random_placements();
        for _ in 0..size * 4 {
            world.step();
        }
        world
    }

    pub fn facts(&self) -> Catalogue {
        Catalogue {
            revision: self.revision,
            products: self.products.values().cloned().collect(),
            relations: self.lists.values().flatten().cloned().collect(),
            types: self.types.clone(),
            channels: self.channels.clone(),
            placements: self.placements.clone(),
            popularity: self.orders.iter().map(|(sku, orders)| (sku.clone(), *orders)).collect(),
            conditions: self.conditions.clone(),
            rules: self.rules.clone(),
            guidelines: self.guidelines.clone(),
            currency: None,
        }
    }

    fn any_sku(&mut self) -> Sku {
        let index = self.dice.below(self.names.len());
        sku(&self.names[index])
    }

    /// Changes something; the delta says what.
    pub fn step(&mut self) -> Delta {
        self.revision += 1;
        let mut delta = Delta { revision: self.revision, ..Delta::default() };
        if self.has_rules && self.dice.one_in(10) {
            self.change_rules();
            self.mutations += 1;
            delta.rules = Some(self.rules.clone());
        }
        if self.has_rules && self.dice.one_in(15) {
            self.conditions = random_conditions(&mut self.dice);
            self.mutations += 1;
            delta.conditions = Some(self.conditions.clone());
        }
        for _ in 0..=self.dice.below(2) {
            self.mutations += 1;
            match self.dice.below(40) {
                0 => {
                    self.types = self.random_types();
                    delta.types = Some(self.types.clone());
                }
                1 => {
                    self.channels = self.random_channels();
                    delta.channels = Some(self.channels.clone());
                }
                2 => {
                    self.placements = self.random_placements();
                    delta.placements = Some(self.placements.clone());
                }
                3..6 => {
                    let sku = self.any_sku();
                    self.products.remove(&sku);
                    delta.products.push((sku, None));
                }
                6..20 => {
                    let product = match self.touched_product() {
                        Some(product) => product,
                        None => self.random_product(),
                    };
                    self.products.insert(product.sku.clone(), product.clone());
                    delta.products.push((product.sku.clone(), Some(product)));
                }
                20..24 => {
                    let (sku, orders) = (self.any_sku(), self.dice.below(5) as u32);
                    self.orders.insert(sku.clone(), orders);
                    delta.popularity.push((sku, orders));
                }
                _ => {
                    let source = self.any_sku();
                    let relations = self.random_list(&source);
                    self.lists.insert(source.clone(), relations.clone());
                    delta.relations.push(SourceRelations { source, relations });
                }
            }
        }
        delta
    }

    /// All rules anew, or one of them, or when and whether one applies.
    fn change_rules(&mut self) {
        let at = self.dice.below(8);
        let dice = &mut self.dice;
        match (dice.below(4), self.rules.get_mut(at)) {
            (0, Some(rule)) => *rule = random_rule(dice, at),
            (1, Some(rule)) => rule.window = random_window(dice),
            (2, Some(rule)) => {
                rule.status = RuleStatus::parse(dice.pick(&["active", "paused", "archived"])).unwrap()
            }
            _ => self.rules = (0..8).map(|at| random_rule(dice, at)).collect(),
        }
    }

    /// Now and then a product of which one thing changed.
    fn touched_product(&mut self) -> Option<Product> {
        let dice = &mut self.dice;
        if !self.has_rules || self.products.is_empty() || dice.one_in(2) {
            return None;
        }
        let mut product = self.products.values().nth(dice.below(self.products.len()))?.clone();
        match dice.below(6) {
            0..3 => product.price = dice.maybe(2, |dice| dice.below(100) as i64),
            3 => product.stock = dice.maybe(2, |dice| dice.below(2) as i64),
            4 => product.categories = vec![CategoryPath::parse(dice.pick(&["shoes", "socks"])).unwrap()],
            _ => {
                let color = dice.pick(&["red", "blue"]).to_string();
                product.attributes.insert("color".to_string(), AttributeValue::Text(color));
            }
        }
        Some(product)
    }

    fn random_product(&mut self) -> Product {
        let sku = self.any_sku();
        let mut product = Product::new(sku.clone(), format!("The {sku}"));
        let dice = &mut self.dice;
        product.brand = dice.maybe(2, |dice| dice.pick(&["acme", "bolt"]).to_string());
        product.categories = (0..dice.below(3))
            .map(|_| {
                CategoryPath::parse(dice.pick(&["shoes", "shoes/running", "shoes/hiking", "socks"])).unwrap()
            })
            .collect();
        product.price = dice.maybe(2, |dice| dice.below(100) as i64);
        product.currency = if dice.one_in(8) { Currency::parse("USD").unwrap() } else { Currency::EUR };
        if self.has_rules {
            add_facts(&mut product, dice);
        }
        product.stock = dice.maybe(2, |dice| dice.below(2) as i64);
        product.status = if dice.one_in(6) { Status::Inactive } else { Status::Active };
        product.created_at = dice.maybe(2, |dice| Timestamp::from_micros(dice.below(3) as i64));
        if dice.one_in(4) {
            product
                .names
                .insert(Locale::parse(dice.pick(&["de", "de-AT", "en"])).unwrap(), format!("Das {sku}"));
        }
        if dice.one_in(4) {
            let offer = Offer {
                price: dice.maybe(2, |dice| dice.below(100) as i64),
                currency: None,
                stock: dice.maybe(2, |dice| dice.below(2) as i64),
            };
            product.offers.insert(ChannelCode::parse(dice.pick(&["web", "app", "gone"])).unwrap(), offer);
        }
        // Few parents and many variants; now and then a family in a family, which the rest of the
        // program refuses and the index has to survive.
        let parent_bound = if self.dice.one_in(20) { self.names.len() } else { self.names.len().min(3) };
        if self.dice.one_in(3) {
            let index = self.dice.below(parent_bound);
            product.parent = Some(crate::shop::sku(&self.names[index]));
        }
        if self.dice.one_in(5) {
            let target = self.any_sku();
            product.excluded.push(Exclusion { type_code: code(self.dice.pick(&TYPES)), target });
        }
        product
    }

    fn random_list(&mut self, source: &Sku) -> Vec<Relation> {
        let count = self.dice.below(12);
        (0..count)
            .map(|_| {
                self.relations_made += 1;
                let target = self.any_sku();
                self.random_relation(source.clone(), target)
            })
            .collect()
    }

    fn random_relation(&mut self, source: Sku, target: Sku) -> Relation {
        let dice = &mut self.dice;
        let day = |dice: &mut Dice| Timestamp::from_micros(dice.below(4) as i64);
        Relation {
            id: RelationId(self.relations_made),
            source,
            target,
            type_code: code(dice.pick(&[
                "cross_sell",
                "upsell",
                "accessory",
                "fits",
                "twin",
                "substitute",
                "substitute",
            ])),
            origin: Origin::parse(dice.pick(&[
                "manual",
                "manual",
                "import:pim",
                "rule:r",
                "campaign:c",
                "learned:m",
            ]))
            .unwrap(),
            scope: Scope {
                channels: dice
                    .maybe(8, |dice| ChannelCode::parse(dice.pick(&["web", "app"])).unwrap())
                    .into_iter()
                    .collect(),
                locales: dice
                    .maybe(8, |dice| Locale::parse(dice.pick(&["de", "de-AT", "en"])).unwrap())
                    .into_iter()
                    .collect(),
                segments: dice
                    .maybe(8, |dice| SegmentCode::parse(dice.pick(&["vip", "new"])).unwrap())
                    .into_iter()
                    .collect(),
            },
            window: Window { from: dice.maybe(8, day), until: dice.maybe(8, day) },
            position: 1 + dice.below(5) as u32,
            weight: dice.below(4) as f64 / 2.0,
            quantity: None,
            fields: BTreeMap::new(),
            pin: dice.maybe(8, |dice| 1 + dice.below(2) as u32),
            created_at: Timestamp::from_micros(0),
        }
    }

    fn random_types(&mut self) -> Vec<RelationType> {
        let mut types = Vec::new();
        for name in TYPES {
            let mut kind = RelationType::built_in().remove(0);
            kind.code = code(name);
            kind.default_weight = 0.5 + self.dice.below(3) as f64 / 4.0;
            if self.has_rules && name == "upsell" {
                kind.cycle_law = CycleLaw::Order;
                kind.potential = Some(Potential::Price);
            }
            kind.symmetric = name == "twin" || self.dice.one_in(12);
            kind.inverse = (name == "accessory" || self.dice.one_in(12)).then(|| code("fits"));
            kind.placements = BTreeSet::from([PlacementCode::parse("product_page").unwrap()]);
            if !self.dice.one_in(3) {
                kind.placements.insert(PlacementCode::parse("cart").unwrap());
            }
            types.push(kind);
        }
        types
    }

    fn random_channels(&mut self) -> Vec<Channel> {
        let list = (0..6).map(|_| self.any_sku()).collect();
        let assortment = match self.dice.below(4) {
            0 => None,
            1 => {
                let asked = self.dice.pick(&CONDITIONS).replace("it.", "source.");
                let name = random_name(&mut self.dice, 1, "source.");
                Some(Assortment::Condition(if self.dice.one_in(2) {
                    asked
                } else {
                    format!("({asked}) || {name}")
                }))
            }
            _ => Some(Assortment::List(list)),
        };
        let locale = self.dice.maybe(2, |_| Locale::parse("de").unwrap());
        let app = Channel {
            code: ChannelCode::parse("app").unwrap(),
            name: "App".into(),
            locale,
            currency: None,
            assortment,
        };
        if self.dice.one_in(4) { vec![Channel::web()] } else { vec![Channel::web(), app] }
    }

    fn random_placements(&mut self) -> Vec<Placement> {
        let mut placements: Vec<Placement> = Placement::built_in().into_iter().take(2).collect();
        for placement in &mut placements {
            let dice = &mut self.dice;
            placement.limit = 1 + dice.below(8) as u32;
            placement.arrangement = match dice.below(3) {
                0 => Arrangement::ManualFirst,
                1 => Arrangement::PinsThenScore,
                _ => Arrangement::Reserve(dice.below(4) as u32),
            };
            let cap = |dice: &mut Dice| 1 + dice.below(2) as u32;
            placement.caps = Caps { brand: dice.maybe(3, cap), category: dice.maybe(3, cap) };
            placement.fallbacks = match dice.below(3) {
                0 => vec![Fallback::Newest],
                1 => vec![Fallback::CategoryPopularity],
                _ => vec![Fallback::CategoryPopularity, Fallback::Newest],
            };
            let blocks = if dice.one_in(3) { 1 + dice.below(3) } else { 0 };
            placement.blocks = (0..blocks)
                .map(|index| Block {
                    code: format!("block{index}"),
                    types: (0..3).map(|_| code(dice.pick(&TYPES))).collect(),
                    limit: 1 + dice.below(4) as u32,
                })
                .collect();
        }
        placements
    }

    /// A query that names placements, channels and types that exist.
    pub fn query(&mut self) -> Query {
        let channel = self.channels[self.dice.below(self.channels.len())].code.clone();
        let placement = self.placements[self.dice.below(2)].code.clone();
        let at = match self.has_rules && self.dice.one_in(2) {
            true => Timestamp::parse(self.dice.pick(&crate::phrase::MOMENTS)).unwrap(),
            false => Timestamp::from_micros(self.dice.below(5) as i64),
        };
        let mut query = Query::new(placement, channel, Vec::new(), at);
        let several = if self.dice.one_in(3) { 3 } else { 1 };
        query.products = (0..several).map(|_| self.any_sku()).collect();
        if self.dice.one_in(4) {
            query.cart = (0..2).map(|_| self.any_sku()).collect();
        }
        if self.dice.one_in(12) {
            query.products.clear();
        }
        query.types =
            self.dice.maybe(2, |dice| (0..2).map(|_| code(dice.pick(&TYPES))).collect::<Vec<TypeCode>>());
        query.locale = self.dice.maybe(2, |dice| Locale::parse(dice.pick(&["de", "de-AT", "fr"])).unwrap());
        query.segments = self.dice.maybe(2, |_| SegmentCode::parse("vip").unwrap()).into_iter().collect();
        query.limit = self.dice.maybe(2, |dice| 1 + dice.below(8) as u32);
        query
    }
}

/// Facts that conditions read and the rest of the index does not, some of them at the borders of what
/// [`phrase`](crate::phrase) asks.
fn add_facts(product: &mut Product, dice: &mut Dice) {
    product.cost = dice.maybe(2, |dice| dice.below(60) as i64);
    product.tags = (0..dice.below(3)).map(|_| dice.pick(&["new", "sale"]).to_string()).collect();
    if dice.one_in(3) {
        // What is a whole number of cents once it is multiplied, and what is not.
        product.price = Some([10, 11, 30, 33, 100, 110, 2_550, 2_805][dice.below(8)]);
    }
    if dice.one_in(4) {
        product.name = dice.pick(&["Ärmel", "ärmel", "S1", "Red shoe", "red shoe"]).to_string();
    }
    if dice.one_in(6) {
        product.brand = Some(dice.pick(&["Acme", "ACME", "ärmel"]).to_string());
    }
    if dice.one_in(2) {
        product.created_at = Some(Timestamp::parse(dice.pick(&crate::phrase::MOMENTS)).unwrap());
    }
    let text = |dice: &mut Dice| AttributeValue::Text(dice.pick(&["red", "blue", "Red"]).to_string());
    let number = |dice: &mut Dice| AttributeValue::Number((dice.below(4) as i64).into());
    let fraction = |dice: &mut Dice| {
        AttributeValue::Number(
            dice.pick(&["0.1", "0.10", "0.3", "1.1", "2.5", "-1", "0.0001"]).parse().unwrap(),
        )
    };
    if let Some(color) = dice.maybe(2, text) {
        product.attributes.insert("color".to_string(), color);
    }
    if let Some(size) = dice.maybe(2, |dice| if dice.one_in(5) { text(dice) } else { number(dice) }) {
        product.attributes.insert("size".to_string(), size);
    }
    if let Some(weight) = dice.maybe(2, fraction) {
        product.attributes.insert("weight".to_string(), weight);
    }
    if let Some(flag) = dice.maybe(3, |dice| AttributeValue::Flag(dice.one_in(2))) {
        product.attributes.insert("waterproof".to_string(), flag);
    }
    let member = |dice: &mut Dice| if dice.one_in(4) { fraction(dice) } else { number(dice) };
    if let Some(fits) =
        dice.maybe(3, |dice| AttributeValue::List((0..dice.below(3)).map(|_| member(dice)).collect()))
    {
        product.attributes.insert("fits".to_string(), fits);
    }
}

/// Conditions over one product; `it` stands for the variable.
pub const CONDITIONS: [&str; 24] = [
    "true",
    "it.price > 0.50",
    "it.price * 2 >= 1",
    "!(it.price > 0.3)",
    "it.brand == 'acme'",
    "it.brand != 'acme'",
    "!(it.brand in ['acme', 'none'])",
    "'shoes' in it.categories",
    "it.category == 'shoes/running'",
    "!has(it.cost) || it.margin > 0.1",
    "it.attributes.color == 'red'",
    "lower(it.attributes.color) == 'red'",
    "it.attributes.color != 'blue' && it.in_stock",
    "it.attributes.size >= 2",
    "1 in it.attributes.fits",
    "it.attributes.fits.all(f, f > 0)",
    "!it.attributes.fits.exists(f, f == 2)",
    "size(it.tags) > 0 && 'new' in it.tags",
    "it.sku.endsWith('1') || it.sku.matches('S[2-4]')",
    "it.status == 'active' && it.popularity > 1",
    "it.stock == 0 || it.attributes.size == 1 && !(it.stock == 1)",
    "it.created_at > timestamp('1970-01-01T00:00:00Z')",
    "has(it.parent)",
    "it.price - it.cost == it.margin",
];

/// Conditions over a pair.
const PAIRS: [&str; 16] = [
    "target.price <= source.price * 1.5 && target.price >= source.price * 0.8",
    "target.category in source.categories",
    "source.category in target.categories",
    "target.attributes.color == source.attributes.color",
    "target.brand != source.brand",
    "target.attributes.size >= source.attributes.size",
    "target.attributes.size <= source.attributes.size + 1 && target.attributes.size >= source.attributes.size",
    "target.cost < source.price && target.category == source.category",
    "target.created_at >= source.created_at",
    "target.attributes.color in source.tags || target.margin > source.margin",
    "target.price > source.price",
    "target.price >= source.price * 0.5",
    "target.brand == source.brand",
    "target.category == source.category",
    "source.attributes.size in target.attributes.fits",
    "!(target.attributes.color == source.attributes.color)",
];

/// Conditions with names; now and then one is missing that others and rules name.
fn random_conditions(dice: &mut Dice) -> Vec<NamedCondition> {
    // Not one that asks nothing: a name of it is asked of nothing either.
    let plain = |dice: &mut Dice| dice.pick(&CONDITIONS[1..]).replace("it.", "source.");
    let texts = [
        plain(dice),
        format!("({}) && !source.is('c0')", plain(dice)),
        format!("({}) || source.in_rule('rule-0') && source.is('c1')", plain(dice)),
    ];
    let named = |(at, condition): (usize, String)| NamedCondition {
        code: ConditionCode::parse(&format!("c{at}")).unwrap(),
        name: format!("Condition {at}"),
        condition,
    };
    let gone = if dice.one_in(4) { dice.below(3) } else { 3 };
    texts.into_iter().enumerate().filter(|(at, _)| *at != gone).map(named).collect()
}

/// A question for a name; those that a rule may ask without a circle.
fn random_name(dice: &mut Dice, at: usize, it: &str) -> String {
    // The condition c2 reads the match of the first rule.
    let condition = dice.below(if at == 0 { 2 } else { 3 });
    match dice.below(4) {
        0 if at > 0 => format!("{it}in_rule('rule-{}')", dice.below(at)),
        1 => format!("!{it}is('c{condition}')"),
        _ => format!("{it}is('c{condition}')"),
    }
}

fn random_window(dice: &mut Dice) -> Window {
    let moment = |dice: &mut Dice| Timestamp::parse(dice.pick(&crate::phrase::MOMENTS)).unwrap();
    Window { from: dice.maybe(10, moment), until: dice.maybe(10, moment) }
}

fn random_scope(dice: &mut Dice) -> Scope {
    let channel = dice.maybe(8, |_| ChannelCode::parse("app").unwrap());
    let segment = dice.maybe(8, |_| SegmentCode::parse("vip").unwrap());
    Scope {
        channels: channel.into_iter().collect(),
        segments: segment.into_iter().collect(),
        ..Scope::default()
    }
}

fn random_rule(dice: &mut Dice, at: usize) -> Rule {
    let one = |dice: &mut Dice, it: &str| match dice.below(3) {
        0 => format!("({})", about_one(dice, it.trim_end_matches('.'), 2)),
        _ => dice.pick(&CONDITIONS).replace("it.", it),
    };
    let mut matching = format!("{} || {}", one(dice, "source."), one(dice, "source."));
    if dice.one_in(3) {
        let sign = dice.pick(&["&&", "||"]);
        matching = format!("({matching}) {sign} {}", random_name(dice, at, "source."));
    }
    let mut show = one(dice, "target.");
    if dice.one_in(4) {
        let sign = dice.pick(&["&&", "||"]);
        show = format!("({show}) {sign} {}", random_name(dice, at, "target."));
    }
    if dice.one_in(2) {
        show = match dice.below(3) {
            0 => format!("({show}) && ({})", about_both(dice, 1)),
            _ => format!("({show}) && {}", dice.pick(&PAIRS)),
        };
    }
    let status = dice.pick(&["active", "active", "active", "draft", "paused"]);
    let direction = if dice.one_in(2) { SortDirection::Ascending } else { SortDirection::Descending };
    let keys = ["target.price", "target.brand", "target.attributes.size", "target.popularity"];
    let order_by: Vec<RuleOrder> =
        (0..dice.below(3)).map(|_| RuleOrder::by(dice.pick(&keys), direction)).collect();
    let order_by = match dice.one_in(6) {
        true => vec![RuleOrder {
            seed: Some(dice.below(3) as u32),
            every: Some(Rotation::ALL[dice.below(4)]),
            ..RuleOrder::by(RuleOrder::RANDOM, SortDirection::Ascending)
        }],
        false => order_by,
    };
    let type_code = code(dice.pick(&["cross_sell", "upsell", "accessory"]));
    let effects = [RuleEffect::Add, RuleEffect::Add, RuleEffect::Add, RuleEffect::Remove, RuleEffect::Boost];
    let effect = effects[dice.below(5)];
    let limit = 1 + dice.below(6) as u32;
    Rule {
        name: format!("Rule {at}"),
        effect,
        status: RuleStatus::parse(status).unwrap(),
        order_by: if effect.adds() { order_by } else { Vec::new() },
        when: dice.maybe(4, |dice| about_request(dice, 1)),
        window: random_window(dice),
        scope: random_scope(dice),
        limit,
        minimum: if dice.one_in(4) { dice.below(limit as usize) as u32 } else { 0 },
        weight: dice.below(4) as f64 / 2.0,
        priority: dice.below(3) as i32,
        ..Rule::draft(RuleCode::parse(&format!("rule-{at}")).unwrap(), type_code, matching, show)
    }
}
