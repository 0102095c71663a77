use proptest::prelude::*;
use relata_model::{
    ImportMode, Origin, Relation, RelationDraft, RelationId, RelationIdentity, Scope, Sku, Timestamp,
    TypeCode, Window,
};

use super::{ListPlan, ListState, Named, Outcome, Wish, plan};

fn own() -> Origin {
    Origin::Import("pim".to_string())
}

fn identity(target: &str, origin: &Origin) -> RelationIdentity {
    RelationIdentity {
        source: Sku::parse("S").unwrap(),
        type_code: TypeCode::parse("related").unwrap(),
        target: Sku::parse(target).unwrap(),
        origin: origin.clone(),
        scope: Scope::default(),
        window: Window::ALWAYS,
    }
}

/// A draft as a stored relation would be.
fn as_relation(draft: &RelationDraft, id: RelationId, at: Timestamp) -> Relation {
    let RelationDraft { identity, position, weight, quantity, fields, pin } = draft.clone();
    Relation {
        id,
        source: identity.source,
        type_code: identity.type_code,
        target: identity.target,
        origin: identity.origin,
        scope: identity.scope,
        window: identity.window,
        position: position.unwrap_or(1),
        weight,
        quantity,
        fields,
        pin,
        created_at: at,
    }
}

/// A stored list in words: `A m:B l:C` is a row of the import, one of a person and a learned one.
fn stored(list: &str) -> Vec<Relation> {
    list.split_whitespace()
        .zip(1_u32..)
        .map(|(word, position)| {
            let (target, origin) = match word.split_once(':') {
                Some(("m", target)) => (target, Origin::Manual),
                Some((_, target)) => (target, Origin::Learned("l".to_string())),
                None => (word, own()),
            };
            let draft =
                RelationDraft { position: Some(position), ..RelationDraft::new(identity(target, &origin)) };
            as_relation(&draft, RelationId(i64::from(position)), Timestamp::from_micros(0))
        })
        .collect()
}

/// A file in words: `A B=2` names A without a position and B at the second place.
fn wishes(file: &str, absolute: bool) -> Vec<Wish> {
    file.split_whitespace()
        .map(|word| {
            let (target, position) = match word.split_once('=') {
                Some((target, position)) => (target, Some(position.parse().unwrap())),
                None => (word, None),
            };
            let draft = RelationDraft { position, ..RelationDraft::new(identity(target, &own())) };
            Wish { draft, names: Named::default(), absolute }
        })
        .collect()
}

fn state(list: Vec<Relation>, mode: ImportMode, arranged: bool, own: &Origin) -> ListState<'_> {
    ListState { stored: list, arranged, mode, own, relations_max: 50 }
}

/// The list as the database has it afterwards.
fn after(list: Vec<Relation>, plan: &ListPlan) -> Vec<Relation> {
    let mut rows: Vec<Relation> =
        list.into_iter().filter(|row| !plan.delete.iter().any(|gone| gone.id == row.id)).collect();
    for row in &mut rows {
        if let Some((_, updated)) = plan.update.iter().find(|(before, _)| before.id == row.id) {
            *row = updated.clone();
        }
        if let Some((_, position)) = plan.renumber.iter().find(|(id, _)| *id == row.id) {
            row.position = *position;
        }
    }
    for (draft, id) in plan.insert.iter().zip(1_000..) {
        rows.push(as_relation(draft, RelationId(id), Timestamp::from_micros(0)));
    }
    rows.sort_by_key(|row| row.position);
    rows
}

