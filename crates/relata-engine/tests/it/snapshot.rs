//! What a snapshot says of itself, and how it comes about.

use expect_test::expect;
use relata_engine::{Builder, Bytes, compile};

use crate::random::World;
use crate::shop::{shop, sku};

#[test]
fn facts_may_come_in_any_order() {
    for seed in 0..20 {
        let mut world = World::new(seed, 30);
        let mut facts = world.facts();
        let compiled = compile(&facts, 3).dump();
        let mut builder = Builder::new(&facts.types, &facts.channels, &facts.placements);
        while !facts.products.is_empty() || !facts.relations.is_empty() || !facts.popularity.is_empty() {
            match world.dice.below(3) {
                0 if !facts.products.is_empty() => {
                    let index = world.dice.below(facts.products.len());
                    builder.product(&facts.products.swap_remove(index));
                }
                1 if !facts.relations.is_empty() => {
                    let index = world.dice.below(facts.relations.len());
                    builder.relation(&facts.relations.swap_remove(index));
                }
                2 if !facts.popularity.is_empty() => {
                    let (sku, orders) = facts.popularity.swap_remove(0);
                    builder.popularity(&sku, orders);
                }
                _ => {}
            }
        }
        let snapshot = builder.finish(facts.revision, 3);
        assert!(snapshot.dump() == compiled, "seed {seed}");
        assert_eq!((snapshot.revision(), snapshot.generation()), (facts.revision, 3));
    }
}

#[test]
fn a_snapshot_knows_what_it_holds() {
    let snapshot = compile(&shop("A\nB\nA related: B GHOST"), 5);
    assert_eq!((snapshot.generation(), snapshot.revision()), (5, 7));
    assert_eq!((snapshot.product_count(), snapshot.relation_count()), (2, 2));
    assert!(
        snapshot.contains(&sku("A")) && !snapshot.contains(&sku("GHOST")) && !snapshot.contains(&sku("X"))
    );
    assert!(snapshot.number(&sku("GHOST")).is_some() && snapshot.number(&sku("X")).is_none());
    let channels: Vec<&str> = snapshot.channels().iter().map(|channel| channel.code.as_str()).collect();
    assert_eq!(channels, ["app", "web"]);
    assert_eq!(
        (snapshot.types()[0].code.as_str(), snapshot.placements()[0].code.as_str()),
        ("upsell", "cart")
    );
}

#[test]
fn memory_is_counted_by_part() {
    let small = compile(&shop("A\nB\nA related: B"), 1).memory();
    let large = compile(&World::new(1, 3_000).facts(), 1).memory();
    for ((name, small), (_, large)) in small.parts().into_iter().zip(large.parts()) {
        assert!(large > small, "{name}: {large} is more than {small}");
    }
    assert_eq!(large.total().0, large.parts().iter().map(|(_, bytes)| bytes.0).sum::<usize>());
    let shown = [999, 1_500, 2_340_000, 5_600_000_000].map(|bytes| Bytes(bytes).to_string());
    expect!["999 B, 1.5 kB, 2.3 MB, 5.6 GB"].assert_eq(&shown.join(", "));
}
