//! Every change can be undone while nothing touched the same things since.

use relata_app::{App, AppOptions, AuditFilter, Caller, Clock, ImportOptions, PageRequest};
use relata_model::{ImportMode, Noun};

use crate::fixture::{both, codes, served_by, sku};

#[test]
fn a_change_is_undone_and_the_undoing_is_a_change() {
    both(|shop| {
        shop.products("A B C");
        shop.link("A", "related", "B").unwrap();
        let made = shop.link("A", "related", "C").unwrap();
        let caller = Caller::local();
        let gone = shop.app.delete_relation(&caller, made.value.relation.id, None).unwrap();
        assert_eq!(shop.listed("A", "related"), ["B"]);
        shop.app.revert(&caller, gone).unwrap();
        assert_eq!(shop.listed("A", "related"), ["B", "C"]);
        assert_eq!(codes(shop.app.revert(&caller, made.revision)), ["conflict"]);
    });
}

#[test]
fn a_product_gets_its_old_price_back() {
    both(|shop| {
        shop.product("A", |product| product.price = Some(100));
        let caller = Caller::local();
        let changed = shop.try_product("A", |product| product.price = Some(200)).unwrap();
        shop.app.revert(&caller, changed.revision).unwrap();
        assert_eq!(shop.app.find_product(&sku("A")).unwrap().price, Some(100));
    });
}

#[test]
fn an_import_is_undone_as_one() {
    both(|shop| {
        shop.products("S A B C");
        shop.link("S", "related", "A").unwrap();
        let path = shop.file("links.csv", "source,type,target,position\nS,related,C,1\nS,related,B,2\n");
        shop.import(&path, &ImportOptions::default());
        assert_eq!(shop.listed("S", "related"), ["C", "B", "A"]);
        let import = shop.app.list_imports(PageRequest::default()).unwrap().items.remove(0);
        shop.app.revert_import(&Caller::local(), import.id).unwrap();
        assert_eq!(shop.listed("S", "related"), ["A"]);
        assert_eq!(codes(shop.app.revert_import(&Caller::local(), import.id)), ["conflict"]);
    });
}

#[test]
fn undoing_a_replacing_import_brings_back_what_it_removed() {
    both(|shop| {
        shop.products("S A B C");
        let all = shop.file("all.csv", "source,type,target\nS,related,A\nS,related,B\nS,related,C\n");
        shop.import(&all, &ImportOptions::default());
        let one = shop.file("one.csv", "source,type,target\nS,related,C\n");
        shop.import(&one, &ImportOptions { mode: ImportMode::Replace, ..ImportOptions::default() });
        assert_eq!(shop.listed("S", "related"), ["C"]);
        let import = shop.app.list_imports(PageRequest::default()).unwrap().items.remove(0);
        shop.app.revert_import(&Caller::local(), import.id).unwrap();
        assert_eq!(shop.listed("S", "related"), ["A", "B", "C"]);
    });
}

#[test]
fn every_change_has_an_audit_line_with_before_and_after() {
    both(|shop| {
        shop.products("A");
        shop.product("A", |product| product.stock = Some(3));
        let filter = AuditFilter { noun: Some(Noun::Product), ..AuditFilter::default() };
        let entries = shop.app.list_audit(filter, PageRequest::default()).unwrap().items;
        let stocks: Vec<(bool, Option<i64>)> = entries
            .iter()
            .map(|entry| {
                (entry.before.is_some(), entry.after.as_ref().and_then(|after| after["stock"].as_i64()))
            })
            .collect();
        assert_eq!(stocks, [(true, Some(3)), (false, None)]);
    });
}

#[test]
fn a_follower_serves_an_import_at_its_end_and_its_undoing() {
    both(|shop| {
        shop.products("S A B");
        let options =
            AppOptions { database: shop.url.clone(), follow: true, clock: Clock::fixed(shop.app.now()) };
        let follower = App::open(options).unwrap();
        let path = shop.file("links.csv", "source,type,target\nS,related,A\nS,related,B\n");
        shop.import(&path, &ImportOptions::default());
        wait_for(&follower, &["A", "B"]);
        let import = shop.app.list_imports(PageRequest::default()).unwrap().items.remove(0);
        shop.app.revert_import(&Caller::local(), import.id).unwrap();
        wait_for(&follower, &[]);
    });
}

/// Waits on the live revision, not on the clock, until the follower answers so.
fn wait_for(follower: &App, expected: &[&str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut live = follower.live();
        while served_by(follower, "S", "related") != expected {
            let change = tokio::time::timeout(std::time::Duration::from_secs(20), live.changed()).await;
            change.expect("the follower moves on").unwrap();
        }
    });
}
