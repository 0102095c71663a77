use std::collections::BTreeSet;
use std::io::Write;

use relata_model::{
    Action, ChannelCode, Noun, Origin, Product, Relation, RelationDraft, RelationId, RelationIdentity, Scope,
    Sku, Timestamp, TypeCode, Window,
};
use relata_store::{
    Change, DatabaseUrl, Store, StoreError, StoreOptions, Tx, WriteContext, Written, relation,
};
use relata_testkit::postgres::{TestDatabase, fresh_database};

/// A database of its own for one test, removed at its end.
pub(crate) struct Place {
    pub(crate) url: DatabaseUrl,
    pub(crate) folder: tempfile::TempDir,
    _database: Option<TestDatabase>,
}

impl Place {
    pub(crate) fn sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        Place { url: DatabaseUrl::Sqlite(folder.path().join("shop.db")), folder, _database: None }
    }

    pub(crate) fn postgres() -> Option<Place> {
        let database = fresh_database()?;
        let folder = tempfile::tempdir().unwrap();
        Some(Place { url: DatabaseUrl::parse(&database.url).unwrap(), folder, _database: Some(database) })
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.url, &StoreOptions::default()).unwrap()
    }

    /// A statement past the store, to make what the store itself never would.
    pub(crate) fn raw(&self, sql: &str) {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap()
            }
            DatabaseUrl::Postgres(url) => {
                postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(sql).unwrap();
            }
        }
    }
}

/// Says something past the capture of the test runner, which shows only what failed.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Runs a test on every kind of database, before it is opened.
pub(crate) fn both_places(test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(&place);
    }
}

/// Runs a test on a new store of every kind.
pub(crate) fn both(test: impl Fn(&Store)) {
    both_places(|place| test(&place.open()));
}

pub(crate) fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

pub(crate) fn context() -> WriteContext {
    WriteContext { actor: "ann".to_string(), at: at(1_000) }
}

/// A write that has to succeed.
pub(crate) fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Written<T> {
    store.write(context(), work).unwrap()
}

/// A read that has to succeed.
pub(crate) fn read<T>(store: &Store, work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
    store.read(work).unwrap()
}

pub(crate) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub(crate) fn skus(texts: &[&str]) -> Vec<Sku> {
    texts.iter().map(|text| sku(text)).collect()
}

pub(crate) fn type_code(text: &str) -> TypeCode {
    TypeCode::parse(text).unwrap()
}

pub(crate) fn product(text: &str) -> Product {
    Product::new(sku(text), format!("Product {text}"))
}

/// `source type target position`, such as `A accessory B 1`.
pub(crate) fn draft(text: &str) -> RelationDraft {
    let words: Vec<&str> = text.split(' ').collect();
    let identity = RelationIdentity {
        source: sku(words[0]),
        type_code: type_code(words[1]),
        target: sku(words[2]),
        origin: Origin::Manual,
        scope: Scope::default(),
        window: Window::ALWAYS,
    };
    RelationDraft { position: Some(words[3].parse().unwrap()), ..RelationDraft::new(identity) }
}

pub(crate) fn on_channel(mut draft: RelationDraft, codes: &[&str]) -> RelationDraft {
    let codes: BTreeSet<_> = codes.iter().map(|code| ChannelCode::parse(code).unwrap()).collect();
    draft.identity.scope.channels = codes;
    draft
}

/// Relations as `source type target position`, a line each.
pub(crate) fn lines(relations: &[Relation]) -> String {
    let line = |r: &Relation| format!("{} {} {} {}\n", r.source, r.type_code, r.target, r.position);
    relations.iter().map(line).collect()
}

pub(crate) fn link(store: &Store, drafts: &[&str]) -> Vec<RelationId> {
    let drafts: Vec<RelationDraft> = drafts.iter().map(|text| draft(text)).collect();
    write(store, move |tx| relation::insert_many(tx, &drafts)).value
}

pub(crate) fn change(key: &str) -> Change {
    Change {
        action: Action::Create,
        noun: Noun::Product,
        key: key.to_string(),
        touches: None,
        before: None,
        after: Some(serde_json::json!({"sku": key})),
    }
}
