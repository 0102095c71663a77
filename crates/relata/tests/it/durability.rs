//! `kill -9` of the real program while eight writers work, against a ledger of acknowledgements.

use std::collections::HashMap;
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::Program;
use crate::server::{Server, ask};

/// Kills in a usual run; set `RELATA_KILL_ROUNDS` for more.
const ROUNDS: u64 = 6;
const WRITERS: u64 = 8;
const PRODUCTS: u64 = 40;

/// What was acknowledged, over all rounds.
#[derive(Default)]
struct Ledger {
    /// Relations: source, type, target.
    relations: Mutex<Vec<[String; 3]>>,
    /// The last acknowledged price of each writer's product, and the last one that was sent.
    prices: Mutex<HashMap<u64, (u64, u64)>>,
}

/// A small generator of random numbers with a seed, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn product(sku: &str, price: u64) -> String {
    json!({"sku": sku, "name": sku, "price": format!("{price}.00"), "currency": "EUR"}).to_string()
}

/// One writer: links products under a type with and one without the law of circles, and raises the
/// price of a product of its own, until the server is gone.
fn write(address: &str, writer: u64, round: u64, ledger: &Ledger, stop: &AtomicBool, price: &AtomicU64) {
    let Ok(mut stream) = TcpStream::connect(address) else { return };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let mut dice = Dice(round * 1_000 + writer);
    while !stop.load(Ordering::Relaxed) {
        let (source, target) = (format!("P{}", dice.below(PRODUCTS)), format!("P{}", dice.below(PRODUCTS)));
        let kind = if dice.below(2) == 0 { "upsell" } else { "related" };
        let body = json!({"source": source, "type": kind, "target": target}).to_string();
        match ask(&mut stream, "POST", "/v1/relations", &body) {
            Ok((201, _)) => ledger.relations.lock().unwrap().push([source, kind.to_string(), target]),
            Ok((409 | 422, _)) => {}
            Ok((status, body)) => panic!("{status}: {body}"),
            Err(_) => return,
        }
        let next = price.fetch_add(1, Ordering::Relaxed);
        ledger.prices.lock().unwrap().entry(writer).or_default().1 = next;
        let sku = format!("W{writer}");
        match ask(&mut stream, "PUT", &format!("/v1/products/{sku}"), &product(&sku, next)) {
            Ok((200 | 201, _)) => ledger.prices.lock().unwrap().entry(writer).or_default().0 = next,
            Ok((status, body)) => panic!("{status}: {body}"),
            Err(_) => return,
        }
    }
}

fn round(program: &Program, round: u64, ledger: &Ledger, price: &AtomicU64) {
    let mut server = Server::start(program);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (address, stop) = (&server.address, &stop);
            scope.spawn(move || write(address, writer, round, ledger, stop, price));
        }
        std::thread::sleep(Duration::from_millis(5 + Dice(round).below(295)));
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        stop.store(true, Ordering::Relaxed);
    });
}

/// Everything that was acknowledged is there, and nothing is half there.
fn check(program: &Program, ledger: &Ledger) {
    let doctor = program.run("doctor --json");
    assert_eq!(doctor.code, 0, "{}", doctor.stdout);
    assert_eq!(program.run("export relata --out shop").code, 0);
    let rows: Vec<String> = program.read("shop/relations.csv").lines().map(str::to_string).collect();
    for [source, kind, target] in ledger.relations.lock().unwrap().iter() {
        let row = format!("{source},{kind},{target},");
        assert!(rows.iter().any(|line| line.starts_with(&row)), "acknowledged and lost: {row}");
    }
    let products = program.read("shop/products.csv");
    let header: Vec<&str> = products.lines().next().unwrap().split(',').collect();
    let column = header.iter().position(|name| *name == "price").unwrap();
    for (writer, (acknowledged, sent)) in ledger.prices.lock().unwrap().iter() {
        let line = products.lines().find(|line| line.starts_with(&format!("W{writer},")));
        let stored =
            line.and_then(|line| line.split(',').nth(column)?.strip_suffix(".00")?.parse::<u64>().ok());
        let stored = stored.unwrap_or(0);
        assert!((*acknowledged..=*sent).contains(&stored), "W{writer}: {acknowledged} <= {stored} <= {sent}");
    }
}

#[test]
fn no_acknowledged_write_is_lost_when_the_program_is_killed() {
    let rounds =
        std::env::var("RELATA_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let program = Program::new();
    let lines: String = (0..PRODUCTS).map(|number| product(&format!("P{number}"), 1) + "\n").collect();
    program.write("products.jsonl", &lines);
    assert_eq!(program.run("import products.jsonl").code, 0);
    let (ledger, price) = (Ledger::default(), AtomicU64::new(1));
    for number in 0..rounds {
        round(&program, number, &ledger, &price);
        check(&program, &ledger);
    }
    let acknowledged = ledger.relations.lock().unwrap().len();
    eprintln!(
        "{rounds} kills, {acknowledged} acknowledged relations, {} price changes",
        price.load(Ordering::Relaxed)
    );
    assert!(acknowledged > 0);
    follow(&program, rounds, &ledger, &price);
    check(&program, &ledger);
}

/// A served index that follows eight writers answers as one compiled anew.
fn follow(program: &Program, round: u64, ledger: &Ledger, price: &AtomicU64) {
    let server = Server::start(program);
    let stop = AtomicBool::new(false);
    let before = ledger.relations.lock().unwrap().len();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (address, stop) = (&server.address, &stop);
            scope.spawn(move || write(address, writer, round, ledger, stop, price));
        }
        std::thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
    });
    assert!(ledger.relations.lock().unwrap().len() > before, "something was there to follow");
    let live = |number: u64| -> Value {
        let answer = server.get(&format!("/v1/recommendations?product=P{number}&limit=50"));
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
    };
    let anew = |number: u64| program.run(&format!("recommend --product P{number} --limit 50 --json")).json();
    let revision = anew(0)["revision"].clone();
    for _ in 0..1_000 {
        if live(0)["revision"] == revision {
            break;
        }
    }
    assert_eq!(live(0)["revision"], revision, "the index follows");
    for number in 0..PRODUCTS {
        assert_eq!(live(number)["items"], anew(number)["items"]);
    }
}

#[test]
fn an_import_that_was_killed_is_undone() {
    let program = Program::with_shop();
    let before = program.run("export relata --out before");
    assert_eq!(before.code, 0);
    let lines: String = (0..60_000).map(|number| format!("NEW-{number},New,{number}.00\n")).collect();
    program.write("many.csv", &format!("sku,name,price\n{lines}"));
    let links: String = (0..60_000).map(|number| format!("SHOE,related,NEW-{}\n", number % 40)).collect();
    program.write("links.csv", &format!("source,type,target\n{links}"));
    for wait_ms in [120, 250, 400, 600] {
        let mut child = program.command().args(["import", "many.csv", "links.csv"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait_ms));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            break;
        }
        assert_eq!(program.run("import relations.csv").code, 0, "the next writer undoes it");
        assert_eq!(program.run("export relata --out after").code, 0);
        assert_eq!(
            program.read("before/products.csv"),
            program.read("after/products.csv"),
            "after {wait_ms} ms"
        );
        assert_eq!(program.read("before/relations.csv"), program.read("after/relations.csv"));
        assert_eq!(program.run("doctor").code, 0);
    }
}
