//! Rules: what is kept up to date is what is compiled afresh is what a plain reading of all facts says.

use std::collections::BTreeSet;

use relata_engine::{Answer, Query, compile, recommend};
use relata_model::{
    Catalogue, Channel, ChannelCode, Locale, Placement, PlacementCode, Product, RelationType, Rule,
    RuleEffect, RuleStatus, SegmentCode, Status, Timestamp,
};

use crate::phrase::MOMENTS;
use crate::proof::{say, wanted};
use crate::random::{Dice, World};
use crate::reading::{Pair, Reading, in_order, is_known, parts_hold, plainly};
use crate::shop::query;

/// Rules held against shops in the usual run; the named variable says how many else.
const CASES: u64 = 3_000;
const CASES_VARIABLE: &str = "RELATA_RULE_CASES";
/// Changes of shops in the usual run.
const MUTATIONS: u64 = 4_000;
const MUTATIONS_VARIABLE: &str = "RELATA_RULE_MUTATIONS";
/// Past so many changes not each is followed by a look at everything.
const EACH_LOOKED_AT_MAX: u64 = 20_000;
const LOOKED_AT_EVERY: u64 = 8;

#[test]
fn what_rules_take_in_is_what_a_plain_reading_says() {
    let (mut cases, mut telling, mut seed) = (0, 0, 0);
    while cases < wanted(CASES_VARIABLE, CASES) {
        let size = if seed % 10 == 9 { 120 } else { 5 + seed as usize % 25 };
        let mut world = World::with_rules(seed, size);
        let mut snapshot = compile(&world.facts(), 1);
        for step in 0..if size > 60 { 8 } else { 40 } {
            snapshot = snapshot.apply(&world.step(), 2);
            let facts = world.facts();
            let dump = snapshot.dump().rules;
            let plain = plainly(&facts);
            assert_eq!(dump.len(), plain.len(), "seed {seed}, step {step}: rules that can be read");
            let sets = dump.into_iter().map(|(code, sources, targets)| {
                (code, sources, targets.into_iter().collect::<BTreeSet<_>>())
            });
            for (here, plain) in sets.zip(&plain) {
                let rule = facts.rules.iter().find(|rule| rule.code.as_str() == plain.0);
                assert_eq!(here, *plain, "seed {seed}, step {step}, {rule:#?}");
            }
            cases += plain.len() as u64;
            telling += plain
                .iter()
                .filter(|(_, sources, targets)| !sources.is_empty() && !targets.is_empty())
                .count();
        }
        seed += 1;
    }
    assert!(telling * 3 > cases as usize, "only {telling} of {cases} rules take in and show anything");
    say(&format!("{cases} rules take in what a plain reading says, {telling} something for something"));
}

/// A shop with nothing in it that answers but rules.
fn shop_of_rules(seed: u64, size: usize) -> Catalogue {
    let mut facts = World::with_rules(seed, size).facts();
    facts.relations.clear();
    facts.guidelines.clear();
    facts.types = RelationType::built_in();
    facts.placements = Placement::built_in();
    let app = ChannelCode::parse("app").unwrap();
    let app = Channel { code: app, name: "App".into(), locale: None, currency: None, assortment: None };
    facts.channels = vec![Channel::web(), app];
    for product in &mut facts.products {
        product.excluded.clear();
        product.offers.clear();
    }
    facts
}

/// A question about one product, in some circumstances.
fn question(dice: &mut Dice, facts: &Catalogue, source: &Product) -> Query {
    let mut asked = query(&format!("{} types=cross_sell limit=50 channel=web", source.sku));
    asked.at = Timestamp::parse(dice.pick(&MOMENTS)).unwrap();
    if dice.one_in(3) {
        asked.channel = ChannelCode::parse("app").unwrap();
    }
    if dice.one_in(3) {
        asked.placement = PlacementCode::parse("cart").unwrap();
    }
    if dice.one_in(2) {
        asked.locale = Some(Locale::parse(dice.pick(&["de", "de-AT"])).unwrap());
    }
    if dice.one_in(3) {
        asked.segments.insert(SegmentCode::parse("vip").unwrap());
    }
    for _ in 0..dice.below(3) {
        asked.cart.push(facts.products[dice.below(facts.products.len())].sku.clone());
    }
    asked
}

/// What a rule shows a product, in order, by asking every product everything.
fn shown_plainly<'f>(
    facts: &'f Catalogue,
    reading: &Reading<'f>,
    rule: &Rule,
    source: &'f Product,
    asked: &Query,
) -> Vec<&'f str> {
    let holds = |text: &str, target| {
        let pair = Pair { reading, source, target, query: Some(asked) };
        parts_hold(text, facts, &pair, |_| true)
    };
    let scope = &rule.scope;
    let applies = rule.window.contains(asked.at)
        && (scope.channels.is_empty() || scope.channels.contains(&asked.channel))
        && (scope.segments.is_empty() || !scope.segments.is_disjoint(&asked.segments))
        && rule.when.as_deref().is_none_or(|when| holds(when, source));
    if !applies {
        return Vec::new();
    }
    let in_cart =
        asked.cart.iter().filter_map(|sku| reading.product(sku)).map(|product| reading.head(product));
    let in_cart: Vec<&Product> = in_cart.collect();
    let found = reading.heads().into_iter().filter(|target| {
        let can_be_shown = target.status == Status::Active && reading.in_stock(target);
        let is_other = target.sku != source.sku && !in_cart.iter().any(|one| one.sku == target.sku);
        can_be_shown && is_other && holds(&rule.matching, target) && holds(&rule.show, target)
    });
    let mut found: Vec<&Product> = found.collect();
    if found.len() < rule.minimum as usize {
        return Vec::new();
    }
    in_order(reading, rule, source, asked.at, &mut found);
    found.iter().take(rule.limit.min(50) as usize).map(|target| target.sku.as_str()).collect()
}

