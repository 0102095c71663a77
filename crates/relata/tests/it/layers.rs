use std::collections::BTreeMap;
use std::fs;

use crate::program::root;

/// The tiers of the design: a crate imports only crates of lower ones.
const TIERS: &[(&str, u8)] = &[
    ("relata", 5),
    ("relata-server", 4),
    ("relata-app", 3),
    ("relata-engine", 2),
    ("relata-rules", 1),
    ("relata-graph", 1),
    ("relata-learn", 1),
    ("relata-measure", 1),
    ("relata-intake", 1),
    ("relata-exchange", 1),
    ("relata-store", 1),
    ("relata-api", 1),
    ("relata-model", 0),
    ("relata-web", 0),
];

/// Fixtures and the synthetic shop: for tests, and for the measurements of the program.
const TESTKIT: &str = "relata-testkit";
/// The highest tier that the testkit may import; more would make it a second program.
const TESTKIT_IMPORTS_UP_TO: u8 = 1;

#[test]
fn crates_import_only_crates_of_lower_tiers() {
    let mut wrong = Vec::new();
    let manifests = manifests();
    assert!(manifests.len() >= 9, "the crates are not where they are looked for: {:?}", manifests.keys());
    for (name, manifest) in &manifests {
        for (table, edge) in edges(manifest) {
            if let Some(complaint) = complaint(name, table, &edge) {
                wrong.push(complaint);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_finds_what_it_is_for() {
    for (name, table, edge) in [
        ("relata-model", "dependencies", "relata-api"),
        ("relata-store", "dependencies", "relata-exchange"),
        ("relata-engine", "dev-dependencies", "relata-app"),
        ("relata-engine", "dependencies", TESTKIT),
        ("relata-surprise", "dependencies", "relata-model"),
        (TESTKIT, "dependencies", "relata-app"),
    ] {
        assert!(complaint(name, table, edge).is_some(), "{name} may import {edge} under {table}");
    }
    for (name, table, edge) in [
        ("relata", "dependencies", TESTKIT),
        ("relata-engine", "dev-dependencies", TESTKIT),
        ("relata-engine", "dependencies", "relata-graph"),
        (TESTKIT, "dependencies", "relata-model"),
    ] {
        assert_eq!(complaint(name, table, edge), None);
    }
}

/// What is wrong with an edge, if anything.
fn complaint(name: &str, table: &str, edge: &str) -> Option<String> {
    let tier = |name: &str| TIERS.iter().find(|(known, _)| *known == name).map(|(_, tier)| *tier);
    if edge == TESTKIT {
        let allowed = table == "dev-dependencies" || name == "relata";
        return (!allowed).then(|| format!("{name} imports {TESTKIT} outside its tests"));
    }
    let below = match name {
        TESTKIT => Some(TESTKIT_IMPORTS_UP_TO + 1),
        name => tier(name),
    };
    match (below, tier(edge)) {
        (None, _) => {
            Some(format!("{name} stands in no tier: put it into the table of the design and of this test"))
        }
        (_, None) => Some(format!("{name} imports {edge}, which stands in no tier")),
        (Some(below), Some(tier)) if tier < below => None,
        _ => Some(format!("{name} imports {edge}, which is not of a lower tier")),
    }
}

/// The manifests of all crates by name.
fn manifests() -> BTreeMap<String, toml::Table> {
    let folders =
        fs::read_dir(root().join("crates")).expect("crates").map(|entry| entry.expect("an entry").path());
    let manifests = folders.map(|folder| folder.join("Cargo.toml")).filter(|path| path.exists());
    let parsed = manifests.map(|path| {
        let manifest: toml::Table = fs::read_to_string(&path).expect("a manifest").parse().expect("TOML");
        (manifest["package"]["name"].as_str().expect("a name").to_string(), manifest)
    });
    parsed.collect()
}

/// The crates of this workspace that a manifest names, with the table that names them.
fn edges(manifest: &toml::Table) -> Vec<(&'static str, String)> {
    let mut edges = Vec::new();
    for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let names =
            manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys());
        edges.extend(names.filter(|name| name.starts_with("relata")).map(|name| (table, name.clone())));
    }
    edges
}
