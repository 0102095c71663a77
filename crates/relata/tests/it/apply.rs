use serde_json::json;

use crate::program::{Program, root};

#[test]
fn the_example_applies_to_the_sample_shop() {
    let program = Program::new();
    let sample = root().join("sample/adventureworks");
    let files = ["products.csv", "relations.csv"].map(|name| sample.join(name).display().to_string());
    assert_eq!(program.run(&format!("import {}", files.join(" "))).code, 0);
    let example = root().join("examples/config").display().to_string();
    let dry = program.run(&format!("apply -f {example} --dry-run"));
    assert_eq!(dry.code, 0, "{}{}", dry.stdout, dry.stderr);
    assert!(dry.stdout.contains("8 to create; 0 things are the same."), "{}", dry.stdout);
    assert_eq!(program.run("rule list --json").json()["items"], json!([]), "a dry run writes nothing");
    let done = program.run(&format!("apply -f {example} --json")).json();
    assert_eq!((&done["created"], &done["problems"]), (&json!(8), &json!([])), "{done}");
    let again = program.run(&format!("apply -f {example}"));
    assert!(again.stdout.contains("Nothing to change: 8 things are the same."), "{}", again.stdout);
    // Each active rule of the example shows something in this shop.
    let mut paths: Vec<_> = std::fs::read_dir(root().join("examples/config/rules")).unwrap().collect();
    paths.sort_by_key(|entry| entry.as_ref().unwrap().path());
    for entry in paths {
        let path = entry.unwrap().path();
        let preview = program.run(&format!("rule preview {} --json", path.display())).json();
        for rule in preview["rules"].as_array().expect("rules") {
            assert!(rule["pairs_shown"].as_u64() > Some(0), "{path:?}: {rule}");
        }
    }
    // What comes out makes the same shop elsewhere.
    assert_eq!(program.run("export config --out first").code, 0);
    let moved = program.run("apply -f first --db other.db");
    assert_eq!(moved.code, 0, "{}", moved.stdout);
    assert_eq!(program.run("export config --out second --db other.db").code, 0);
    let rule = "rules/better-bike.yaml";
    assert_eq!(program.read(&format!("first/{rule}")), program.read(&format!("second/{rule}")));
    let same = program.run("apply -f second --prune");
    assert!(same.stdout.contains("Nothing to change"), "{}", same.stdout);
}

#[test]
fn a_plan_comes_before_the_deed_and_says_which_fields_change() {
    let program = Program::with_shop();
    program.write("rules.yaml", "code: a\ntype: related\nlimit: 3\n");
    assert_eq!(program.run("apply -f rules.yaml").code, 0);
    program.write("rules.yaml", "code: a\ntype: related\nlimit: 5\n");
    let done = program.run("apply -f rules.yaml");
    for part in [
        "update  rule a  rules.yaml",
        "limit: 3 -> 5",
        "1 to update; 0 things are the same.",
        "Applied, at revision",
    ] {
        assert!(done.stdout.contains(part), "{part} is not in {}", done.stdout);
    }
    assert_eq!(program.run("apply").code, 2);
    assert_eq!(program.run("apply -f nowhere").code, 1);
    std::fs::create_dir(program.path("empty")).unwrap();
    let empty = program.run("apply -f empty --db new.db");
    assert!(empty.code == 3 && !program.path("new.db").exists(), "{}", empty.stdout);
    program.write("both.yaml", "rules:\n  - code: b\n    type: related\nchannels:\n  code: app\n");
    let pruned = program.run("apply -f both.yaml --prune --json").json();
    assert_eq!((&pruned["created"], &pruned["removed"]), (&json!(2), &json!(1)), "{pruned}");
}
