//! Coverage is counted once and yet always that of the moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use relata_app::{App, AppOptions, Caller, Clock, CoverageQuery, NewRelation};
use relata_model::{Timestamp, Window};

use crate::fixture::{Shop, draft, type_code};

fn covered(app: &App, kind: Option<&str>) -> u64 {
    let query = CoverageQuery { type_code: kind.map(type_code), ..CoverageQuery::default() };
    app.coverage(query).unwrap().covered
}

#[test]
fn kept_coverage_follows_windows_and_writes() {
    let time = |text: &str| Timestamp::parse(text).unwrap();
    let shop = Shop::sqlite();
    shop.products("A B C");
    let mut new = draft("A", "related", "B");
    new.identity.window = Window { from: Some(time("2026-07-01")), until: Some(time("2026-08-01")) };
    shop.app.create_relation(&Caller::local(), NewRelation { draft: new, both_ways: false }).unwrap();

    let now = Arc::new(AtomicI64::new(time("2026-06-30T23:59:59Z").micros()));
    let clock = now.clone();
    let clock = Clock::set_by(move || Timestamp::from_micros(clock.load(Ordering::SeqCst)));
    let app = App::open(AppOptions { database: shop.url.clone(), follow: true, clock }).unwrap();
    let kept = app.coverage(CoverageQuery::default()).unwrap();
    assert!(Arc::ptr_eq(&kept, &app.coverage(CoverageQuery::default()).unwrap()), "it is counted once");
    for (moment, expected) in [
        ("2026-06-30T23:59:59Z", 0),
        ("2026-07-01T00:00:00Z", 1),
        ("2026-07-31T23:59:59Z", 1),
        ("2026-08-01T00:00:00Z", 0),
        ("2026-07-15T00:00:00Z", 1),
    ] {
        now.store(time(moment).micros(), Ordering::SeqCst);
        assert_eq!([covered(&app, None), covered(&app, Some("related"))], [expected; 2], "{moment}");
        assert_eq!(covered(&app, Some("upsell")), 0, "{moment}");
    }
    let new = NewRelation { draft: draft("C", "upsell", "B"), both_ways: false };
    let revision = app.create_relation(&Caller::local(), new).unwrap().revision;
    while app.status().revision < revision {
        std::thread::yield_now();
    }
    assert_eq!([covered(&app, None), covered(&app, Some("upsell"))], [2, 1]);
}