#[test]
fn pairs_are_those_that_a_plain_reading_finds_in_the_same_order() {
    let (mut cases, mut lists, mut pairs, mut seed) = (0, 0, 0, 0);
    while cases < wanted(CASES_VARIABLE, CASES) / 3 {
        // Large shops take other ways to the targets of a source than small ones.
        let size = if seed % 10 == 9 { 200 } else { 6 + seed as usize % 20 };
        let facts = shop_of_rules(20_000 + seed, size);
        let mut dice = Dice(seed);
        for rule in facts.rules.clone() {
            if !is_known(&rule.matching, &facts) || !is_known(&rule.show, &facts) {
                continue;
            }
            // The others stay to be named.
            let others = facts.rules.iter().filter(|other| other.code != rule.code);
            let others: Vec<Rule> =
                others.map(|other| Rule { status: RuleStatus::Draft, ..other.clone() }).collect();
            let rule = Rule {
                effect: RuleEffect::Add,
                limit: if dice.one_in(2) { 200 } else { rule.limit },
                status: RuleStatus::Active,
                type_code: crate::shop::code("cross_sell"),
                ..rule
            };
            let facts =
                Catalogue { rules: others.into_iter().chain([rule.clone()]).collect(), ..facts.clone() };
            let (snapshot, reading) = (compile(&facts, 1), Reading::of(&facts));
            for source in reading.heads().into_iter().take(40) {
                let asked = question(&mut dice, &facts, source);
                let expected = shown_plainly(&facts, &reading, &rule, source, &asked);
                let answer = recommend(&snapshot, &asked).unwrap();
                let shown: Vec<&str> = answer.items.iter().map(|pick| pick.sku).collect();
                assert_eq!(shown, expected, "seed {seed}, {source:?} {rule:#?} {asked:#?}");
                lists += u64::from(!shown.is_empty());
                pairs += shown.len();
            }
            cases += 1;
        }
        seed += 1;
    }
    assert!(lists > cases, "{cases} rules showed {lists} products anything");
    say(&format!(
        "{cases} rules show {pairs} pairs in {lists} lists, as a plain reading finds and orders them"
    ));
}

#[test]
fn what_is_compared_with_another_kind_of_value_is_neither_equal_nor_not() {
    let mut facts = crate::shop::shop("A brand=acme\nB");
    let red = relata_model::AttributeValue::Text("red".into());
    facts.products[0].attributes.insert("size".into(), red);
    facts.rules = vec![crate::rules::rule("r", "related", "source.attributes.size != 25.50", "true")];
    assert_eq!(
        compile(&facts, 1).dump().rules,
        plainly(&facts)
            .into_iter()
            .map(|(code, sources, targets)| (code, sources, targets.into_iter().collect()))
            .collect::<Vec<_>>()
    );
    assert_eq!(compile(&facts, 1).dump().rules[0].1, Vec::<String>::new());
}

/// Items with their origins.
fn shown(answer: &Answer<'_>) -> Vec<String> {
    answer.items.iter().map(|pick| format!("{} {}", pick.sku, pick.origin)).collect()
}

#[test]
fn rules_kept_up_to_date_are_rules_compiled_afresh() {
    let wanted = wanted(MUTATIONS_VARIABLE, MUTATIONS);
    let every = if wanted > EACH_LOOKED_AT_MAX { LOOKED_AT_EVERY } else { 1 };
    let (mut mutations, mut looks, mut seed) = (0, 0, 0);
    while mutations < wanted {
        let size = if seed % 10 == 9 { 100 } else { 6 + seed as usize % 30 };
        let mut world = World::with_rules(10_000 + seed, size);
        let mut snapshot = compile(&world.facts(), 1);
        let before = world.mutations;
        for step in 0..if size > 60 { 20 * every } else { 120 * every } {
            snapshot = snapshot.apply(&world.step(), 2);
            if step % every != 0 {
                continue;
            }
            looks += 1;
            let fresh = compile(&world.facts(), 1);
            let (kept, made) = (snapshot.dump(), fresh.dump());
            let differing = kept.rules.iter().zip(&made.rules).find(|(kept, made)| kept != made);
            let rule = differing.and_then(|((code, ..), _)| {
                world.facts().rules.into_iter().find(|rule| rule.code.as_str() == code)
            });
            assert!(
                kept == made,
                "seed {seed}, step {step}: {differing:?} {rule:#?}\n{:?}\n{:?}",
                kept.withheld,
                made.withheld
            );
            let query = world.query();
            let (a, b) = (recommend(&snapshot, &query).unwrap(), recommend(&fresh, &query).unwrap());
            assert_eq!((shown(&a), &a.removed), (shown(&b), &b.removed), "seed {seed}, step {step}");
        }
        mutations += world.mutations - before;
        seed += 1;
    }
    say(&format!("{mutations} changes leave what is compiled afresh, looked at {looks} times"));
}
