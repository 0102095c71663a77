//! Editors, imports and undoing at the same time; afterwards everything is sound.

use relata_app::{
    App, AppError, AppOptions, Caller, Clock, ImportFile, ImportOptions, NewRelation, NoProgress,
    PageRequest, Precondition, RelationChange, RelationFilter,
};
use relata_model::{ImportMode, RelationId};

use crate::fixture::{Shop, both, draft, sku};

const PRODUCTS: u64 = 12;
const STEPS: u64 = 60;

/// Random numbers with a seed, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn product(&mut self) -> String {
        format!("P{}", self.below(PRODUCTS))
    }

    fn kind(&mut self) -> &'static str {
        ["upsell", "related", "successor"][self.below(3) as usize]
    }
}

/// What the caller did wrong is part of the storm; a failure of the machine is not.
fn expected<T>(result: Result<T, AppError>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(AppError::Refused { .. }) => None,
        Err(other) => panic!("{other:?}"),
    }
}

fn some_relation(app: &App, dice: &mut Dice) -> Option<RelationId> {
    let filter = RelationFilter { source: Some(sku(&dice.product())), ..RelationFilter::default() };
    let rows = app.list_relations(filter, None, PageRequest::default()).unwrap().items;
    let at = dice.below(rows.len().max(1) as u64) as usize;
    rows.get(at).map(|row| row.relation.id)
}

/// A person who links, moves, unlinks, regroups and undoes.
fn edit(app: &App, seed: u64) {
    let mut dice = Dice(seed);
    (0..STEPS).for_each(|_| edit_once(app, &mut dice));
}

fn edit_once(app: &App, dice: &mut Dice) {
    let caller = Caller::local();
    match dice.below(6) {
        0 | 1 => {
            let relation = draft(&dice.product(), dice.kind(), &dice.product());
            let new = NewRelation { draft: relation, both_ways: dice.below(4) == 0 };
            drop(expected(app.create_relation(&caller, new)));
        }
        2 => {
            if let Some(id) = some_relation(app, dice) {
                let change = RelationChange { position: Some(dice.below(6) as u32), ..Default::default() };
                drop(expected(app.update_relation(&caller, id, Precondition::NONE, move |_| Ok(change))));
            }
        }
        3 => {
            if let Some(id) = some_relation(app, dice) {
                let _ = expected(app.delete_relation(&caller, id, Precondition::NONE));
            }
        }
        4 => {
            let (key, parent) = (sku(&dice.product()), sku(&dice.product()));
            let leave = dice.below(2) == 0;
            let saved = app.save_product(&caller, key.clone(), Precondition::NONE, move |before, _| {
                let mut product = before.cloned().unwrap_or_else(|| relata_model::Product::new(key, "P"));
                product.parent = (!leave).then_some(parent);
                Ok(product)
            });
            drop(expected(saved));
        }
        _ => {
            let newest = app.list_audit(Default::default(), PageRequest::default()).unwrap().items;
            let at = dice.below(newest.len().max(1) as u64) as usize;
            if let Some(entry) = newest.get(at) {
                drop(expected(app.revert(&caller, entry.revision)));
            }
        }
    }
}

/// A feed that sends its lists again and again.
fn feed(app: &App, shop: &Shop, seed: u64) {
    let mut dice = Dice(seed);
    (0..STEPS / 6).for_each(|number| feed_once(app, shop, number, &mut dice));
}

fn feed_once(app: &App, shop: &Shop, number: u64, dice: &mut Dice) {
    let rows: String = (0..dice.below(40))
        .map(|_| format!("{},{},{}\n", dice.product(), dice.kind(), dice.product()))
        .collect();
    let path = shop.file(&format!("feed-{number}.csv"), &format!("source,type,target\n{rows}"));
    let mode = if dice.below(2) == 0 { ImportMode::Merge } else { ImportMode::Replace };
    let options = ImportOptions { mode, ..ImportOptions::default() };
    drop(expected(app.import(&Caller::local(), &[ImportFile::new(path)], &options, &NoProgress)));
}

/// Storms in a usual run; set `RELATA_STORMS` for more.
const STORMS: u64 = 2;

#[test]
fn editors_imports_and_undoing_leave_everything_sound() {
    let storms = std::env::var("RELATA_STORMS").ok().and_then(|text| text.parse().ok()).unwrap_or(STORMS);
    (0..storms).for_each(storm);
}

fn storm(seed: u64) {
    both(|shop| {
        let names: Vec<String> = (0..PRODUCTS).map(|number| format!("P{number}")).collect();
        shop.products(&names.join(" "));
        let options =
            AppOptions { database: shop.url.clone(), follow: true, clock: Clock::fixed(shop.app.now()) };
        let follower = App::open(options).unwrap();
        let other = shop.again();
        std::thread::scope(|scope| {
            scope.spawn(|| edit(&shop.app, seed * 10 + 1));
            scope.spawn(|| edit(&other, seed * 10 + 2));
            scope.spawn(|| edit(&follower, seed * 10 + 3));
            scope.spawn(|| feed(&shop.app, shop, seed * 10 + 4));
        });
        let found = follower.doctor().unwrap();
        assert!(found.sound, "seed {seed}: {:?}", found.findings);
        assert_eq!(found.index_equals_rebuild, Some(true));
    });
}

#[test]
fn one_after_the_other_every_step_leaves_everything_sound() {
    let storms = std::env::var("RELATA_STORMS").ok().and_then(|text| text.parse().ok()).unwrap_or(STORMS);
    for seed in 0..storms {
        let shop = Shop::sqlite();
        let names: Vec<String> = (0..PRODUCTS).map(|number| format!("P{number}")).collect();
        shop.products(&names.join(" "));
        let mut dice = Dice(seed);
        for step in 0..STEPS * 2 {
            if dice.below(6) == 0 {
                feed_once(&shop.app, &shop, step, &mut dice);
            } else {
                edit_once(&shop.app, &mut dice);
            }
            let found = shop.app.doctor().unwrap();
            let newest = shop.app.list_audit(Default::default(), PageRequest::default()).unwrap().items;
            assert!(found.sound, "seed {seed}, step {step}: {:?} after {:?}", found.findings, newest.first());
        }
    }
}
