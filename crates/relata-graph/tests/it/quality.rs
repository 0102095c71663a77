//! Findings of small shops, written in a few lines.
//!
//! `A 10` is a product and its price in cents, `!` not sold, `0` behind a `*` sold out, `<P` a
//! variant of P, `USD` a foreign price. `A upsell B` is a relation, with `@web` a channel, `..5` the
//! end of its window, `import` an imported one. The moment of the check is 10.

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::{Expect, expect};
use relata_graph::{
    BasePrice, FINDINGS_PER_CODE_MAX, ProductFacts, Quality, RelationFacts, Repair, TermsFacts,
};
use relata_model::{
    ChannelCode, Currency, Origin, ProblemCode, Relation, RelationId, RelationType, Scope, Sku, Timestamp,
    TypeCode, Window,
};

fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

fn product(words: &[&str]) -> ProductFacts {
    let mut facts = ProductFacts {
        family: sku(words[0]),
        sold: true,
        in_stock: true,
        price: BasePrice::Absent,
        potentials: BTreeMap::new(),
    };
    for word in &words[1..] {
        match (*word, word.strip_prefix('<')) {
            (_, Some(parent)) => facts.family = sku(parent),
            ("!", _) => facts.sold = false,
            ("*0", _) => facts.in_stock = false,
            ("USD", _) => facts.price = BasePrice::Foreign(Currency::parse("USD").unwrap()),
            (price, _) => facts.price = BasePrice::Own(price.parse().unwrap()),
        }
    }
    facts
}

fn relation(id: i64, words: &[&str]) -> Relation {
    let mut relation = Relation {
        id: RelationId(id),
        source: sku(words[0]),
        type_code: TypeCode::parse(words[1]).unwrap(),
        target: sku(words[2]),
        origin: Origin::Manual,
        scope: Scope::default(),
        window: Window::ALWAYS,
        position: id as u32,
        weight: 1.0,
        quantity: None,
        fields: BTreeMap::new(),
        pin: None,
        created_at: Timestamp::from_micros(0),
    };
    for word in &words[3..] {
        if let Some(channel) = word.strip_prefix('@') {
            relation.scope.channels.insert(ChannelCode::parse(channel).unwrap());
        } else if let Some(until) = word.strip_prefix("..") {
            relation.window.until = Some(Timestamp::from_micros(until.parse().unwrap()));
        } else {
            relation.origin = Origin::Import((*word).to_string());
        }
    }
    relation
}

fn types() -> Vec<RelationType> {
    let mut types = RelationType::built_in();
    for kind in &mut types {
        if kind.code.as_str() == "related" {
            kind.max_per_product = 2;
        }
    }
    types
}

fn feed(quality: &mut Quality, relation: &Relation) {
    let Relation { id, source, type_code, target, origin, scope, window, position, .. } = relation;
    let type_number = types().iter().position(|kind| kind.code == *type_code).unwrap() as u32;
    let terms = quality.terms(TermsFacts { rank: origin.rank(), scope: scope.clone(), window: *window });
    let (source, target) = (quality.number(source), quality.number(target));
    quality.relation(RelationFacts { id: *id, type_number, source, target, position: *position, terms });
}

fn collect(shop: &str) -> Quality {
    let mut quality = Quality::new(types(), Timestamp::from_micros(10));
    let mut id = 0;
    for line in shop.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        if words.get(1).is_some_and(|word| types().iter().any(|kind| kind.code.as_str() == *word)) {
            id += 1;
            feed(&mut quality, &relation(id, &words));
        } else {
            quality.product(&sku(words[0]), product(&words));
        }
    }
    quality
}

fn check(shop: &str, expected: Expect) {
    let mut seen = String::new();
    for finding in collect(shop).finish().items {
        let problem = &finding.problem;
        write!(seen, "{} {}", problem.code.as_str(), problem.message).unwrap();
        if let Some(path) = &problem.path {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            write!(seen, " [{}]", path.join(" > ")).unwrap();
        }
        match finding.repair {
            None => {}
            Some(Repair::Remove(RelationId(id))) => write!(seen, " -> remove {id}").unwrap(),
            Some(Repair::Retarget { relation, target }) => {
                write!(seen, " -> point {} to {target}", relation.0).unwrap();
            }
            Some(Repair::Shorten { source, type_code, keep }) => {
                write!(seen, " -> keep {keep} of {source} {type_code}").unwrap();
            }
        }
        seen.push('\n');
    }
    expected.assert_eq(&seen);
}

