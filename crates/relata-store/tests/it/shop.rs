use std::collections::BTreeSet;

use relata_model::{
    Assortment, Channel, ChannelCode, Currency, Mapping, MappingCode, RelationType, SavedMapping,
};
use relata_store::catalogue::{self, TouchedKeys};
use relata_store::job::JobState;
use relata_store::{channel, idempotency, job, mapping, order, product, relation_type, shop};

use crate::fixture::{at, both, context, lines, link, product as make, read, sku, type_code, write};

#[test]
fn documents_are_stored_by_code() {
    both(|store| {
        let outlet = Channel {
            code: ChannelCode::parse("outlet").unwrap(),
            currency: Some(Currency::EUR),
            assortment: Some(Assortment::List(BTreeSet::from([sku("A"), sku("ü")]))),
            ..Channel::web()
        };
        let (stored, code) = (outlet.clone(), outlet.code.clone());
        write(store, move |tx| channel::upsert(tx, &stored));
        assert_eq!(read(store, |tx| channel::find(tx, &code)), Some(outlet.clone()));
        assert_eq!(read(store, channel::list), [outlet, Channel::web()]);
        assert!(write(store, move |tx| channel::delete(tx, &code)).value);
        assert_eq!(read(store, channel::list), [Channel::web()]);

        let mut kind: RelationType = read(store, |tx| relation_type::find(tx, &type_code("upsell"))).unwrap();
        kind.default_weight = 0.1 + 0.2;
        let wanted = kind.clone();
        write(store, move |tx| relation_type::upsert(tx, &kind));
        assert_eq!(read(store, |tx| relation_type::find(tx, &type_code("upsell"))), Some(wanted));
    });
}

#[test]
fn settings_of_the_shop() {
    both(|store| {
        assert_eq!(read(store, shop::currency), None);
        let yen = Currency::parse("JPY").unwrap();
        write(store, move |tx| shop::set_currency(tx, yen));
        assert_eq!(read(store, shop::currency), Some(yen));
        let value = serde_json::json!({"rate": "1.5"});
        let stored = value.clone();
        write(store, move |tx| shop::set_setting(tx, "rates", &stored));
        assert_eq!(read(store, |tx| shop::setting(tx, "rates")), Some(value));
        assert_eq!(read(store, |tx| shop::setting(tx, "none")), None);
    });
}

#[test]
fn jobs_say_how_far_they_are() {
    both(|store| {
        let id = write(store, |tx| job::create(tx, "import", &serde_json::json!({"file": "a.csv"}))).value;
        let mut job = read(store, |tx| job::find(tx, id)).unwrap();
        assert_eq!((job.state, job.progress_done, job.progress_total), (JobState::Queued, 0, None));
        (job.state, job.progress_done, job.progress_total) = (JobState::Running, 5, Some(10));
        job.detail = serde_json::json!({"stage": "relations"});
        let updated = job.clone();
        let later = relata_store::WriteContext { at: at(2_000), ..context() };
        store.write(later, move |tx| job::update(tx, &updated)).unwrap();
        job.updated_at = at(2_000);
        assert_eq!(read(store, |tx| job::find(tx, id)), Some(job.clone()));
        let next = write(store, |tx| job::create(tx, "export", &serde_json::json!(null))).value;
        let listed = read(store, |tx| job::list(tx, None, 1));
        assert_eq!(listed.iter().map(|job| job.id).collect::<Vec<_>>(), [next]);
        assert_eq!(read(store, |tx| job::list(tx, Some(next), 5)), [job]);
    });
}

