//! The engine says what the naive evaluator says.

use relata_engine::{compile, recommend};

use crate::naive::{Naive, Plain};
use crate::random::World;

#[test]
fn answers_agree_with_the_naive_evaluator() {
    let (mut shown, mut substitutes, mut fallbacks) = (0, 0, 0);
    for seed in 0..150 {
        let mut world = World::new(seed, 8 + seed as usize % 20);
        for _ in 0..6 {
            world.step();
            let facts = world.facts();
            let snapshot = compile(&facts, 1);
            for _ in 0..25 {
                let query = world.query();
                let answer = recommend(&snapshot, &query).unwrap();
                let plain = Plain::of(&answer);
                assert_eq!(plain, Naive::new(&facts, &query).answer(), "seed {seed}, {query:#?}");
                shown += plain.items.len();
                substitutes += plain.items.iter().filter(|pick| pick.substitute_for.is_some()).count();
                fallbacks += usize::from(plain.fallback);
            }
        }
    }
    assert!(shown > 10_000 && substitutes > 500 && fallbacks > 500, "{shown} {substitutes} {fallbacks}");
}

#[test]
fn picks_never_repeat_a_family_nor_show_what_was_asked_about() {
    for seed in 100..130 {
        let mut world = World::new(seed, 16);
        let facts = world.facts();
        let snapshot = compile(&facts, 1);
        let family = |sku: &str| {
            let parent = facts
                .products
                .iter()
                .find(|product| product.sku.as_str() == sku)
                .and_then(|product| product.parent.clone());
            parent
                .filter(|parent| parent.as_str() != sku && snapshot.contains(parent))
                .map_or(sku.to_string(), |parent| parent.to_string())
        };
        for _ in 0..100 {
            let query = world.query();
            let answer = recommend(&snapshot, &query).unwrap();
            let mut families: Vec<String> = answer.items.iter().map(|pick| family(pick.sku)).collect();
            let known = |sku: &&relata_model::Sku| snapshot.contains(sku);
            let banned = query.products.iter().chain(&query.cart).filter(known);
            families
                .extend(banned.map(|sku| family(sku.as_str())).collect::<std::collections::BTreeSet<_>>());
            let count = families.len();
            families.sort();
            families.dedup();
            assert_eq!(families.len(), count, "seed {seed}, {query:#?}");
            assert_eq!(answer, recommend(&snapshot, &query).unwrap(), "the same question, the same answer");
        }
    }
}
