//! Every change can be undone while nothing touched the same things since.

use relata_app::{
    App, AppOptions, AuditFilter, AuditLine, Caller, Clock, ImportOptions, ListedRelation, PageRequest,
    Precondition, RelationChange,
};
use relata_model::{Action, AuditEntry, ImportMode, Noun, RelationType};

use crate::fixture::{Shop, both, codes, served_by, sku, type_code};

#[test]
fn a_change_is_undone_and_the_undoing_is_a_change() {
    both(|shop| {
        shop.products("A B C");
        shop.link("A", "related", "B").unwrap();
        let made = shop.link("A", "related", "C").unwrap();
        let caller = Caller::local();
        let gone = shop.app.delete_relation(&caller, made.value.relation.id, Precondition::NONE).unwrap();
        assert_eq!(shop.listed("A", "related"), ["B"]);
        assert_eq!(codes(shop.app.revert(&caller, made.revision)), ["conflict"]);
        let undone = shop.app.revert(&caller, gone).unwrap().revision;
        assert_eq!(shop.listed("A", "related"), ["B", "C"]);
        let redone = shop.app.revert(&caller, undone).unwrap().revision;
        assert_eq!(shop.listed("A", "related"), ["B"]);
        assert_eq!(codes(shop.app.revert(&caller, undone)), ["conflict"]);
        shop.app.revert(&caller, redone).unwrap();
        assert_eq!(shop.listed("A", "related"), ["B", "C"]);
        // It came back under its number, so what was before its removal can be undone as well.
        shop.app.revert(&caller, made.revision).unwrap();
        assert_eq!(shop.listed("A", "related"), ["B"]);
    });
}

