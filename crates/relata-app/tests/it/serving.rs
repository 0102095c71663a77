//! Answers need no database, and say the same as the lists.

use expect_test::expect;
use relata_app::{App, AppOptions, Caller, Clock, ListedRelation, PageRequest, Precondition};
use relata_model::{Exclusion, RelationStatus, RelationType, Timestamp, Window};

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

/// The list of the API is the list of answers, also for what a product shows in return.
#[test]
fn what_the_target_shows_in_return_is_in_its_list() {
    both(|shop| {
        shop.products("A B C D");
        shop.product("D-1", |product| product.parent = Some(sku("D")));
        let change_type = |code: &str, change: fn(&mut RelationType)| {
            let change = move |stored: Option<&RelationType>| {
                let mut kind = stored.unwrap().clone();
                change(&mut kind);
                Ok(kind)
            };
            shop.app.save_document(&Caller::local(), type_code(code), Precondition::NONE, change).unwrap();
        };
        change_type("related", |kind| kind.symmetric = true);
        change_type("accessory", |kind| kind.inverse = Some(type_code("spare_part")));
        for (source, kind, target) in [
            ("C", "related", "A"),
            ("B", "related", "A"),
            ("A", "related", "D"),
            ("A", "related", "B"),
            ("A", "accessory", "D"),
        ] {
            shop.link(source, kind, target).unwrap();
        }
        let list = |source: &str| {
            let rows = shop.app.product_relations(&sku(source), None, PageRequest::default()).unwrap().items;
            let row = |row: ListedRelation| {
                let ListedRelation { relation, status, inherited_from, mirrored, derived } = row;
                assert!(!derived);
                assert!(inherited_from.is_none() || source == "D-1");
                let way = if mirrored { "<-" } else { "->" };
                let (id, target) = (relation.id.0, relation.target);
                format!(
                    "{} {way}{target} {} at {} #{id}",
                    relation.type_code,
                    status.as_str(),
                    relation.position
                )
            };
            rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
        };
        expect![[r#"
            accessory ->D active at 1 #5
            related ->D active at 1 #3
            related ->B active at 2 #4
            related <-B shadowed at 1 #2
            related <-C active at 1 #1"#]]
        .assert_eq(&list("A"));
        expect![[r#"
            related <-A active at 1 #3
            spare_part <-A active at 1 #5"#]]
        .assert_eq(&list("D-1"));
        for (source, kind) in [("A", "related"), ("D-1", "related"), ("D-1", "spare_part"), ("B", "related")]
        {
            let rows =
                shop.app.product_relations(&sku(source), Some(&type_code(kind)), PageRequest::default());
            let shown = rows.unwrap().items.into_iter().filter(|row| row.status == RelationStatus::Active);
            let shown: Vec<String> = shown.map(|row| row.relation.target.to_string()).collect();
            assert_eq!(shown, shop.served(source, kind), "{source} {kind}");
        }
    });
}
