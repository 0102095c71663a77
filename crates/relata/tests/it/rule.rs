use expect_test::expect;
use serde_json::json;

use crate::program::Program;

const RULES: &str = "\
- code: socks
  name: Socks for shoes
  type: related
  status: active
  match: \"'shoes' in source.categories\"
  show: \"'socks' in target.categories && target.price < source.price\"
  order_by:
    - field: target.price
      direction: desc
- code: laces
  type: related
  show: target.sku == 'LACE'
";

const WRONG: &str = "\
code: socks
type: related
status: active
match: \"'shoes' in source.categoris\"
show: |-
  target.price <
  source.pryce
";

#[test]
fn rules_are_checked_in_words_and_with_places() {
    let program = Program::with_shop();
    program.write("rules.yaml", RULES);
    program.write("wrong.yaml", WRONG);
    let fine = program.run("rule check rules.yaml");
    assert_eq!(fine.code, 0, "{}", fine.stdout);
    assert!(fine.stdout.contains("For each product where") && fine.stdout.contains("2 rules are in order."));
    let wrong = program.run("rule check wrong.yaml");
    assert_eq!(wrong.code, 3);
    for part in
        ["wrong.yaml:4:26: source has no field categoris", "did you mean categories", "wrong.yaml:7:9:"]
    {
        assert!(wrong.stdout.contains(part), "{part} is not in {}", wrong.stdout);
    }
    let json = program.run("rule check wrong.yaml --json");
    let problem = &json.json()["problems"][0];
    assert_eq!(
        (json.code, &problem["file"], &problem["line"], &problem["code"]),
        (3, &json!("wrong.yaml"), &json!(4), &json!("unknown-attribute"))
    );
    assert!(program.run("rule check rules.yaml --language de").stdout.contains("Für jedes Produkt"));
    assert_eq!(program.run("rule check missing.yaml").code, 1);
    assert_eq!(program.run("rule check").code, 2);
}

#[test]
fn rules_come_from_standard_input_and_from_json() {
    use std::io::Write;
    let program = Program::with_shop();
    let mut command = program.command();
    command.args(["rule", "check", "-"]).stdin(std::process::Stdio::piped());
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(WRONG.as_bytes()).expect("written");
    let done = crate::program::done(child.wait_with_output().expect("the program ends"));
    assert_eq!(done.code, 3, "{}", done.stderr);
    assert!(done.stdout.contains("standard input:4:26"), "{}", done.stdout);
    program.write("rule.json", "{\"code\": \"j\",\n \"type\": \"related\",\n \"limit\": 0}");
    let refused = program.run("rule check rule.json");
    assert!(refused.code == 3 && refused.stdout.contains("rule.json:3:11"), "{}", refused.stdout);
}

#[test]
fn a_preview_says_what_a_rule_would_do() {
    let program = Program::with_shop();
    program.write("rules.yaml", RULES);
    let json = program.run("rule preview rules.yaml --sample 1 --json").json();
    let first = &json["rules"][0];
    assert_eq!((&first["code"], &first["sources"]), (&json!("socks"), &json!(1)));
    assert_eq!(first["examples"][0]["after"], json!(["SOCK-2", "SOCK-1"]), "{json}");
    let expected = expect![[r#"
        socks
          1 product would show 2 pairs of 2 targets.
          Coverage of the type: 0.0 % -> 20.0 %.
          Sold out: 1.

          product  shows now  would show
          SHOE                SOCK-2, SOCK-1
    "#]];
    let text = program.run("rule preview rules.yaml").stdout;
    expected.assert_eq(&text.split("\n\nlaces").next().map(|first| format!("{first}\n")).unwrap_or_default());
    program.write("wrong.yaml", WRONG);
    assert_eq!(program.run("rule preview wrong.yaml").code, 3);
    assert_eq!(program.run("rule preview rules.yaml --sample 51").code, 2);
    assert_eq!(program.run("rule list --json").json()["items"], json!([]), "a preview writes nothing");
}

#[test]
fn rules_are_applied_all_or_none_and_listed() {
    let program = Program::with_shop();
    program.write("rules.yaml", RULES);
    program.write("wrong.yaml", WRONG);
    assert_eq!(program.run("rule apply rules.yaml --dry-run").code, 0);
    assert_eq!(program.run("rule apply wrong.yaml --dry-run").code, 3);
    let twice = program.run("rule apply rules.yaml wrong.yaml");
    assert!(
        twice.code == 3 && twice.stdout.contains("stands in rules.yaml, line 1 already"),
        "{}",
        twice.stdout
    );
    assert_eq!(program.run("rule list --json").json()["items"], json!([]));
    let done = program.run("rule apply rules.yaml --json");
    assert_eq!((done.code, &done.json()["created"]), (0, &json!(2)), "{}", done.stdout);
    let again = program.run("rule apply rules.yaml");
    assert!(again.code == 0 && again.stdout.contains("Nothing to change: 2 things are the same."));
    let listed = program.run("rule list --status active").stdout;
    assert!(listed.contains("socks") && !listed.contains("laces"), "{listed}");
    assert_eq!(program.run("rule list --status wrong").code, 2);
    let answer = program.run("recommend --product SHOE --type related --json").json();
    assert_eq!(answer["items"][0]["origin"], json!("rule:socks"), "{answer}");
    // Another noun is none of its business.
    program.write("mixed.yaml", "channels:\n  - code: app\n");
    let mixed = program.run("rule check mixed.yaml");
    assert!(mixed.code == 3 && mixed.stdout.contains("this is a channel, not a rule"), "{}", mixed.stdout);
}
