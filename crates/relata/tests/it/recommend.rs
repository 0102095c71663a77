use expect_test::expect;
use serde_json::json;

use crate::program::{Program, done};

#[test]
fn people_get_a_table_and_scripts_get_lines() {
    let program = Program::with_shop();
    let brief = program.run("recommend --product SHOE --brief");
    let expected = expect![[r#"
        1 SOCK-2 cross_sell import:relata
        2 SOCK-1 cross_sell import:relata
        3 LACE accessory import:relata
    "#]];
    expected.assert_eq(&brief.stdout);
    let table = program.run("recommend --product SHOE --limit 1").stdout;
    for part in ["SOCK-2", "Wool socks", "12.90 EUR", "cross_sell", "0.80", "1 out of stock"] {
        assert!(table.contains(part), "{part} is not in {table}");
    }
    let explained = program.run("recommend --product SHOE --limit 1 --explain").stdout;
    assert!(explained.contains("SOCK-2 = 0.8 = type_weight 0.8"), "{explained}");
}

#[test]
fn json_is_the_answer_of_the_api() {
    let program = Program::with_shop();
    let answer = program.run("recommend --product SHOE --type cross_sell --limit 10 --json").json();
    let skus: Vec<&str> =
        answer["items"].as_array().expect("items").iter().filter_map(|i| i["sku"].as_str()).collect();
    assert_eq!(skus, ["SOCK-2", "SOCK-1"]);
    assert!(answer["items"][0].get("reason").is_none());
    assert!(answer["request_id"].is_string() && answer["generation"].is_u64() && answer["revision"].is_i64());
    let explained = program.run("--json recommend --product SHOE --explain").json();
    assert!(explained["items"][0]["reason"]["factors"].is_array(), "{explained}");
    let unknown = program.run("recommend --product NONE --json");
    assert_eq!((unknown.code, &unknown.json()["unknown_products"]), (0, &json!(["NONE"])));
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let program = Program::with_shop();
    let refused = program.run("recommend --product SHOE --limit 0 --at yesterday");
    assert_eq!(refused.code, 3);
    assert!(refused.stderr.contains("limit") && refused.stderr.contains("yesterday"), "{}", refused.stderr);
    assert_eq!(refused.stdout, "");
    let unknown = program.run("recommend --product SHOE --placement nowhere --json");
    assert_eq!(unknown.code, 3);
    assert_eq!(unknown.json()["problems"][0]["code"], json!("unknown-placement"));
    assert_eq!(program.run("recommend").code, 2);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let program = Program::with_shop();
    let mut child = program
        .command()
        .args(["recommend", "--product", "SHOE"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let done = done(child.wait_with_output().expect("it ends"));
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_a_question() {
    let program = Program::new();
    let done = program.run("recommend --product SHOE --db typo.db");
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("there is no database typo.db"), "{}", done.stderr);
    assert!(!program.path("typo.db").exists());
}
