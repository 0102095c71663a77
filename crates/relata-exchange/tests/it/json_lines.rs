//! The same fields as JSON lines.

use expect_test::expect;
use relata_model::limits::RECORD_BYTES_MAX;

use crate::show::{check, show};

#[test]
fn products_natively() {
    check(
        r#"{"sku":"A","name":"Alpha","categories":["shoes/running"],"price":19.90,"cost":"9.10","stock":3,"tags":["a|b"],"attributes":{"size":41,"sizes":["41",42],"new":true,"text":"12","gone":null},"attributes.weight":1.50,"names":{"de":"Alpha"},"offers":{"app":{"price":18.00,"stock":null}},"excluded":[{"type":"upsell","target":"B"}]}
{"sku":"B","brand":null,"tags":"a|b","price":1E2,"url":""}
"#,
        expect![[r#"
            relata products
            1 {"sku":"A","name":"Alpha","categories":["shoes/running"],"price":"19.90","cost":"9.10","stock":3,"tags":["a|b"],"attributes":{"gone":null,"new":{"flag":true},"size":{"number":"41"},"sizes":{"list":[{"text":"41"},{"number":"42"}]},"text":{"text":"12"},"weight":{"number":"1.50"}},"names":{"de":"Alpha"},"offers":{"app":{"price":"18.00","stock":null}},"excluded":[{"type":"upsell","target":"B"}]}
            2 {"sku":"B","brand":null,"price":"100","tags":["a","b"],"url":null}
        "#]],
    );
}

#[test]
fn relations_and_orders() {
    check(
        "\u{feff}{\"source\":\"A\",\"type\":\"related\",\"target\":\"B\",\"position\":1,\"weight\":0.5,\"quantity\":2,\"channels\":[\"web\"],\"fields\":{\"n\":1.5}}\n{\"source\":\"A\",\"type\":\"related\",\"target\":\"C\",\"weight\":null}",
        expect![[r#"
            relata relations
            1 A related B fields={"n":1.5} position=1 quantity="2" scope={"channels":["web"],"locales":[],"segments":[]} weight=0.5
            2 A related C weight=1.0
        "#]],
    );
    check(
        "{\"order_id\":17,\"sku\":\"A\",\"quantity\":-1}\n",
        expect![[r#"
            relata orders
            1 {"order_id":"17","channel":null,"customer_id":null,"ordered_at":null,"currency":null,"sku":"A","quantity":"-1","unit_price":null}
        "#]],
    );
}

#[test]
fn bad_lines_are_named_and_the_rest_is_read() {
    let deep =
        format!("{{\"sku\":\"A\",\"attributes\":{{\"x\":{}{}}}}}", "[".repeat(5_000), "]".repeat(5_000));
    let lines: Vec<&[u8]> = vec![
        b"{\"sku\":\"A\",\"price\":1}",
        b"",
        b"{\"sku\":\"A\",\"sku\":\"B\"}",
        b"{\"sku\":\"A\",",
        b"[1]",
        b"\"text\"",
        b"{\"sku\":\"\xff\"}",
        b"{\"sku\":1}",
        b"{\"sku\":\"A\",\"price\":1e400}",
        b"{\"sku\":\"A\",\"price\":\"1,5\"}",
        b"{\"sku\":\"A\",\"price\":NaN}",
        b"{\"sku\":\"A\",\"name\":\"\\ud800\"}",
        b"{\"sku\":\"A\\u0000\"}",
        b"{\"sku\":\"A\",\"name\":\"\"}",
        b"{\"sku\":\"A\",\"price\":{}}",
        b"{\"sku\":\"A\",\"attributes\":{\"x\":{}}}",
        b"{\"sku\":\"A\",\"attributes\":[]}",
        b"{\"sku\":\"A\",\"offers\":{\"app\":{\"colour\":1}}}",
        b"{\"sku\":\"A\",\"colour\":\"red\",\"error\":\"old\"}",
        b"{\"sku\":\"A\",\"colour\":\"red\"}",
        deep.as_bytes(),
        b"{\"sku\":\"Z\"}",
    ];
    check(
        lines.join(&b"\r\n"[..]),
        expect![[r#"
            relata products
            1 {"sku":"A","price":"1"}
            3 rejected 1
            3 ! duplicate-column: the key "sku" stands twice, at character 16
            4 rejected 1
            4 ! invalid-record: the line is not a JSON object: EOF while parsing a value, at character 11
            5 rejected 1
            5 ! invalid-record: the line is not a JSON object: invalid type: sequence, expected an object
            6 rejected 1
            6 ! invalid-record: the line is not a JSON object: invalid type: string "text", expected an object, at character 6
            7 rejected 1
            7 ! invalid-text: the line is not valid UTF-8 from byte 9 on
            8 rejected 1
            8 ! sku: invalid-value: "1" is not a text
            9 rejected 1
            9 ! price: invalid-value: "1e400" is too large or too small
            10 rejected 1
            10 ! price: invalid-value: "1,5" is not a number
            11 rejected 1
            11 ! invalid-record: the line is not a JSON object: expected value, at character 20
            12 rejected 1
            12 ! name: invalid-value: "\"\\ud800\"" is not a JSON text: unexpected end of hex escape
            13 rejected 1
            13 ! sku: invalid-value: the SKU holds a control character
            14 rejected 1
            14 ! name: missing-value: the name is missing
            15 rejected 1
            15 ! price: invalid-value: "{}" is not a single value
            16 rejected 1
            16 ! attributes: invalid-value: x: "{}" is not the value of an attribute
            17 rejected 1
            17 ! attributes: invalid-value: "[]" is not an object: invalid type: sequence, expected an object
            18 rejected 1
            18 ! offers: invalid-value: an offer has no "colour"
            19 {"sku":"A"}
            19 ~ colour: unknown-column: the column colour is not read
            20 {"sku":"A"}
            21 rejected 1
            21 ! attributes: invalid-value: x: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" and so on is not the value of an attribute
            22 {"sku":"Z"}
        "#]],
    );
}

#[test]
fn a_giant_line_is_rejected_and_the_next_is_read() {
    let file =
        format!("{{\"sku\":\"A\"}}\n{{\"sku\":\"{}\"}}\n{{\"sku\":\"B\"}}\n", "x".repeat(RECORD_BYTES_MAX));
    expect![[r#"
        relata products
        1 {"sku":"A"}
        2 rejected 1
        2 ! limit-exceeded: the line is larger than 4194304 bytes
        3 {"sku":"B"}
    "#]]
    .assert_eq(&show(file));
}

#[test]
fn what_is_no_object_is_refused() {
    let pictures: String =
        ["{", "{}\n{\"a\":1}\n", "{\"sku\"}\n{\"sku\":\"A\"}\n"].into_iter().map(show).collect();
    expect![[r#"
        the file file is refused: the file looks like JSON lines, but no line at its start is an object
        1 ! unknown-profile: the file looks like JSON lines, but no line at its start is an object
        the file file is refused: no format has the columns 
        1 ! unknown-profile: no format has the columns 
        relata products
        1 rejected 1
        1 ! invalid-record: the line is not a JSON object: expected `:`, at character 7
        2 {"sku":"A"}
    "#]]
    .assert_eq(&pictures);
}
