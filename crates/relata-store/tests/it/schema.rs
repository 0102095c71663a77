use expect_test::expect;
use relata_model::{Placement, RelationType};
use relata_store::{
    DatabaseUrl, Store, StoreError, StoreOptions, channel, job, placement, product, relation_type,
};

use crate::fixture::{Place, both, both_places, read, write};

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
        expect!["the database shop has schema 9999, this program knows 6: use the newer program"]
            .assert_eq(&message);
    });
}

/// Each migration is applied to a database of the version before it, with a product in it; and from
/// each version the newest is reached in one go.
#[test]
fn every_older_schema_is_brought_up_to_date() {
    both_places(|place| {
        Store::migrate_to(&place.url, 1).unwrap();
        place.raw(OLD_PRODUCT);
        let later = Store::schema_status(&place.url).unwrap().pending;
        assert!(later.len() > 3);
        for (at, (version, _)) in later.iter().enumerate() {
            assert_eq!(Store::schema_status(&place.url).unwrap().pending, later[at..]);
            Store::migrate_to(&place.url, *version).unwrap();
            assert_eq!(Store::schema_status(&place.url).unwrap().found, *version);
        }
        is_usable(place);
    });
    for oldest in 1.. {
        let place = Place::sqlite();
        if oldest > Store::schema_status(&place.url).unwrap().known {
            break;
        }
        both_places(|place| {
            Store::migrate_to(&place.url, oldest).unwrap();
            place.raw(OLD_PRODUCT);
            is_usable(place);
        });
    }
}

const OLD_PRODUCT: &str = "INSERT INTO product (sku, name, status, category_paths, search_text, body) \
     VALUES ('A', 'Product A', 'active', '', '', '{\"sku\":\"A\",\"name\":\"Product A\"}')";

fn is_usable(place: &Place) {
    let store = place.open();
    assert_eq!(read(&store, product::count), 1);
    let id = write(&store, |tx| job::create(tx, "import", &serde_json::json!({}))).value;
    assert_eq!(read(&store, |tx| job::find(tx, id)).unwrap().kind, "import");
    assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    assert_eq!(read(&store, relation_type::list).len(), RelationType::built_in().len());
}

#[test]
fn the_status_changes_nothing() {
    both_places(|place| {
        let status = Store::schema_status(&place.url).unwrap();
        assert_eq!(
            (status.found, status.pending.last().map(|(version, _)| *version)),
            (0, Some(status.known))
        );
        if let DatabaseUrl::Sqlite(path) = &place.url {
            assert!(!path.exists(), "looking made a file");
        }
        Store::migrate_to(&place.url, 2).unwrap();
        assert_eq!(Store::schema_status(&place.url).unwrap().found, 2);
        assert_eq!(Store::schema_status(&place.url).unwrap().pending[0], (3, "orders"));
        drop(place.open());
        place.raw("INSERT INTO schema_version (version, name) VALUES (9999, 'from_the_future')");
        let status = Store::schema_status(&place.url).unwrap();
        assert!(status.is_too_new() && status.pending.is_empty(), "{status:?}");
    });
}

#[test]
fn a_migration_that_fails_leaves_nothing() {
    both_places(|place| {
        drop(place.open());
        // The third migration meets a table of its second name, after it has made its first.
        place.raw(
            "DROP TABLE import_reject; DROP TABLE import_chunk; DROP TABLE import; DROP TABLE job; DROP TABLE idempotency; \
             DROP TABLE audit_relation_end; \
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
    assert!(matches!(refusal(&place.url), StoreError::NotADatabase { .. }));
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