#[test]
fn a_move_between_lists_is_one_change_and_is_undone_as_one() {
    both(|shop| {
        shop.products("A B C D");
        for target in ["B", "C", "D"] {
            shop.link("A", "related", target).unwrap();
        }
        shop.link("A", "upsell", "D").unwrap();
        let caller = Caller::local();
        let page = PageRequest::default();
        let related = shop.app.product_relations(&sku("A"), Some(&type_code("related")), page).unwrap().items;
        let moved = |target: usize, kind: &str, position: Option<u32>| {
            let change = RelationChange { type_code: Some(type_code(kind)), position, ..Default::default() };
            shop.app.update_relation(&caller, related[target].relation.id, Precondition::NONE, move |_| {
                Ok(change)
            })
        };
        let places = |kind: &str| {
            let page = PageRequest::default();
            let rows = shop.app.product_relations(&sku("A"), Some(&type_code(kind)), page).unwrap().items;
            let place = |row: ListedRelation| format!("{}{}", row.relation.target, row.relation.position);
            rows.into_iter().map(place).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(codes(moved(2, "upsell", None)), ["duplicate-relation"]);
        assert_eq!(codes(moved(0, "nonsense", None)), ["unknown-type"]);
        let saved = moved(0, "upsell", Some(1)).unwrap();
        assert_eq!((places("related"), places("upsell")), ("C1 D2".into(), "B1 D2".into()));
        assert_eq!(shop.served("A", "upsell"), ["B", "D"]);
        let filter = AuditFilter { revision: Some(saved.revision), ..AuditFilter::default() };
        let entries = shop.app.list_audit(filter, PageRequest::default()).unwrap().items;
        assert_eq!(entries.iter().map(|entry| entry.action).collect::<Vec<_>>(), [Action::Update]);
        let undone = shop.app.revert(&caller, saved.revision).unwrap().revision;
        assert_eq!((places("related"), places("upsell")), ("B1 C2 D3".into(), "D1".into()));
        shop.app.revert(&caller, undone).unwrap();
        assert_eq!((places("related"), places("upsell")), ("C1 D2".into(), "B1 D2".into()));
    });
}

#[test]
fn a_move_obeys_the_laws_of_the_new_type_and_a_check_writes_nothing() {
    both(|shop| {
        shop.products("A B C");
        shop.link("A", "upsell", "B").unwrap();
        let back = shop.link("B", "related", "A").unwrap().value.relation.id;
        let change = |kind: &str| RelationChange { type_code: Some(type_code(kind)), ..Default::default() };
        let found =
            shop.app.check_relation_change(back, Precondition::NONE, |_| Ok(change("upsell"))).unwrap();
        assert_eq!(found.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["cycle"]);
        assert_eq!(
            shop.app.check_relation_change(back, Precondition::NONE, |_| Ok(change("accessory"))).unwrap(),
            []
        );
        assert_eq!(shop.listed("B", "related"), ["A"]);
        let caller = Caller::local();
        assert_eq!(
            codes(shop.app.update_relation(&caller, back, Precondition::NONE, move |_| Ok(change("upsell")))),
            ["cycle"]
        );
        let target = RelationChange { target: Some(sku("C")), ..Default::default() };
        let pointed =
            shop.app.update_relation(&caller, back, Precondition::NONE, move |_| Ok(target)).unwrap();
        assert_eq!(shop.listed("B", "related"), ["C"]);
        shop.app.revert(&caller, pointed.revision).unwrap();
        assert_eq!(shop.listed("B", "related"), ["A"]);
        let nowhere = RelationChange { target: Some(sku("Z")), ..Default::default() };
        assert_eq!(
            codes(shop.app.update_relation(&caller, back, Precondition::NONE, move |_| Ok(nowhere))),
            ["unknown-product"]
        );
    });
}

#[test]
fn a_type_takes_no_more_than_its_most_by_moving_either() {
    both(|shop| {
        shop.products("A B C");
        let caller = Caller::local();
        shop.app
            .save_document(
                &caller,
                type_code("related"),
                Precondition::NONE,
                |stored: Option<&RelationType>| {
                    Ok(RelationType { max_per_product: 1, ..stored.unwrap().clone() })
                },
            )
            .unwrap();
        shop.link("A", "related", "B").unwrap();
        let other = shop.link("A", "accessory", "C").unwrap().value.relation.id;
        let change = RelationChange { type_code: Some(type_code("related")), ..Default::default() };
        assert_eq!(
            codes(shop.app.update_relation(&caller, other, Precondition::NONE, move |_| Ok(change))),
            ["limit-exceeded"]
        );
    });
}

#[test]
fn the_history_of_a_product_has_its_relations_from_and_to_it() {
    both(|shop| {
        shop.products("A B C");
        let made = shop.link("A", "related", "B").unwrap();
        shop.link("C", "related", "A").unwrap();
        shop.link("C", "related", "B").unwrap();
        let caller = Caller::local();
        shop.app.delete_relation(&caller, made.value.relation.id, Precondition::NONE).unwrap();
        let history = |filter: AuditFilter| {
            let entries = shop.app.list_audit(filter, PageRequest::default()).unwrap().items;
            let lines = shop.app.describe_audit(entries).unwrap().into_iter();
            let line = |line: AuditLine| {
                assert!(line.revertible);
                let names: Vec<_> = line.names.into_values().collect();
                format!("{} {} {}", line.entry.action.as_str(), line.entry.noun.as_str(), names.join("+"))
            };
            lines.map(line).collect::<Vec<_>>()
        };
        let of = |text: &str| AuditFilter { product: Some(sku(text)), ..AuditFilter::default() };
        assert_eq!(
            history(of("A")),
            ["delete relation A+B", "create relation A+C", "create relation A+B", "create product A"]
        );
        assert_eq!(history(AuditFilter { action: Some(Action::Delete), ..of("B") }), ["delete relation A+B"]);
        assert_eq!(history(of("UNKNOWN")), Vec::<String>::new());
        let now = shop.app.now();
        assert_eq!(history(AuditFilter { since: Some(now), ..of("C") }).len(), 3);
        assert_eq!(history(AuditFilter { until: Some(now), ..of("C") }).len(), 0);
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
fn an_import_that_was_undone_is_done_again_by_undoing_that() {
    both(|shop| {
        shop.products("S A B C D");
        shop.product("A", |product| product.price = Some(100));
        shop.link("S", "related", "A").unwrap();
        let products =
            shop.file("products.csv", "sku,name,price\nA,New name,9.00\nE,Made,1.00\nB,Kept,2.00\n");
        shop.import(&products, &ImportOptions::default());
        let links = shop.file("links.csv", "source,type,target,position\nS,related,C,1\nS,related,B,2\n");
        shop.import(&links, &ImportOptions::default());
        let one = shop.file("one.csv", "source,type,target\nS,related,B\n");
        shop.import(&one, &ImportOptions { mode: ImportMode::Replace, ..ImportOptions::default() });
        let caller = Caller::local();
        let last = |shop: &Shop| {
            let filter = AuditFilter { noun: Some(Noun::Import), ..AuditFilter::default() };
            shop.app.list_audit(filter, PageRequest::default()).unwrap().items.remove(0).revision
        };
        let state = |shop: &Shop| {
            let find = |text: &str| {
                shop.app.find_product(&sku(text)).ok().map(|product| (product.name, product.price))
            };
            (shop.listed("S", "related"), find("A"), find("B"), find("E"))
        };
        let imports = shop.app.list_imports(PageRequest::default()).unwrap().items;
        // The newest import first, down to the first one, and up again.
        let mut seen = vec![state(shop)];
        let mut undone = Vec::new();
        for import in &imports {
            shop.app.revert_import(&caller, import.id).unwrap();
            seen.push(state(shop));
            undone.push(last(shop));
        }
        assert_eq!(seen[3].0, ["A"]);
        assert_eq!(seen[3].3, None, "the product was the import's");
        let mut again = Vec::new();
        for (at, revision) in undone.iter().enumerate().rev() {
            assert!(shop.app.describe_audit(audit_of(shop, *revision)).unwrap()[0].revertible);
            again.push(shop.app.revert(&caller, *revision).unwrap().revision);
            assert_eq!(state(shop), seen[at]);
            assert_eq!(codes(shop.app.revert(&caller, *revision)), ["conflict"], "it is done");
        }
        assert_eq!(shop.served("S", "related"), seen[0].0, "the index has it as well");
        // What was done again can be undone again.
        shop.app.revert(&caller, again[2]).unwrap();
        assert_eq!(state(shop), seen[1]);
    });
}

#[test]
fn doing_an_import_again_leaves_alone_what_was_changed_since() {
    both(|shop| {
        shop.products("A B");
        let file = shop.file("products.csv", "sku,name\nA,From the file\nB,From the file\n");
        shop.import(&file, &ImportOptions::default());
        let caller = Caller::local();
        let import = shop.app.list_imports(PageRequest::default()).unwrap().items.remove(0);
        shop.product("A", |product| product.name = "By hand".to_string());
        let undone = shop.app.revert_import(&caller, import.id).unwrap();
        assert_eq!(undone.warnings.len(), 1, "{:?}", undone.warnings);
        shop.product("B", |product| product.name = "Also by hand".to_string());
        let again = shop.app.revert(&caller, undone.revision).unwrap();
        assert_eq!(again.warnings.len(), 1, "{:?}", again.warnings);
        let undone = shop.app.revert(&caller, again.revision).unwrap();
        shop.app.revert(&caller, undone.revision).unwrap();
        let name = |text: &str| shop.app.find_product(&sku(text)).unwrap().name;
        assert_eq!([name("A"), name("B")], ["By hand", "Also by hand"]);
    });
}

fn audit_of(shop: &Shop, revision: i64) -> Vec<AuditEntry> {
    let filter = AuditFilter { revision: Some(revision), ..AuditFilter::default() };
    shop.app.list_audit(filter, PageRequest::default()).unwrap().items
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
