//! PostgreSQL that breaks off in the middle: what was not committed is not acknowledged.

use std::time::{Duration, Instant};

use relata_store::{DatabaseUrl, Store, StoreError, StoreOptions, product, relation};
use relata_testkit::postgres::{OWN_PASSWORD, OwnOptions, OwnServer};

use crate::fixture::{Place, context, draft, link, product as make, read, write};
use crate::proxy::{Proxy, Way};

/// What a caller is promised when the server does not answer.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Ends all connections of the store, as an operator or a broken network would.
const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE application_name = 'relata' AND datname = current_database()";

#[test]
fn a_failed_statement_that_the_work_ignores_fails_the_write() {
    let Some(place) = Place::postgres() else { return };
    let store = place.open();
    link(&store, &["A related B 1"]);
    let ignored = store.write(context(), |tx| {
        product::upsert_many(tx, &[make("NEW")])?;
        let again = relation::insert_many(tx, &[draft("A related B 2")]);
        assert!(again.is_err_and(|error| error.is_duplicate()));
        Ok::<(), StoreError>(())
    });
    assert!(matches!(ignored, Err(StoreError::StatementIgnored)), "{ignored:?}");
    assert_eq!(read(&store, product::count), 0);
}

#[test]
fn a_connection_that_is_cut_fails_its_write_and_no_other() {
    let Some(place) = Place::postgres() else { return };
    let store = place.open();
    std::thread::scope(|scope| {
        for round in 0..10 {
            let (store, place) = (&store, &place);
            // Inside the work, between its statements.
            let (cut, go_on) = std::sync::mpsc::channel::<()>();
            let (inside, reached) = std::sync::mpsc::channel::<()>();
            let writer = scope.spawn(move || {
                store.write(context(), move |tx| {
                    product::upsert_many(tx, &[make(&format!("INSIDE-{round}"))])?;
                    inside.send(()).unwrap();
                    go_on.recv().unwrap();
                    if round % 2 == 0 {
                        product::upsert_many(tx, &[make(&format!("MORE-{round}"))])?;
                    }
                    Ok::<(), StoreError>(())
                })
            });
            reached.recv().unwrap();
            place.raw(CUT);
            cut.send(()).unwrap();
            let error = writer.join().unwrap().unwrap_err();
            assert!(error.is_unavailable(), "{error:?}");
            // An idle connection was cut too, which nobody is to notice.
            write(store, move |tx| product::upsert_many(tx, &[make(&format!("AFTER-{round}"))]));
        }
    });
    assert_eq!(read(&store, product::count), 10);
}

/// A statement may take longer than a silent server is given, as long as the server answers others.
#[test]
fn a_lock_that_is_given_late_is_waited_for() {
    let Some(place) = Place::postgres() else { return };
    let store = place.open();
    let (inside, reached) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let store = &store;
        scope.spawn(move || {
            store.write(context(), move |tx| {
                tx.lock("laws")?;
                inside.send(()).unwrap();
                // Longer than the silence after which the server is asked for a sign of life.
                let until = std::time::Instant::now() + std::time::Duration::from_millis(700);
                while std::time::Instant::now() < until {
                    std::thread::yield_now();
                }
                product::upsert_many(tx, &[make("FIRST")])
            })
        });
        reached.recv().unwrap();
        let seen = write(store, |tx| {
            tx.lock("laws")?;
            product::count(tx)
        });
        assert_eq!(seen.value, 1);
    });
}

fn through_a_proxy() -> Option<(OwnServer, Proxy, Store)> {
    let server = OwnServer::start_new(&OwnOptions { tcp: true, certificate: None })?;
    let proxy = Proxy::to(server.port.unwrap());
    let url = format!("postgres://postgres:{OWN_PASSWORD}@127.0.0.1:{}/postgres", proxy.port);
    let store = Store::open(&DatabaseUrl::parse(&url).unwrap(), &StoreOptions::default()).unwrap();
    Some((server, proxy, store))
}

fn save(store: &Store, text: String) -> Result<(), StoreError> {
    let written = store.write(context(), move |tx| product::upsert_many(tx, &[make(&text)]));
    written.map(|written| written.value)
}

/// The connection breaks between a commit and its answer: nobody may say that it is done, and the
/// caller who asks again meets either of the two outcomes.
#[test]
fn a_commit_without_an_answer_is_not_acknowledged() {
    let Some((_server, proxy, store)) = through_a_proxy() else { return };
    for round in 0..20 {
        let forward = round % 2 == 0;
        proxy.set(Way::CutAtCommit { forward });
        let error = save(&store, format!("LOST-{round}")).unwrap_err();
        assert!(matches!(error, StoreError::Commit { .. }) && error.is_unavailable(), "{error:?}");
        proxy.set(Way::Open);
        save(&store, format!("AFTER-{round}")).unwrap();
        let key = crate::fixture::sku(&format!("LOST-{round}"));
        let is_there = || read(&store, |tx| product::find(tx, &key)).is_some();
        let begun = Instant::now();
        // A commit that reached the server is there, in its own time; one that did not is not.
        while forward && !is_there() {
            assert!(begun.elapsed() < ANSWER_MAX, "the commit of round {round} was lost on the server");
        }
        assert_eq!(is_there(), forward);
        // The same once more has one effect.
        save(&store, format!("LOST-{round}")).unwrap();
    }
    assert_eq!(read(&store, product::count), 40);
}

/// A network that takes bytes and gives none, as a firewall that forgot the connection.
#[test]
fn a_black_hole_fails_a_write_in_time() {
    let Some((_server, proxy, store)) = through_a_proxy() else { return };
    for round in 0..2 {
        save(&store, format!("BEFORE-{round}")).unwrap();
        proxy.set(Way::BlackHole);
        for attempt in 0..3 {
            let begun = Instant::now();
            let error = save(&store, format!("LOST-{round}-{attempt}")).unwrap_err();
            assert!(error.is_unavailable(), "{error:?}");
            assert!(begun.elapsed() <= ANSWER_MAX, "{:?}", begun.elapsed());
        }
        proxy.set(Way::Open);
        let begun = Instant::now();
        // Who asks right after the last failure is still told that the server is away.
        while let Err(error) = save(&store, format!("AFTER-{round}")) {
            assert!(error.is_unavailable() && begun.elapsed() < ANSWER_MAX, "{error:?}");
        }
    }
    assert_eq!(read(&store, product::count), 4);
}
