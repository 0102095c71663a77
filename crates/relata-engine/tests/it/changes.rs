//! An index brought up to date by changes is the index compiled afresh.

use relata_engine::{Snapshot, compile, recommend};
use relata_model::{Delta, Product, SourceRelations};

use crate::naive::{Naive, Plain};
use crate::random::World;
use crate::shop::{shop, sku, skus};

fn assert_same(applied: &Snapshot, world: &World, seed: u64, step: usize) {
    let fresh = compile(&world.facts(), 1);
    assert!(applied.dump() == fresh.dump(), "seed {seed}, step {step}: {}", difference(applied, &fresh));
}

fn difference(applied: &Snapshot, fresh: &Snapshot) -> String {
    let (left, right) = (format!("{:#?}", applied.dump()), format!("{:#?}", fresh.dump()));
    let differing = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    differing
        .map_or("one is longer".to_string(), |(left, right)| format!("\napplied {left}\nfresh   {right}"))
}

/// Steps in a long run; set `RELATA_ENGINE_STEPS` to go longer.
fn steps() -> usize {
    std::env::var("RELATA_ENGINE_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(100_000)
}

#[test]
fn many_small_shops_change_step_by_step() {
    for seed in 0..40 {
        let mut world = World::new(seed, 6 + seed as usize % 30);
        let mut snapshot = compile(&world.facts(), 1);
        for step in 0..40 {
            snapshot = snapshot.apply(&world.step(), 2);
            assert_same(&snapshot, &world, seed, step);
            let (facts, query) = (world.facts(), world.query());
            let plain = Plain::of(&recommend(&snapshot, &query).unwrap());
            assert_eq!(plain, Naive::new(&facts, &query).answer(), "seed {seed}, step {step}");
        }
    }
}

#[test]
fn one_shop_changes_for_long() {
    let mut world = World::new(1_000, 60);
    let mut snapshot = compile(&world.facts(), 1);
    for step in 0..steps() {
        snapshot = snapshot.apply(&world.step(), 2);
        if step.is_multiple_of(500) {
            assert_same(&snapshot, &world, 1_000, step);
        }
    }
    assert_same(&snapshot, &world, 1_000, steps());
}

#[test]
fn changes_cross_the_bounds_of_blocks_and_chunks() {
    let mut world = World::new(2_000, 6_000);
    let mut snapshot = compile(&world.facts(), 1);
    for step in 0..300 {
        snapshot = snapshot.apply(&world.step(), 2);
        if step % 60 == 59 {
            assert_same(&snapshot, &world, 2_000, step);
        }
    }
}

#[test]
fn a_large_change_at_once_is_many_small_ones() {
    let mut world = World::new(3_000, 3_000);
    let before = compile(&world.facts(), 1);
    let mut whole = Delta::default();
    for _ in 0..4_000 {
        let delta = world.step();
        whole.revision = delta.revision;
        whole.products.extend(delta.products);
        whole.relations.extend(delta.relations);
        whole.popularity.extend(delta.popularity);
        whole.types = delta.types.or(whole.types);
        whole.channels = delta.channels.or(whole.channels);
        whole.placements = delta.placements.or(whole.placements);
    }
    assert_same(&before.apply(&whole, 2), &world, 3_000, 0);
}

#[test]
fn rankings_grow_and_shrink_one_family_at_a_time() {
    let product = |index: usize| shop(&format!("F{index} categories=a/b{}", index % 2)).products.remove(0);
    let mut facts = shop("");
    let mut snapshot = compile(&facts, 1);
    for index in (0..2_600).map(|index| index * 1_009 % 2_600) {
        let product = product(index);
        let delta = Delta {
            revision: 7,
            products: vec![(product.sku.clone(), Some(product.clone()))],
            ..Delta::default()
        };
        snapshot = snapshot.apply(&delta, 1);
        facts.products.push(product);
    }
    assert!(snapshot.dump() == compile(&facts, 1).dump());
    while let Some(product) = facts.products.pop() {
        let delta = Delta { revision: 7, products: vec![(product.sku, None)], ..Delta::default() };
        snapshot = snapshot.apply(&delta, 1);
        if facts.products.len().is_multiple_of(500) {
            assert!(snapshot.dump() == compile(&facts, 1).dump(), "{} left", facts.products.len());
        }
    }
}

#[test]
fn the_snapshot_before_stays_as_it_was() {
    let mut world = World::new(4_000, 40);
    let before = compile(&world.facts(), 1);
    let dump = before.dump();
    for _ in 0..50 {
        let after = before.apply(&world.step(), 2);
        assert_eq!(after.generation(), 2);
    }
    assert!(before.dump() == dump);
    assert_eq!(before.generation(), 1);
}

#[test]
fn a_pending_relation_is_live_when_its_product_arrives() {
    let before = compile(&shop("A\nA cross_sell: LATER"), 1);
    assert_eq!(skus(&before, "A types=cross_sell"), [""; 0]);
    assert_eq!((before.product_count(), before.relation_count()), (1, 1));
    let later = Product::new(sku("LATER"), "Later");
    let delta = Delta { revision: 8, products: vec![(sku("LATER"), Some(later))], ..Delta::default() };
    let after = before.apply(&delta, 2);
    assert_eq!(skus(&after, "A types=cross_sell"), ["LATER"]);
    assert_eq!((after.revision(), after.product_count()), (8, 2));
    let gone = Delta { revision: 9, products: vec![(sku("LATER"), None)], ..Delta::default() };
    let gone = after.apply(&gone, 3);
    assert_eq!(skus(&gone, "A types=cross_sell"), [""; 0]);
    assert_eq!(
        (gone.contains(&sku("LATER")), gone.number(&sku("LATER"))),
        (false, after.number(&sku("LATER")))
    );
}

#[test]
fn a_delta_replaces_all_relations_of_its_sources_and_no_others() {
    let facts = shop("A\nB\nC\nA cross_sell: C\nB cross_sell: C\nA related: B");
    let mut moved = facts.relations[0].clone();
    moved.target = sku("B");
    let delta = Delta {
        revision: 8,
        relations: vec![SourceRelations { source: sku("A"), relations: vec![moved] }],
        ..Delta::default()
    };
    let after = compile(&facts, 1).apply(&delta, 2);
    assert_eq!(skus(&after, "A types=cross_sell,related"), ["B"]);
    assert_eq!(skus(&after, "B types=cross_sell"), ["C"]);
    assert_eq!(after.relation_count(), 2);
}
