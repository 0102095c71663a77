use std::collections::BTreeMap;

use expect_test::expect;
use relata_model::{
    Decimal, Locale, Origin, Relation, RelationDraft, RelationId, Scope, SegmentCode, Window,
};
use relata_store::relation::{self, RelationFilter};
use relata_store::{Store, StoreError, product};

use crate::fixture::{
    at, both, both_places, context, draft, lines, link, on_channel, read, sku, skus, type_code, write,
};

fn full() -> RelationDraft {
    let mut full = on_channel(draft("A accessory B 3"), &["web", "app"]);
    full.identity.origin = Origin::Import("erp 'x': 1".to_string());
    full.identity.scope.locales.insert(Locale::parse("de-AT").unwrap());
    full.identity.scope.segments.insert(SegmentCode::parse("vip").unwrap());
    full.identity.window = Window::new(Some(at(-7)), Some(at(i64::MAX - 1))).unwrap();
    RelationDraft {
        weight: 0.1 + 0.2,
        quantity: Some(Decimal::new(150, 2)),
        fields: BTreeMap::from([("note".to_string(), serde_json::json!(["ü", null, 1.5]))]),
        pin: Some(1),
        ..full
    }
}

fn list(store: &Store, filter: &RelationFilter) -> String {
    lines(&read(store, |tx| relation::list(tx, filter, None, 50)))
}

fn is_duplicate(store: &Store, drafts: Vec<RelationDraft>) -> bool {
    match store.write(context(), move |tx| relation::insert_many(tx, &drafts)) {
        Ok(_) => false,
        Err(error) => error.is_duplicate(),
    }
}

#[test]
fn every_field_comes_back_as_it_was() {
    both(|store| {
        let ids = write(store, |tx| relation::insert_many(tx, &[full(), draft("A accessory C 1")])).value;
        let found = read(store, |tx| relation::find(tx, ids[0])).unwrap();
        let RelationDraft { identity, position, weight, quantity, fields, pin } = full();
        assert_eq!(found.identity(), identity);
        assert_eq!((Some(found.position), found.weight, found.quantity), (position, weight, quantity));
        assert_eq!((&found.fields, found.pin, found.created_at), (&fields, pin, context().at));
        assert_eq!(found.quantity.unwrap().to_string(), "1.50");
        assert_eq!(read(store, |tx| relation::find_identity(tx, &identity)), Some(found));
        assert_eq!(read(store, |tx| relation::find(tx, RelationId(99))), None);
    });
}

#[test]
fn the_same_identity_is_stored_once() {
    both(|store| {
        let window = |from: Option<i64>, until: Option<i64>| {
            let mut draft = draft("A accessory B 1");
            draft.identity.window = Window { from: from.map(at), until: until.map(at) };
            draft
        };
        // Open ends are ends like others: each of these is another relation than all before.
        let different = [
            window(None, None),
            window(Some(0), None),
            window(None, Some(0)),
            window(Some(0), Some(1)),
            on_channel(window(None, None), &["web"]),
            on_channel(window(None, None), &["web", "app"]),
            draft("A upsell B 1"),
            draft("B accessory A 1"),
        ];
        for (number, draft) in different.iter().enumerate() {
            assert!(!is_duplicate(store, vec![draft.clone()]), "number {number} is new");
            assert!(is_duplicate(store, vec![draft.clone()]), "number {number} is there");
        }
        assert!(is_duplicate(store, vec![draft("N accessory M 1"), draft("N accessory M 2")]));
        assert_eq!(read(store, relation::count), different.len() as u64);
        // One set of channels is one identity, whatever order it was named in.
        assert!(is_duplicate(store, vec![on_channel(window(None, None), &["app", "web"])]));
    });
}

#[test]
fn a_relation_needs_a_place() {
    both(|store| {
        let open = RelationDraft { position: None, ..draft("A accessory B 1") };
        let refused = store.write(context(), move |tx| relation::insert_many(tx, &[open]));
        assert!(matches!(refused, Err(StoreError::PositionMissing { .. })));
    });
}

