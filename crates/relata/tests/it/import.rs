use expect_test::expect;
use serde_json::json;

use crate::program::Program;

const BAD: &str = "sku,name,price\nA,Alpha,1.00\nB,Beta,abc\n";

#[test]
fn exit_codes_say_how_an_import_ended() {
    let program = Program::new();
    program.write("good.csv", "sku,name\nG,Good\n");
    program.write("bad.csv", BAD);
    program.write("worse.csv", "sku,name,price\nC,Gamma,abc\n");
    program.write("unknown.csv", "this,that\n1,2\n");
    let codes: Vec<(&str, i32)> = [
        "import good.csv",
        "import bad.csv --dry-run",
        "import bad.csv",
        "import worse.csv",
        "import missing.csv",
        "import unknown.csv",
        "import",
        "import good.csv --mode sideways",
    ]
    .into_iter()
    .map(|line| (line, program.run(line).code))
    .collect();
    expect![[r#"
        [
            (
                "import good.csv",
                0,
            ),
            (
                "import bad.csv --dry-run",
                3,
            ),
            (
                "import bad.csv",
                5,
            ),
            (
                "import worse.csv",
                3,
            ),
            (
                "import missing.csv",
                1,
            ),
            (
                "import unknown.csv",
                3,
            ),
            (
                "import",
                2,
            ),
            (
                "import good.csv --mode sideways",
                2,
            ),
        ]
    "#]]
    .assert_debug_eq(&codes);
}

#[test]
fn one_file_is_one_report_and_a_folder_several() {
    let program = Program::with_shop();
    let one = program.run("import products.csv --json").json();
    assert_eq!((&one["rows"], &one["unchanged"], &one["profile"]), (&json!(5), &json!(5), &json!("relata")));
    assert_eq!(program.run("export relata --out out").code, 0);
    let folder = program.run("import out --json").json();
    let files = folder["files"].as_array().expect("reports");
    assert!(files.len() >= 2, "{folder}");
    assert!(files.iter().all(|report| report["rows"] == report["unchanged"]), "{folder}");
}

#[test]
fn a_person_is_told_the_counts_the_reason_and_the_next_step() {
    let program = Program::new();
    program.write("bad.csv", BAD);
    let done = program.run("import bad.csv");
    for part in ["bad.csv", "row 3, price", "1 rejected row is in bad.csv.rejects.csv"] {
        assert!(done.stdout.contains(part), "{part} is not in {}", done.stdout);
    }
    assert!(
        program.read("bad.csv.rejects.csv").lines().next().is_some_and(|header| header.contains("error"))
    );
    assert!(!done.stdout.contains('\x1b'), "colours in a pipe");
}

#[test]
fn rejects_go_where_they_are_sent_and_can_be_mended() {
    let program = Program::new();
    program.write("bad.csv", BAD);
    assert_eq!(program.run("import bad.csv --rejects r.csv").code, 5);
    program.write("mended.csv", &program.read("r.csv").replace("abc", "2.00"));
    let mended = program.run("import mended.csv --json");
    assert_eq!((mended.code, &mended.json()["created"]), (0, &json!(1)), "{}", mended.stdout);
}
