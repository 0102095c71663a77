//! Damaged files: nothing panics, what is wrong is said with the way out, and the way out works.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use relata_store::{DatabaseUrl, Store, StoreError, StoreOptions, catalogue, product, relation};

use crate::fixture::{Place, change as changed, context, draft, product as make, write};

const CASES: u64 = 20;

/// A small generator of numbers, so that a case that fails can be made again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn sound_file(place: &Place) -> std::path::PathBuf {
    let store = place.open();
    write(&store, |tx| {
        let products: Vec<_> = (0..300).map(|number| make(&format!("P{number:04}"))).collect();
        product::upsert_many(tx, &products)?;
        let drafts: Vec<_> = (0..2_000)
            .map(|number| {
                let target = (number * 7 + 1) % 300;
                draft(&format!("P{:04} related T{target:04}-{number} {}", number / 10, number % 10 + 1))
            })
            .collect();
        relation::insert_many(tx, &drafts)?;
        tx.record(changed("P0000"));
        Ok(())
    });
    let file = place.folder.path().join("sound.db");
    store.backup(&file).unwrap();
    file
}

/// Damages a copy: bytes at random places, or the end cut off.
fn damage(sound: &Path, to: &Path, case: u64) {
    let mut dice = Dice(case + 1);
    let mut bytes = std::fs::read(sound).unwrap();
    match case % 4 {
        0 => bytes.truncate(dice.roll(bytes.len())),
        // In the header of the file and of its first page; the tables have outgrown the rest of that page.
        1 => (0..8).for_each(|_| bytes[dice.roll(128)] ^= 1 << dice.roll(8)),
        2 => {
            // A lost sector.
            let at = dice.roll(bytes.len() / 512) * 512;
            bytes[at..at + 512].fill(0);
        }
        _ => (0..200).for_each(|_| {
            let at = dice.roll(bytes.len());
            bytes[at] = dice.roll(256) as u8;
        }),
    }
    std::fs::write(to, bytes).unwrap();
}

/// Everything that is done with a database; the first thing that is said about damage.
fn use_it(path: &Path) -> Result<(), String> {
    let told = |error: StoreError| {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(error) = source {
            text.push_str(&format!(": {error}"));
            source = error.source();
        }
        text
    };
    let url = DatabaseUrl::Sqlite(path.to_path_buf());
    let store = Store::open(&url, &StoreOptions::default()).map_err(told)?;
    let findings = store.integrity().map_err(told)?;
    let loaded = store.read(catalogue::load).map(drop).map_err(told);
    let written = store.write(context(), |tx| {
        product::upsert_many(tx, &[make("NEW")])?;
        relation::insert_many(tx, &[draft("NEW related P0001 1")]).map(drop)
    });
    match findings.first() {
        Some(finding) => Err(format!("doctor: {finding}")),
        None => loaded.and(written.map(drop).map_err(told)),
    }
}

#[test]
fn a_damaged_file_never_panics_and_can_be_restored() {
    let place = Place::sqlite();
    let sound = sound_file(&place);
    let mut noticed = 0;
    for case in 0..CASES {
        let path = place.folder.path().join(format!("case-{case}.db"));
        damage(&sound, &path, case);
        let used = catch_unwind(AssertUnwindSafe(|| use_it(&path)));
        let used = used.unwrap_or_else(|_| panic!("case {case} panicked"));
        if let Err(said) = used {
            noticed += 1;
            let has_way_out = said.starts_with("doctor: ")
                || ["doctor", "restore", "another file"].iter().any(|word| said.contains(word));
            assert!(has_way_out, "case {case}: {said}");
        } else {
            assert!(case % 4 != 0, "case {case}: a file without its end went unnoticed");
        }
        let url = DatabaseUrl::Sqlite(path.clone());
        Store::restore(&sound, &url, true).unwrap_or_else(|error| panic!("case {case}: {error:?}"));
        assert_eq!(use_it(&path), Ok(()), "case {case} after it was restored");
    }
    assert!(noticed >= CASES * 3 / 4, "{noticed} of {CASES} noticed");
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let place = Place::sqlite();
    let sound = sound_file(&place);
    let target = DatabaseUrl::Sqlite(place.folder.path().join("target.db"));
    for case in (0..CASES).filter(|case| case % 4 == 0) {
        let path = place.folder.path().join(format!("backup-{case}.db"));
        damage(&sound, &path, case);
        let error = Store::restore(&path, &target, false).unwrap_err();
        assert!(error.to_string().contains("backup-"), "case {case}: {error}");
    }
}
