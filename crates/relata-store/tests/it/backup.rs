use std::sync::atomic::{AtomicBool, Ordering};

use relata_model::{ImportMode, Mapping, Product};
use relata_store::audit::AuditFilter;
use relata_store::import::{ImageRow, NewImport};
use relata_store::order::OrderKey;
use relata_store::{
    DatabaseUrl, Store, StoreError, StoreOptions, audit, catalogue, change, idempotency, import, job, order,
    product, relation, shop,
};

use crate::fixture::{Place, both_places, change as changed, link, product as make, read, sku, write};

/// A little of everything.
fn fill(store: &Store) {
    write(store, |tx| {
        tx.record(changed("A"));
        product::upsert_many(tx, &[make("A"), Product { parent: Some(sku("A")), ..make("b'\"👟") }])?;
        shop::set_currency(tx, relata_model::Currency::EUR)?;
        relation::set_arranged(tx, &sku("A"), &crate::fixture::type_code("upsell"), true)?;
        let line = relata_model::OrderLine {
            order_id: "1".to_string(),
            channel: relata_model::ChannelCode::parse("web").unwrap(),
            customer_id: None,
            ordered_at: None,
            currency: relata_model::Currency::EUR,
            sku: sku("A"),
            quantity: relata_model::Decimal::ONE,
            unit_price: None,
        };
        let key = OrderKey { channel: line.channel.clone(), order_id: "1".to_string() };
        order::upsert_order(tx, &key, &[line])?;
        job::create(tx, "import", &serde_json::json!({}))?;
        idempotency::save(tx, "key", "hash", 200, b"\xff\x00")?;
        let new = NewImport {
            file: "f".to_string(),
            profile: "relata".to_string(),
            mode: ImportMode::Merge,
            source: "s".to_string(),
            actor: "ann".to_string(),
            mapping: Some(Mapping {
                profile: "relata".to_string(),
                content: "products".to_string(),
                columns: [("Nr".to_string(), Some("sku".to_string()))].into(),
                decimal_comma: true,
            }),
            upload: Some("01J".to_string()),
        };
        let id = import::start(tx, &new)?;
        let row = ImageRow {
            noun: relata_model::Noun::Product,
            key: "A".into(),
            touches: None,
            before: None,
            after: None,
        };
        import::append_reject(tx, id, 0, b"Nr;error\n;x\n")?;
        import::append_chunk(tx, id, 0, &[row])
    });
    let ids = link(store, &["A upsell B 1", "A accessory C 1", "A related C 1"]);
    write(store, move |tx| relation::delete_many(tx, &ids[2..]));
}

/// All that can be read of it.
fn digest(store: &Store) -> String {
    read(store, |tx| {
        let catalogue = catalogue::load(tx)?;
        let audit = audit::list(tx, &AuditFilter::default(), None, 1_000)?;
        let changes = change::since(tx, 0, 1_000)?;
        let mut lines = Vec::new();
        order::each_line(tx, |line| {
            lines.push(line);
            Ok::<(), StoreError>(())
        })?;
        let imports = import::list(tx, None, 10)?;
        let chunks = import::chunk(tx, 1, 0)?;
        let mut rejects = Vec::new();
        import::rejects(tx, 1, |piece| {
            rejects.extend_from_slice(piece);
            Ok::<(), StoreError>(())
        })?;
        let jobs = job::list(tx, None, 10)?;
        let rest = (shop::currency(tx)?, idempotency::find(tx, "key")?);
        let arranged = relation::arranged_of_sources(tx, &[sku("A")])?;
        Ok(format!(
            "{catalogue:#?}{audit:#?}{changes:#?}{lines:#?}{imports:#?}{chunks:#?}{rejects:?}{jobs:#?}{rest:#?}{arranged:#?}"
        ))
    })
}

/// Every kind of place to restore into.
fn targets() -> Vec<Place> {
    [Some(Place::sqlite()), Place::postgres()].into_iter().flatten().collect()
}

