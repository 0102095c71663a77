//! Uploads, bulk edits and stopped imports, on both databases.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use relata_api::{BulkAction, BulkEditInput, BulkSelect, RowMendInput};
use relata_app::{
    App, AppError, AppOptions, Caller, Clock, ImportFile, ImportOptions, ImportState, PageRequest, Progress,
    UploadRows,
};
use relata_model::{Mapping, ProductSelection, Timestamp};

use crate::fixture::{Shop, both, codes, served_by, sku, type_code};

fn upload(app: &App, name: &str, text: &str) -> relata_api::UploadDocument {
    let mut file = app.new_upload_file().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    app.create_upload(name, file).unwrap()
}

fn mapping(content: &str, columns: &[(&str, &str)]) -> Mapping {
    let columns = columns.iter().map(|(name, field)| (name.to_string(), Some(field.to_string())));
    Mapping {
        profile: "relata".to_string(),
        content: content.to_string(),
        columns: columns.collect(),
        decimal_comma: false,
    }
}

fn in_folder(shop: &Shop) {
    shop.app.keep_uploads_in(shop.folder.path().join("uploads"));
}

#[test]
fn columns_are_recognised_by_what_the_shop_knows() {
    both(|shop| {
        in_folder(shop);
        shop.products("RS-1 RS-2 X-1");
        let found = upload(&shop.app, "links.csv", "a;b;c\nRS-1;upsell;X-1\nRS-2;accessory;X-1\n");
        assert_eq!(found.guesses[0].content, "relations");
        let fields: Vec<&str> = found
            .columns
            .iter()
            .map(|column| column.suggestion.as_ref().map_or("-", |found| found.field.as_str()))
            .collect();
        assert_eq!(fields, ["source", "type", "target"]);
        let map = mapping("relations", &[("a", "source"), ("b", "type"), ("c", "target")]);
        shop.app.map_upload(&found.id, Some(map)).unwrap();
        let files = shop.app.upload_files(std::slice::from_ref(&found.id)).unwrap();
        let report = run(&shop.app, &files).unwrap().remove(0);
        assert_eq!((report.counts.created, report.id.is_some()), (2, true));
        assert_eq!(shop.listed("RS-1", "upsell"), ["X-1"]);
        let again = upload(&shop.app, "next.csv", "a;b;c\nX-1;upsell;RS-2\n");
        assert!(again.mapping.is_some(), "remembered in the database for the next file");
    });
}

fn run(app: &App, files: &[ImportFile]) -> Result<Vec<relata_model::ImportReport>, AppError> {
    app.import(&Caller::local(), files, &ImportOptions::default(), &relata_app::NoProgress)
}

#[test]
fn an_upload_is_gone_a_day_after_it_came() {
    let shop = Shop::sqlite();
    in_folder(&shop);
    let found = upload(&shop.app, "a.csv", "sku,name\nA,Alpha\n");
    let app_at = |time: &str| {
        let clock = Clock::fixed(Timestamp::parse(time).unwrap());
        let app = App::open(AppOptions { database: shop.url.clone(), follow: false, clock }).unwrap();
        app.keep_uploads_in(shop.folder.path().join("uploads"));
        app
    };
    assert_eq!(app_at("2026-06-02T11:59:00Z").find_upload(&found.id).unwrap().name, "a.csv");
    let later = app_at("2026-06-02T12:01:00Z");
    assert_eq!(codes(later.find_upload(&found.id)), ["not-found"]);
    assert_eq!(codes(later.upload_files(std::slice::from_ref(&found.id))), ["invalid-value"]);
    assert!(later.list_uploads(PageRequest::default()).unwrap().items.is_empty());
    let left = std::fs::read_dir(shop.folder.path().join("uploads")).unwrap().count();
    assert_eq!(left, 0, "the file is removed");
}

