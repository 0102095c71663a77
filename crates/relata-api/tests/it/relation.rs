use expect_test::expect;
use relata_api::{Body, RelationDocument, RelationPatch};
use relata_model::{Relation, RelationId, RelationStatus, Timestamp};

use crate::lines;

fn body(text: &str) -> Body {
    Body::parse(text.as_bytes()).expect("the body is an object")
}

fn stored(text: &str) -> Relation {
    let draft = RelationDocument::read(&body(text)).expect("the relation is legal").draft;
    Relation {
        id: RelationId(17),
        source: draft.identity.source,
        type_code: draft.identity.type_code,
        target: draft.identity.target,
        origin: draft.identity.origin,
        scope: draft.identity.scope,
        window: draft.identity.window,
        position: draft.position.unwrap_or(1),
        weight: draft.weight,
        quantity: draft.quantity,
        fields: draft.fields,
        pin: draft.pin,
        created_at: Timestamp::parse("2026-01-01T00:00:00Z").expect("this is a time"),
    }
}

const FULL: &str = r#"{"source": "A", "type": "cross_sell", "target": "B", "position": 2, "weight": 0.5, "quantity": 1.50,
    "fields": {"note": {"a": [1, null]}}, "channels": ["web", "app"], "locales": ["de"], "segments": ["vip"],
    "valid_from": "2026-01-01T00:00:00+01:00", "valid_until": "2026-02-01", "pin": 1}"#;

#[test]
fn only_the_ends_and_the_type_are_needed() {
    let input = RelationDocument::read(&body(r#"{"source": "A", "type": "upsell", "target": "B"}"#))
        .expect("it is legal");
    let draft = input.draft;
    assert_eq!((draft.position, draft.weight, draft.pin, input.both_ways), (None, 1.0, None, false));
    assert!(draft.identity.scope.is_everywhere());
}

#[test]
fn a_relation_is_answered_with_what_the_server_knows() {
    let document =
        RelationDocument::from_relation(&stored(FULL), RelationStatus::Expired).written(Some(1235), &[]);
    expect![[r#"{"id":"17","source":"A","type":"cross_sell","target":"B","position":2,"weight":0.5,"quantity":1.50,"fields":{"note":{"a":[1,null]}},"channels":["app","web"],"locales":["de"],"segments":["vip"],"valid_from":"2025-12-31T23:00:00Z","valid_until":"2026-02-01T00:00:00Z","pin":1,"origin":"manual","status":"expired","created_at":"2026-01-01T00:00:00Z","revision":1235,"warnings":[]}"#]]
    .assert_eq(&serde_json::to_string(&document).expect("documents are JSON"));
}

#[test]
fn every_problem_is_named_at_once() {
    let found = RelationDocument::read(&body(
        r#"{"source": 1, "type": "a b", "position": 0, "weight": -1, "quantity": 0, "fields": [], "channels": "web",
            "valid_from": "2026-02-01", "valid_until": "2026-01-01", "both_ways": "yes", "pin": 1.5, "origin": "import:x", "tpye": 1}"#,
    ));
    expect![[r#"
        /source: invalid-value: a number is not a text (write it in double quotes)
        /type: invalid-value: "a b" is not a code of a relation type (a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :)
        /target: missing-value: target is missing (add the field "target")
        /origin: invalid-value: relations made here are manual (leave origin out, or import a file)
        /channels: invalid-value: a text is not a list (write […])
        /valid_until: invalid-window: the window ends at 2026-01-01T00:00:00Z, which is not after its start at 2026-02-01T00:00:00Z (set valid_until after valid_from, or leave one of them out)
        /position: invalid-value: 0 is out of range (write a whole number from 1 to 1000000)
        /weight: invalid-value: this is not a factor (write a number of 0 or more, such as 0.8)
        /quantity: invalid-value: the quantity is not above 0 (write a number above 0, or leave it out)
        /fields: invalid-value: a list is not an object (write {…})
        /pin: invalid-value: this is not a whole number (write a whole number from 1 to 1000)
        /both_ways: invalid-value: a text is not a yes or no (write true or false)
        /tpye: invalid-value: there is no field "tpye" here (did you mean "type"?)
    "#]]
    .assert_eq(&lines(&found.expect_err("there are problems")));
}

#[test]
fn a_patch_changes_only_what_it_names() {
    let stored = stored(FULL);
    let read = |text: &str| RelationPatch::read(body(text), &stored);
    let moved = read(r#"{"position": 1}"#).expect("a move is legal");
    assert_eq!(moved, RelationPatch { position: Some(1), ..RelationPatch::default() });
    let cleared = read(r#"{"pin": null, "quantity": null}"#).expect("null clears");
    assert_eq!(cleared, RelationPatch { pin: Some(None), quantity: Some(None), ..RelationPatch::default() });
    let scope =
        read(r#"{"channels": []}"#).expect("a scope can be widened").scope.expect("the scope is named");
    assert_eq!((scope.channels.len(), scope.locales.len()), (0, 1));
    let fields = read(r#"{"fields": {"note": null, "new": 1}}"#)
        .expect("fields merge")
        .fields
        .expect("they are named");
    assert_eq!(serde_json::to_string(&fields).expect("fields are JSON"), r#"{"new":1}"#);
}

#[test]
fn what_was_read_can_be_put_back_and_the_identity_stays() {
    let stored = stored(FULL);
    let document = RelationDocument::from_relation(&stored, RelationStatus::Active).written(Some(1), &[]);
    let text = serde_json::to_string(&document).expect("documents are JSON");
    let patch = RelationPatch::replacing(&body(&text), &stored).expect("the answer is a legal request");
    assert_eq!((patch.scope, patch.window), (Some(stored.scope.clone()), Some(stored.window)));
    let other = RelationPatch::read(body(r#"{"source": "C", "origin": "import:x"}"#), &stored);
    expect![[r#"
        /source: key-mismatch: source is part of what makes it this relation, which has A (remove this relation and make another one)
        /origin: key-mismatch: origin is part of what makes it this relation, which has manual (remove this relation and make another one)
    "#]]
    .assert_eq(&lines(&other.expect_err("the identity cannot change")));
    let replaced = RelationPatch::replacing(&body(r#"{"type": "upsell", "target": "C"}"#), &stored);
    expect![[r#"
        /type: key-mismatch: type is part of what makes it this relation, which has cross_sell (remove this relation and make another one)
        /target: key-mismatch: target is part of what makes it this relation, which has B (remove this relation and make another one)
    "#]]
    .assert_eq(&lines(&replaced.expect_err("replacing moves nothing")));
}

#[test]
fn a_patch_moves_to_another_list_or_target() {
    let stored = stored(FULL);
    let read = |text: &str| RelationPatch::read(body(text), &stored);
    let moved = read(r#"{"type": "upsell", "position": 2}"#).expect("a move is legal");
    let type_code = relata_model::TypeCode::parse("upsell").ok();
    assert_eq!(moved, RelationPatch { type_code, position: Some(2), ..RelationPatch::default() });
    let target = relata_model::Sku::parse("C").ok();
    let pointed = read(r#"{"target": "C"}"#).expect("another target is legal");
    assert_eq!(pointed, RelationPatch { target, ..RelationPatch::default() });
    let wrong = read(r#"{"type": null, "target": ""}"#);
    expect![[r#"
        /type: missing-value: type is missing (add the field "type")
        /target: invalid-value: the SKU is empty (a SKU has 1 to 255 characters and no control characters)
    "#]]
    .assert_eq(&lines(&wrong.expect_err("a relation has a type and a target")));
}
