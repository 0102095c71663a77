use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

use crate::program::Program;

#[test]
fn the_sample_is_loaded_once_into_its_own_database() {
    let program = Program::new();
    let first = program.run("try --sample --exit --json");
    assert_eq!(first.code, 0, "{}", first.stderr);
    let first = first.json();
    assert_eq!(first["coverage_before"]["covered"], 0);
    assert!(
        first["coverage_after"]["rate"].as_f64().is_some_and(|rate| rate > 0.5),
        "{}",
        first["coverage_after"]
    );
    assert!(first["answer"]["items"].as_array().is_some_and(|items| items.len() >= 3), "{}", first["answer"]);
    assert!(first["latency"]["count"].as_u64().is_some_and(|count| count >= 1000));
    let names: Vec<&str> =
        first["mapping"].as_array().expect("files").iter().filter_map(|m| m["file"].as_str()).collect();
    assert_eq!(names, ["products.csv", "relations.csv", "orders.csv.gz"]);
    let second = program.run("try --sample --exit --json").json();
    for report in second["files"].as_array().expect("reports") {
        assert_eq!(report["rows"], report["unchanged"], "{report}");
    }
    assert_eq!(first["coverage_after"], second["coverage_before"]);
    assert!(program.path("relata-sample.db").exists() && !program.path("relata.db").exists());
}

#[test]
fn own_files_go_into_the_usual_database() {
    let program = Program::with_shop();
    std::fs::remove_file(program.path("relata.db")).expect("a database");
    let done = program.run("try products.csv relations.csv --exit");
    assert_eq!(done.code, 0, "{}", done.stderr);
    for part in [
        "products.csv: products in the format relata",
        "What goes with SHOE",
        "before: There are no products",
        "after:  1 of 5",
    ] {
        assert!(done.stdout.contains(part), "{part} is not in {}", done.stdout);
    }
    assert!(program.path("relata.db").exists());
    assert_eq!(program.run("try").code, 2);
}

#[test]
fn a_taken_port_gives_way_to_the_next() {
    let program = Program::with_shop();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let mut child = program
        .command()
        .args(["try", "products.csv", "--listen", &address.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    let served = lines.into_iter().find_map(|line| {
        let address = line.split_once("serves http://")?.1;
        address.split(' ').next()?.parse::<std::net::SocketAddr>().ok()
    });
    let _ = child.kill();
    let _ = child.wait();
    let port = served.expect("it serves").port();
    assert!((address.port() + 1..address.port() + 10).contains(&port), "{port} for {address}");
}
