use expect_test::expect;
use serde_json::json;

use crate::program::Program;

const SUITE: &str = "\
name: Shoes
sample: {skus: [SHOE, SOCK-1]}
asks:
  - {types: [cross_sell, accessory], limit: 4}
checks:
  - {check: guidelines}
  - name: no cheap things & laces
    check: forbid
    forbid: target.price < 5 && source.sku == 'SHOE'
  - {check: coverage, items: 1, warn: 0.8}
  - {check: brands}
  - {check: hit_rate, fail: 0.5}
";

const DRAFT: &str = "\
rules:
  - {code: back, type: cross_sell, match: source.sku == 'SOCK-1', show: target.sku == 'SHOE'}
guidelines:
  - {code: no-laces, forbid: target.sku == 'LACE'}
";

#[test]
fn a_suite_from_a_file_says_check_by_check_what_it_found() {
    let program = Program::with_shop();
    program.write("shoes.yaml", SUITE);
    let done = program.run("test --suite shoes.yaml --junit result.xml");
    assert_eq!(done.code, 3, "{}", done.stderr);
    let text = done.stdout.split_once(" in ").expect("a headline").1;
    let text = text.split_once('\n').expect("a table").1;
    expect![[r#"

          check                    result   value  bounds      found
          guidelines               pass         0  fail > 0    none of 3 picks is against a guideline
          no cheap things & laces  fail         1  fail > 0    1 of 3 picks meet the condition
          coverage                 warn       0.5  warn < 0.8  50.0 % of the answers have at least 1 item
          brands                   pass         0              brands shown: 0
          hit_rate                 skipped         fail < 0.5  no orders are stored

        no cheap things & laces (fail):
          LACE beside SHOE (accessory, import:relata): target.price < 5 && source.sku == 'SHOE'

        coverage (warn):
          SOCK-1: shows 0 of 1

        1 of 5 checks failed; 1 warning, 1 skipped.
    "#]]
    .assert_eq(text);
    let xml = program.read("result.xml");
    let mut timed = xml.split(" time=\"");
    let first = timed.next().expect("a beginning");
    let untimed = timed.map(|part| part.split_once('"').expect("a time ends").1);
    let xml: String = [first].into_iter().chain(untimed).collect();
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="relata" tests="5" failures="1" errors="0" skipped="1">
          <testsuite name="shoes" tests="5" failures="1" errors="0" skipped="1">
            <properties>
              <property name="revision" value="2"/>
              <property name="products" value="2"/>
              <property name="answers" value="2"/>
              <property name="tried" value=""/>
            </properties>
            <testcase classname="relata.shoes" name="guidelines">
              <system-out>none of 3 picks is against a guideline (fail &gt; 0)</system-out>
            </testcase>
            <testcase classname="relata.shoes" name="no cheap things &amp; laces">
              <failure type="forbid" message="1 of 3 picks meet the condition (fail &gt; 0)">LACE beside SHOE (accessory, import:relata): target.price &lt; 5 &amp;&amp; source.sku == 'SHOE'</failure>
            </testcase>
            <testcase classname="relata.shoes" name="coverage">
              <system-out>warning: 50.0 % of the answers have at least 1 item (warn &lt; 0.8)
        SOCK-1: shows 0 of 1</system-out>
            </testcase>
            <testcase classname="relata.shoes" name="brands">
              <system-out>brands shown: 0</system-out>
            </testcase>
            <testcase classname="relata.shoes" name="hit_rate">
              <skipped message="no orders are stored"/>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&xml);
}

#[test]
fn a_draft_is_tried_on_the_terminal_and_as_a_document() {
    let program = Program::with_shop();
    program.write("shoes.yml", SUITE);
    program.write("draft.yaml", DRAFT);
    let report = program.run("test --suite shoes.yml --draft draft.yaml --json");
    assert_eq!(report.code, 0, "the laces are gone: {}", report.stdout);
    let report = report.json();
    assert_eq!((&report["suite"], &report["state"]), (&json!("shoes"), &json!("pass")));
    assert_eq!(report["tried"], json!(["back", "no-laces"]));
    assert_eq!(report["difference"]["answers"], 2);
    let text = program.run("test --suite shoes.yml --draft draft.yaml").stdout;
    let changes = text.split_once("Guidelines took").expect("what was removed").1;
    expect![[r#"
         1 pair out of answers:
          LACE beside SHOE (accessory, import:relata): guideline no-laces: target.sku == 'LACE'

        2 answers of 2 products would change; 1 would get their first item, 0 would lose their last.
        Answers with something to show: 50.0 % now, 100.0 % then.
          SHOE
            now   SOCK-2, SOCK-1, LACE
            then  SOCK-2, SOCK-1
          SOCK-1
            now   nothing
            then  SHOE

        None of 5 checks failed; 0 warnings, 1 skipped.
    "#]]
    .assert_eq(changes);
    assert_eq!(program.run("recommend --product SOCK-1 --type cross_sell --json").json()["items"], json!([]));
}

#[test]
fn the_built_in_suite_runs_on_products_that_flags_choose() {
    let program = Program::with_shop();
    let report = program.run("test --json").json();
    assert_eq!((&report["suite"], &report["sample"]["products"]), (&json!("built-in"), &json!(5)));
    program.write("skus.csv", "sku\nLACE\n\nGONE\n");
    let named =
        program.run("test --json --skus skus.csv --product SHOE --placement cart email --limit 2").json();
    assert_eq!(named["sample"], json!({"by": "skus", "population": 2, "products": 2, "unknown": ["GONE"]}));
    assert_eq!((&named["answers"], &named["asks"][1]["placement"]), (&json!(4), &json!("email")));
    let some = program.run("test --json --sample worst_covered --category socks --size 1").json();
    assert_eq!((&some["sample"]["population"], &some["answers"]), (&json!(3), &json!(1)));
}

#[test]
fn what_is_wrong_with_a_file_has_its_line() {
    let program = Program::with_shop();
    program.write(
        "bad.yaml",
        &SUITE.replace("check: brands", "check: brnads").replace("target.price", "target.prise"),
    );
    let done = program.run("test --suite bad.yaml");
    assert_eq!(done.code, 3);
    assert!(done.stderr.contains("row 11: \"brnads\" is not a check"), "{}", done.stderr);
    program.write("bad.yaml", &SUITE.replace("target.price", "target.prise"));
    let done = program.run("test --suite bad.yaml");
    assert_eq!(done.code, 3);
    assert!(
        done.stderr.contains("row 9: ") && done.stderr.contains("did you mean price?"),
        "{}",
        done.stderr
    );
    program.write("bad.json", "{\"checks\": [}");
    let done = program.run("test --suite bad.json");
    assert!(done.code == 3 && done.stderr.contains("row 1"), "{}", done.stderr);
    assert_eq!(program.run("test --suite missing.yaml").code, 1);
    assert_eq!(program.run("test --suite nobody").code, 1, "no suite is saved under that code");
    assert_eq!(program.run("test --sample weird").code, 3);
}
