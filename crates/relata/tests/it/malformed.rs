//! Malformed files through the real program: refused or rejected with their place, nothing dropped.

use std::io::Write;

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::program::Program;

const COUNTS: [&str; 7] = ["created", "updated", "unchanged", "moved", "removed", "pending", "rejected"];

/// One line an outcome: exit code, counts, and the place, code and message of each problem.
fn outcome(program: &Program, name: &str) -> String {
    let done = program.run(&format!("import {name} --json"));
    assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
    let document = done.json();
    let mut text = format!("exit {}", done.code);
    if document["rows"].is_u64() {
        let of = |count: &str| document[count].as_u64().expect("a count");
        let sum: u64 = COUNTS.iter().map(|count| of(count)).sum();
        assert_eq!(of("rows"), sum, "{document}");
        for count in COUNTS.iter().filter(|count| of(count) > 0) {
            text.push_str(&format!(", {count} {}", of(count)));
        }
    }
    text.push('\n');
    let problems = document["problems"].as_array().expect("problems");
    problems.iter().for_each(|problem| text.push_str(&line_of(problem)));
    text
}

fn line_of(problem: &Value) -> String {
    let place = match (&problem["row"], problem["column"].as_str()) {
        (Value::Null, _) => String::new(),
        (row, None) => format!("row {row}: "),
        (row, Some(column)) => format!("row {row}, {column}: "),
    };
    let message: String = problem["message"].as_str().expect("a message").chars().take(90).collect();
    format!("  {place}{}: {message}\n", problem["code"].as_str().expect("a code"))
}

