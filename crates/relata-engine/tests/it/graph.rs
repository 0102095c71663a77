//! The stored relations as a graph, held against plain searches over all facts.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect;
use relata_engine::{Columns, NeighbourhoodQuery, View, compile};
use relata_model::{
    Catalogue, ChannelCode, CycleLaw, Direction, Relation, RelationStatus, Sku, Timestamp, TypeCode,
};

use crate::naive::Naive;
use crate::random::{Dice, World};
use crate::shop::{code, query, shop, sku};

const NOW: Timestamp = Timestamp::from_micros(2);

fn with_view<T>(facts: &Catalogue, at: Timestamp, work: impl FnOnce(View<'_>) -> T) -> T {
    let snapshot = compile(facts, 1);
    let columns = Columns::new(&snapshot, &ChannelCode::parse("web").unwrap(), at, None).unwrap();
    work(View::new(&snapshot, &columns))
}

fn random_types(dice: &mut Dice, facts: &Catalogue) -> Vec<TypeCode> {
    (0..dice.below(3)).map(|_| facts.types[dice.below(facts.types.len())].code.clone()).collect()
}

/// The relations of some types, with the way in which they are followed: (from, to, relation).
fn steps<'f>(
    facts: &'f Catalogue,
    types: &[TypeCode],
    direction: Direction,
) -> Vec<(&'f Sku, &'f Sku, &'f Relation)> {
    let mut steps = Vec::new();
    for relation in &facts.relations {
        if types.is_empty() || types.contains(&relation.type_code) {
            if direction.goes_out() {
                steps.push((&relation.source, &relation.target, relation));
            }
            if direction.goes_in() {
                steps.push((&relation.target, &relation.source, relation));
            }
        }
    }
    steps
}

/// How far every SKU is from some, at most so many steps.
fn depths<'f>(
    from: &'f [Sku],
    steps: &[(&'f Sku, &'f Sku, &'f Relation)],
    depth_max: u32,
) -> BTreeMap<&'f Sku, u32> {
    let mut depths: BTreeMap<&Sku, u32> = from.iter().map(|sku| (sku, 0)).collect();
    for depth in 1..=depth_max {
        let reached: Vec<&Sku> = steps
            .iter()
            .filter(|(from, to, _)| depths.get(from) == Some(&(depth - 1)) && !depths.contains_key(to))
            .map(|(_, to, _)| *to)
            .collect();
        depths.extend(reached.into_iter().map(|sku| (sku, depth)));
    }
    depths
}

#[test]
fn a_neighbourhood_is_what_a_plain_search_finds() {
    for seed in 0..150 {
        let facts = World::new(seed, 8 + seed as usize % 20).facts();
        let mut dice = Dice(seed);
        let exists = |sku: &Sku| facts.products.iter().any(|product| product.sku == *sku);
        let asked: Vec<Sku> = (0..1 + dice.below(2)).map(|_| sku(&format!("S{}", dice.below(20)))).collect();
        let wanted = NeighbourhoodQuery {
            products: asked.clone(),
            depth: 1 + dice.below(3) as u32,
            types: random_types(&mut dice, &facts),
            direction: Direction::ALL[dice.below(3)],
            limit: 1 + dice.below(20),
        };
        let named = |sku: &Sku| {
            facts.relations.iter().any(|relation| relation.source == *sku || relation.target == *sku)
        };
        let seeds: Vec<Sku> = asked.iter().filter(|sku| exists(sku) || named(sku)).cloned().collect();
        let steps = steps(&facts, &wanted.types, wanted.direction);
        let depths = depths(&seeds, &steps, wanted.depth);
        let place = |sku: &Sku, depth: u32| {
            let leading = steps
                .iter()
                .filter(|(from, to, _)| *to == sku && depth > 0 && depths.get(from) == Some(&(depth - 1)));
            leading.map(|(_, _, relation)| (relation.pin.unwrap_or(u32::MAX), relation.position)).min()
        };
        let mut expected: Vec<(u32, Option<(u32, u32)>, &Sku)> =
            depths.iter().map(|(sku, depth)| (*depth, place(sku, *depth), *sku)).collect();
        expected.sort_by_key(|(depth, place, sku)| {
            let asked = seeds.iter().position(|seed| seed == *sku).filter(|_| *depth == 0);
            (*depth, asked, *place, *sku)
        });
        let kept: Vec<(String, u32)> =
            expected.iter().take(wanted.limit).map(|(depth, _, sku)| (sku.to_string(), *depth)).collect();
        let within: BTreeSet<&str> = kept.iter().map(|(sku, _)| sku.as_str()).collect();
        let of_types =
            |relation: &&Relation| wanted.types.is_empty() || wanted.types.contains(&relation.type_code);
        let mut edges: Vec<i64> = facts
            .relations
            .iter()
            .filter(of_types)
            .filter(|relation| {
                within.contains(relation.source.as_str()) && within.contains(relation.target.as_str())
            })
            .map(|relation| relation.id.0)
            .collect();
        edges.sort_unstable();
        with_view(&facts, NOW, |view| {
            let found = view.neighbourhood(&wanted);
            let nodes: Vec<(String, u32)> =
                found.nodes.iter().map(|node| (node.card.sku.to_string(), node.depth)).collect();
            assert_eq!(nodes, kept, "seed {seed} {wanted:?}");
            let mut found_edges: Vec<i64> = found.edges.iter().map(|edge| edge.id.0).collect();
            found_edges.sort_unstable();
            assert_eq!(found_edges, edges, "seed {seed}");
            let cut: usize = found.left_out.iter().map(|(_, count)| count).sum();
            assert_eq!((cut, found.truncated), (expected.len() - kept.len(), cut > 0), "seed {seed}");
            let unknown: Vec<Sku> = asked.iter().filter(|sku| !exists(sku)).cloned().collect();
            assert_eq!(found.unknown, unknown, "seed {seed}");
            for node in &found.nodes {
                let count = |side: fn(&Relation) -> &Sku| {
                    let own = facts.relations.iter().filter(of_types);
                    own.filter(|relation| side(relation).as_str() == node.card.sku).count()
                };
                assert_eq!(
                    (node.outgoing, node.incoming),
                    (count(|relation| &relation.source), count(|relation| &relation.target)),
                    "seed {seed} {}",
                    node.card.sku
                );
                assert_eq!(node.card.name.is_some(), exists(&sku(node.card.sku)), "seed {seed}");
            }
        });
    }
}