#[test]
fn a_backup_of_either_is_restored_into_either() {
    both_places(|place| {
        let store = place.open();
        fill(&store);
        let file = place.folder.path().join("backup.db");
        store.backup(&file).unwrap();
        for target in targets() {
            Store::restore(&file, &target.url, false).unwrap();
            let restored = target.open();
            assert_eq!(digest(&restored), digest(&store));
            assert_eq!(restored.integrity().unwrap(), Vec::<String>::new());
            // It goes on where it stopped: no number is given twice, that of the removed neither.
            let id = link(&restored, &["N upsell M 1"])[0];
            assert!(id.0 > 3, "{id:?} was given before");
            write(&restored, |tx| {
                tx.record(changed("Z"));
                job::create(tx, "again", &serde_json::json!(null))
            });
            assert_eq!(read(&restored, change::latest_revision), 2);
        }
    });
}

#[test]
fn a_backup_never_overwrites() {
    both_places(|place| {
        let store = place.open();
        let file = place.folder.path().join("backup.db");
        std::fs::write(&file, "something else").unwrap();
        assert!(matches!(store.backup(&file), Err(StoreError::BackupExists { .. })));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
    });
}

#[test]
fn a_full_database_is_overwritten_only_by_force() {
    both_places(|place| {
        let store = place.open();
        fill(&store);
        let file = place.folder.path().join("backup.db");
        store.backup(&file).unwrap();
        let wanted = digest(&store);
        write(&store, |tx| {
            tx.record(changed("later"));
            product::upsert_many(tx, &[make("later")])
        });
        drop(store);
        assert!(matches!(Store::restore(&file, &place.url, false), Err(StoreError::RestoreOccupied { .. })));
        assert_ne!(digest(&place.open()), wanted);
        Store::restore(&file, &place.url, true).unwrap();
        assert_eq!(digest(&place.open()), wanted);
    });
}

#[test]
fn a_damaged_or_newer_backup_is_refused() {
    let place = Place::sqlite();
    let store = place.open();
    fill(&store);
    let file = place.folder.path().join("backup.db");
    store.backup(&file).unwrap();
    let target = Place::sqlite();

    let newer = place.folder.path().join("newer.db");
    std::fs::copy(&file, &newer).unwrap();
    let sql = "INSERT INTO schema_version (version, name) VALUES (9999, 'future')";
    rusqlite::Connection::open(&newer).unwrap().execute_batch(sql).unwrap();
    assert!(matches!(Store::restore(&newer, &target.url, false), Err(StoreError::SchemaTooNew { .. })));

    let mut bytes = std::fs::read(&file).unwrap();
    let page = bytes.len() / 2;
    bytes[page..page + 4_096].fill(0x5a);
    std::fs::write(&file, &bytes).unwrap();
    assert!(matches!(Store::restore(&file, &target.url, false), Err(StoreError::BackupDamaged { .. })));
    let DatabaseUrl::Sqlite(path) = &target.url else { unreachable!() };
    assert!(!path.exists(), "nothing was made of a refused backup");
}

#[test]
fn a_backup_under_writes_is_of_one_moment() {
    both_places(|place| {
        let store = place.open();
        let writing = AtomicBool::new(true);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut number = 0;
                while writing.load(Ordering::Relaxed) {
                    write(&store, move |tx| {
                        tx.record(changed(&number.to_string()));
                        product::upsert_many(tx, &[make(&format!("A{number}")), make(&format!("B{number}"))])
                    });
                    number += 1;
                }
            });
            for round in 0..3 {
                let file = place.folder.path().join(format!("backup{round}.db"));
                store.backup(&file).unwrap();
                let copy = Store::open(&DatabaseUrl::Sqlite(file), &StoreOptions::default()).unwrap();
                let (revision, products) =
                    read(&copy, |tx| Ok((change::latest_revision(tx)?, product::count(tx)?)));
                assert_eq!(products, 2 * revision as u64);
                assert_eq!(copy.integrity().unwrap(), Vec::<String>::new());
                // What the shop said of itself at that revision, and what a restored one says.
                let log = |store: &Store| {
                    let mut rows = read(store, |tx| change::since(tx, 0, 1_000_000));
                    rows.retain(|row| row.revision <= revision);
                    rows
                };
                assert_eq!(log(&copy), log(&store));
                for target in targets() {
                    let file = place.folder.path().join(format!("backup{round}.db"));
                    Store::restore(&file, &target.url, false).unwrap();
                    assert_eq!(digest(&target.open()), digest(&copy));
                }
            }
            writing.store(false, Ordering::Relaxed);
            writer.join().unwrap();
        });
    });
}
