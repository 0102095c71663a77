use std::sync::atomic::{AtomicBool, Ordering};

use relata_model::{Action, Noun};
use relata_store::audit::AuditFilter;
use relata_store::{StoreError, audit, change};

use crate::fixture::{both, change as changed, context, read, sku, write};

#[test]
fn a_write_that_records_has_a_revision_and_its_rows() {
    both(|store| {
        let written = write(store, |tx| {
            tx.record(changed("A"));
            let mut relation = changed("7");
            (relation.noun, relation.touches) = (Noun::Relation, Some(sku("A")));
            tx.record(relation);
            Ok(())
        });
        assert_eq!(written.revision, 1);

        let rows = read(store, |tx| change::since(tx, 0, 10));
        let shown: Vec<_> = rows.iter().map(|row| (row.revision, row.noun, row.key.as_str())).collect();
        assert_eq!(shown, [(1, Noun::Product, "A"), (1, Noun::Relation, "7")]);
        assert_eq!(rows[1].touches, Some(sku("A")));

        let entries = read(store, |tx| audit::of_revision(tx, 1));
        assert_eq!(entries.len(), 2);
        let entry = &entries[0];
        assert_eq!((entry.actor.as_str(), entry.at, entry.action), ("ann", context().at, Action::Create));
        assert_eq!((entry.key.as_str(), &entry.before), ("A", &None));
        assert_eq!(entry.after, Some(serde_json::json!({"sku": "A"})));
    });
}

#[test]
fn a_write_that_records_nothing_has_the_current_revision() {
    both(|store| {
        write(store, |tx| {
            tx.record(changed("A"));
            Ok(())
        });
        assert_eq!(write(store, |_| Ok(())).revision, 1);
        assert!(store.changed_since(0).unwrap());
        assert!(!store.changed_since(1).unwrap());
    });
}

#[test]
fn a_follower_never_skips_a_revision_under_concurrent_writers() {
    const WRITERS: usize = 4;
    const WRITES: usize = 25;
    both(|store| {
        let writing = AtomicBool::new(true);
        let (mut seen, mut acknowledged) = (Vec::new(), Vec::new());
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    scope.spawn(move || {
                        let one = |number| {
                            let key = format!("{writer}-{number}");
                            let written = write(store, move |tx| {
                                tx.record(changed(&key));
                                Ok(())
                            });
                            // What was acknowledged is there for whoever reads afterwards.
                            assert!(read(store, change::latest_revision) >= written.revision);
                            written.revision
                        };
                        (0..WRITES).map(one).collect::<Vec<i64>>()
                    })
                })
                .collect();
            let follower = scope.spawn(|| {
                let mut seen: Vec<i64> = Vec::new();
                loop {
                    let last_look = !writing.load(Ordering::Acquire);
                    let from = seen.last().copied().unwrap_or(0);
                    seen.extend(read(store, |tx| change::since(tx, from, 7)).iter().map(|row| row.revision));
                    if last_look && seen.last().copied() == Some((WRITERS * WRITES) as i64) {
                        return seen;
                    }
                }
            });
            for writer in writers {
                let revisions = writer.join().unwrap();
                assert!(revisions.is_sorted());
                acknowledged.extend(revisions);
            }
            writing.store(false, Ordering::Release);
            seen = follower.join().unwrap();
        });
        let all: Vec<i64> = (1..=(WRITERS * WRITES) as i64).collect();
        assert_eq!(seen, all);
        acknowledged.sort_unstable();
        assert_eq!(acknowledged, all);
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    });
}

#[test]
fn a_page_of_changes_never_cuts_a_revision() {
    both(|store| {
        for writes in [["A", "B", "C"], ["D", "E", "F"]] {
            write(store, move |tx| {
                writes.iter().for_each(|key| tx.record(changed(key)));
                Ok(())
            });
        }
        let keys = |from, limit| {
            let rows = read(store, |tx| change::since(tx, from, limit));
            rows.into_iter().map(|row| row.key).collect::<String>()
        };
        assert_eq!(keys(0, 2), "ABC");
        assert_eq!(keys(0, 3), "ABC");
        assert_eq!(keys(0, 4), "ABCDEF");
        assert_eq!(keys(1, 9), "DEF");
    });
}

#[test]
fn what_fails_leaves_neither_audit_nor_change() {
    both(|store| {
        let failed = store.write(context(), |tx| {
            tx.record(changed("A"));
            relata_store::product::upsert_many(tx, &[crate::fixture::product("A")])?;
            Err::<(), _>(StoreError::ReadOnly)
        });
        assert!(matches!(failed, Err(StoreError::ReadOnly)));
        assert_eq!(read(store, change::latest_revision), 0);
        assert_eq!(read(store, |tx| audit::list(tx, &AuditFilter::default(), None, 9)), []);
        assert_eq!(read(store, relata_store::product::count), 0);
    });
}

#[test]
fn the_audit_is_listed_by_page_and_condition() {
    both(|store| {
        for key in ["A", "B", "A", "C"] {
            write(store, move |tx| {
                tx.record(changed(key));
                Ok(())
            });
        }
        let keys = |filter: AuditFilter, before, limit| {
            let entries = read(store, |tx| audit::list(tx, &filter, before, limit));
            let text: String = entries.iter().map(|entry| entry.key.as_str()).collect();
            (text, entries.last().map(|entry| entry.audit_id))
        };
        let (first, last) = keys(AuditFilter::default(), None, 3);
        assert_eq!(first, "CAB");
        assert_eq!(keys(AuditFilter::default(), last, 3).0, "A");
        assert_eq!(keys(AuditFilter { key: Some("A".into()), ..AuditFilter::default() }, None, 9).0, "AA");
        assert_eq!(keys(AuditFilter { revision: Some(2), ..AuditFilter::default() }, None, 9).0, "B");
        assert_eq!(keys(AuditFilter { noun: Some(Noun::Order), ..AuditFilter::default() }, None, 9).0, "");
        assert_eq!(keys(AuditFilter { actor: Some("bob".into()), ..AuditFilter::default() }, None, 9).0, "");
        assert_eq!(keys(AuditFilter { key: Some("A\0".into()), ..AuditFilter::default() }, None, 9).0, "");
    });
}

#[test]
fn a_reading_transaction_writes_nothing() {
    both(|store| {
        let refused =
            store.read(|tx| relata_store::product::upsert_many(tx, &[crate::fixture::product("A")]));
        assert!(refused.is_err());
        assert_eq!(read(store, relata_store::product::count), 0);
        // The connection is as good as before.
        write(store, |tx| relata_store::product::upsert_many(tx, &[crate::fixture::product("A")]));
        assert_eq!(read(store, relata_store::product::count), 1);
    });
}
