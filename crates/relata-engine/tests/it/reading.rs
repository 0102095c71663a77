//! Products and rules as a plain reading of all facts sees them, without index or order.

use std::collections::{BTreeMap, BTreeSet};

use relata_engine::Query;
use relata_model::{
    AttributeValue, Catalogue, Currency, Decimal, Product, Rotation, Rule, RuleOrder, RuleStatus, Sku,
    Status, Timestamp,
};
use relata_rules::{
    Expr, Facts, Field, Node, Reads, Reference, Subject, Value, View, conjuncts, evaluate, parse,
    references_of,
};

/// Products as conditions see them, read from the facts each time.
pub struct Reading<'a> {
    products: BTreeMap<&'a Sku, &'a Product>,
    variants: BTreeMap<&'a Sku, Vec<&'a Product>>,
    orders: BTreeMap<&'a Sku, u32>,
}

impl<'a> Reading<'a> {
    pub fn of(facts: &'a Catalogue) -> Reading<'a> {
        let products: BTreeMap<&Sku, &Product> =
            facts.products.iter().map(|product| (&product.sku, product)).collect();
        let mut variants: BTreeMap<&Sku, Vec<&Product>> = BTreeMap::new();
        for product in products.values() {
            if let Some(parent) = product.parent.as_ref().filter(|parent| **parent != product.sku) {
                variants.entry(parent).or_default().push(product);
            }
        }
        Reading {
            products,
            variants,
            orders: facts.popularity.iter().map(|(sku, orders)| (sku, *orders)).collect(),
        }
    }

    fn parent(&self, product: &Product) -> Option<&'a Product> {
        let parent = product.parent.as_ref().filter(|parent| **parent != product.sku)?;
        self.products.get(parent).copied()
    }

    /// The parent of a variant, else the product itself.
    pub fn head(&self, product: &'a Product) -> &'a Product {
        self.parent(product).unwrap_or(product)
    }

    pub fn product(&self, sku: &Sku) -> Option<&'a Product> {
        self.products.get(sku).copied()
    }

    fn variants(&self, product: &Product) -> &[&'a Product] {
        self.variants.get(&product.sku).map_or(&[], Vec::as_slice)
    }