#[test]
fn jobs_are_asked_to_stop_and_silent_ones_are_ended() {
    both(|store| {
        let id = write(store, |tx| job::create(tx, "import", &serde_json::json!({}))).value;
        assert!(!read(store, |tx| job::is_cancel_asked(tx, id)));
        assert!(write(store, move |tx| job::ask_cancel(tx, id)).value);
        let mut job = read(store, |tx| job::find(tx, id)).unwrap();
        job.state = JobState::Running;
        write(store, move |tx| job::update(tx, &job));
        assert!(read(store, |tx| job::is_cancel_asked(tx, id)), "saying how far it is takes nothing back");
        assert!(!write(store, |tx| job::ask_cancel(tx, 99)).value);
        let counted = |before| read(store, |tx| job::count_silent(tx, "import", before));
        assert_eq!((counted(at(1_000)), counted(at(1_001))), (0, 1));
        let detail = serde_json::json!({"problems": []});
        let ended = write(store, move |tx| job::fail_silent(tx, "import", at(1_001), &detail)).value;
        let job = read(store, |tx| job::find(tx, id)).unwrap();
        assert_eq!(
            (ended, job.state, job.detail),
            (1, JobState::Failed, serde_json::json!({"problems": []}))
        );
        assert!(!write(store, move |tx| job::ask_cancel(tx, id)).value, "it has ended");
    });
}

#[test]
fn saved_mappings_come_back_by_code() {
    both(|store| {
        let saved = |code: &str| SavedMapping {
            code: MappingCode::parse(code).unwrap(),
            name: "ERP".to_string(),
            mapping: Mapping {
                profile: "relata".to_string(),
                content: "orders".to_string(),
                columns: [("Größe".to_string(), None), ("Nr".to_string(), Some("order_id".to_string()))]
                    .into(),
                decimal_comma: true,
            },
        };
        let (a, b) = (saved("a"), saved("b"));
        let both = [b.clone(), a.clone()];
        write(store, move |tx| both.iter().try_for_each(|saved| mapping::upsert(tx, saved)));
        assert_eq!(read(store, mapping::list), [a.clone(), b.clone()]);
        assert_eq!(read(store, |tx| mapping::find(tx, &a.code)), Some(a.clone()));
        let code = a.code.clone();
        assert!(write(store, move |tx| mapping::delete(tx, &code)).value);
        assert_eq!(read(store, |tx| mapping::find(tx, &a.code)), None);
    });
}

#[test]
fn a_repeated_request_finds_its_answer() {
    both(|store| {
        write(store, |tx| idempotency::save(tx, "key", "hash", 201, b"\x00body"));
        let found = read(store, |tx| idempotency::find(tx, "key")).unwrap();
        assert_eq!((found.body_hash.as_str(), found.status), ("hash", 201));
        assert_eq!(found.body, b"\x00body");
        assert_eq!(read(store, |tx| idempotency::find(tx, "other\0")), None);
        let again = store.write(context(), |tx| idempotency::save(tx, "key", "hash", 201, b""));
        assert!(again.is_err_and(|error| error.is_duplicate()));
        assert_eq!(write(store, |tx| idempotency::purge(tx, at(1_000))).value, 0);
        assert_eq!(write(store, |tx| idempotency::purge(tx, at(1_001))).value, 1);
        assert_eq!(read(store, |tx| idempotency::find(tx, "key")), None);
    });
}

#[test]
fn the_facts_of_some_keys() {
    both(|store| {
        write(store, |tx| {
            tx.record(crate::fixture::change("A"));
            product::upsert_many(tx, &[make("A"), make("B")])
        });
        link(store, &["A upsell B 1", "A accessory Z 1", "B upsell A 1"]);
        let keys = TouchedKeys {
            products: BTreeSet::from([sku("A"), sku("gone")]),
            sources: BTreeSet::from([sku("A"), sku("gone")]),
            channels: true,
            popularity: vec![sku("A")],
            ..TouchedKeys::default()
        };
        let delta = read(store, |tx| catalogue::delta(tx, &keys));
        assert_eq!(delta.revision, 1);
        assert_eq!(delta.products, [(sku("A"), Some(make("A"))), (sku("gone"), None)]);
        assert_eq!(lines(&delta.relations[0].relations), "A accessory Z 1\nA upsell B 1\n");
        assert_eq!((delta.relations[1].source.as_str(), delta.relations[1].relations.len()), ("gone", 0));
        assert_eq!((delta.types, delta.channels), (None, Some(vec![Channel::web()])));
        assert_eq!(delta.popularity, [(sku("A"), 0)]);

        let all = read(store, catalogue::load);
        assert_eq!((all.revision, all.products.len(), all.relations.len()), (1, 2, 3));
        assert_eq!(read(store, |tx| order::popularity_of(tx, &[])), []);
    });
}
