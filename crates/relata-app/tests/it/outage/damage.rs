//! A damaged file: what cannot be read is said, what can be read is served, nothing panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use relata_app::{App, AppError, AppOptions, Clock, DatabaseUrl};
use relata_model::Timestamp;

use crate::fixture::{Shop, served_by};

const CASES: u64 = 20;

/// Opens the file as a server does, answers from it and looks it over.
fn serve(path: &Path) -> Result<bool, AppError> {
    let database = DatabaseUrl::Sqlite(path.to_path_buf());
    let clock = Clock::fixed(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    let app = App::open(AppOptions { database, follow: true, clock })?;
    served_by(&app, "P1", "related");
    Ok(app.doctor()?.sound)
}

#[test]
fn a_damaged_file_is_refused_or_served_and_never_panics() {
    let shop = Shop::sqlite();
    let mut products = "sku,name\n".to_string();
    let mut relations = "source,type,target\n".to_string();
    for number in 0..400 {
        products.push_str(&format!("P{number},Product {number}\n"));
        for target in 1..=5 {
            relations.push_str(&format!("P{number},related,P{}\n", (number + target * 7) % 400));
        }
    }
    for (name, text) in [("products.csv", products), ("relations.csv", relations)] {
        shop.import(&shop.file(name, &text), &relata_app::ImportOptions::default());
    }
    let sound = shop.folder.path().join("sound.db");
    shop.app.backup(&sound).unwrap();
    let bytes = std::fs::read(&sound).unwrap();
    assert!(serve(&sound).unwrap());
    let mut noticed = 0;
    for case in 0..CASES {
        let mut state = case + 1;
        let mut roll = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let mut damaged = bytes.clone();
        match case % 2 {
            0 => damaged.truncate(roll(bytes.len())),
            // Beyond the tables' own page, so that rows are hit.
            _ => (0..300).for_each(|_| damaged[4_096 + roll(bytes.len() - 4_096)] = roll(256) as u8),
        }
        let path = shop.folder.path().join(format!("case-{case}.db"));
        std::fs::write(&path, damaged).unwrap();
        let served = catch_unwind(AssertUnwindSafe(|| serve(&path)));
        let served = served.unwrap_or_else(|_| panic!("case {case} panicked"));
        noticed += u64::from(!matches!(served, Ok(true)));
    }
    assert_eq!(noticed, CASES, "damage that nobody noticed");
}
