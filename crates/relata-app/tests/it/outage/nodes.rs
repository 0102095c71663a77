//! Two nodes on one database: whatever their writers do at once, both serve what is stored.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use relata_app::{App, AppError, AppOptions, Caller, Clock, DatabaseUrl, NewRelation, Precondition};
use relata_model::{Product, Timestamp};

use crate::fixture::{Shop, draft, served_by, sku};

/// How long a node may take to serve what another one has written.
const FOLLOW_MAX: Duration = Duration::from_secs(10);
const PRODUCTS: u64 = 30;
const WRITES: u64 = 60;
const WRITERS: u64 = 8;

fn node(database: &DatabaseUrl) -> App {
    let clock = Clock::fixed(Timestamp::parse("2026-06-01T12:00:00Z").unwrap());
    App::open(AppOptions { database: database.clone(), follow: true, clock }).unwrap()
}

/// One writer's work, from its seed: links, links that may close circles, new names, removals.
/// Returns how many of its writes were acknowledged with a revision of their own.
fn work(app: &App, writer: u64) -> u64 {
    let mut state = writer + 1;
    let mut roll = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut written = 0;
    let mut own = Vec::new();
    for number in 0..WRITES {
        let (from, to) = (format!("P{}", roll(PRODUCTS)), format!("P{}", roll(PRODUCTS)));
        let done = match roll(10) {
            0 => rename(app, &from, &format!("by {writer} at {number}")),
            1 if !own.is_empty() => {
                let gone = own.swap_remove(roll(own.len() as u64) as usize);
                app.delete_relation(&Caller::local(), gone, Precondition::NONE).map(drop)
            }
            kind => {
                let law = ["related", "upsell", "successor", "cross_sell"][kind as usize % 4];
                let new = NewRelation { draft: draft(&from, law, &to), both_ways: false };
                app.create_relation(&Caller::local(), new).map(|saved| own.push(saved.value.relation.id))
            }
        };
        match done {
            Ok(()) => written += 1,
            // A circle, a link to itself, or one that is there already.
            Err(AppError::Refused { .. }) => {}
            Err(error) => panic!("writer {writer}: {error:?}"),
        }
    }
    written
}

fn rename(app: &App, text: &str, name: &str) -> Result<(), AppError> {
    let (key, name) = (sku(text), name.to_string());
    let saved = app.save_product(&Caller::local(), key.clone(), Precondition::NONE, move |_, _| {
        Ok(Product::new(key, name))
    });
    saved.map(drop)
}

fn wait_for(app: &App, revision: u64) {
    let begun = Instant::now();
    while app.status().revision < revision as i64 {
        assert!(begun.elapsed() < FOLLOW_MAX, "revision {revision} is not served: {:?}", app.status());
        std::thread::yield_now();
    }
}

/// Both nodes serve the newest revision, and the same as an index made from nothing.
fn nodes_agree(shop: &Shop, nodes: &[&App], revision: u64) {
    for node in nodes {
        wait_for(node, revision);
        assert_eq!(node.status().revision, revision as i64, "a revision without a write");
    }
    let rebuilt = node(&shop.url).snapshot().unwrap();
    for node in nodes {
        let served = node.snapshot().unwrap();
        assert_eq!(served.revision(), rebuilt.revision());
        assert!(served.dump() == rebuilt.dump(), "a node serves something else than what is stored");
    }
    let document = shop.app.doctor().unwrap();
    assert!(document.sound, "{document:?}");
}

fn two_nodes(shop: &Shop) {
    let names: Vec<String> = (0..PRODUCTS).map(|number| format!("P{number}")).collect();
    shop.products(&names.join(" "));
    let nodes = [node(&shop.url), node(&shop.url)];
    let written: u64 = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let app = &nodes[writer as usize % 2];
                scope.spawn(move || work(app, writer))
            })
            .collect();
        // Meanwhile somebody reads from both; no answer may fail.
        for number in 0..200 {
            served_by(&nodes[number % 2], &format!("P{}", number as u64 % PRODUCTS), "related");
        }
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    // Every acknowledged write has one revision, and there is no other.
    nodes_agree(shop, &[&nodes[0], &nodes[1]], PRODUCTS + written);
}

#[test]
fn two_nodes_on_postgresql_serve_what_eight_writers_stored() {
    if let Some(shop) = Shop::postgres() {
        two_nodes(&shop);
    }
}

#[test]
fn two_nodes_on_one_file_serve_what_eight_writers_stored() {
    two_nodes(&Shop::sqlite());
}

const CHILD: &str = "RELATA_TEST_NODE_CHILD";

/// What the other process does: four writers on the file.
#[allow(clippy::print_stdout, reason = "the other process reads it")]
fn in_the_other_process(url: &str) {
    let app = node(&DatabaseUrl::parse(url).unwrap());
    println!("written={}", four_writers(&app, 4));
}

fn four_writers(app: &App, first: u64) -> u64 {
    std::thread::scope(|scope| {
        let writers: Vec<_> =
            (first..first + 4).map(|writer| scope.spawn(move || work(app, writer))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    })
}

#[test]
fn two_processes_on_one_file_serve_what_eight_writers_stored() {
    if let Ok(url) = std::env::var(CHILD) {
        return in_the_other_process(&url);
    }
    let shop = Shop::sqlite();
    let names: Vec<String> = (0..PRODUCTS).map(|number| format!("P{number}")).collect();
    shop.products(&names.join(" "));
    let app = node(&shop.url);
    let child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "outage::nodes::two_processes_on_one_file_serve_what_eight_writers_stored",
            "--nocapture",
        ])
        .env(CHILD, shop.url.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let here = four_writers(&app, 0);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let there: u64 = text.split("written=").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    nodes_agree(&shop, &[&app], PRODUCTS + here + there);
}
