use std::sync::mpsc::channel;

use relata_store::{Store, StoreError, StoreOptions, change, product};

use crate::fixture::{
    Place, both, both_places, change as changed, context, product as make, read, sku, write,
};

/// Puts writes into one group: the first holds the writer until the others wait behind it.
///
/// On PostgreSQL they run side by side; what is promised is the same.
fn together<T: Send>(store: &Store, works: Vec<Box<dyn FnOnce(&Store) -> T + Send>>) -> Vec<T> {
    let (started, start) = channel();
    let (release, released) = channel::<()>();
    std::thread::scope(|scope| {
        let holder = scope.spawn(move || {
            // It may share its commit with the others, and so their fate.
            let _ = store.write(context(), move |_| {
                started.send(()).unwrap();
                released.recv().unwrap();
                Ok::<(), StoreError>(())
            });
        });
        start.recv().unwrap();
        let works: Vec<_> = works.into_iter().map(|work| scope.spawn(move || work(store))).collect();
        release.send(()).unwrap();
        holder.join().unwrap();
        works.into_iter().map(|work| work.join().unwrap()).collect()
    })
}

fn store_product(sku: &'static str) -> Box<dyn FnOnce(&Store) -> Result<i64, String> + Send> {
    Box::new(move |store| {
        let written = store.write(context(), move |tx| {
            product::upsert_many(tx, &[make(sku)])?;
            tx.record(changed(sku));
            Ok::<(), StoreError>(())
        });
        written.map(|written| written.revision).map_err(|error| error.to_string())
    })
}

#[test]
fn one_that_fails_leaves_the_others_of_its_group() {
    both(|store| {
        let fails: Box<dyn FnOnce(&Store) -> Result<i64, String> + Send> = Box::new(|store| {
            let written = store.write(context(), |tx| {
                product::upsert_many(tx, &[make("B")])?;
                tx.record(changed("B"));
                Err::<(), _>(StoreError::ReadOnly)
            });
            written.map(|written| written.revision).map_err(|error| error.to_string())
        });
        let panics: Box<dyn FnOnce(&Store) -> Result<i64, String> + Send> = Box::new(|store| {
            let written = store.write(context(), |tx| -> Result<(), StoreError> {
                product::upsert_many(tx, &[make("C")])?;
                panic!("out of cheese");
            });
            written.map(|written| written.revision).map_err(|error| error.to_string())
        });
        let results = together(store, vec![store_product("A"), fails, panics, store_product("D")]);
        let mut revisions: Vec<i64> = results.iter().filter_map(|result| result.clone().ok()).collect();
        revisions.sort_unstable();
        assert_eq!(revisions, [1, 2]);
        assert_eq!(results[2], Err("the work of a write panicked: out of cheese".to_string()));
        let mut skus = Vec::new();
        read(store, |tx| {
            product::each(tx, |product| {
                skus.push(product.sku.to_string());
                Ok(())
            })
        });
        assert_eq!(skus, ["A", "D"]);
    });
}

#[test]
fn nothing_is_acknowledged_before_the_commit() {
    both(|store| {
        let (inside, entered) = channel();
        let (release, released) = channel::<()>();
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                write(store, move |tx| {
                    product::upsert_many(tx, &[make("A")])?;
                    inside.send(()).unwrap();
                    released.recv().unwrap();
                    Ok(())
                })
            });
            entered.recv().unwrap();
            // Written, not committed: nobody sees it, and whoever wrote it still waits.
            assert_eq!(read(store, |tx| product::find(tx, &sku("A"))), None);
            assert!(!writer.is_finished());
            release.send(()).unwrap();
            writer.join().unwrap();
        });
        assert_eq!(read(store, |tx| product::find(tx, &sku("A"))), Some(make("A")));
    });
}

#[test]
fn a_snapshot_does_not_move_while_it_is_read() {
    both(|store| {
        write(store, |tx| product::upsert_many(tx, &[make("A")]));
        let counts = read(store, |tx| {
            let before = product::count(tx)?;
            write(store, |tx| product::upsert_many(tx, &[make("B")]));
            Ok((before, product::count(tx)?))
        });
        assert_eq!(counts, (1, 1));
        assert_eq!(read(store, product::count), 2);
    });
}

#[test]
fn what_was_acknowledged_outlives_a_drop_without_more_ado() {
    both_places(|place| {
        let store = place.open();
        write(&store, |tx| {
            tx.record(changed("A"));
            product::upsert_many(tx, &[make("A")])
        });
        // Another handle keeps the connections of this one from being closed in order.
        let other = place.open();
        std::mem::forget(store);
        assert_eq!(read(&other, product::count), 1);
        drop(other);
        let again = place.open();
        assert_eq!(read(&again, change::latest_revision), 1);
        assert_eq!(again.integrity().unwrap(), Vec::<String>::new());
    });
}

