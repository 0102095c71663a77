//! Rules: what is kept up to date is what is compiled afresh is what a plain reading of all facts says.

use std::collections::{BTreeMap, BTreeSet};

use relata_engine::{compile, recommend};
use relata_model::{
    AttributeValue, Catalogue, Currency, Decimal, Product, Rotation, Rule, RuleEffect, RuleOrder, RuleStatus,
    Sku, Status, Timestamp,
};
use relata_rules::{
    Expr, Facts, Field, Node, Reads, Reference, Subject, Value, View, conjuncts, evaluate, parse,
    references_of,
};

use crate::random::World;
use crate::shop::{query, shop};

/// Products as conditions see them, read from the facts each time.
struct Reading<'a> {
    products: BTreeMap<&'a Sku, &'a Product>,
    variants: BTreeMap<&'a Sku, Vec<&'a Product>>,
    orders: BTreeMap<&'a Sku, u32>,
}

impl<'a> Reading<'a> {
    fn of(facts: &'a Catalogue) -> Reading<'a> {
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

    fn variants(&self, product: &Product) -> &[&'a Product] {
        self.variants.get(&product.sku).map_or(&[], Vec::as_slice)
    }

    fn heads(&self) -> Vec<&'a Product> {
        self.products.values().filter(|product| self.parent(product).is_none()).copied().collect()
    }

    fn amount(product: &Product, minor: Option<i64>) -> Option<Decimal> {
        (product.currency == Currency::EUR).then(|| minor.map(|minor| Decimal::new(minor, 2))).flatten()
    }

    fn price(&self, product: &Product) -> Option<Decimal> {
        let variants = self.variants(product);
        let sold = variants.iter().filter(|variant| variant.status == Status::Active);
        Self::amount(product, product.price)
            .or_else(|| sold.filter_map(|variant| Self::amount(variant, variant.price)).min())
    }

    fn in_stock(&self, product: &Product) -> bool {
        let has = |product: &Product| product.stock.is_none_or(|stock| stock > 0);
        let variants = self.variants(product);
        if variants.is_empty() {
            return has(product);
        }
        let mut sold = variants.iter().filter(|variant| variant.status == Status::Active);
        product.stock.is_some_and(|stock| stock > 0) || sold.any(|variant| has(variant))
    }

    fn categories(&self, product: &Product) -> BTreeSet<String> {
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
struct Pair<'a> {
    reading: &'a Reading<'a>,
    source: &'a Product,
    target: &'a Product,
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
fn is_known(text: &str, facts: &Catalogue) -> bool {
    references_of(text).iter().all(|name| named(facts, name).is_some_and(|text| is_known(text, facts)))
}

impl Pair<'_> {
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
        Timestamp::from_micros(0)
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
            says(&root, facts, &Pair { reading: pair.reading, source: product, target: product })
        }
        _ => evaluate(part, pair),
    }
}

/// Whether the parts of a condition that read what is wanted hold.
fn parts_hold(text: &str, facts: &Catalogue, pair: &Pair<'_>, wanted: impl Fn(Reads) -> bool) -> bool {
    let root = parse(text).unwrap().root;
    conjuncts(&root).into_iter().all(|part| !wanted(Reads::of(part)) || says(part, facts, pair) == Some(true))
}

/// Whether a condition over `source` holds for a parent or a product that stands alone; one that names
/// what is not there does not.
pub fn takes_in(facts: &Catalogue, text: &str, sku: &str) -> bool {
    let reading = Reading::of(facts);
    let product = reading.products.values().find(|product| product.sku.as_str() == sku);
    let pair = |product| Pair { reading: &reading, source: product, target: product };
    is_known(text, facts) && product.is_some_and(|product| parts_hold(text, facts, &pair(product), |_| true))
}

