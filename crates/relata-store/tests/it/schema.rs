use expect_test::expect;
use relata_model::{Placement, RelationType};
use relata_store::{
    DatabaseUrl, Store, StoreError, StoreOptions, channel, job, placement, product, relation_type,
};

use crate::fixture::{Place, both, both_places, product as make, read, write};

fn refusal(url: &DatabaseUrl) -> StoreError {
    Store::open(url, &StoreOptions::default()).err().expect("it has to be refused")
}

#[test]
fn a_new_database_has_what_every_shop_has() {
    both(|store| {
        assert_eq!(read(store, relation_type::list).len(), RelationType::built_in().len());
        assert_eq!(read(store, placement::list).len(), Placement::built_in().len());
        let channels = read(store, channel::list);
        assert_eq!(channels, [relata_model::Channel::web()]);
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    });
}

#[test]
fn opening_again_fills_nothing_in_again() {
    both_places(|place| {
        let code = relata_model::TypeCode::parse("related").unwrap();
        write(&place.open(), move |tx| relation_type::delete(tx, &code));
        let kept = read(&place.open(), relation_type::list).len();
        assert_eq!(kept, RelationType::built_in().len() - 1);
    });
}

#[test]
fn a_newer_schema_is_refused() {
    both_places(|place| {
        drop(place.open());
        place.raw("INSERT INTO schema_version (version, name) VALUES (9999, 'from_the_future')");
        let error = refusal(&place.url);
        assert!(matches!(error, StoreError::SchemaTooNew { found: 9999, .. }));
        let message = error.to_string().replace(&place.url.to_string(), "shop");
        expect!["the database shop has schema 9999, this program knows 4: use the newer program"]
            .assert_eq(&message);
    });
}

/// Each older schema, made by taking the tables of the later migrations away again.
#[test]
fn every_older_schema_is_brought_up_to_date() {
    let undo = [
        (3, "DROP TABLE import_chunk; DROP TABLE import; DROP TABLE job; DROP TABLE idempotency;"),
        (2, "DROP TABLE order_line; DROP TABLE customer_order;"),
        (1, "DROP TABLE change; DROP TABLE audit;"),
    ];
    for oldest in 1..=3 {
        both_places(|place| {
            let store = place.open();
            write(&store, |tx| product::upsert_many(tx, &[make("A")]));
            drop(store);
            for (version, sql) in undo.iter().filter(|(version, _)| *version >= oldest) {
                place.raw(&format!("{sql} DELETE FROM schema_version WHERE version > {version};"));
            }
            let store = place.open();
            assert_eq!(read(&store, product::count), 1);
            let id = write(&store, |tx| job::create(tx, "import", &serde_json::json!({}))).value;
            assert_eq!(read(&store, |tx| job::find(tx, id)).unwrap().kind, "import");
            assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        });
    }
}

#[test]
fn a_migration_that_fails_leaves_nothing() {
    both_places(|place| {
        drop(place.open());
        // The third migration meets a table of its second name, after it has made its first.
        place.raw(
            "DROP TABLE import_chunk; DROP TABLE import; DROP TABLE job; DROP TABLE idempotency; \
             DROP TABLE customer_order CASCADE_; DELETE FROM schema_version WHERE version > 2;"
                .replace(
                    " CASCADE_",
                    if matches!(place.url, DatabaseUrl::Postgres(_)) { " CASCADE" } else { "" },
                )
                .as_str(),
        );
        assert!(matches!(refusal(&place.url), StoreError::Migrate { version: 3, name: "orders", .. }));
        place.raw("DROP TABLE order_line");
        drop(place.open());
    });
}

#[test]
fn a_file_of_another_program_is_refused() {
    let place = Place::sqlite();
    place.raw("CREATE TABLE bookmark (url TEXT)");
    assert!(matches!(refusal(&place.url), StoreError::NotRelata { .. }));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::sqlite();
    let DatabaseUrl::Sqlite(path) = &place.url else { unreachable!() };
    std::fs::write(path, "sku,name\nA,Apple\n".repeat(100)).unwrap();
    assert!(matches!(refusal(&place.url), StoreError::Open { .. }));
}

#[test]
fn doctor_finds_what_is_wrong() {
    both_places(|place| {
        let store = place.open();
        crate::fixture::link(&store, &["A accessory B 1", "A accessory C 3"]);
        place
            .raw("INSERT INTO change (revision, change_index, noun, noun_key) VALUES (5, 0, 'product', 'A')");
        let findings = store.integrity().unwrap().join("\n");
        expect![[r#"
            the list of A under accessory is not numbered 1 to n
            the change of revision 5 to the product has no audit entry
            the change of revision 5 is newer than the counter (0)"#]]
        .assert_eq(&findings);
    });
}