    pub fn heads(&self) -> Vec<&'a Product> {
        self.products.values().filter(|product| self.parent(product).is_none()).copied().collect()
    }

    fn amount(product: &Product, minor: Option<i64>) -> Option<Decimal> {
        (product.currency == Currency::EUR).then(|| minor.map(|minor| Decimal::new(minor, 2))).flatten()
    }

    pub fn price(&self, product: &Product) -> Option<Decimal> {
        let variants = self.variants(product);
        let sold = variants.iter().filter(|variant| variant.status == Status::Active);
        Self::amount(product, product.price)
            .or_else(|| sold.filter_map(|variant| Self::amount(variant, variant.price)).min())
    }

    pub fn in_stock(&self, product: &Product) -> bool {
        let has = |product: &Product| product.stock.is_none_or(|stock| stock > 0);
        let variants = self.variants(product);
        if variants.is_empty() {
            return has(product);
        }
        let mut sold = variants.iter().filter(|variant| variant.status == Status::Active);
        product.stock.is_some_and(|stock| stock > 0) || sold.any(|variant| has(variant))
    }

    pub fn categories(&self, product: &Product) -> BTreeSet<String> {
        let own = |product: &Product| -> BTreeSet<String> {
            let paths = product.categories.iter();
            paths.flat_map(|path| path.ancestors().map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        let mine = own(product);
        match mine.is_empty() {
            true => self.variants(product).iter().flat_map(|variant| own(variant)).collect(),
            false => mine,
        }
    }

    fn own(product: &Product, field: &Field) -> Option<Value> {
        match field {
            Field::Name => Some(Value::text(&product.name)),
            Field::Brand => product.brand.as_deref().map(Value::text),
            Field::Category => product.categories.first().map(|path| Value::text(path.as_str())),
            Field::Cost => Self::amount(product, product.cost).map(Value::Number),
            Field::Stock => product.stock.map(|stock| Value::Number(stock.into())),
            Field::CreatedAt => product.created_at.map(Value::Time),
            Field::Attribute(name) => product.attributes.get(&**name).map(value),
            _ => None,
        }
    }

    fn value(&self, product: &Product, field: &Field, variant: Option<usize>) -> Option<Value> {
        let variants = self.variants(product);
        let through = variant.and_then(|variant| variants.get(variant).copied());
        let texts = |texts: Vec<String>| Value::list(texts.iter().map(|text| Value::text(text)));
        match field {
            Field::Sku => Some(Value::text(product.sku.as_str())),
            Field::Price => self.price(product).map(Value::Number),
            Field::Status => Some(Value::text(product.status.as_str())),
            Field::InStock => Some(Value::Flag(self.in_stock(product))),
            Field::Categories => Some(texts(self.categories(product).into_iter().collect())),
            Field::Tags if product.tags.is_empty() => {
                Some(texts(variants.iter().flat_map(|variant| variant.tags.clone()).collect()))
            }
            Field::Tags => Some(texts(product.tags.clone())),
            Field::Popularity => {
                let of = |product: &Product| self.orders.get(&product.sku).copied().unwrap_or(0);
                let orders = of(product) + variants.iter().map(|variant| of(variant)).sum::<u32>();
                Some(Value::Number(orders.into()))
            }
            Field::Margin => {
                let own = Self::amount(product, product.cost);
                let cost = own.or_else(|| through.and_then(|variant| Self::amount(variant, variant.cost)))?;
                Some(Value::Number(self.price(product)? - cost))
            }
            _ => Self::own(product, field).or_else(|| Self::own(through?, field)),
        }
    }
}

fn value(attribute: &AttributeValue) -> Value {
    match attribute {
        AttributeValue::Flag(flag) => Value::Flag(*flag),
        AttributeValue::Number(number) => Value::Number(*number),
        AttributeValue::Text(text) => Value::text(text),
        AttributeValue::List(values) => Value::list(values.iter().map(value)),
    }
}

/// A pair of products of a reading.
pub struct Pair<'a> {
    pub reading: &'a Reading<'a>,
    pub source: &'a Product,
    pub target: &'a Product,
    /// What is asked, if a request asks.
    pub query: Option<&'a Query>,
}

/// What a name stands for, if there is such a thing.
fn named<'f>(facts: &'f Catalogue, name: &Reference) -> Option<&'f str> {
    let code = name.code();
    match name {
        Reference::Condition(_) => {
            let mut conditions = facts.conditions.iter();
            conditions.find(|one| one.code.as_str() == code).map(|one| one.condition.as_str())
        }
        Reference::Rule(_) => {
            let mut rules = facts.rules.iter().filter(|rule| rule.status != RuleStatus::Archived);
            rules.find(|rule| rule.code.as_str() == code).map(|rule| rule.matching.as_str())
        }
    }
}

/// Whether everything that a condition names is there, and what that names, and so on.
pub fn is_known(text: &str, facts: &Catalogue) -> bool {
    references_of(text).iter().all(|name| named(facts, name).is_some_and(|text| is_known(text, facts)))
}

