//! Relations in our own columns.

use expect_test::expect;

use crate::show::check;

#[test]
fn every_field() {
    check(
        "source,type,target,position,weight,quantity,channels,locales,segments,valid_from,valid_until,origin,pin,fields,arranged\n\
         A,cross_sell,B,2,0.75,1.50,web|app,de,vip,2026-12-01T00:00:00+01:00,2027-01-01,import:pim,1,\"{\"\"note\"\":\"\"fits\"\"}\",true\n\
         A,cross_sell,C,,,,,,,,,,,,\n",
        expect![[r#"
            relata relations
            2 A cross_sell B arranged=true fields={"note":"fits"} origin="import:pim" pin=1 position=2 quantity="1.50" scope={"channels":["app","web"],"locales":["de"],"segments":["vip"]} weight=0.75 window={"from":"2026-11-30T23:00:00Z","until":"2027-01-01T00:00:00Z"}
            3 A cross_sell C fields={} pin=null quantity=null weight=1.0
        "#]],
    );
}

#[test]
fn absent_columns_say_nothing() {
    check(
        "source,type,target\nA,anything goes here,B\n",
        expect![[r#"
            relata relations
            2 A anything goes here B
        "#]],
    );
}

#[test]
fn all_problems_of_a_row_are_named() {
    check(
        "source,type,target,position,weight,quantity,channels,valid_from,valid_until,origin,fields,arranged\n\
         ,,,0,-1,0,a b,2027-01-01,2026-01-01,somebody,[1],maybe\n\
         A,related,B,1.5,1e3,x,,soon,,import:,{,\n",
        expect![[r#"
            relata relations
            2 rejected 1
            2 ! position: invalid-value: 0 is not a place in a list
            2 ! weight: invalid-value: "-1" is not a weight
            2 ! quantity: invalid-value: 0 is not a quantity
            2 ! channels: invalid-value: "a b" is not a code of a channel
            2 ! origin: invalid-value: "somebody" is not an origin
            2 ! fields: invalid-value: "[1]" is not a JSON object: invalid type: sequence, expected a map
            2 ! arranged: invalid-value: "maybe" is not a flag
            2 ! source: missing-value: the source is missing
            2 ! type: missing-value: the type is missing
            2 ! target: missing-value: the target is missing
            2 ! valid_until: invalid-window: the window ends at 2026-01-01T00:00:00Z, which is not after its start at 2027-01-01T00:00:00Z
            3 A related incomplete
            3 rejected 1
            3 ! position: invalid-value: "1.5" is no whole number
            3 ! weight: invalid-value: "1e3" is not a weight
            3 ! quantity: invalid-value: "x" is not a number
            3 ! valid_from: invalid-value: "soon" is not a time
            3 ! origin: invalid-value: "import:" names no maker
            3 ! fields: invalid-value: "{" is not a JSON object: EOF while parsing an object
        "#]],
    );
}