#[test]
fn lists_come_by_source_type_and_position() {
    both(|store| {
        link(
            store,
            &[
                "b upsell X 1",
                "A upsell X 2",
                "A upsell Y 1",
                "A accessory X 1",
                "a accessory X 1",
                "B related X 1",
            ],
        );
        let mut all = Vec::new();
        read(store, |tx| {
            relation::each(tx, |relation| {
                all.push(relation);
                Ok::<(), StoreError>(())
            })
        });
        expect![[r#"
            A accessory X 1
            A upsell Y 1
            A upsell X 2
            B related X 1
            a accessory X 1
            b upsell X 1
        "#]]
        .assert_eq(&lines(&all));
        assert_eq!(
            lines(&read(store, |tx| relation::of_sources(tx, &skus(&["b", "A"])))),
            "\
A accessory X 1\nA upsell Y 1\nA upsell X 2\nb upsell X 1\n"
        );
        let of_list = read(store, |tx| relation::of_list(tx, &sku("A"), &type_code("upsell")));
        assert_eq!(lines(&of_list), "A upsell Y 1\nA upsell X 2\n");
        assert_eq!(lines(&read(store, |tx| relation::of_source(tx, &sku("B")))), "B related X 1\n");
        assert_eq!(lines(&read(store, |tx| relation::to_target(tx, &sku("Y")))), "A upsell Y 1\n");
        let mut upsells = Vec::new();
        read(store, |tx| {
            relation::each_of_type(tx, &type_code("upsell"), |relation| {
                upsells.push(relation);
                Ok::<(), StoreError>(())
            })
        });
        assert_eq!(lines(&upsells), "b upsell X 1\nA upsell X 2\nA upsell Y 1\n");
    });
}

#[test]
fn a_frontier_is_one_query() {
    both(|store| {
        link(store, &["A upsell B 2", "A upsell C 1", "B upsell D 1", "B accessory E 1", "F upsell G 1"]);
        let windowed = on_channel(draft("B upsell E 2"), &["web"]);
        write(store, move |tx| relation::insert_many(tx, &[windowed]));
        let edges = read(store, |tx| relation::outgoing(tx, &type_code("upsell"), &skus(&["B", "A", "Z"])));
        let shown: Vec<String> = edges.iter().map(|edge| format!("{}{}", edge.source, edge.target)).collect();
        assert_eq!(shown, ["AC", "AB", "BD", "BE"]);
        assert_eq!(edges[3].scope, on_channel(draft("B upsell E 2"), &["web"]).identity.scope);
        assert_eq!((&edges[0].scope, edges[0].window), (&Scope::default(), Window::ALWAYS));
    });
}

#[test]
fn lists_by_condition_and_page() {
    both(|store| {
        let from = |text: &str, origin: &str| {
            let mut draft = draft(text);
            draft.identity.origin = Origin::parse(origin).unwrap();
            draft
        };
        let drafts = [
            from("A upsell X 1", "manual"),
            from("A accessory X 1", "import:erp"),
            from("B upsell X 1", "import:erp:2"),
            from("B upsell Y 2", "rule:import"),
        ];
        let ids = write(store, move |tx| relation::insert_many(tx, &drafts)).value;
        assert!(ids.is_sorted());
        let any = RelationFilter::default;
        let origin = |text: &str| RelationFilter { origin: Some(text.to_string()), ..any() };
        assert_eq!(list(store, &origin("manual")), "A upsell X 1\n");
        assert_eq!(list(store, &origin("import")), "A accessory X 1\nB upsell X 1\n");
        assert_eq!(list(store, &origin("import:erp")), "A accessory X 1\n");
        assert_eq!(list(store, &origin("learned")), "");
        assert_eq!(
            list(store, &RelationFilter { source: Some(sku("B")), ..any() }),
            "B upsell X 1\nB upsell Y 2\n"
        );
        let both_ends = RelationFilter { source: Some(sku("B")), target: Some(sku("Y")), ..any() };
        assert_eq!(list(store, &both_ends), "B upsell Y 2\n");
        let of_type = RelationFilter { type_code: Some(type_code("accessory")), ..any() };
        assert_eq!(list(store, &of_type), "A accessory X 1\n");
        let page = read(store, |tx| relation::list(tx, &any(), Some(ids[0]), 2));
        assert_eq!(page.iter().map(|relation| relation.id).collect::<Vec<_>>(), ids[1..3]);
        let found = read(store, |tx| relation::find_many(tx, &[ids[3], ids[0], RelationId(99)]));
        assert_eq!(found.iter().map(|relation| relation.id).collect::<Vec<_>>(), [ids[0], ids[3]]);
    });
}

#[test]
fn relations_change_and_move() {
    both(|store| {
        let ids = link(store, &["A upsell X 1", "A upsell Y 2", "A upsell Z 3"]);
        let mut changed = read(store, |tx| relation::find(tx, ids[1])).unwrap();
        changed.weight = 2.5;
        changed.pin = Some(4);
        changed.window = Window::new(Some(at(3)), None).unwrap();
        let wanted = changed.clone();
        write(store, move |tx| relation::update_many(tx, &[changed]));
        assert_eq!(read(store, |tx| relation::find(tx, ids[1])), Some(wanted));

        let order = [(ids[0], 3), (ids[1], 1), (ids[2], 2)];
        write(store, move |tx| relation::renumber(tx, &order));
        let list = read(store, |tx| relation::of_list(tx, &sku("A"), &type_code("upsell")));
        assert_eq!(lines(&list), "A upsell Y 1\nA upsell Z 2\nA upsell X 3\n");

        let mut same = read(store, |tx| relation::find(tx, ids[0])).unwrap();
        same.target = sku("Z");
        let refused = store.write(context(), move |tx| relation::update_many(tx, &[same]));
        assert!(refused.is_err_and(|error| error.is_duplicate()));
    });
}

#[test]
fn a_number_is_never_given_twice() {
    both_places(|place| {
        let store = place.open();
        let ids = link(&store, &["A upsell X 1", "A upsell Y 2"]);
        let removed = read(&store, |tx| relation::find(tx, ids[1])).unwrap();
        let last = ids[1];
        assert_eq!(write(&store, move |tx| relation::delete_many(tx, &[last, RelationId(99)])).value, 1);
        drop(store);
        let store = place.open();
        assert!(link(&store, &["A upsell Z 2"])[0] > last);
        // What was removed comes back as it was, number and time and all.
        let again: Relation = removed.clone();
        write(&store, move |tx| relation::restore_many(tx, &[again]));
        assert_eq!(read(&store, |tx| relation::find(tx, last)), Some(removed));
    });
}

#[test]
fn relations_wait_for_their_products() {
    both(|store| {
        link(store, &["A upsell B 1", "A upsell C 2", "D upsell A 1"]);
        assert_eq!(read(store, relation::count_pending), 3);
        write(store, |tx| {
            product::upsert_many(tx, &[crate::fixture::product("A"), crate::fixture::product("B")])
        });
        assert_eq!(read(store, relation::count_pending), 2);
    });
}

#[test]
fn a_list_that_a_person_arranged_is_known() {
    both(|store| {
        let (a, upsell) = (sku("A"), type_code("upsell"));
        let set = |arranged| {
            let (a, upsell) = (a.clone(), upsell.clone());
            write(store, move |tx| relation::set_arranged(tx, &a, &upsell, arranged));
        };
        assert!(!read(store, |tx| relation::is_arranged(tx, &a, &upsell)));
        set(true);
        set(true);
        assert!(read(store, |tx| relation::is_arranged(tx, &a, &upsell)));
        assert!(!read(store, |tx| relation::is_arranged(tx, &a, &type_code("related"))));
        let arranged = read(store, |tx| relation::arranged_of_sources(tx, &skus(&["A", "B"])));
        assert_eq!(arranged.into_iter().collect::<Vec<_>>(), [(a.clone(), upsell.clone())]);
        set(false);
        assert!(!read(store, |tx| relation::is_arranged(tx, &a, &upsell)));
    });
}

/// The index by target goes by blocks of 32,768 relations.
#[test]
fn a_target_is_found_in_every_block() {
    both(|store| {
        let first = link(store, &["A upsell X 1"])[0];
        let one = read(store, |tx| relation::find(tx, first)).unwrap();
        let numbers = [32_767, 32_768, 65_535, 65_536, 200_000];
        let more: Vec<Relation> = (numbers.iter().enumerate())
            .map(|(index, number)| Relation {
                id: RelationId(*number),
                source: sku(&format!("S{index}")),
                ..one.clone()
            })
            .collect();
        write(store, move |tx| relation::restore_many(tx, &more));
        link(store, &["B upsell Y 1"]);
        let sources = |target: &str| {
            let found = read(store, |tx| relation::to_target(tx, &sku(target)));
            found.iter().map(|relation| relation.source.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(sources("X"), "A S0 S1 S2 S3 S4");
        assert_eq!(sources("Y"), "B");
        assert_eq!(sources("none"), "");
        let filter = RelationFilter { target: Some(sku("X")), ..RelationFilter::default() };
        let page = read(store, |tx| relation::list(tx, &filter, Some(RelationId(32_767)), 3));
        assert_eq!(page.iter().map(|relation| relation.id.0).collect::<Vec<_>>(), [32_768, 65_535, 65_536]);
    });
}