impl Pair<'_> {
    /// What is known of a request: the cart, the place and the time.
    fn of_request(&self, subject: Subject, field: &Field) -> Option<Value> {
        let query = self.query?;
        let in_cart = query.cart.iter().filter_map(|sku| self.reading.products.get(sku).copied());
        let texts = |texts: BTreeSet<String>| Value::list(texts.iter().map(|text| Value::text(text)));
        match (subject, field) {
            (Subject::Context, Field::Channel) => Some(Value::text(query.channel.as_str())),
            (Subject::Context, Field::Locale) => query.locale.as_ref().map(|code| Value::text(code.as_str())),
            (Subject::Context, Field::Placement) => Some(Value::text(query.placement.as_str())),
            (Subject::Context, Field::Date) => Some(Value::Time(query.at)),
            (Subject::Customer, Field::Segments) => {
                Some(texts(query.segments.iter().map(|code| code.to_string()).collect()))
            }
            (Subject::Cart, Field::Skus) => {
                Some(Value::list(query.cart.iter().map(|sku| Value::text(sku.as_str()))))
            }
            (Subject::Cart, Field::Size) => Some(Value::Number(query.cart.len().into())),
            (Subject::Cart, Field::Total) => {
                Some(Value::Number(in_cart.filter_map(|product| self.reading.price(product)).sum()))
            }
            (Subject::Cart, Field::CartCategories) => Some(texts(
                in_cart.flat_map(|product| self.reading.categories(self.reading.head(product))).collect(),
            )),
            _ => None,
        }
    }

    fn product(&self, subject: Subject) -> Option<&Product> {
        match subject {
            Subject::Source => Some(self.source),
            Subject::Target => Some(self.target),
            _ => None,
        }
    }
}

impl Facts for Pair<'_> {
    fn value(&self, subject: Subject, field: &Field, view: View) -> Option<Value> {
        if !subject.is_product() {
            return self.of_request(subject, field);
        }
        let variant = if subject == Subject::Source { view.source } else { view.target };
        self.reading.value(self.product(subject)?, field, variant)
    }

    fn variants(&self, subject: Subject) -> usize {
        self.product(subject).map_or(0, |product| self.reading.variants(product).len())
    }

    fn bought(&self, _: &str, _: Timestamp) -> Option<u32> {
        None
    }

    fn now(&self) -> Timestamp {
        self.query.map_or(Timestamp::from_micros(0), |query| query.at)
    }
}

/// What a part says, going from name to name: what is named is asked of the product at hand.
fn says(part: &Node, facts: &Catalogue, pair: &Pair<'_>) -> Option<bool> {
    let some = |parts: &[Node], decisive: bool| {
        let answers: Vec<Option<bool>> = parts.iter().map(|part| says(part, facts, pair)).collect();
        match answers.contains(&Some(decisive)) {
            true => Some(decisive),
            false if answers.contains(&None) => None,
            false => Some(!decisive),
        }
    };
    match &part.expr {
        Expr::All(parts) => some(parts, false),
        Expr::Any(parts) => some(parts, true),
        Expr::Not(part) => says(part, facts, pair).map(|flag| !flag),
        Expr::Refers(subject, name) => {
            let product = if *subject == Subject::Source { pair.source } else { pair.target };
            let root = parse(named(facts, name).unwrap()).unwrap().root;
            says(&root, facts, &Pair { reading: pair.reading, source: product, target: product, query: None })
        }
        _ => evaluate(part, pair),
    }
}

/// Whether the parts of a condition that read what is wanted hold.
pub fn parts_hold(text: &str, facts: &Catalogue, pair: &Pair<'_>, wanted: impl Fn(Reads) -> bool) -> bool {
    let root = parse(text).unwrap().root;
    conjuncts(&root).into_iter().all(|part| !wanted(Reads::of(part)) || says(part, facts, pair) == Some(true))
}

/// Whether a condition over `source` holds for a parent or a product that stands alone; one that names
/// what is not there does not.
pub fn takes_in(facts: &Catalogue, text: &str, sku: &str) -> bool {
    let reading = Reading::of(facts);
    let product = reading.products.values().find(|product| product.sku.as_str() == sku);
    let pair = |product| Pair { reading: &reading, source: product, target: product, query: None };
    is_known(text, facts) && product.is_some_and(|product| parts_hold(text, facts, &pair(product), |_| true))
}