#[test]
fn a_file_copied_in_the_middle_holds_whole_writes_only() {
    let place = Place::sqlite();
    let store = place.open();
    let copy = place.folder.path().join("copy.db");
    let from = place.folder.path().join("shop.db");
    for number in 0..20 {
        write(&store, move |tx| {
            tx.record(changed(&number.to_string()));
            product::upsert_many(tx, &[make(&format!("A{number}")), make(&format!("B{number}"))])
        });
    }
    let copy_while_writing = write(&store, move |tx| {
        product::upsert_many(tx, &[make("half")])?;
        // What a crash at this point would leave behind: the file and its log, nothing of memory.
        std::fs::copy(&from, &copy).unwrap();
        std::fs::copy(from.with_extension("db-wal"), copy.with_extension("db-wal")).unwrap();
        Ok(copy)
    });
    let url = relata_store::DatabaseUrl::Sqlite(copy_while_writing.value);
    let crashed = Store::open(&url, &StoreOptions::default()).unwrap();
    assert_eq!(read(&crashed, change::latest_revision), 20);
    assert_eq!(read(&crashed, product::count), 40);
    assert_eq!(crashed.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_write_inside_a_write_is_refused() {
    both(|store| {
        let inner = store.clone();
        let refused = store.write(context(), move |_| inner.write(context(), |_| Ok::<(), StoreError>(())));
        assert!(matches!(refused, Err(StoreError::NestedWrite)));
        write(store, |tx| product::upsert_many(tx, &[make("A")]));
    });
}

#[test]
fn of_two_that_check_under_one_lock_one_wins() {
    both(|store| {
        // Each writes its own key only if the other's is not there: a check that no constraint makes.
        let attempt = |mine: &'static str, other: &'static str| {
            let work: Box<dyn FnOnce(&Store) -> bool + Send> = Box::new(move |store| {
                let written = store.write(context(), move |tx| {
                    tx.lock("pair")?;
                    let free = product::find(tx, &sku(other))?.is_none();
                    if free {
                        product::upsert_many(tx, &[make(mine)])?;
                    }
                    Ok::<bool, StoreError>(free)
                });
                written.unwrap().value
            });
            work
        };
        for _ in 0..10 {
            let won = together(store, vec![attempt("A", "B"), attempt("B", "A")]);
            assert_eq!(won.iter().filter(|won| **won).count(), 1);
            write(store, |tx| {
                product::delete(tx, &sku("A"))?;
                product::delete(tx, &sku("B"))
            });
        }
    });
}

#[test]
fn one_import_at_a_time() {
    both_places(|place| {
        let (store, other) = (place.open(), place.open());
        let guard = store.try_import_guard().unwrap().expect("nobody else imports");
        assert!(other.try_import_guard().unwrap().is_none());
        assert!(store.try_import_guard().unwrap().is_none());
        drop(guard);
        assert!(other.try_import_guard().unwrap().is_some());
    });
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let url = relata_store::DatabaseUrl::parse("postgres://nobody@127.0.0.1:1/none").unwrap();
    let error = Store::open(&url, &StoreOptions::default()).err().expect("nothing listens there");
    assert!(error.is_unavailable(), "{error:?}");
}

#[test]
fn a_lost_connection_is_made_again() {
    let Some(place) = Place::postgres() else { return };
    let store = place.open();
    write(&store, |tx| product::upsert_many(tx, &[make("A")]));
    place.raw(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    assert_eq!(read(&store, product::count), 1);
    write(&store, |tx| product::upsert_many(tx, &[make("B")]));
    assert_eq!(read(&store, product::count), 2);
}

/// A constraint that is looked at only at the commit stands for a disk that fails there.
#[test]
fn after_a_failed_commit_nothing_is_acknowledged_until_reopened() {
    let place = Place::sqlite();
    let store = place.open();
    place.raw(
        "CREATE TABLE wire (name TEXT REFERENCES counter (counter_id) \
         DEFERRABLE INITIALLY DEFERRED); \
         CREATE TRIGGER trip AFTER INSERT ON product WHEN NEW.sku = 'bomb' \
         BEGIN INSERT INTO wire (name) VALUES ('no such counter'); END;",
    );
    write(&store, |tx| product::upsert_many(tx, &[make("A")]));
    let results = together(&store, vec![store_product("bomb"), store_product("B")]);
    // Whichever came first: the bomb fails at its commit, and B with it or after it.
    assert_eq!(results[0], Err("the commit failed".to_string()));
    let later = store.write(context(), |tx| product::upsert_many(tx, &[make("C")]));
    assert!(matches!(&later, Err(StoreError::Stopped { .. })), "{later:?}");
    assert!(later.is_err_and(|error| error.is_unavailable()));
    // What was acknowledged is still read, what was not is not there.
    let kept = |store: &Store| read(store, |tx| product::exists_many(tx, &[sku("A"), sku("bomb"), sku("C")]));
    assert_eq!(kept(&store).into_iter().collect::<Vec<_>>(), [sku("A")]);
    let b_is_there = read(&store, |tx| product::find(tx, &sku("B"))).is_some();
    assert_eq!(b_is_there, results[1].is_ok());
    drop(store);
    let again = place.open();
    assert_eq!(kept(&again).into_iter().collect::<Vec<_>>(), [sku("A")]);
    write(&again, |tx| product::upsert_many(tx, &[make("C")]));
}