#[test]
fn a_sound_shop_has_no_findings() {
    check(
        "A 10
         B 20
         C 5 *0
         D 5
         A upsell B
         B accessory A
         A cross_sell B
         B cross_sell A
         A cross_sell C
         C substitute D
         A related B import
         A related B",
        expect![""],
    );
}

#[test]
fn one_relation_alone() {
    check(
        "A 10
         B 20
         OLD 5 !
         NEW 6
         GONE 5 !
         EMPTY 5 *0
         FAR 20 USD
         A cross_sell B ..10
         A cross_sell MISSING
         A accessory OLD
         A accessory GONE
         A accessory EMPTY
         OLD successor NEW
         B upsell A
         A upsell FAR",
        expect![[r#"
            foreign-currency the price of FAR is in USD, for which there is no rate
            stale-relation the window of A cross_sell B ended at 1970-01-01T00:00:00.00001Z -> remove 1
            dangling-relation A cross_sell MISSING names MISSING, which does not exist -> remove 2
            unreachable-target the target of A accessory OLD is not sold -> point 3 to NEW
            unreachable-target the target of A accessory GONE is not sold -> remove 4
            unreachable-target the target of A accessory EMPTY is sold out
            potential-not-rising the price does not rise along B upsell A
        "#]],
    );
}

#[test]
fn a_substitute_is_followed_for_three_steps_and_never_back_to_the_source() {
    check(
        "A
         S1 !
         S2 *0
         S3 *0
         S4
         T1 !
         A cross_sell S1
         S1 substitute S2
         S2 substitute S1
         S2 substitute S3
         S3 substitute S4
         A cross_sell T1
         T1 substitute A
         U1 *0
         U2
         U3
         A cross_sell U1
         U1 successor U2
         B
         B cross_sell U1
         U1 successor U3",
        expect![[r#"
            unreachable-target the target of A cross_sell S1 is not sold -> point 1 to S4
            unreachable-target the target of S2 substitute S1 is not sold -> point 3 to S4
            unreachable-target the target of A cross_sell T1 is not sold -> remove 6
            unreachable-target the target of A cross_sell U1 is sold out
            unreachable-target the target of B cross_sell U1 is sold out
        "#]],
    );
}

#[test]
fn circles() {
    check(
        "A
         A-1 <A
         B
         C
         D
         A-1 accessory B
         B accessory C
         C accessory A
         C accessory D
         A successor B
         B successor C
         C successor A-1
         A upsell B @web
         B upsell A @web
         C upsell D @web
         D upsell C @app",
        expect![[r#"
            cycle B upsell A closes a circle, which upsell does not allow [B > A > B] -> remove 9
            cycle 3 products are each other's accessory in a circle [A > B > C > A] -> remove 3
            cycle C successor A-1 closes a circle, which successor does not allow [C > A > B > C] -> remove 7
            contradictory-relation A-1 accessory B and A successor B contradict each other
            contradictory-relation B accessory C and B successor C contradict each other
            contradictory-relation C upsell D and D upsell C contradict each other
        "#]],
    );
}

#[test]
fn lists_and_contradictions() {
    check(
        "A
         B
         C
         D
         A related B
         A related C
         A related D import
         A related B import
         A substitute B
         B accessory A import
         A accessory B import
         C spare_part D
         D successor C",
        expect![[r#"
            overfull-list A has 3 targets under related, which allows 2 -> keep 2 of A related
            cycle 2 products are each other's accessory in a circle [A > B > A] -> remove 7
            contradictory-relation A substitute B and B accessory A contradict each other -> remove 6
            contradictory-relation C spare_part D and D successor C contradict each other
        "#]],
    );
}

#[test]
fn findings_are_bounded_and_counted() {
    let mut quality = collect("A");
    for id in 0..9_000 {
        feed(&mut quality, &relation(id, &["A", "cross_sell", &format!("MISSING-{id}")]));
    }
    let findings = quality.finish();
    assert_eq!(findings.count(ProblemCode::Dangling), 9_000);
    assert_eq!(findings.count(ProblemCode::Overfull), 1);
    assert_eq!(findings.count(ProblemCode::Cycle), 0);
    assert_eq!(findings.items.len(), FINDINGS_PER_CODE_MAX + 1);
}
