//! The database goes away and comes back: answers go on, writes fail at once, all is well again.

mod damage;
mod nodes;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use relata_app::{App, AppError, AppOptions, Caller, Clock, DatabaseUrl, NewRelation, Precondition};
use relata_model::{Product, Timestamp};
use relata_testkit::postgres::{OwnOptions, OwnServer};

use crate::fixture::{draft, served_by, sku};

/// What a caller is promised when the database is away.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// What the follower is promised when it is back.
const RECOVERY_MAX: Duration = Duration::from_secs(5);
/// Connections in the pool of an app, and the one of an import.
const CONNECTIONS_MAX: i64 = 17;
const ANSWERS: usize = 20_000;

fn node(server: &OwnServer) -> App {
    let database = DatabaseUrl::parse(&server.url).unwrap();
    let clock = Clock::fixed(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    App::open(AppOptions { database, follow: true, clock }).unwrap()
}

fn save(app: &App, text: &str) -> Result<i64, AppError> {
    let key = sku(text);
    let name = key.to_string();
    let saved = app.save_product(&Caller::local(), key.clone(), Precondition::NONE, move |_, _| {
        Ok(Product::new(key.clone(), name))
    });
    saved.map(|saved| saved.revision)
}

fn link(app: &App, source: &str, target: &str) -> Result<i64, AppError> {
    let new = NewRelation { draft: draft(source, "related", target), both_ways: false };
    app.create_relation(&Caller::local(), new).map(|saved| saved.revision)
}

/// Waits, without a pause of its own, until the follower has swapped in a revision.
fn wait_for(app: &App, revision: i64) -> Duration {
    let begun = Instant::now();
    while app.status().revision < revision {
        assert!(begun.elapsed() < RECOVERY_MAX, "revision {revision} is not live after {RECOVERY_MAX:?}");
        std::thread::yield_now();
    }
    begun.elapsed()
}

/// Eight callers want to write while the database is away; each gets its refusal in time.
fn writers_are_refused(app: &App) {
    let slowest = Mutex::new(Duration::ZERO);
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let slowest = &slowest;
            scope.spawn(move || {
                for attempt in 0..3 {
                    let begun = Instant::now();
                    let refused = save(app, &format!("W{writer}-{attempt}")).unwrap_err();
                    let waited = begun.elapsed();
                    assert!(refused.is_unavailable(), "{refused:?}");
                    let mut slowest = slowest.lock().unwrap();
                    *slowest = waited.max(*slowest);
                }
            });
        }
        // Answers go on beside them, in microseconds each.
        let mut times: Vec<Duration> = Vec::with_capacity(ANSWERS);
        for _ in 0..ANSWERS {
            let begun = Instant::now();
            assert_eq!(served_by(app, "A", "related"), ["B"]);
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        assert!(times[ANSWERS / 2] < Duration::from_millis(5), "{:?}", times[ANSWERS / 2]);
    });
    let slowest = *slowest.lock().unwrap();
    assert!(slowest <= ANSWER_MAX, "a writer waited {slowest:?}");
}

/// Everything works again, and no more connections are held than before.
fn all_is_well(app: &App, server: &OwnServer, product: &str) {
    let begun = Instant::now();
    // The first try may meet the server while it still starts.
    let revision = loop {
        match save(app, product) {
            Ok(revision) => break revision,
            Err(error) => {
                assert!(error.is_unavailable(), "{error:?}");
                assert!(begun.elapsed() < RECOVERY_MAX, "writes fail {RECOVERY_MAX:?} after the return");
            }
        }
    };
    wait_for(app, revision);
    assert!(begun.elapsed() < RECOVERY_MAX, "{:?}", begun.elapsed());
    assert!(app.status().database_reachable);
    wait_for(app, link(app, "B", product).unwrap());
    assert!(served_by(app, "B", "related").contains(&product.to_string()));
    // The server notices a client that went away a moment later.
    while server.clients() > CONNECTIONS_MAX {
        assert!(begun.elapsed() < RECOVERY_MAX * 2, "{} connections", server.clients());
    }
    for writer in 0..8 {
        let refused = app.find_product(&sku(&format!("W{writer}-0")));
        assert!(refused.is_err(), "what was refused was written");
    }
    let document = app.doctor().unwrap();
    assert!(document.sound, "{document:?}");
}

fn start(options: &OwnOptions<'_>) -> Option<(OwnServer, App)> {
    let server = OwnServer::start_new(options)?;
    let app = node(&server);
    save(&app, "A").unwrap();
    save(&app, "B").unwrap();
    let revision = link(&app, "A", "B").unwrap();
    wait_for(&app, revision);
    Some((server, app))
}

#[test]
fn a_server_that_stops_and_comes_back() {
    let Some((server, app)) = start(&OwnOptions::default()) else { return };
    for round in 0..3 {
        server.stop();
        writers_are_refused(&app);
        server.start();
        all_is_well(&app, &server, &format!("AFTER-{round}"));
    }
}

#[test]
fn a_server_that_freezes_and_goes_on() {
    let Some((server, app)) = start(&OwnOptions::default()) else { return };
    for round in 0..2 {
        server.freeze();
        writers_are_refused(&app);
        let begun = Instant::now();
        while app.status().database_reachable {
            assert!(begun.elapsed() < RECOVERY_MAX, "nobody says that the database is away");
            std::thread::yield_now();
        }
        server.thaw();
        all_is_well(&app, &server, &format!("AFTER-{round}"));
    }
}
