use relata_model::{Action, ImportMode, ImportReport, Mapping, Noun};
use relata_store::import::{self, ImageRow, ImportState, NewImport};
use relata_store::{Store, StoreError, audit, change};

use crate::fixture::{at, both, context, read, sku, write};

fn started(store: &Store) -> i64 {
    let new = NewImport {
        file: "shop.csv".to_string(),
        profile: "relata".to_string(),
        mode: ImportMode::Replace,
        source: "erp".to_string(),
        actor: "ann".to_string(),
        mapping: None,
        upload: None,
    };
    write(store, move |tx| import::start(tx, &new)).value
}

fn images(from: usize, count: usize) -> Vec<ImageRow> {
    (from..from + count)
        .map(|number| ImageRow {
            noun: Noun::Relation,
            key: number.to_string(),
            touches: Some(sku(&format!("S{number}"))),
            before: (number % 2 == 0).then(|| serde_json::json!({"position": number, "name": "Größe\n"})),
            after: (number % 3 == 0).then(|| serde_json::json!([null, "x"])),
        })
        .collect()
}

fn report() -> ImportReport {
    let mut report = ImportReport::new("shop.csv", "relata", "relations", ImportMode::Replace, false);
    report.counts.rows = 1_003;
    report.counts.created = 1_003;
    report
}

#[test]
fn rejected_rows_and_mappings_are_kept_with_their_import() {
    both(|store| {
        let mapping = Mapping {
            profile: "relata".to_string(),
            content: "products".to_string(),
            columns: [("Größe".to_string(), None), ("Nr".to_string(), Some("sku".to_string()))].into(),
            decimal_comma: false,
        };
        let new = NewImport {
            file: "a.csv".to_string(),
            profile: "relata".to_string(),
            mode: ImportMode::Merge,
            source: "erp".to_string(),
            actor: "ann".to_string(),
            mapping: Some(mapping),
            upload: Some("01JABC".to_string()),
        };
        let started = new.clone();
        let id = write(store, move |tx| import::start(tx, &started)).value;
        let other = self::started(store);
        assert!(!read(store, |tx| import::find(tx, id)).unwrap().has_rejects);
        for (seq, text) in [(0, &b"Nr;error\n1;x\n"[..]), (1, b"\xff;y\n")] {
            write(store, move |tx| import::append_reject(tx, id, seq, text));
        }
        let record = read(store, |tx| import::find(tx, id)).unwrap();
        assert_eq!((record.import, record.has_rejects), (new, true));
        let listed = read(store, |tx| import::list(tx, None, 5));
        let kept: Vec<(i64, bool)> = listed.iter().map(|record| (record.id, record.has_rejects)).collect();
        assert_eq!(kept, [(other, false), (id, true)]);
        let text = |id| {
            let mut text = Vec::new();
            read(store, |tx| {
                import::rejects(tx, id, |piece| {
                    text.extend_from_slice(piece);
                    Ok::<(), StoreError>(())
                })
            });
            text
        };
        assert_eq!((text(id), text(other)), (b"Nr;error\n1;x\n\xff;y\n".to_vec(), Vec::new()));
        let again = store.write(context(), move |tx| import::append_reject(tx, id, 1, b""));
        assert!(again.is_err_and(|error| error.is_duplicate()));
        write(store, move |tx| import::delete_rejects(tx, id));
        assert!(!read(store, |tx| import::find(tx, id)).unwrap().has_rejects);
    });
}

#[test]
fn chunks_come_back_as_they_were() {
    both(|store| {
        let id = started(store);
        write(store, move |tx| import::append_chunk(tx, id, 0, &images(0, 1_000)));
        write(store, move |tx| import::append_chunk(tx, id, 1, &images(1_000, 3)));
        write(store, move |tx| import::append_chunk(tx, id, 2, &[]));
        let mut seen = Vec::new();
        read(store, |tx| {
            import::chunks(tx, id, |seq, rows| {
                seen.push((seq, rows));
                Ok::<(), StoreError>(())
            })
        });
        assert_eq!(seen, [(0, images(0, 1_000)), (1, images(1_000, 3)), (2, vec![])]);
        assert_eq!(read(store, |tx| import::count_chunks(tx, id)), 3);
        assert_eq!(read(store, |tx| import::chunk(tx, id, 1)), Some(images(1_000, 3)));
        assert_eq!(read(store, |tx| import::chunk(tx, id, 3)), None);
        let again = store.write(context(), move |tx| import::append_chunk(tx, id, 1, &images(0, 1)));
        assert!(again.is_err_and(|error| error.is_duplicate()));
    });
}

#[test]
fn an_import_is_one_change_at_its_end() {
    both(|store| {
        let id = started(store);
        write(store, move |tx| import::append_chunk(tx, id, 0, &images(0, 10)));
        assert_eq!(read(store, change::latest_revision), 0);
        assert_eq!(read(store, import::unfinished).len(), 1);

        let written = write(store, move |tx| import::finish(tx, id, &report()));
        assert_eq!(written.revision, 1);
        let rows = read(store, |tx| change::since(tx, 0, 10));
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].noun, rows[0].import_id), (Noun::Import, Some(id)));
        let entries = read(store, |tx| audit::of_revision(tx, 1));
        assert_eq!((entries[0].action, entries[0].key.clone()), (Action::Create, id.to_string()));
        assert_eq!(entries[0].after.as_ref().unwrap()["counts"]["rows"], 1_003);

        let record = read(store, |tx| import::find(tx, id)).unwrap();
        assert_eq!((record.state, record.report), (ImportState::Done, Some(report())));
        assert_eq!((record.started_at, record.finished_at), (at(1_000), Some(at(1_000))));
        assert!(read(store, import::unfinished).is_empty());
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
    });
}

#[test]
fn failing_and_undoing_are_seen_by_followers_too() {
    both(|store| {
        let (failed, undone) = (started(store), started(store));
        write(store, move |tx| import::fail(tx, failed, "the disk was full"));
        write(store, move |tx| import::finish(tx, undone, &report()));
        write(store, move |tx| import::revert(tx, undone));
        let states = read(store, |tx| import::list(tx, None, 10));
        let states: Vec<_> = states.iter().map(|record| (record.id, record.state)).collect();
        assert_eq!(states, [(undone, ImportState::Reverted), (failed, ImportState::Failed)]);
        let record = read(store, |tx| import::find(tx, failed)).unwrap();
        assert_eq!(record.reason.as_deref(), Some("the disk was full"));
        let imports: Vec<_> =
            read(store, |tx| change::since(tx, 0, 9)).iter().map(|row| row.import_id).collect();
        assert_eq!(imports, [Some(failed), Some(undone), Some(undone)]);
        let entry = &read(store, |tx| audit::of_revision(tx, 3))[0];
        assert_eq!(entry.action, Action::Update);
        assert_eq!(entry.before.as_ref().unwrap()["state"], "done");
        assert_eq!(read(store, |tx| import::list(tx, Some(undone), 10)).len(), 1);
    });
}
