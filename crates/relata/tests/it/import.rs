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

#[test]
fn a_dry_run_leaves_nothing_behind() {
    let program = Program::new();
    program.write("bad.csv", BAD);
    program.write("links.csv", "source,type,target\nA,related,LATER\nA,related,A\n");
    let done = program.run("import links.csv bad.csv --dry-run --json");
    assert_eq!(done.code, 3, "{}", done.stderr);
    let files = &done.json()["files"];
    assert_eq!((&files[0]["created"], &files[0]["rejected"]), (&json!(1), &json!(1)));
    assert_eq!((&files[1]["pending"], &files[1]["rejected"]), (&json!(1), &json!(1)));
    let mut left: Vec<_> = std::fs::read_dir(program.path(""))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["bad.csv", "links.csv"], "no database, no file of rejects");
    assert_eq!(program.run("import bad.csv --dry-run --rejects r.csv").code, 3);
    assert!(program.read("r.csv").contains("B,Beta,abc,"), "but what is asked for is written");
}

#[test]
fn rejects_of_files_of_one_name_do_not_overwrite_each_other() {
    let program = Program::new();
    for folder in ["one", "two"] {
        std::fs::create_dir(program.path(folder)).expect("a folder");
        program.write(&format!("{folder}/bad.csv"), &BAD.replace('B', &format!("B-{folder}")));
    }
    let done = program.run("import one/bad.csv two/bad.csv");
    assert_eq!(done.code, 5, "{}", done.stderr);
    for (name, row) in [("bad.csv.rejects.csv", "B-one"), ("bad.csv.rejects.2.csv", "B-two")] {
        assert!(program.read(name).contains(row), "{name}");
        assert!(done.stdout.contains(name), "{name} is not in {}", done.stdout);
    }
}

#[test]
fn a_format_that_is_not_read_is_named_before_a_database_is_made() {
    let program = Program::new();
    program.write("good.csv", "sku,name\nG,Good\n");
    let done = program.run("import good.csv --as akeneo --json");
    assert_eq!((done.code, &done.json()["problems"][0]["code"]), (3, &json!("unknown-profile")));
    assert!(done.stderr.contains("the formats are relata, magento"), "{}", done.stderr);
    program.write("akeneo.csv", "sku;categories;X_SELL-products\na;c;b\n");
    let done = program.run("import akeneo.csv");
    assert_eq!(done.code, 3);
    assert!(done.stderr.contains("--as relata"), "{}", done.stderr);
    assert!(!program.path("relata.db").exists());
}

#[test]
fn a_file_with_any_columns_is_read_by_a_mapping_file() {
    let program = Program::new();
    program
        .write("artikel.csv", "Artikelnummer;Bezeichnung;Preis\nRS-1;Laufschuh;1.289,90\nRS-2;Socke;viel\n");
    program.write(
        "erp.json",
        r#"{"content": "products", "decimal_comma": true,
            "columns": {"Artikelnummer": "sku", "Bezeichnung": "name", "Preis": "price"}}"#,
    );
    assert_eq!(program.run("import artikel.csv").code, 3);
    let done = program.run("import artikel.csv --as erp.json --json");
    assert_eq!((done.code, &done.json()["created"]), (5, &json!(1)), "{}", done.stderr);
    assert_eq!(done.json()["problems"][0]["column"], "Preis");
    assert!(
        program.read("artikel.csv.rejects.csv").starts_with("Artikelnummer;Bezeichnung;Preis;error\nRS-2;")
    );
    assert_eq!(program.run("export relata --out out").code, 0);
    assert!(program.read("out/products.csv").contains("1289.90"));
    program.write("wrong.json", r#"{"content": "products", "columns": {"Preis": "prize"}, "x": 1}"#);
    let refused = program.run("import artikel.csv --as wrong.json --json");
    assert_eq!((refused.code, &refused.json()["problems"][0]["pointer"]), (3, &json!("/x")));
    program.write("wrong.json", r#"{"content": "products", "columns": {"Preis": "prize"}}"#);
    let problems = program.run("import artikel.csv --as wrong.json --json").json()["problems"].clone();
    assert_eq!(
        (&problems[0]["pointer"], &problems[1]["pointer"]),
        (&json!("/columns/Preis"), &json!("/columns/sku"))
    );
    assert_eq!(program.run("import artikel.csv --as missing.json").code, 1);
}

#[test]
fn mended_rows_of_a_replace_are_merged() {
    let program = Program::with_shop();
    program
        .write("links.csv", "source,type,target,weight\nSHOE,cross_sell,LACE,\nSHOE,cross_sell,SOCK-2,x\n");
    let done = program.run("import links.csv --mode replace");
    assert_eq!(done.code, 5, "{}", done.stdout);
    assert!(done.stdout.contains("import that file with --mode merge"), "{}", done.stdout);
    assert!(done.stdout.contains("incomplete-list"), "{}", done.stdout);
    assert_eq!(program.run("export relata --out out").code, 0);
    assert!(
        program.read("out/relations.csv").contains("SHOE,cross_sell,SOCK-2,"),
        "a rejected row removes nothing"
    );
}

#[test]
fn magento_is_written_into_a_folder_under_its_usual_name() {
    let program = Program::with_shop();
    for out in ["new/", "new", "file.csv"] {
        let done = program.run(&format!("export magento --out {out}"));
        assert_eq!(done.code, 0, "{out}: {}", done.stderr);
    }
    assert_eq!(program.read("new/catalog_product_links.csv"), program.read("file.csv"));
    // Where it cannot be written, nothing is left behind.
    let in_the_way = program.path("taken/catalog_product_links.csv");
    std::fs::create_dir_all(in_the_way).expect("a folder can be made");
    assert_eq!(program.run("export magento --out taken").code, 1);
    assert!(!program.path("taken/catalog_product_links.part").exists());
}
