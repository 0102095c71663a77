//! Answers need no database, and say the same as the lists.

use relata_app::{App, AppOptions, Clock, PageRequest};
use relata_model::{Exclusion, RelationStatus, Timestamp, Window};

use crate::fixture::{Shop, both, draft, served_by, sku, type_code};

#[test]
fn answers_go_on_while_the_database_is_gone() {
    let shop = Shop::sqlite();
    shop.products("A B");
    shop.link("A", "related", "B").unwrap();
    let options =
        AppOptions { database: shop.url.clone(), follow: true, clock: Clock::fixed(shop.app.now()) };
    let follower = App::open(options).unwrap();
    for entry in std::fs::read_dir(shop.folder.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    assert_eq!(served_by(&follower, "A", "related"), ["B"]);
}

#[test]
fn statuses_say_why_a_relation_is_not_shown() {
    both(|shop| {
        shop.products("S A B C D");
        shop.product("S-1", |product| {
            product.parent = Some(sku("S"));
            product.excluded = vec![Exclusion { type_code: type_code("related"), target: sku("A") }];
        });
        shop.link("S", "related", "A").unwrap();
        let at = |text: &str| Some(Timestamp::parse(text).unwrap());
        for (target, from, until) in [("B", None, at("2026-01-01")), ("C", at("2030-01-01"), None)] {
            let mut relation = draft("S", "related", target);
            relation.identity.window = Window::new(from, until).unwrap();
            let new = relata_app::NewRelation { draft: relation, both_ways: false };
            shop.app.create_relation(&relata_app::Caller::local(), new).unwrap();
        }
        let file = shop.file("links.csv", "source,type,target\nS,related,A\nS,related,LATER\n");
        shop.import(&file, &relata_app::ImportOptions::default());
        let statuses = |source: &str| -> Vec<(String, RelationStatus)> {
            let rows = shop.app.product_relations(&sku(source), None, PageRequest::default()).unwrap().items;
            rows.into_iter().map(|row| (row.relation.target.to_string(), row.status)).collect()
        };
        use RelationStatus::{Active, Excluded, Expired, Pending, Scheduled, Shadowed};
        let expected = [("A", Active), ("B", Expired), ("C", Scheduled), ("A", Shadowed), ("LATER", Pending)];
        assert_eq!(statuses("S"), expected.map(|(target, status)| (target.to_string(), status)));
        assert_eq!(statuses("S-1")[0], ("A".to_string(), Excluded));
        assert_eq!(shop.served("S", "related"), ["A"]);
        assert_eq!(shop.served("S-1", "related"), Vec::<String>::new());
    });
}