fn words(list: &[Relation]) -> String {
    let word = |row: &Relation| match row.origin {
        Origin::Manual => format!("m:{}", row.target),
        Origin::Learned(_) => format!("l:{}", row.target),
        _ => row.target.to_string(),
    };
    list.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(list: &str, file: &str, absolute: bool, expected: &str) {
    let own = own();
    let planned = plan(state(stored(list), ImportMode::Merge, false, &own), &wishes(file, absolute));
    assert_eq!(words(&after(stored(list), &planned)), expected);
}

#[test]
fn the_order_of_the_file_is_the_order_of_the_list() {
    check("", "A B C", false, "A B C");
    check("A B C", "C A B", false, "C A B");
    check("A B", "A N B", false, "A N B");
    check("A B m:M", "A B N", false, "A B N m:M");
    check("m:M A B", "B A", false, "m:M B A");
    check("A m:M B", "A B N", false, "A m:M B N");
}

#[test]
fn a_place_in_our_own_file_is_a_place_in_the_list() {
    check("A B C", "C=1", true, "C A B");
    check("A B C", "N=2", true, "A N B C");
    check("A B C", "N=99", true, "A B C N");
    check("m:M A", "A=1", true, "A m:M");
    check("", "B=2 A=1 C=2", true, "A B C");
}

#[test]
fn places_in_a_file_do_not_count_what_no_export_writes() {
    check("A l:X B l:Y C", "A=1 B=2 C=3", true, "A l:X B l:Y C");
    check("A l:X B", "B=1 A=2", true, "B l:X A");
    check("l:X A", "A=1 N=2", true, "l:X A N");
}

#[test]
fn other_systems_positions_only_say_what_comes_first() {
    check("m:M A B", "A=20 B=10", false, "m:M B A");
    check("", "A=0 B=0 C=0", false, "A B C");
}

#[test]
fn a_list_that_a_person_arranged_is_appended_to() {
    let own = own();
    let list = "B A";
    let planned = plan(state(stored(list), ImportMode::Merge, true, &own), &wishes("A B N", false));
    assert_eq!(words(&after(stored(list), &planned)), "B A N");
    assert!(planned.order_kept);
    assert_eq!(planned.outcomes, [Outcome::Unchanged, Outcome::Unchanged, Outcome::Created]);
}

#[test]
fn replace_removes_what_the_import_owns_and_nothing_else() {
    let own = own();
    let list = "A B m:C D";
    let planned = plan(state(stored(list), ImportMode::Replace, false, &own), &wishes("D A", false));
    assert_eq!(words(&after(stored(list), &planned)), "D m:C A");
    assert_eq!(planned.delete.len(), 1);
}

#[test]
fn delete_removes_what_the_file_lists() {
    let own = own();
    let list = "A B m:C";
    let planned = plan(state(stored(list), ImportMode::Delete, false, &own), &wishes("A C", false));
    assert_eq!(words(&after(stored(list), &planned)), "B m:C");
    assert_eq!(planned.outcomes, [Outcome::Removed, Outcome::Unchanged]);
}

#[test]
fn a_full_list_takes_no_more() {
    let own = own();
    let full = ListState { relations_max: 2, ..state(stored("A"), ImportMode::Merge, false, &own) };
    let planned = plan(full, &wishes("B C A", false));
    assert_eq!(planned.outcomes, [Outcome::Created, Outcome::OverLimit, Outcome::Unchanged]);
}

fn list_of(targets: Vec<(u8, u8)>) -> String {
    let mut seen = std::collections::HashSet::new();
    let words = targets.into_iter().filter(|word| seen.insert(*word));
    words
        .map(|(target, maker)| format!("{}T{target}", ["", "m:", "l:"][usize::from(maker)]))
        .collect::<Vec<_>>()
        .join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn importing_a_file_again_changes_nothing(
        list in prop::collection::vec((0..12_u8, 0..3_u8), 0..12),
        file in prop::collection::vec((0..12_u8, prop::option::of(0..14_u32)), 0..12),
        absolute: bool, arranged: bool, replace: bool,
    ) {
        let own = own();
        let mode = if replace { ImportMode::Replace } else { ImportMode::Merge };
        let list = stored(&list_of(list));
        let words = file.iter().map(|(target, position)| match position {
            Some(position) => format!("T{target}={position}"),
            None => format!("T{target}"),
        });
        let file = wishes(&words.collect::<Vec<_>>().join(" "), absolute);

        let first = plan(state(list.clone(), mode, arranged, &own), &file);
        prop_assert_eq!(first.outcomes.len(), file.len());
        let once = after(list.clone(), &first);
        let positions: Vec<u32> = once.iter().map(|row| row.position).collect();
        prop_assert_eq!(positions, (1..=once.len() as u32).collect::<Vec<_>>());
        let gone = list.iter().filter(|row| !once.iter().any(|kept| kept.id == row.id));
        for row in gone {
            prop_assert!(replace && row.origin == own);
        }
        if arranged {
            let kept: Vec<RelationId> = once.iter().map(|row| row.id).filter(|id| id.0 < 1_000).collect();
            let before: Vec<RelationId> = list.iter().map(|row| row.id).filter(|id| kept.contains(id)).collect();
            prop_assert_eq!(kept, before);
        }

        let second = plan(state(once.clone(), mode, arranged, &own), &file);
        prop_assert!(second.insert.is_empty() && second.update.is_empty() && second.delete.is_empty());
        prop_assert!(second.renumber.is_empty(), "{:?}", second.renumber);
        let changed = second.outcomes.iter().any(|end| !matches!(end, Outcome::Unchanged | Outcome::Repeated));
        prop_assert!(!changed, "{:?}", second.outcomes);
    }
}
