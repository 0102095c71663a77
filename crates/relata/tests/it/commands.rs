use expect_test::expect;
use serde_json::json;

use crate::program::Program;

#[test]
fn coverage_and_quality_have_a_table_and_a_document() {
    let program = Program::with_shop();
    let coverage = program.run("coverage --json").json();
    assert_eq!((&coverage["products"], &coverage["covered"]), (&json!(5), &json!(1)));
    let text = program.run("coverage").stdout;
    assert!(text.starts_with("1 of 5 products are covered: 20.0 %"), "{text}");
    assert!(program.run("coverage --type upsell").stdout.starts_with("0 of 5 products"));
    assert_eq!(program.run("coverage --type nonsense").code, 3);
    let quality = program.run("quality --json").json();
    assert!(quality["problems"].is_array() && quality["counts"].is_object(), "{quality}");
    assert_eq!(program.run("quality").code, 0);
}

#[test]
fn doctor_finds_a_new_database_sound_and_a_damaged_one_not() {
    let program = Program::with_shop();
    let sound = program.run("doctor --json");
    assert_eq!((sound.code, &sound.json()["sound"]), (0, &json!(true)), "{}", sound.stdout);
    assert!(program.run("doctor").stdout.contains("The database is sound."));
    let mut bytes = std::fs::read(program.path("relata.db")).expect("a database");
    let (from, page) = (8192, 4096);
    bytes[from..].chunks_mut(page).step_by(2).for_each(|page| page.fill(0xA5));
    std::fs::write(program.path("relata.db"), bytes).expect("a file");
    assert_eq!(program.run("doctor").code, 1);
}

#[test]
fn a_backup_brings_the_shop_back() {
    let program = Program::with_shop();
    assert_eq!(program.run("backup saved.db").code, 0);
    assert_eq!(program.run("backup saved.db").code, 4, "an older backup is kept");
    program.write("more.csv", "sku,name\nNEW,New\n");
    program.run("import more.csv");
    let refused = program.run("restore saved.db");
    assert_eq!(refused.code, 4);
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(program.run("restore saved.db --force").code, 0);
    assert_eq!(program.run("coverage --json").json()["products"], json!(5));
    assert_eq!(program.run("restore saved.db --db other.db").code, 0, "a new database needs no force");
}

#[test]
fn migrate_makes_a_database_that_is_ready() {
    let program = Program::new();
    let done = program.run("migrate --json --db new.db");
    assert_eq!((done.code, &done.json()["current"]), (0, &json!(true)), "{}", done.stderr);
    assert_eq!(program.run("doctor --db new.db").code, 0);
    assert_eq!(program.run("migrate --db new.db").code, 0, "a second time there is nothing to do");
}

#[test]
fn config_says_where_each_value_comes_from() {
    let program = Program::new();
    program.write("relata.toml", "[server]\nlisten = \"127.0.0.1:9999\"\n");
    let done = program.run("config --db postgres://me:secret@host/shop --json");
    assert!(!done.stdout.contains("secret"));
    let document = done.json();
    let shown: Vec<String> = document["settings"]
        .as_array()
        .expect("settings")
        .iter()
        .map(|setting| format!("{} {} {}", setting["key"], setting["value"], setting["from"]))
        .collect();
    expect![[r#"
        "server.listen" "127.0.0.1:9999" "file"
        "server.requests_max" "512" "default"
        "server.request_timeout_s" "10" "default"
        "server.long_request_timeout_s" "1800" "default"
        "server.shutdown_s" "10" "default"
        "server.uploads" "" "default"
        "server.image_hosts" "" "default"
        "server.web_folder" "" "default"
        "database.url" "postgres://me:***@host/shop" "flag"
        "import.problems_shown" "10" "default"
        "log.filter" "info" "default""#]]
    .assert_eq(&shown.join("\n"));
    program.write("relata.toml", "[server]\nlisten = \"127.0.0.1:9999\"\nlissen = 3\n");
    let refused = program.run("config");
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("did you mean \"server.listen\"?"), "{}", refused.stderr);
}

#[test]
fn help_openapi_and_completions_are_there() {
    let program = Program::new();
    let document = program.run("openapi").json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{document}");
    assert!(program.run("completions bash").stdout.contains("complete -F _relata"));
    let help = program.run("--help");
    assert_eq!(help.code, 0);
    for command in [
        "try",
        "serve",
        "import",
        "export",
        "recommend",
        "coverage",
        "quality",
        "bench",
        "doctor",
        "backup",
        "restore",
        "migrate",
        "config",
    ] {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command} is not in {}", help.stdout);
    }
    assert_eq!(program.run("nonsense").code, 2);
}
