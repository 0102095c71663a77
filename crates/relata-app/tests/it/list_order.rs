//! One order everywhere: in the lists, in the export and in the answers.

use proptest::prelude::*;
use relata_app::{Caller, ExportPart, ImportOptions, PageRequest, Precondition, RelationChange};

use crate::fixture::{Shop, both, sku, type_code};

/// Something that a person or a feed does to one list.
#[derive(Debug, Clone)]
enum Step {
    Link(u8),
    Move(usize, u32),
    Unlink(usize),
    Import(Vec<u8>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..8_u8).prop_map(Step::Link),
        (0..8_usize, 0..10_u32).prop_map(|(at, position)| Step::Move(at, position)),
        (0..8_usize).prop_map(Step::Unlink),
        prop::collection::vec(0..8_u8, 1..6).prop_map(Step::Import),
    ]
}

fn apply(shop: &Shop, step: &Step) {
    let caller = Caller::local();
    let page = PageRequest { cursor: None, limit: 200 };
    let rows = match shop.app.product_relations(&sku("S"), Some(&type_code("related")), page) {
        Ok(page) => page.items,
        Err(_) => Vec::new(),
    };
    match step {
        Step::Link(target) => drop(shop.link("S", "related", &format!("T{target}"))),
        Step::Move(at, position) => {
            if let Some(row) = rows.get(*at) {
                let change = RelationChange { position: Some(*position), ..RelationChange::default() };
                shop.app
                    .update_relation(&caller, row.relation.id, Precondition::NONE, move |_| Ok(change))
                    .unwrap();
            }
        }
        Step::Unlink(at) => {
            if let Some(row) = rows.get(*at) {
                shop.app.delete_relation(&caller, row.relation.id, Precondition::NONE).unwrap();
            }
        }
        Step::Import(targets) => {
            let lines: String = targets.iter().map(|target| format!("S,related,T{target}\n")).collect();
            let path = shop.file("links.csv", &format!("source,type,target\n{lines}"));
            shop.import(&path, &ImportOptions::default());
        }
    }
}

fn exported(shop: &Shop) -> Vec<String> {
    let mut bytes = Vec::new();
    shop.app.export_part(ExportPart::Relations, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines().skip(1).map(|line| line.split(',').nth(2).unwrap().to_string()).collect()
}

/// The list without the second of two rows of one pair, as shoppers see it.
fn shown(listed: Vec<String>, shop: &Shop) -> Vec<String> {
    let page = PageRequest { cursor: None, limit: 200 };
    let rows = shop.app.product_relations(&sku("S"), Some(&type_code("related")), page).unwrap().items;
    let active = rows.iter().filter(|row| row.status.as_str() == "active");
    let shown: Vec<String> = active.map(|row| row.relation.target.to_string()).collect();
    assert!(shown.iter().all(|target| listed.contains(target)));
    shown
}

fn check(shop: &Shop, steps: &[Step]) {
    shop.products("S T0 T1 T2 T3 T4 T5 T6 T7");
    for step in steps {
        apply(shop, step);
    }
    let listed = shop.listed("S", "related");
    assert_eq!(listed, exported(shop), "the list and the export, after {steps:?}");
    assert_eq!(shown(listed, shop), shop.served("S", "related"), "the list and the answer, after {steps:?}");
    let page = PageRequest { cursor: None, limit: 200 };
    let rows = shop.app.product_relations(&sku("S"), Some(&type_code("related")), page).unwrap().items;
    let positions: Vec<u32> = rows.iter().map(|row| row.relation.position).collect();
    assert_eq!(positions, (1..=rows.len() as u32).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn list_export_and_answer_have_one_order(steps in prop::collection::vec(step(), 1..12)) {
        check(&Shop::sqlite(), &steps);
    }
}

#[test]
fn list_export_and_answer_have_one_order_on_both_databases() {
    let steps = [
        Step::Import(vec![1, 2, 3]),
        Step::Link(2),
        Step::Move(3, 1),
        Step::Import(vec![3, 1, 4]),
        Step::Unlink(0),
        Step::Link(5),
    ];
    both(|shop| check(shop, &steps));
}

#[test]
fn a_list_that_a_person_moved_survives_the_next_import() {
    both(|shop| {
        shop.products("S A B C D");
        let path = shop.file("links.csv", "source,type,target\nS,related,A\nS,related,B\nS,related,C\n");
        shop.import(&path, &ImportOptions::default());
        apply(shop, &Step::Move(2, 1));
        assert_eq!(shop.listed("S", "related"), ["C", "A", "B"]);
        let path = shop
            .file("links.csv", "source,type,target\nS,related,D\nS,related,A\nS,related,B\nS,related,C\n");
        let report = shop.import(&path, &ImportOptions::default());
        assert_eq!(shop.listed("S", "related"), ["C", "A", "B", "D"]);
        assert_eq!(report.counts.moved, 0);
        assert!(report.warnings.iter().any(|warning| warning.code.as_str() == "order-kept"));
    });
}