/// Code, sources by SKU, and targets by SKU of every active rule.
fn plainly(facts: &Catalogue) -> Vec<(String, Vec<String>, BTreeSet<String>)> {
    let reading = Reading::of(facts);
    let can_be_read = |rule: &&Rule| is_known(&rule.matching, facts) && is_known(&rule.show, facts);
    let active = facts.rules.iter().filter(|rule| rule.status == RuleStatus::Active);
    let mut rules: Vec<&Rule> = active.filter(can_be_read).collect();
    rules.sort_by(|a, b| b.priority.cmp(&a.priority).then_with(|| a.code.cmp(&b.code)));
    let of = |rule: &Rule| {
        let pair = |product| Pair { reading: &reading, source: product, target: product };
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

#[test]
fn what_rules_take_in_is_what_a_plain_reading_says() {
    for seed in 0..60 {
        let size = if seed % 10 == 9 { 120 } else { 5 + seed as usize % 25 };
        let mut world = World::with_rules(seed, size);
        let mut snapshot = compile(&world.facts(), 1);
        for step in 0..if size > 60 { 8 } else { 40 } {
            snapshot = snapshot.apply(&world.step(), 2);
            let facts = world.facts();
            let dump = snapshot.dump().rules;
            let sets = dump.into_iter().map(|(code, sources, targets)| {
                (code, sources, targets.into_iter().collect::<BTreeSet<_>>())
            });
            assert_eq!(sets.collect::<Vec<_>>(), plainly(&facts), "seed {seed}, step {step}");
        }
    }
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

fn in_order(reading: &Reading<'_>, rule: &Rule, source: &Product, at: Timestamp, targets: &mut [&Product]) {
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

#[test]
fn pairs_are_those_that_a_plain_reading_finds_in_the_same_order() {
    // Large shops take other ways to the targets of a source than small ones.
    let small = (0..30).map(|seed| (seed, 6 + seed as usize % 20));
    let large = (30..34).map(|seed| (seed, 90 + seed as usize * 3));
    for (seed, size) in small.chain(large) {
        let mut facts = World::with_rules(20_000 + seed, size).facts();
        (facts.relations, facts.guidelines, facts.types) =
            (Vec::new(), Vec::new(), compile(&shop(""), 1).types().to_vec());
        for product in &mut facts.products {
            product.excluded.clear();
            product.status = Status::Active;
            product.stock = None;
            product.offers.clear();
        }
        let rules = facts.rules.clone();
        for rule in rules {
            if !is_known(&rule.matching, &facts) || !is_known(&rule.show, &facts) {
                continue;
            }
            // The others stay to be named.
            let others = facts.rules.iter().filter(|other| other.code != rule.code);
            let others: Vec<Rule> =
                others.map(|other| Rule { status: RuleStatus::Draft, ..other.clone() }).collect();
            let rule = Rule {
                effect: RuleEffect::Add,
                limit: 200,
                minimum: 0,
                when: None,
                status: RuleStatus::Active,
                type_code: crate::shop::code("cross_sell"),
                ..rule
            };
            let facts =
                Catalogue { rules: others.into_iter().chain([rule.clone()]).collect(), ..facts.clone() };
            let (snapshot, reading) = (compile(&facts, 1), Reading::of(&facts));
            let heads = reading.heads();
            for &source in heads.iter().take(40) {
                let holds = |text: &str, target| {
                    parts_hold(text, &facts, &Pair { reading: &reading, source, target }, |_| true)
                };
                let found = heads.iter().copied().filter(|target| {
                    target.sku != source.sku && holds(&rule.matching, target) && holds(&rule.show, target)
                });
                let mut found: Vec<&Product> = found.collect();
                let asked = query(&format!("{} types=cross_sell limit=50 channel=web", source.sku));
                in_order(&reading, &rule, source, asked.at, &mut found);
                let answer = recommend(&snapshot, &asked).unwrap();
                let about = format!("seed {seed}, {} {} => {}", source.sku, rule.matching, rule.show);
                assert_eq!(answer.considered as usize, found.len(), "{about}");
                if answer.removed.is_empty() {
                    let expected: Vec<&str> =
                        found.iter().take(50).map(|target| target.sku.as_str()).collect();
                    let shown: Vec<&str> = answer.items.iter().map(|pick| pick.sku).collect();
                    assert_eq!(shown, expected, "{about} {:?}", rule.order_by);
                }
            }
        }
    }
}

#[test]
fn rules_kept_up_to_date_are_rules_compiled_afresh() {
    for seed in 0..30 {
        let size = if seed % 10 == 9 { 100 } else { 6 + seed as usize % 30 };
        let mut world = World::with_rules(10_000 + seed, size);
        let mut snapshot = compile(&world.facts(), 1);
        for step in 0..if size > 60 { 20 } else { 120 } {
            snapshot = snapshot.apply(&world.step(), 2);
            let fresh = compile(&world.facts(), 1);
            assert!(
                snapshot.dump() == fresh.dump(),
                "seed {seed}, step {step}\n{:?}\n{:?}\n{:?}\n{:?}",
                snapshot.dump().rules,
                fresh.dump().rules,
                snapshot.dump().withheld,
                fresh.dump().withheld
            );
            let query = world.query();
            let (a, b) = (recommend(&snapshot, &query).unwrap(), recommend(&fresh, &query).unwrap());
            let shown = |answer: &relata_engine::Answer<'_>| -> Vec<String> {
                answer.items.iter().map(|pick| format!("{} {}", pick.sku, pick.origin)).collect()
            };
            assert_eq!(
                (shown(&a), a.removed.clone()),
                (shown(&b), b.removed.clone()),
                "seed {seed}, step {step}"
            );
        }
    }
}

pub fn rule(code: &str, kind: &str, matching: &str, show: &str) -> Rule {
    let code = relata_model::RuleCode::parse(code).unwrap();
    Rule {
        name: code.to_string().to_uppercase(),
        status: RuleStatus::Active,
        ..Rule::draft(code, crate::shop::code(kind), matching.into(), show.into())
    }
}

/// What a shop with rules answers: items with their origins, and what was removed.
pub fn answer(facts: &Catalogue, asked: &str) -> String {
    let snapshot = compile(facts, 1);
    let answer = recommend(&snapshot, &query(asked)).unwrap();
    let items = answer.items.iter().map(|pick| format!("{}({})", pick.sku, pick.origin));
    let removed = answer.removed.iter().map(|(reason, count)| format!("{}:{count}", reason.as_str()));
    format!("{} - {}", items.collect::<Vec<_>>().join(" "), removed.collect::<Vec<_>>().join(" "))
}

#[test]
fn rules_follow_what_is_stored_in_their_own_order() {
    let mut facts = shop(
        "A price=10.00\nB price=5.00\nC price=7.00\nD price=9.00\nE price=1.00 stock=0\n\
         A accessory: C",
    );
    facts.rules = vec![
        Rule { limit: 2, ..rule("dear", "accessory", "source.sku == 'A'", "target.price < source.price") },
        Rule { priority: 5, ..rule("first", "accessory", "true", "target.sku in ['D', 'E']") },
    ];
    facts.rules[0].order_by =
        vec![relata_model::RuleOrder::by("target.price", relata_model::SortDirection::Descending)];
    assert_eq!(answer(&facts, "A types=accessory"), "C(manual) D(rule:first) - out_of_stock:1 duplicate:2");
}

#[test]
fn a_guideline_removes_pairs_and_a_rule_goes_on_behind_them() {
    let mut facts = shop("A brand=acme\nB brand=cosy\nC brand=cosy\nD brand=acme\nE brand=acme");
    facts.rules = vec![Rule { limit: 2, ..rule("r", "related", "source.sku == 'A'", "true") }];
    facts.guidelines = vec![relata_model::Guideline {
        code: relata_model::RuleCode::parse("g").unwrap(),
        name: "g".into(),
        status: RuleStatus::Active,
        types: Vec::new(),
        forbid: "source.brand == 'acme' && target.brand == 'cosy'".into(),
    }];
    assert_eq!(answer(&facts, "A types=related"), "D(rule:r) E(rule:r) - guideline:2");
}

#[test]
fn pairs_that_would_close_a_circle_are_withheld() {
    let mut facts = shop("A price=10.00\nB price=12.00\nC price=15.00\nB upsell: A");
    facts.rules = vec![rule("up", "upsell", "true", "target.price > source.price")];
    let snapshot = compile(&facts, 1);
    let path = |skus: &[Sku]| skus.iter().map(|sku| sku.as_str()).collect::<Vec<_>>().join(" ");
    let withheld: Vec<String> =
        snapshot.withheld_pairs().map(|pair| format!("{} {:?}", path(&pair.path), pair.rules)).collect();
    assert_eq!(withheld, ["A B A [\"up\"]"]);
    assert_eq!(answer(&facts, "A types=upsell"), "C(rule:up) - cycle:1");
    assert_eq!(answer(&facts, "B types=upsell"), "A(manual) C(rule:up) - ");
}

#[test]
fn a_broken_rule_loses_its_own_candidates_and_nothing_else() {
    let mut facts = shop("A\nB");
    facts.rules = vec![
        rule("broken", "related", "source.price >", "true"),
        rule("whole", "related", "true", "target.sku == 'B'"),
    ];
    assert_eq!(answer(&facts, "A types=related"), "B(rule:whole) - ");
}

#[test]
fn a_condition_over_the_request_is_asked_when_it_comes() {
    let mut facts = shop("A\nB\nC");
    facts.rules = vec![Rule {
        when: Some("context.channel == 'app' && cart.size > 0".into()),
        ..rule("r", "related", "true", "target.sku == 'B'")
    }];
    assert_eq!(answer(&facts, "A types=related channel=app cart=C"), "B(rule:r) - ");
    assert_eq!(answer(&facts, "A types=related channel=app"), " - ");
    assert_eq!(answer(&facts, "A types=related cart=C"), " - ");
}