#[test]
fn what_a_refused_upload_left_is_removed() {
    let shop = Shop::sqlite();
    in_folder(&shop);
    let file = shop.app.new_upload_file().unwrap();
    assert_eq!(codes(shop.app.create_upload("empty.csv", file)), ["unknown-profile"]);
    let left = std::fs::read_dir(shop.folder.path().join("uploads")).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn uploads_are_bounded_in_number() {
    let shop = Shop::sqlite();
    in_folder(&shop);
    for number in 0..relata_model::limits::UPLOADS_MAX {
        upload(&shop.app, &format!("{number}.csv"), "sku,name\nA,Alpha\n");
    }
    assert_eq!(codes(shop.app.new_upload_file().map(drop)), ["limit-exceeded"]);
    let first = shop.app.list_uploads(PageRequest { cursor: None, limit: 1 }).unwrap().items.remove(0);
    assert_eq!(first.name, "99.csv", "ids follow each other within a moment, too");
    shop.app.delete_upload(&first.id).unwrap();
    assert!(shop.app.new_upload_file().is_ok());
}

#[test]
fn rows_are_read_in_parts_and_mending_is_taken_back() {
    let shop = Shop::sqlite();
    in_folder(&shop);
    let rows: String = (0..300).map(|number| format!("P{number};x\n")).collect();
    let found = upload(&shop.app, "a.csv", &format!("sku;name\n{rows}"));
    let numbers = |rows: &UploadRows| -> Vec<u64> {
        let found = shop.app.upload_rows(&found.id, rows).unwrap();
        found.rows.iter().map(|row| row.row).collect()
    };
    assert_eq!(numbers(&UploadRows::From(299, 50)), [299, 300, 301]);
    assert_eq!(numbers(&UploadRows::From(2, 2)), [2, 3]);
    assert_eq!(numbers(&UploadRows::At([3, 200, 999].into())), [3, 200]);
    let mend = |cells: &[(&str, Option<&str>)], skip| RowMendInput {
        row: 5,
        cells: cells.iter().map(|(name, text)| (name.to_string(), text.map(str::to_string))).collect(),
        skip,
    };
    shop.app.mend_upload(&found.id, &[mend(&[("name", Some("y;z"))], Some(true))]).unwrap();
    let row = |at| shop.app.upload_rows(&found.id, &UploadRows::At([at].into())).unwrap().rows.remove(0);
    assert_eq!((row(5).cells[1].as_str(), row(5).skipped, row(5).mended), ("y;z", true, true));
    shop.app.mend_upload(&found.id, &[mend(&[("name", None)], Some(false))]).unwrap();
    assert_eq!((row(5).cells[1].as_str(), row(5).skipped, row(5).mended), ("x", false, false));
    assert_eq!(shop.app.find_upload(&found.id).unwrap().rows_mended, 0);
}

fn bulk(app: &App, select: BulkSelect, action: BulkAction) -> relata_app::BulkEditDone {
    app.bulk_edit(&Caller::local(), &BulkEditInput { select, action }, false).unwrap()
}

#[test]
fn a_bulk_edit_is_one_change_that_shoppers_see_at_once() {
    both(|shop| {
        let clock = Clock::fixed(shop.app.now());
        let app = App::open(AppOptions { database: shop.url.clone(), follow: true, clock }).unwrap();
        let rows: String = (0..2_500).map(|number| format!("P{number},x,Acme\n")).collect();
        let path = shop.file("products.csv", &format!("sku,name,brand\n{rows}"));
        shop.import(&path, &ImportOptions::default());
        shop.products("T");
        let filter = ProductSelection {
            brand: vec!["Acme".to_string()],
            without: vec![type_code("accessory")],
            ..ProductSelection::default()
        };
        let link = || BulkAction::Link {
            type_code: type_code("accessory"),
            targets: vec![sku("T")],
            weight: None,
            position: None,
        };
        let done = bulk(&app, BulkSelect::Filter(Box::new(filter.clone())), link());
        assert_eq!((done.selected, done.report.counts.created), (2_500, 2_500));
        let revision = done.report.revision.unwrap();
        let entries = app.list_audit(Default::default(), PageRequest::default()).unwrap().items;
        assert_eq!(entries[0].revision, revision);
        assert_eq!(
            entries.iter().filter(|entry| entry.revision == revision).count(),
            1,
            "one entry for all of it"
        );
        wait(&app, revision);
        assert_eq!(served_by(&app, "P2499", "accessory"), ["T"]);
        assert_eq!(bulk(&app, BulkSelect::Filter(Box::new(filter)), link()).selected, 0);
        let id = done.report.id.unwrap().parse().unwrap();
        let undone = app.revert_import(&Caller::local(), id).unwrap();
        wait(&app, undone.revision);
        assert_eq!(served_by(&app, "P0", "accessory"), [""; 0]);
    });
}

fn wait(app: &App, revision: i64) {
    while app.status().revision < revision {
        std::thread::yield_now();
    }
}

/// Stops an import once so much of it is written.
struct StopAt {
    rows: u64,
    done: AtomicU64,
    writes: AtomicBool,
}

impl Progress for StopAt {
    fn stage(&self, name: &str, _total: Option<u64>) {
        self.writes.store(name == "write", Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    fn advance(&self, done: u64) {
        let done = if self.writes.load(Ordering::Relaxed) { done } else { 0 };
        self.done.store(done, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.done.load(Ordering::Relaxed) >= self.rows
    }
}

#[test]
fn a_stopped_import_leaves_nothing_behind() {
    both(|shop| {
        shop.product("P7", |product| product.name = "Seven".to_string());
        let rows: String = (0..9_000).map(|number| format!("P{number},New {number}\n")).collect();
        let path = shop.file("many.csv", &format!("sku,name\n{rows}"));
        let first = shop.file("first.csv", "sku,name\nFIRST,First\n");
        let files = [ImportFile::new(first), ImportFile::new(path)];
        let stop = StopAt { rows: 4_000, done: AtomicU64::new(0), writes: AtomicBool::new(false) };
        let stopped = shop.app.import(&Caller::local(), &files, &ImportOptions::default(), &stop);
        assert!(matches!(stopped, Err(AppError::Cancelled)), "{stopped:?}");
        let records = shop.app.list_imports(PageRequest::default()).unwrap().items;
        let states: Vec<ImportState> = records.iter().map(|record| record.state).collect();
        assert_eq!(states, [ImportState::Failed, ImportState::Reverted]);
        assert_eq!(records[0].reason.as_deref(), Some("cancelled"));
        assert_eq!(shop.app.find_product(&sku("P7")).unwrap().name, "Seven");
        assert_eq!(codes(shop.app.find_product(&sku("P8"))), ["not-found"]);
        assert_eq!(codes(shop.app.find_product(&sku("FIRST"))), ["not-found"]);
        let report = run(&shop.app, &files).unwrap();
        assert_eq!(report[1].counts.created, 8_999, "the right to import was given back");
    });
}

#[test]
fn rejected_rows_are_kept_up_to_a_bound() {
    both(|shop| {
        let long = "x".repeat(60_000);
        let rows: String = (0..1_300).map(|number| format!("P{number},,{long}\n")).collect();
        let path = shop.file("bad.csv", &format!("sku,name,description\n{rows}"));
        let report = shop.import(&path, &ImportOptions::default());
        assert_eq!(report.counts.rejected, 1_300);
        let group = report.groups.iter().find(|group| group.column.as_deref() == Some("name")).unwrap();
        assert_eq!((group.count, &*group.rows), (1_300, &[(2, 1_301)][..]));
        let mut text = Vec::new();
        shop.app.write_rejects(report.id.unwrap().parse().unwrap(), &mut text).unwrap();
        let kept = text.iter().filter(|byte| **byte == b'\n').count() - 1;
        assert!((1_100..1_150).contains(&kept), "{kept}");
        let left_out = format!("{} rejected rows are not kept", 1_300 - kept);
        assert!(report.warnings.iter().any(|warning| warning.message.starts_with(&left_out)), "{left_out}");
    });
}

#[test]
fn the_filters_of_a_selection_are_met_together() {
    let shop = Shop::sqlite();
    let in_category = |path: &'static str, brand: &'static str| {
        move |product: &mut relata_model::Product| {
            product.categories = vec![relata_model::CategoryPath::parse(path).unwrap()].into_iter().collect();
            product.brand = Some(brand.to_string());
        }
    };
    shop.product("A", in_category("Bikes/Road", "Acme"));
    shop.product("B", in_category("Bikes/City", "Cosy"));
    shop.product("C", in_category("Bikesheds", "Acme"));
    shop.link("A", "upsell", "B").unwrap();
    let select = |filter: serde_json::Value| {
        let body = serde_json::json!({"select": {"filter": filter}, "action": {"kind": "unlink", "type": "related"}});
        let body = relata_api::Body::parse(body.to_string().as_bytes()).unwrap();
        let BulkEditInput { select, action: edit } = BulkEditInput::read(&body).unwrap();
        let filter = select;
        bulk(&shop.app, filter, edit).selected
    };
    assert_eq!(select(serde_json::json!({"category": ["Bikes"]})), 2);
    assert_eq!(select(serde_json::json!({"category": ["Bikes"], "brand": ["Acme"]})), 1);
    assert_eq!(select(serde_json::json!({"brand": ["Acme", "Cosy"]})), 3);
    assert_eq!(select(serde_json::json!({"with": ["upsell"]})), 1);
    assert_eq!(select(serde_json::json!({"without": ["upsell"], "query": "c"})), 2);
    assert_eq!(select(serde_json::json!({"sku": ["A", "B"], "status": ["active"]})), 2);
}