#[test]
fn a_path_is_as_short_as_a_plain_search_finds() {
    for seed in 0..200 {
        let facts = World::new(seed, 10 + seed as usize % 20).facts();
        if facts.products.is_empty() {
            continue;
        }
        let mut dice = Dice(seed);
        let types = random_types(&mut dice, &facts);
        let direction = if dice.one_in(2) { Direction::Out } else { Direction::Both };
        let any = |dice: &mut Dice| facts.products[dice.below(facts.products.len())].sku.clone();
        let ends = [any(&mut dice), any(&mut dice)];
        let steps = steps(&facts, &types, direction);
        let depths = depths(&ends[..1], &steps, 1_000);
        with_view(&facts, NOW, |view| {
            let found = view.path(&ends[0], &ends[1], &types, direction).unwrap();
            let length = found.path.as_ref().map(|path| path.len() as u32 - 1);
            assert_eq!(length, depths.get(&ends[1]).copied(), "seed {seed}");
            assert!(!found.gave_up);
            let Some(path) = found.path else {
                assert!(found.edges.is_empty());
                return;
            };
            let mut along: Vec<i64> = path
                .windows(2)
                .flat_map(|pair| {
                    let between = steps
                        .iter()
                        .filter(|(from, to, _)| from.as_str() == pair[0] && to.as_str() == pair[1]);
                    between.map(|(_, _, relation)| relation.id.0).collect::<Vec<_>>()
                })
                .collect();
            assert!(along.len() + 1 >= path.len(), "every step has a relation");
            let mut edges: Vec<i64> = found.edges.iter().map(|edge| edge.id.0).collect();
            along.sort_unstable();
            edges.sort_unstable();
            assert_eq!(edges, along, "seed {seed}");
        });
    }
}

/// Per family the families that it reaches, in how many steps.
fn reach<'f>(
    naive: &Naive<'f>,
    facts: &'f Catalogue,
    kind: &TypeCode,
) -> BTreeMap<(&'f str, &'f str), usize> {
    let mut reach: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for relation in facts.relations.iter().filter(|relation| relation.type_code == *kind) {
        let ends = (naive.family_of(relation.source.as_str()), naive.family_of(relation.target.as_str()));
        if ends.0 != ends.1 {
            reach.insert(ends, 1);
        }
    }
    loop {
        let mut nearer: Vec<((&str, &str), usize)> = Vec::new();
        for (&(from, over), first) in &reach {
            for (&(_, to), second) in reach.range((over, "")..).take_while(|((start, _), _)| *start == over) {
                if reach.get(&(from, to)).is_none_or(|known| *known > first + second) {
                    nearer.push(((from, to), first + second));
                }
            }
        }
        if nearer.is_empty() {
            return reach;
        }
        for (ends, steps) in nearer {
            let known = reach.entry(ends).or_insert(steps);
            *known = steps.min(*known);
        }
    }
}

