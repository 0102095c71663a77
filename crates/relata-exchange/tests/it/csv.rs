//! The shape of CSV files: delimiters, line breaks, quotes, and everything that can be wrong with them.

use expect_test::expect;
use relata_model::limits::{COLUMNS_MAX, FIELD_BYTES_MAX, RECORD_BYTES_MAX};

use crate::show::{check, show};

#[test]
fn delimiters_are_found() {
    for delimiter in [",", ";", "\t"] {
        let file = "sku|name|brand\nA|\"x,y;z\tw\"|b\n".replace('|', delimiter);
        let expected = "relata products\n2 {\"sku\":\"A\",\"name\":\"x,y;z\\tw\",\"brand\":\"b\"}\n";
        assert_eq!(show(file), expected, "with {delimiter:?}");
    }
}

#[test]
fn rows_are_lines_of_the_file() {
    check(
        "sku,name\r\nA,\"one\r\ntwo\nthree\"\r\n\r\n\nB,Beta\rC,Gamma\n\n\n",
        expect![[r#"
            relata products
            2 {"sku":"A","name":"one\r\ntwo\nthree"}
            7 {"sku":"B","name":"Beta"}
            8 {"sku":"C","name":"Gamma"}
        "#]],
    );
}

#[test]
fn a_bad_row_is_named_and_the_rest_is_read() {
    check(
        b"\xef\xbb\xbfsku;name;price;stock\nA;Alpha;1.50;3\nB;;2.00;1\n;no sku;1.00;1\nC;Gamma;abc;1\nD;Del\xffta;1.00;1\nE;Eps;1.00\nA;Alpha again;1.75;3\n=F;<script>alert(1)</script>;1.00;1\nG;nul\0;1;1\nH;H;1;1;1;1\n",
        expect![[r#"
            relata products
            2 {"sku":"A","name":"Alpha","price":"1.50","stock":3}
            3 rejected 1
            3 ! name: missing-value: the name is missing
            4 rejected 1
            4 ! sku: missing-value: the sku is missing
            5 rejected 1
            5 ! price: invalid-value: "abc" is not a number
            6 rejected 1
            6 ! name: invalid-text: the text is not valid UTF-8
            7 rejected 1
            7 ! invalid-record: the record has 3 fields where the header has 4
            8 {"sku":"A","name":"Alpha again","price":"1.75","stock":3}
            9 {"sku":"=F","name":"<script>alert(1)</script>","price":"1.00","stock":1}
            10 rejected 1
            10 ! name: invalid-text: the text holds a NUL character
            11 rejected 1
            11 ! invalid-record: the record has 6 fields where the header has 4
        "#]],
    );
}

#[test]
fn a_character_cut_in_two_by_a_delimiter_is_no_text() {
    check(
        b"sku,name\n\xc3,\xa9\nA,\xc3\xa9\n",
        expect![[r#"
            relata products
            2 rejected 1
            2 ! sku: invalid-text: the text is not valid UTF-8
            3 {"sku":"A","name":"é"}
        "#]],
    );
}

#[test]
fn names_of_columns_are_read_kindly() {
    check(
        " SKU , Name,attributes. Odd Name ,error,colour,\nA,Alpha,1,why not,red,\n",
        expect![[r#"
            relata products
            1 ~ colour: unknown-column: the column colour is not read
            1 ~ : unknown-column: a column has no name and is not read
            2 {"sku":"A","name":"Alpha","attributes":{" Odd Name ":{"number":"1"}}}
        "#]],
    );
}

#[test]
fn a_file_as_a_whole_can_be_refused() {
    let many = vec!["a"; COLUMNS_MAX + 1].join(",");
    let files: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"\n\n  \n".to_vec(),
        b"sku,name,SKU\n".to_vec(),
        b"source,target\nA,B\n".to_vec(),
        b"order_id,quantity\n1,2\n".to_vec(),
        b"name,price,brand\nA,1,B\n".to_vec(),
        b"colour,size\nred,1\n".to_vec(),
        b"\xff\xfes\0k\0u\0,\0n\0a\0m\0e\0\n\0".to_vec(),
        b"s\0k\0u\0,\0n\0a\0m\0e\0\n\0".to_vec(),
        b"PK\x03\x04rest".to_vec(),
        b"sku,n\xe4me\nA,B\n".to_vec(),
        b"sku,\"name\nA,B\n".to_vec(),
        b"[{\"sku\": \"A\"}]".to_vec(),
        many.clone().into_bytes(),
        many.repeat(100).into_bytes(),
    ];
    let mut pictures = String::new();
    for file in files {
        pictures.push_str(&show(file));
    }
    expect![[r#"
        the file file is refused: the file is empty
        1 ! unknown-profile: the file is empty
        the file file is refused: the file is empty
        1 ! unknown-profile: the file is empty
        the file file is refused: the column "sku" stands twice
        1 ! sku: duplicate-column: the column "sku" stands twice
        the file file is refused: the column type is missing
        1 ! type: missing-value: the column type is missing
        the file file is refused: the column sku is missing
        1 ! sku: missing-value: the column sku is missing
        the file file is refused: the column sku is missing
        1 ! sku: missing-value: the column sku is missing
        the file file is refused: no format has the columns "colour", "size"
        1 ! unknown-profile: no format has the columns "colour", "size"
        the file file is refused: the file is UTF-16, not UTF-8
        1 ! invalid-text: the file is UTF-16, not UTF-8
        the file file is refused: the file is UTF-16, not UTF-8
        1 ! invalid-text: the file is UTF-16, not UTF-8
        the file file is refused: the file is a zip archive or a spreadsheet
        1 ! invalid-text: the file is a zip archive or a spreadsheet
        the file file is refused: the name of column 2 is not valid UTF-8
        1 ! invalid-text: the name of column 2 is not valid UTF-8
        the file file is refused: a quote is opened and never closed; it swallowed everything from line 1 to line 3
        1 ! invalid-record: a quote is opened and never closed; it swallowed everything from line 1 to line 3
        the file file is refused: the file is one JSON array, not JSON lines
        1 ! unknown-profile: the file is one JSON array, not JSON lines
        the file file is refused: the file has more than 4096 columns
        1 ! limit-exceeded: the file has more than 4096 columns
        the file file is refused: the header is longer than 262144 bytes
        1 ! limit-exceeded: the header is longer than 262144 bytes
    "#]]
    .assert_eq(&pictures);
}

#[test]
fn a_header_alone_is_an_empty_file_of_its_kind() {
    check(
        "source,type,target",
        expect![[r#"
        relata relations
    "#]],
    );
}

#[test]
fn a_quote_that_is_never_closed_swallows_the_rest_and_says_so() {
    check(
        "sku,name\nA,Alpha\nB,\"Beta\nC,Gamma\nD,Delta\n",
        expect![[r#"
            relata products
            2 {"sku":"A","name":"Alpha"}
            3 rejected 1
            3 ! invalid-record: a quote is opened and never closed; it swallowed everything from line 3 to line 6
        "#]],
    );
    check(
        "sku,name\nA,\"Alpha",
        expect![[r#"
            relata products
            2 rejected 1
            2 ! invalid-record: a quote is opened and never closed before the end of the file
        "#]],
    );
    check(
        "sku,name\nA,\"Alpha\"",
        expect![[r#"
            relata products
            2 {"sku":"A","name":"Alpha"}
        "#]],
    );
}

#[test]
fn a_stray_quote_that_joins_lines_is_hinted_at() {
    check(
        "sku,name,brand\nA,\"Alpha,x\nB,Beta\",y,z\nC,Gamma,w\n",
        expect![[r#"
            relata products
            2 rejected 1
            2 ! invalid-record: the record has 4 fields where the header has 3
            4 {"sku":"C","name":"Gamma","brand":"w"}
        "#]],
    );
}

#[test]
fn giants_are_rejected_and_the_next_row_is_read() {
    let field = format!("sku,name\nA,{}\nB,Beta\n", "x".repeat(FIELD_BYTES_MAX + 1));
    let record = format!("sku,name\nA,\"{}\n\"\nB,Beta\n", "x".repeat(RECORD_BYTES_MAX + 10));
    let fields = format!("sku,name\nA,{}\nB,Beta\n", ",".repeat(COLUMNS_MAX * 3));
    let allowed = format!("sku,name\n{},Alpha\nB,Beta\n", "x".repeat(FIELD_BYTES_MAX));
    let pictures: String = [field, record, fields, allowed].into_iter().map(show).collect();
    expect![[r#"
        relata products
        2 rejected 1
        2 ! limit-exceeded: field 2 is larger than 1048576 bytes
        3 {"sku":"B","name":"Beta"}
        relata products
        2 rejected 1
        2 ! limit-exceeded: the record is larger than 4194304 bytes
        4 {"sku":"B","name":"Beta"}
        relata products
        2 rejected 1
        2 ! limit-exceeded: the record has more than 4096 fields
        3 {"sku":"B","name":"Beta"}
        relata products
        2 rejected 1
        2 ! sku: invalid-value: the SKU is too long
        3 {"sku":"B","name":"Beta"}
    "#]]
    .assert_eq(&pictures);
}

#[test]
fn no_row_is_lost_whatever_stands_in_it() {
    use proptest::prelude::*;
    let piece = prop_oneof![
        Just("\"".to_string()),
        Just(",".to_string()),
        Just("\n".to_string()),
        Just("\r\n".to_string()),
        Just("\r".to_string()),
        "[a-c ]{1,3}",
    ];
    proptest!(|(pieces in prop::collection::vec(piece, 0..40), chunk in 1usize..7)| {
        let file = format!("sku,name\n{}", pieces.concat());
        let whole = show(&file);
        let input = relata_exchange::Input::from_reader("file", Slow { bytes: file.clone().into_bytes(), chunk });
        prop_assert_eq!(&whole, &crate::show::picture(input), "the same in small pieces");
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes());
        let oracle = reader.into_byte_records().count();
        let input = relata_exchange::Input::from_reader("file", std::io::Cursor::new(file.clone())).unwrap();
        let blank = |raw: &relata_exchange::RawRecord| raw.as_str().trim().is_empty();
        let read = input.records().map(Result::unwrap).inspect(|record| assert!(!blank(&record.raw))).count();
        // Lines of nothing but blanks are records to the oracle and nothing to us.
        let blanks = csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes()).into_byte_records()
            .filter(|record| record.as_ref().is_ok_and(|record| record.len() == 1 && record[0].iter().all(u8::is_ascii_whitespace)))
            .count();
        prop_assert!(read >= oracle - blanks && read <= oracle, "{read} of {oracle}, {blanks} blank: {file:?}");
    });
}

/// A source that gives few bytes at once.
struct Slow {
    bytes: Vec<u8>,
    chunk: usize,
}

impl std::io::Read for Slow {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.chunk.min(out.len()).min(self.bytes.len());
        out[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes.drain(..count);
        Ok(count)
    }
}
