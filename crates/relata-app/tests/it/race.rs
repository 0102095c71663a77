//! Two writers at once.

use std::sync::Barrier;

use relata_app::{Caller, NewRelation};

use crate::fixture::{both, codes, draft};

#[test]
fn of_two_halves_of_a_circle_exactly_one_wins() {
    both(|shop| {
        let names: Vec<String> = (0..20).map(|number| format!("P{number}")).collect();
        shop.products(&names.join(" "));
        let other = shop.again();
        for pair in names.chunks(2) {
            let start = Barrier::new(2);
            let write = |app: &relata_app::App, source: &str, target: &str| {
                start.wait();
                let new = NewRelation { draft: draft(source, "upsell", target), both_ways: false };
                app.create_relation(&Caller::local(), new)
            };
            let (one, two) = std::thread::scope(|scope| {
                let one = scope.spawn(|| write(&shop.app, &pair[0], &pair[1]));
                let two = scope.spawn(|| write(&other, &pair[1], &pair[0]));
                (one.join().unwrap(), two.join().unwrap())
            });
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
            let lost = if one.is_ok() { two } else { one };
            assert_eq!(codes(lost), ["cycle"]);
        }
    });
}

#[test]
fn a_circle_of_three_is_refused_with_its_shortest_path() {
    both(|shop| {
        shop.products("A B C");
        shop.link("A", "upsell", "B").unwrap();
        shop.link("B", "upsell", "C").unwrap();
        match shop.link("C", "upsell", "A") {
            Err(relata_app::AppError::Refused { problems, .. }) => {
                let path: Vec<String> = problems[0].path.iter().flatten().map(ToString::to_string).collect();
                assert_eq!(path, ["C", "A", "B", "C"]);
            }
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn variants_are_their_parent_to_the_laws() {
    both(|shop| {
        shop.products("A B");
        shop.product("A-1", |product| product.parent = Some(crate::fixture::sku("A")));
        assert_eq!(codes(shop.link("A-1", "related", "A")), ["family-relation"]);
        shop.link("A-1", "upsell", "B").unwrap();
        assert_eq!(codes(shop.link("B", "upsell", "A")), ["cycle"]);
    });
}

#[test]
fn a_product_cannot_join_a_family_if_that_closes_a_circle() {
    both(|shop| {
        shop.products("A B C");
        shop.link("A", "upsell", "B").unwrap();
        shop.link("B", "upsell", "C").unwrap();
        let joined = shop.try_product("C", |product| product.parent = Some(crate::fixture::sku("A")));
        assert_eq!(codes(joined), ["cycle"]);
        assert_eq!(shop.app.find_product(&crate::fixture::sku("C")).unwrap().parent, None);
    });
}

#[test]
fn a_row_that_closes_a_circle_is_refused_each_time_it_stands_in_the_file() {
    both(|shop| {
        shop.products("A B");
        let path = shop.file("links.csv", "source,type,target\nA,upsell,B\nB,upsell,A\nB,upsell,A\n");
        let report = shop.import(&path, &relata_app::ImportOptions::default());
        assert_eq!((report.counts.created, report.counts.rejected), (1, 2));
    });
}

#[test]
fn undoing_an_import_never_closes_a_circle() {
    both(|shop| {
        shop.products("A B");
        let options = relata_app::ImportOptions::default();
        shop.import(&shop.file("first.csv", "source,type,target\nA,upsell,B\n"), &options);
        let replace = relata_app::ImportOptions { mode: relata_model::ImportMode::Delete, ..options };
        shop.import(&shop.file("second.csv", "source,type,target\nA,upsell,B\n"), &replace);
        shop.link("B", "upsell", "A").unwrap();
        let newest = shop.app.list_imports(relata_app::PageRequest::default()).unwrap().items.remove(0);
        let undone = shop.app.revert_import(&Caller::local(), newest.id).unwrap();
        assert_eq!(
            undone.warnings.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(),
            ["cycle"]
        );
        assert_eq!(shop.listed("A", "upsell"), Vec::<String>::new());
    });
}