#[track_caller]
fn check(file: impl AsRef<[u8]>, expected: Expect) {
    let program = Program::new();
    std::fs::write(program.path("file"), file).expect("a file");
    expected.assert_eq(&outcome(&program, "file"));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn bytes_that_are_no_text() {
    check(
        b"sku,name,price\nA,caf\xe9,1\nB,ok,2\n",
        expect![[r#"
        exit 5, created 1, rejected 1
          row 2, name: invalid-text: the text is not valid UTF-8
    "#]],
    );
    check(
        b"\xef\xbb\xbfsku,name\nA,with a byte order mark\n",
        expect![[r#"
        exit 0, created 1
    "#]],
    );
    let utf16: Vec<u8> = "sku,name\nA,x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(
        [&[0xff, 0xfe], &utf16[..]].concat(),
        expect![[r#"
        exit 3
          row 1: invalid-text: the file is UTF-16, not UTF-8
    "#]],
    );
    check(
        utf16,
        expect![[r#"
        exit 3
          row 1: invalid-text: the file is UTF-16, not UTF-8
    "#]],
    );
    check(
        b"sku,name\nA,x\0y\nB,b\n",
        expect![[r#"
        exit 5, created 1, rejected 1
          row 2, name: invalid-text: the text holds a NUL character
    "#]],
    );
    check(
        b"PK\x03\x04a spreadsheet",
        expect![[r#"
        exit 3
          row 1: invalid-text: the file is a zip archive or a spreadsheet
    "#]],
    );
    check(
        (0..=255_u8).cycle().take(2560).collect::<Vec<u8>>(),
        expect![[r#"
        exit 3
          row 1: invalid-text: the name of column 1 is not valid UTF-8
    "#]],
    );
}

#[test]
fn records_of_the_wrong_shape() {
    check(
        "sku,name,price\nA,x\nB,b,1,2\nC,c,3\n",
        expect![[r#"
        exit 5, created 1, rejected 2
          row 2: invalid-record: the record has 2 fields where the header has 3
          row 3: invalid-record: the record has 4 fields where the header has 3
    "#]],
    );
    check(
        "sku,name\nA,\"x\nB,b\nC,c\n",
        expect![[r#"
        exit 3, rejected 1
          row 2: invalid-record: a quote is opened and never closed; it swallowed everything from line 2 to line 5
    "#]],
    );
    check(
        "sku,name\rA,x\r\nB,b\nC,c\r\rD,d\n\r",
        expect![[r#"
        exit 0, created 4
    "#]],
    );
    check(
        format!("sku,name\nA{}\nB,b\n", ",".repeat(10_000)),
        expect![[r#"
        exit 5, created 1, rejected 1
          row 2: limit-exceeded: the record has more than 4096 fields
    "#]],
    );
    check(
        format!("sku,name\nA,{}\nB,b\n", "x".repeat(2_000_000)),
        expect![[r#"
        exit 5, created 1, rejected 1
          row 2: limit-exceeded: field 2 is larger than 1048576 bytes
    "#]],
    );
    check(
        format!("sku,name\nA,\"{}\nB,b\n", "x\n".repeat(3_000_000)),
        expect![[r#"
        exit 3, rejected 1
          row 2: limit-exceeded: the record is larger than 4194304 bytes
    "#]],
    );
}

#[test]
fn headers_that_say_nothing_or_too_much() {
    check(
        "",
        expect![[r#"
        exit 3
          row 1: unknown-profile: the file is empty
    "#]],
    );
    check(
        "\n\n  \n",
        expect![[r#"
        exit 3
          row 1: unknown-profile: the file is empty
    "#]],
    );
    check(
        "sku,name\n",
        expect![[r#"
        exit 0
    "#]],
    );
    check(
        "source,type,target",
        expect![[r#"
        exit 0
    "#]],
    );
    check(
        "sku,name,SKU\nA,x,B\n",
        expect![[r#"
        exit 3
          row 1, sku: duplicate-column: the column "sku" stands twice
    "#]],
    );
    check(
        "source,type\nA,related\n",
        expect![[r#"
        exit 3
          row 1, target: missing-value: the column target is missing
    "#]],
    );
    check(
        "this,that\n1,2\n",
        expect![[r#"
        exit 3
          row 1: unknown-profile: no format has the columns "this", "that"
    "#]],
    );
    check(
        "sku,association_type,related_sku\nA,cross_sells,B\n",
        expect![[r#"
        exit 3
          row 1: unknown-profile: the file looks like one of UnoPim, whose format is not read
    "#]],
    );
    let columns: String = (0..5000).map(|number| format!(",attributes.a{number}")).collect();
    check(
        format!("sku,name{columns}\n"),
        expect![[r#"
        exit 3
          row 1: limit-exceeded: the record has more than 4096 fields
    "#]],
    );
}

#[test]
fn values_of_the_wrong_kind() {
    check(
        "sku;name;price;stock;status;created_at\nA;a;1,50;;;\nB;b;NaN;;;\nC;c;1e400;;;\nD;d;1;1.5;;\n\
         E;e;1;1;sold;\nF;f;1;1;;yesterday\nG;g;-1;;;\n;h;1;;;\nI;;1;;;\n",
        expect![[r#"
            exit 3, rejected 9
              row 2, price: invalid-value: "1,50" is not a number
              row 3, price: invalid-value: "NaN" is not a number
              row 4, price: invalid-value: "1e400" is not a number
              row 5, stock: invalid-value: "1.5" is no whole number
              row 6, status: invalid-value: "sold" is not a status
              row 7, created_at: invalid-value: "yesterday" is not a time
              row 8, price: invalid-value: the price is negative
              row 9, sku: missing-value: the sku is missing
              row 10, name: missing-value: the name is missing
        "#]],
    );
    check(
        "source,type,target,position,weight,quantity,valid_from,valid_until,origin\nA,related,B,0,1,,,,\n\
         A,related,C,1,NaN,,,,\nA,related,D,1,1,0,,,\nA,related,E,1,1,,2026-02-01,2026-01-01,\n\
         A,related,F,1,1,,,,me\nA,nonsense,G,1,1,,,,\nA,related,A,1,1,,,,\n,,,,,,,,\n",
        expect![[r#"
            exit 3, rejected 8
              row 2, position: invalid-value: 0 is not a place in a list
              row 3, weight: invalid-value: "NaN" is not a weight
              row 4, quantity: invalid-value: 0 is not a quantity
              row 5, valid_until: invalid-window: the window ends at 2026-01-01T00:00:00Z, which is not after its start at 2026-02-01T00:00:
              row 6, origin: invalid-value: "me" is not an origin
              row 7, type: unknown-type: there is no relation type nonsense
              row 8, target: self-relation: A cannot be related to itself
              row 9, source: missing-value: the source is missing
              row 9, type: missing-value: the type is missing
              row 9, target: missing-value: the target is missing
        "#]],
    );
    check(
        "order_id,sku,quantity,unit_price\n1,A,two,1\n,A,1,1\n3,,1,1\n4,A,1,\"1,5\"\n",
        expect![[r#"
        exit 3, rejected 4
          row 2, quantity: invalid-value: "two" is not a number
          row 3, order_id: missing-value: the order_id is missing
          row 4, sku: missing-value: the sku is missing
          row 5, unit_price: invalid-value: "1,5" is not a number
    "#]],
    );
}

#[test]
fn json_lines_that_are_no_objects() {
    let deep = format!(
        "{{\"sku\":\"D\",\"name\":\"d\",\"attributes\":{}1{}}}",
        "{\"a\":".repeat(9999),
        "}".repeat(9999)
    );
    check(
        format!(
            "{{\"sku\":\"A\",\"name\":\"a\",\"price\":1.10}}\n[1]\n\"s\"\nnull\n{{\"sku\":\"B\",\"sku\":\"C\"}}\n{{broken\n\
             {{\"sku\":\"E\",\"name\":5}}\n{deep}\n{{\"sku\":\"F\",\"name\":\"f\",\"price\":1e400}}\n\
             {{\"sku\":\"G\",\"name\":\"g\",\"attributes\":{{\"\":1}}}}\n"
        ),
        expect![[r#"
            exit 5, created 1, rejected 9
              row 2: invalid-record: the line is not a JSON object: invalid type: sequence, expected an object
              row 3: invalid-record: the line is not a JSON object: invalid type: string "s", expected an object, at character 
              row 4: invalid-record: the line is not a JSON object: invalid type: null, expected an object, at character 4
              row 5: duplicate-column: the key "sku" stands twice, at character 16
              row 6: invalid-record: the line is not a JSON object: key must be a string, at character 2
              row 7, name: invalid-value: "5" is not a text
              row 8, attributes: invalid-value: a: "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":" 
              row 9, price: invalid-value: "1e400" is too large or too small
              row 10, attributes: invalid-value: an attribute has no name
        "#]],
    );
    check(
        "[{\"sku\":\"A\",\"name\":\"a\"}]",
        expect![[r#"
        exit 3
          row 1: unknown-profile: the file is one JSON array, not JSON lines
    "#]],
    );
    check(
        format!("{}1{}", "{\"a\":".repeat(99_999), "}".repeat(99_999)),
        expect![[r#"
        exit 3
          row 1: unknown-profile: the file looks like JSON lines, but no line at its start is an object
    "#]],
    );
}

#[test]
fn compressed_files_that_are_cut_or_damaged() {
    let rows: String = (0..20_000).map(|number| format!("S{number},name {number}\n")).collect();
    let packed = gzip(format!("sku,name\n{rows}").as_bytes());
    let program = Program::new();
    std::fs::write(program.path("cut.csv.gz"), &packed[..packed.len() / 2]).expect("a file");
    let cut = outcome(&program, "cut.csv.gz");
    assert!(cut.starts_with("exit 5, created ") && cut.contains("the file is cut off: from line "), "{cut}");
    check(
        &packed[..5],
        expect![[r#"
        exit 3
          row 1: invalid-record: the compressed file is cut off
    "#]],
    );

    let mut damaged = packed;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8].fill(b'X');
    let program = Program::new();
    std::fs::write(program.path("damaged.csv.gz"), damaged).expect("a file");
    let text = outcome(&program, "damaged.csv.gz");
    assert!(text.starts_with("exit 3, rejected ") && text.contains("the file is damaged"), "{text}");
    assert_eq!(program.run("export relata --out out").code, 0);
    assert_eq!(program.read("out/products.csv").lines().count(), 1, "nothing of a damaged file is taken");
    check(
        b"\x28\xb5\x2f\xfd\x04\x58",
        expect![[r#"
        exit 3
          row 1: invalid-record: the compressed file is cut off
    "#]],
    );
}

#[test]
fn a_bomb_of_gzip_is_one_record_that_is_too_long() {
    let zeros = vec![b'0'; 1 << 20];
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(b"sku,name\nA,").expect("memory");
    (0..200).for_each(|_| packed.write_all(&zeros).expect("memory"));
    packed.write_all(b"\nB,b\n").expect("memory");
    check(
        packed.finish().expect("memory"),
        expect![[r#"
        exit 5, created 1, rejected 1
          row 2: limit-exceeded: the record is larger than 4194304 bytes
    "#]],
    );
}

#[test]
fn what_is_no_file() {
    let program = Program::new();
    std::fs::create_dir(program.path("empty")).expect("a folder");
    for (line, code, says) in [
        ("import missing.csv", 1, "cannot read missing.csv"),
        ("import empty", 3, "the folder empty holds no file that can be read"),
        ("import missing.csv --dry-run", 1, "check that the file exists"),
        ("restore missing.db --db new.db", 1, "cannot read missing.db"),
    ] {
        let done = program.run(line);
        assert_eq!(done.code, code, "{line}: {}", done.stderr);
        assert!(done.stderr.contains(says), "{line}: {}", done.stderr);
    }
    assert!(!program.path("new.db").exists(), "no database is made for a backup that is not there");
}

/// What looks dangerous or odd is text: it comes out as it went in.
#[test]
fn odd_texts_are_kept_as_they_are() {
    let texts = [
        "=HYPERLINK(\"http://x\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tTAB",
        "<script>alert(1)</script>",
        "line\none\r\ntwo",
        "\u{202e}right to left\u{202c}",
        "zero\u{200b}width",
        "'; DROP TABLE product; --",
        "null",
        "NaN",
        " leading and trailing ",
        "caf\u{e9}",
        "cafe\u{301}",
        "\u{feff}mark",
        "a|b\\c",
        "\u{1f9e6}",
    ];
    let long = "\u{e4}".repeat(100_000);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut file = "sku,name,description,attributes.note\n".to_string();
    for (number, text) in texts.iter().enumerate() {
        let name = quoted(&format!("n{}", text.replace(['\t', '\n', '\r'], " ")));
        file.push_str(&format!("S{number:02},{name},{},{}\n", quoted(text), quoted(text)));
    }
    file.push_str(&format!("caf\u{e9},composed,{long},\ncafe\u{301},decomposed,,\n"));
    let program = Program::new();
    program.write("odd.csv", &file);
    let first = outcome(&program, "odd.csv");
    assert!(first.starts_with(&format!("exit 0, created {}", texts.len() + 2)), "{first}");
    assert_eq!(program.run("export relata --out one").code, 0);
    let exported = program.read("one/products.csv");
    for text in texts {
        let cell = format!(",{}", quoted(text));
        let bare = format!(",{text},");
        assert!(exported.contains(&cell) || exported.contains(&bare), "{text:?} is not in {exported}");
    }
    assert!(exported.contains(&long));
    assert_eq!(program.run("import one --db two.db").code, 0);
    assert_eq!(program.run("export relata --out two --db two.db").code, 0);
    assert_eq!(exported, program.read("two/products.csv"));
    let second = outcome(&program, "one/products.csv");
    assert!(second.starts_with(&format!("exit 0, unchanged {}", texts.len() + 2)), "{second}");
}

#[test]
fn rejected_rows_of_every_kind_come_back_to_be_mended() {
    let program = Program::new();
    program.write("bad.csv", "sku,name,price\nA,a,1\nB,b,x\nC,c\nD,\"d, \"\"q\"\"\",y\n");
    assert_eq!(program.run("import bad.csv").code, 5);
    let rejects = program.read("bad.csv.rejects.csv");
    assert_eq!(rejects.lines().count(), 4, "{rejects}");
    let mended = rejects.replace(",x,", ",1,").replace(",y,", ",2,").replace("C,c,,", "C,c,3,");
    program.write("bad.csv.rejects.csv", &mended);
    // The file of rejects may take the place of the file that is read.
    let done = program.run("import bad.csv.rejects.csv --rejects bad.csv.rejects.csv --json");
    assert_eq!((done.code, &done.json()["created"]), (0, &3.into()), "{}", done.stdout);
    program.write("again.csv", "sku,name,price\nE,e,x\n");
    assert_eq!(program.run("import again.csv --rejects again.csv").code, 3);
    assert!(
        program.read("again.csv").contains("E,e,x,\"price: invalid-value"),
        "{}",
        program.read("again.csv")
    );
}
