//! Products in our own columns.

use expect_test::expect;

use crate::show::check;

#[test]
fn every_field() {
    check(
        "sku,name,parent,brand,categories,price,currency,cost,stock,status,tags,url,image_url,created_at,description,names.de,offers.app.price,offers.app.currency,offers.app.stock,excluded,attributes.color\n\
         A,Alpha,P,Acme,shoes/running| new ,19.90,EUR,9,12,inactive,new|sale,http://a,http://b,2026-01-05,Text,Laufschuh,18.00,USD,3,cross_sell:X|upsell:Y:1,red\n",
        expect![[r#"
            relata products
            2 {"sku":"A","name":"Alpha","parent":"P","brand":"Acme","categories":["shoes/running","new"],"price":"19.90","currency":"EUR","cost":"9","stock":12,"status":"inactive","tags":["new","sale"],"attributes":{"color":{"text":"red"}},"url":"http://a","image_url":"http://b","description":"Text","created_at":"2026-01-05T00:00:00Z","names":{"de":"Laufschuh"},"offers":{"app":{"price":"18.00","currency":"USD","stock":3}},"excluded":[{"type":"cross_sell","target":"X"},{"type":"upsell","target":"Y:1"}]}
        "#]],
    );
}

#[test]
fn an_empty_cell_clears_and_an_absent_column_says_nothing() {
    check(
        "sku,parent,brand,categories,price,stock,status,tags,names.de,offers.app.price,excluded,attributes.color\nA,,,,,,,,,,,\n",
        expect![[r#"
            relata products
            1 ~ name: missing-value: the column name is missing, so only products that exist already can be changed
            2 {"sku":"A","parent":null,"brand":null,"categories":[],"price":null,"stock":null,"status":"active","tags":[],"attributes":{"color":null},"names":{"de":null},"offers":{"app":{"price":null}},"excluded":[]}
        "#]],
    );
}

#[test]
fn all_problems_of_a_row_are_named() {
    check(
        "sku,name,price,currency,stock,status,created_at,categories,names.de,excluded\n\
         ,,\"1,5\",euro,1.5,gone,yesterday,/,x,upsell\n",
        expect![[r#"
            relata products
            2 rejected 1
            2 ! price: invalid-value: "1,5" is not a number
            2 ! currency: invalid-value: "euro" is not a currency
            2 ! stock: invalid-value: "1.5" is no whole number
            2 ! status: invalid-value: "gone" is not a status
            2 ! created_at: invalid-value: "yesterday" is not a time
            2 ! categories: invalid-value: the category path is empty
            2 ! excluded: invalid-value: "upsell" is no type with a target
            2 ! name: missing-value: the name is missing
            2 ! sku: missing-value: the sku is missing
        "#]],
    );
}

#[test]
fn amounts_are_decimal_texts() {
    let prices = [
        "19.90",
        "0.005",
        "-1",
        "007",
        "1.234,56",
        "1,234.56",
        "19,90",
        "NaN",
        "inf",
        "1e400",
        "1e3",
        "0x10",
        "+5",
        "5.",
        ".5",
        "€5",
        "1 000",
        "٣",
        "99999999999999999999999999999999",
        " 5 ",
    ];
    let rows: String = prices.iter().map(|price| format!("A;\"{price}\"\n")).collect();
    check(
        format!("sku;price\n{rows}"),
        expect![[r#"
            relata products
            1 ~ name: missing-value: the column name is missing, so only products that exist already can be changed
            2 {"sku":"A","price":"19.90"}
            3 {"sku":"A","price":"0.005"}
            4 {"sku":"A","price":"-1"}
            5 {"sku":"A","price":"7"}
            6 rejected 1
            6 ! price: invalid-value: "1.234,56" is not a number
            7 rejected 1
            7 ! price: invalid-value: "1,234.56" is not a number
            8 rejected 1
            8 ! price: invalid-value: "19,90" is not a number
            9 rejected 1
            9 ! price: invalid-value: "NaN" is not a number
            10 rejected 1
            10 ! price: invalid-value: "inf" is not a number
            11 rejected 1
            11 ! price: invalid-value: "1e400" is not a number
            12 rejected 1
            12 ! price: invalid-value: "1e3" is not a number
            13 rejected 1
            13 ! price: invalid-value: "0x10" is not a number
            14 rejected 1
            14 ! price: invalid-value: "+5" is not a number
            15 rejected 1
            15 ! price: invalid-value: "5." is not a number
            16 rejected 1
            16 ! price: invalid-value: ".5" is not a number
            17 rejected 1
            17 ! price: invalid-value: "€5" is not a number
            18 rejected 1
            18 ! price: invalid-value: "1 000" is not a number
            19 rejected 1
            19 ! price: invalid-value: "٣" is not a number
            20 rejected 1
            20 ! price: invalid-value: "99999999999999999999999999999999" has more digits than can be kept
            21 {"sku":"A","price":"5"}
        "#]],
    );
}

#[test]
fn attributes_are_taken_as_they_look() {
    let cells = [
        "red",
        "12",
        "12.50",
        "-3",
        "007",
        "1e5",
        "true",
        "True",
        "a|b",
        "41|42",
        "a|",
        "a\\|b",
        "a\\|b|c",
        "\"12\"",
        "\"a|b\"",
        "[1,\"2\",true]",
        "[]",
        "[1,",
        "[null]",
        "\"open",
        "{\"a\":1}",
        " x ",
        "C:\\new|D:\\tmp",
        "1.0000000000000000000000000001",
        "99999999999999999999999999999",
    ];
    let mut rows = String::new();
    for cell in cells {
        rows.push_str(&format!("A\t\"{}\"\n", cell.replace('"', "\"\"")));
    }
    check(
        format!("sku\tattributes.x\n{rows}"),
        expect![[r#"
            relata products
            1 ~ name: missing-value: the column name is missing, so only products that exist already can be changed
            2 {"sku":"A","attributes":{"x":{"text":"red"}}}
            3 {"sku":"A","attributes":{"x":{"number":"12"}}}
            4 {"sku":"A","attributes":{"x":{"number":"12.50"}}}
            5 {"sku":"A","attributes":{"x":{"number":"-3"}}}
            6 {"sku":"A","attributes":{"x":{"text":"007"}}}
            7 {"sku":"A","attributes":{"x":{"text":"1e5"}}}
            8 {"sku":"A","attributes":{"x":{"flag":true}}}
            9 {"sku":"A","attributes":{"x":{"text":"True"}}}
            10 {"sku":"A","attributes":{"x":{"list":[{"text":"a"},{"text":"b"}]}}}
            11 {"sku":"A","attributes":{"x":{"list":[{"text":"41"},{"text":"42"}]}}}
            12 {"sku":"A","attributes":{"x":{"list":[{"text":"a"}]}}}
            13 {"sku":"A","attributes":{"x":{"text":"a\\|b"}}}
            14 {"sku":"A","attributes":{"x":{"list":[{"text":"a|b"},{"text":"c"}]}}}
            15 {"sku":"A","attributes":{"x":{"text":"12"}}}
            16 {"sku":"A","attributes":{"x":{"text":"a|b"}}}
            17 {"sku":"A","attributes":{"x":{"list":[{"number":"1"},{"text":"2"},{"flag":true}]}}}
            18 {"sku":"A","attributes":{"x":{"list":[]}}}
            19 {"sku":"A","attributes":{"x":{"text":"[1,"}}}
            20 {"sku":"A","attributes":{"x":{"text":"[null]"}}}
            21 {"sku":"A","attributes":{"x":{"text":"\"open"}}}
            22 {"sku":"A","attributes":{"x":{"text":"{\"a\":1}"}}}
            23 {"sku":"A","attributes":{"x":{"text":" x "}}}
            24 {"sku":"A","attributes":{"x":{"list":[{"text":"C:\\new"},{"text":"D:\\tmp"}]}}}
            25 {"sku":"A","attributes":{"x":{"number":"1.0000000000000000000000000001"}}}
            26 {"sku":"A","attributes":{"x":{"text":"99999999999999999999999999999"}}}
        "#]],
    );
}