/// Code, sources by SKU, and targets by SKU of every active rule.
pub fn plainly(facts: &Catalogue) -> Vec<(String, Vec<String>, BTreeSet<String>)> {
    let reading = Reading::of(facts);
    let can_be_read = |rule: &&Rule| is_known(&rule.matching, facts) && is_known(&rule.show, facts);
    let active = facts.rules.iter().filter(|rule| rule.status == RuleStatus::Active);
    let mut rules: Vec<&Rule> = active.filter(can_be_read).collect();
    rules.sort_by(|a, b| b.priority.cmp(&a.priority).then_with(|| a.code.cmp(&b.code)));
    let of = |rule: &Rule| {
        let pair = |product| Pair { reading: &reading, source: product, target: product, query: None };
        let heads = reading.heads();
        let sources = heads.iter().filter(|head| {
            parts_hold(&rule.matching, facts, &pair(head), |_| true)
                && parts_hold(&rule.show, facts, &pair(head), |reads| !reads.target && !reads.request)
        });
        let targets = heads
            .iter()
            .filter(|head| parts_hold(&rule.show, facts, &pair(head), |reads| reads.target && !reads.source));
        (
            rule.code.to_string(),
            sources.map(|head| head.sku.to_string()).collect(),
            targets.map(|head| head.sku.to_string()).collect(),
        )
    };
    rules.into_iter().map(of).collect()
}

/// The order keys of a target; a parent goes by the lowest of its variants'.
fn order_keys(reading: &Reading<'_>, rule: &Rule, target: &Product) -> Vec<Option<Value>> {
    let key = |field: &str| {
        let root = parse(field).unwrap().root;
        let relata_rules::Expr::Field(_, field) = &root.expr else { return None };
        reading.value(target, field, None).or_else(|| {
            let variants = 0..reading.variants(target).len();
            let values = variants.filter_map(|variant| reading.value(target, field, Some(variant)));
            values.min_by(|a, b| a.order(b).unwrap_or_else(|| a.kind().cmp(&b.kind())))
        })
    };
    rule.order_by.iter().map(|order| key(&order.field)).collect()
}

/// A hash that says where in the circle of an order at random something stands: 63 bits of FNV-1a
/// mixed as in SplitMix64.
fn drawn(bytes: &[u8]) -> u64 {
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)) >> 1
}

/// Where in that circle a source begins to read at a moment.
fn beginning(order: &RuleOrder, source: &Product, at: Timestamp) -> u64 {
    let hours = at.micros().div_euclid(3_600_000_000);
    let turn = match order.every.unwrap_or(Rotation::Day) {
        Rotation::Hour => hours,
        Rotation::Day => hours.div_euclid(24),
        Rotation::Week => (hours + 72).div_euclid(168),
        Rotation::Never => 0,
    };
    let mut bytes = order.seed.unwrap_or(0).to_le_bytes().to_vec();
    bytes.extend(turn.to_le_bytes());
    bytes.extend(source.sku.as_str().bytes());
    drawn(&bytes)
}

pub fn in_order(
    reading: &Reading<'_>,
    rule: &Rule,
    source: &Product,
    at: Timestamp,
    targets: &mut [&Product],
) {
    if let Some(order) = rule.order_by.iter().find(|order| order.is_random()) {
        let start = beginning(order, source, at);
        let place = |target: &Product| drawn(target.sku.as_str().as_bytes());
        // First those from the beginning on, then those before it.
        targets.sort_by_key(|target| (place(target) < start, place(target)));
        return;
    }
    targets.sort_by(|a, b| {
        let keys = order_keys(reading, rule, a).into_iter().zip(order_keys(reading, rule, b));
        let by_keys = keys.zip(&rule.order_by).map(|((a, b), order)| {
            let descending = order.direction == relata_model::SortDirection::Descending;
            match (a, b) {
                (Some(a), Some(b)) => {
                    let ascending = a.order(&b).unwrap_or_else(|| a.kind().cmp(&b.kind()));
                    if descending { ascending.reverse() } else { ascending }
                }
                (a, b) => a.is_none().cmp(&b.is_none()),
            }
        });
        by_keys.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then_with(|| a.sku.cmp(&b.sku))
    });
}
