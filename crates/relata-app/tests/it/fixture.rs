//! A shop in a few words, and the questions that tests ask of it.

use std::path::{Path, PathBuf};

use relata_api::RecommendationRequest;
use relata_app::{
    App, AppError, AppOptions, Caller, Clock, DatabaseUrl, ImportFile, ImportOptions, ListedRelation,
    NewRelation, NoProgress, PageRequest, Precondition, Saved,
};
use relata_model::{
    ImportReport, Origin, Product, RelationDraft, RelationIdentity, Scope, Sku, Timestamp, TypeCode, Window,
};
use relata_testkit::postgres::{TestDatabase, fresh_database};

/// An app on a database of its own, gone with it.
pub(crate) struct Shop {
    pub(crate) app: App,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) url: DatabaseUrl,
    _database: Option<TestDatabase>,
}

/// Runs a test on SQLite, and on PostgreSQL where it is installed.
pub(crate) fn both(test: impl Fn(&Shop)) {
    test(&Shop::sqlite());
    if let Some(shop) = Shop::postgres() {
        test(&shop);
    }
}

pub(crate) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub(crate) fn type_code(text: &str) -> TypeCode {
    TypeCode::parse(text).unwrap()
}

/// A manual relation at the end of its list.
pub(crate) fn draft(source: &str, kind: &str, target: &str) -> RelationDraft {
    RelationDraft::new(RelationIdentity {
        source: sku(source),
        type_code: type_code(kind),
        target: sku(target),
        origin: Origin::Manual,
        scope: Scope::default(),
        window: Window::ALWAYS,
    })
}

impl Shop {
    pub(crate) fn sqlite() -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::parse(&format!("sqlite:{}", folder.path().join("shop.db").display())).unwrap();
        Shop { app: open(&url), folder, url, _database: None }
    }

    pub(crate) fn postgres() -> Option<Shop> {
        let database = fresh_database()?;
        let url = DatabaseUrl::parse(&database.url).unwrap();
        let folder = tempfile::tempdir().unwrap();
        Some(Shop { app: open(&url), folder, url, _database: Some(database) })
    }

    /// Another app on the same database, as another process would be.
    pub(crate) fn again(&self) -> App {
        open(&self.url)
    }

    pub(crate) fn products(&self, skus: &str) {
        for text in skus.split_whitespace() {
            self.product(text, |_| {});
        }
    }

    pub(crate) fn product(&self, text: &str, change: impl Fn(&mut Product) + Send + 'static) {
        self.try_product(text, change).unwrap();
    }

    pub(crate) fn try_product(
        &self,
        text: &str,
        change: impl Fn(&mut Product) + Send + 'static,
    ) -> Result<Saved<Product>, AppError> {
        let key = sku(text);
        self.app.save_product(&Caller::local(), key.clone(), Precondition::NONE, move |before, _| {
            let mut product = before.cloned().unwrap_or_else(|| Product::new(key.clone(), key.as_str()));
            change(&mut product);
            Ok(product)
        })
    }

    pub(crate) fn link(
        &self,
        source: &str,
        kind: &str,
        target: &str,
    ) -> Result<Saved<ListedRelation>, AppError> {
        let new = NewRelation { draft: draft(source, kind, target), both_ways: false };
        self.app.create_relation(&Caller::local(), new)
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn import(&self, path: &Path, options: &ImportOptions) -> ImportReport {
        self.app.import(&Caller::local(), &[ImportFile::new(path)], options, &NoProgress).unwrap().remove(0)
    }

    /// The targets of a list as the API lists them.
    pub(crate) fn listed(&self, source: &str, kind: &str) -> Vec<String> {
        let page = PageRequest { cursor: None, limit: 200 };
        let rows = self.app.product_relations(&sku(source), Some(&type_code(kind)), page).unwrap().items;
        rows.into_iter().map(|row| row.relation.target.to_string()).collect()
    }

    /// The targets that an index compiled anew answers with.
    pub(crate) fn served(&self, source: &str, kind: &str) -> Vec<String> {
        served_by(&self.again(), source, kind)
    }
}

/// The targets that an app answers with.
pub(crate) fn served_by(app: &App, source: &str, kind: &str) -> Vec<String> {
    let request =
        format!(r#"{{"products": ["{source}"], "types": ["{kind}"], "limit": 50, "explain": true}}"#);
    let request = RecommendationRequest::parse(request.as_bytes()).ok().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&app.recommend(&request).unwrap().body).unwrap();
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| item["sku"].as_str().unwrap().to_string()).collect()
}

fn open(url: &DatabaseUrl) -> App {
    let clock = Clock::fixed(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    App::open(AppOptions { database: url.clone(), follow: false, clock }).unwrap()
}

/// The codes of the problems of a refusal.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::Refused { problems, .. }) => {
            problems.iter().map(|problem| problem.code.as_str()).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}
