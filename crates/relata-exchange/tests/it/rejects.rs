//! Files of rejects: written, mended, read again.

use expect_test::expect;

use crate::show::{rejects_of, show};

#[test]
fn rows_keep_their_columns_and_say_why() {
    let file =
        b"sku;name;price\nA;\"Al;pha\";abc\nB;Beta;1\nC;Gam\xffma;1\nD;Delta\n;\"\"\"x\"\"\";1\nE;E;1;2\n";
    let rejects = rejects_of(file);
    expect![[r#"
        sku;name;price;error
        A;"Al;pha";abc;"price: invalid-value: ""abc"" is not a number (write a number such as 19.90)"
        C;Gam\xFFma;1;name: invalid-text: the text is not valid UTF-8 (save the file as UTF-8, and mend the text)
        D;Delta;;invalid-record: the record has 2 fields where the header has 3 (put texts that hold the delimiter into quotes, and keep empty fields)
        ;"""x""";1;sku: missing-value: the sku is missing (fill the field in)
        E;E;1;2;invalid-record: the record has 4 fields where the header has 3 (put texts that hold the delimiter into quotes, and keep empty fields)
    "#]]
    .assert_eq(&rejects);
    let mended = rejects.replace("abc", "1.50").replace("\\xFF", "").replace("\n;", "\nF;");
    expect![[r#"
        relata products
        2 {"sku":"A","name":"Al;pha","price":"1.50"}
        3 {"sku":"C","name":"Gamma","price":"1"}
        4 {"sku":"D","name":"Delta","price":null}
        5 {"sku":"F","name":"\"x\"","price":"1"}
        6 rejected 1
        6 ! invalid-record: the record has 5 fields where the header has 4
    "#]]
    .assert_eq(&show(&mended));
    expect![[r#"
        sku;name;price;error
        E;E;1;2;invalid-record: the record has 5 fields where the header has 4 (put texts that hold the delimiter into quotes, and keep empty fields)
    "#]]
    .assert_eq(&rejects_of(&mended));
}

#[test]
fn of_a_wide_row_only_the_bad_part_is_written() {
    let long = "x".repeat(300);
    let file = format!(
        "sku,name,price,related_skus,related_position,upsell_skus,upsell_position\nA,Alpha,1,\"B,C\",\"2,1\",\"D,{long}\",\"1,2\"\nB,Beta,abc,C,1,D,1\nC,Gamma,1,,,,,\n"
    );
    expect![[r#"
        sku,name,price,related_skus,related_position,upsell_skus,upsell_position,error
        A,,,,,"D,<long>","1,2",upsell_skus: invalid-value: the SKU is too long (a SKU has 1 to 255 characters and no control characters)
        B,Beta,abc,,,,,"price: invalid-value: ""abc"" is not a number (write a number such as 19.90)"
        C,Gamma,1,,,,,,"invalid-record: the record has 8 fields where the header has 7 (put texts that hold the delimiter into quotes, and keep empty fields)"
    "#]]
    .assert_eq(&rejects_of(file).replace(&long, "<long>"));
}

#[test]
fn json_lines_get_a_key() {
    let file = "{\"sku\":\"A\",\"price\":\"x\",\"error\":\"old\"}\n{\"sku\":\"B\"}\n{\"sku\":\n{}\n";
    let rejects = rejects_of(file);
    expect![[r#"
        {"sku":"A","price":"x","error":"price: invalid-value: \"x\" is not a number (write a number such as 19.90)"}
        {"error":"invalid-record: the line is not a JSON object: EOF while parsing a value, at character 7 (write one complete object a line)","line":"{\"sku\":"}
        {"error":"sku: missing-value: the sku is missing (fill the field in)"}
    "#]]
    .assert_eq(&rejects);
    expect![[r#"
        relata products
        1 {"sku":"A","price":"1.5"}
        2 ~ line: unknown-column: the column line is not read
        2 rejected 1
        2 ! sku: missing-value: the sku is missing
        3 rejected 1
        3 ! sku: missing-value: the sku is missing
    "#]]
    .assert_eq(&show(rejects.replace("\"x\"", "1.5")));
}