#[test]
fn circles_are_those_of_a_plain_search() {
    for seed in 0..120 {
        let mut facts = World::new(seed, 8 + seed as usize % 16).facts();
        facts.relations.retain(|relation| relation.id.0 % 3 == 0);
        for (kind, law) in
            facts.types.iter_mut().zip([CycleLaw::Free, CycleLaw::Warn, CycleLaw::Strict, CycleLaw::Order])
        {
            kind.cycle_law = law;
        }
        let question = query("x");
        let naive = Naive::new(&facts, &question);
        for kind in &facts.types {
            let reach = reach(&naive, &facts, &kind.code);
            let mut groups: Vec<BTreeSet<&str>> = Vec::new();
            let around: BTreeSet<&str> =
                reach.keys().filter(|(from, to)| from == to).map(|(from, _)| *from).collect();
            for family in &around {
                let both = |other: &&&str| {
                    reach.contains_key(&(*family, **other)) && reach.contains_key(&(**other, *family))
                };
                let group: BTreeSet<&str> = around.iter().filter(both).copied().collect();
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
            with_view(&facts, NOW, |view| {
                let circles = view.circles(std::slice::from_ref(&kind.code), None, 100);
                assert_eq!(circles.total, groups.len(), "seed {seed} {}", kind.code);
                for circle in &circles.items {
                    let group = groups.iter().find(|group| group.contains(circle.path[0])).unwrap();
                    assert_eq!(circle.products, group.len(), "seed {seed} {}", kind.code);
                    assert_eq!(circle.path.first(), circle.path.last());
                    for step in circle.path.windows(2) {
                        assert_eq!(reach.get(&(step[0], step[1])), Some(&1), "seed {seed} {}", kind.code);
                    }
                    match kind.cycle_law {
                        CycleLaw::Strict => assert!(!circle.allowed),
                        CycleLaw::Free | CycleLaw::Warn => assert!(circle.allowed),
                        CycleLaw::Order => {}
                    }
                    if kind.cycle_law != CycleLaw::Order {
                        let shortest = group.iter().map(|family| reach[&(*family, *family)]).min().unwrap();
                        assert_eq!(circle.path.len() - 1, shortest, "seed {seed} {} {circle:?}", kind.code);
                    }
                }
                // A family in a family is refused elsewhere; its parent is asked about instead.
                for family in around.iter().filter(|family| naive.family_of(family) == **family) {
                    let through = view.circles(std::slice::from_ref(&kind.code), Some(&sku(family)), 100);
                    assert_eq!(through.total, 1, "seed {seed}");
                    if kind.cycle_law != CycleLaw::Order {
                        let circle = &through.items[0];
                        assert_eq!(
                            (circle.path[0], circle.path.len() - 1),
                            (*family, reach[&(*family, *family)])
                        );
                    }
                }
            });
        }
    }
}

#[test]
fn an_order_is_broken_only_where_a_circle_applies_as_a_whole() {
    let apart = "
        A
        B
        C
        A upsell: B{channels=web}
        B upsell: A{channels=app}
    ";
    let allowed = |text: &str| {
        with_view(&shop(text), NOW, |view| {
            let circles = view.circles(&[code("upsell")], None, 5);
            circles.items.iter().map(|circle| (circle.allowed, circle.path.join(" "))).collect::<Vec<_>>()
        })
    };
    assert_eq!(allowed(apart), [(true, "A B A".to_string())]);
    let whole = format!("{apart}\nB upsell: C\nC upsell: A");
    let found = allowed(&whole);
    assert_eq!(found.len(), 1);
    assert!(!found[0].0 && ["A B C A", "B C A B", "C A B C"].contains(&found[0].1.as_str()), "{found:?}");
}

#[test]
fn a_relation_says_whether_it_is_shown() {
    let facts = shop(
        "
        A excluded=related>X
        X
        Y
        A related: X Y Y{origin=import:pim} GONE
        A cross_sell: X{from=2030-01-01} Y{until=2020-01-01}
        GONE related: A
    ",
    );
    with_view(&facts, Timestamp::parse("2026-06-01").unwrap(), |view| {
        let around = NeighbourhoodQuery {
            products: vec![sku("A")],
            depth: 1,
            types: Vec::new(),
            direction: Direction::Both,
            limit: 10,
        };
        let found = view.neighbourhood(&around);
        let lines: String = found
            .edges
            .iter()
            .map(|edge| {
                format!(
                    "{} {} {} {} {} {}\n",
                    edge.source,
                    edge.type_code,
                    edge.target,
                    edge.position,
                    edge.origin,
                    edge.status.as_str()
                )
            })
            .collect();
        expect![[r#"
            A cross_sell X 1 manual scheduled
            A cross_sell Y 2 manual expired
            A related X 1 manual excluded
            A related Y 2 manual active
            A related Y 3 import:pim shadowed
            A related GONE 4 manual pending
            GONE related A 1 manual pending
        "#]]
        .assert_eq(&lines);
        assert_eq!(found.edges.iter().filter(|edge| edge.status == RelationStatus::Active).count(), 1);
    });
}
