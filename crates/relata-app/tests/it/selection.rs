//! Lists from the index, on both databases.

use std::sync::atomic::{AtomicBool, Ordering};

use relata_app::{
    App, AppOptions, Caller, Clock, NeighbourhoodQuery, PageRequest, Precondition, ProductListRequest,
};
use relata_model::{
    Direction, ProductSelection, ProductState, RelationStatus, Sku, Status, Timestamp, Window,
};

use crate::fixture::{Shop, both, codes, draft, sku, type_code};

fn skus(app: &App, selection: &ProductSelection) -> String {
    let found = app.select_products(selection).unwrap();
    found.iter().map(Sku::as_str).collect::<Vec<_>>().join(" ")
}

fn with(kind: &str) -> ProductSelection {
    ProductSelection { with: vec![type_code(kind)], ..ProductSelection::default() }
}

#[test]
fn a_selection_sees_what_another_process_wrote() {
    both(|shop| {
        shop.products("B a C");
        let other = shop.again();
        assert_eq!(skus(&other, &ProductSelection::default()), "B C a");
        shop.link("B", "related", "C").unwrap();
        assert_eq!(skus(&other, &with("related")), "B");
        shop.product("C", |product| product.status = Status::Discontinued);
        assert_eq!(skus(&other, &with("related")), "");
        let out = ProductSelection { state: vec![ProductState::PointsOut], ..ProductSelection::default() };
        assert_eq!(skus(&other, &out), "B");
        assert_eq!(codes(other.select_products(&with("none"))), ["unknown-type"]);
    });
}

#[test]
fn a_page_has_the_products_as_they_are_stored() {
    both(|shop| {
        for number in 0..25 {
            shop.product(&format!("S{number:02}"), move |product| product.price = Some(100 - number));
        }
        let list = |cursor: Option<String>| {
            let page = PageRequest { cursor, limit: 10 };
            let request = ProductListRequest { page, count: true, ..ProductListRequest::default() };
            shop.app.list_products(&request).unwrap()
        };
        let (first, mut seen) = (list(None), Vec::new());
        assert_eq!((first.total, first.items[3].product.price.as_deref()), (Some(25), Some("0.97")));
        let mut page = first;
        loop {
            seen.extend(page.items.iter().map(|item| item.product.sku.clone()));
            let Some(cursor) = page.next else { break };
            // What goes meanwhile does not move the pages.
            shop.app.delete_product(&Caller::local(), &sku(&seen[0]), Precondition::NONE).ok();
            page = list(Some(cursor));
        }
        assert_eq!(seen, (0..25).map(|number| format!("S{number:02}")).collect::<Vec<_>>());
    });
}

/// The status that the graph gives each relation is the one that the list of its product gives.
#[test]
fn the_graph_says_of_relations_what_lists_say() {
    both(|shop| {
        shop.products("A B C D GONE");
        let time = |text: &str| Some(Timestamp::parse(text).unwrap());
        for (target, window) in [
            ("B", Window::ALWAYS),
            ("B", Window { from: time("2026-01-01"), until: None }),
            ("C", Window { from: time("2030-01-01"), until: None }),
            ("D", Window { from: None, until: time("2020-01-01") }),
            ("GONE", Window::ALWAYS),
        ] {
            let mut new = draft("A", "related", target);
            new.identity.window = window;
            let new = relata_app::NewRelation { draft: new, both_ways: false };
            shop.app.create_relation(&Caller::local(), new).unwrap();
        }
        shop.app.delete_product(&Caller::local(), &sku("GONE"), Precondition::NONE).unwrap();
        let page = PageRequest { cursor: None, limit: 200 };
        let mut listed: Vec<(String, RelationStatus)> = shop
            .app
            .product_relations(&sku("A"), None, page)
            .unwrap()
            .items
            .into_iter()
            .map(|row| (row.relation.id.0.to_string(), row.status))
            .collect();
        listed.sort_by(|a, b| a.0.cmp(&b.0));
        let around = NeighbourhoodQuery {
            products: vec![sku("A")],
            depth: 1,
            types: Vec::new(),
            direction: Direction::Out,
            limit: 10,
        };
        let mut found: Vec<(String, RelationStatus)> = shop
            .app
            .neighbourhood(&around, None)
            .unwrap()
            .edges
            .into_iter()
            .map(|edge| (edge.id, RelationStatus::parse(&edge.status).unwrap()))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(found, listed);
        assert!(found.iter().any(|(_, status)| *status == RelationStatus::Shadowed));
    });
}

/// Readers catch up while the follower does the same; no two indexes may share a generation, since
/// columns are told apart by it.
#[test]
fn readers_and_the_follower_catch_up_side_by_side() {
    let shop = Shop::sqlite();
    let clock = Clock::fixed(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    let app = App::open(AppOptions { database: shop.url.clone(), follow: true, clock }).unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    app.select_products(&with("related")).unwrap();
                }
            });
        }
        for number in 0..150 {
            let key = format!("N{number:03}");
            shop.products(&key);
            let found = app.select_products(&ProductSelection::default()).unwrap();
            assert_eq!((found.len(), found.last()), (number + 1, Some(&sku(&key))));
        }
        stop.store(true, Ordering::Relaxed);
    });
}
