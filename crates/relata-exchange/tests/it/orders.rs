//! Orders and events in our own columns.

use expect_test::expect;

use crate::show::check;

#[test]
fn order_lines() {
    check(
        "order_id,customer_id,ordered_at,channel,currency,sku,quantity,unit_price\n\
         o1,anna,2026-05-01T10:00:00Z,web,EUR,RUN-1,1,100.00\n\
         C2,,,,,RUN-1,-2,\n\
         ,,,,,,,\n\
         o3,x,then,w w,eur,A,one,1e9\n",
        expect![[r#"
            relata orders
            2 {"order_id":"o1","channel":"web","customer_id":"anna","ordered_at":"2026-05-01T10:00:00Z","currency":"EUR","sku":"RUN-1","quantity":"1","unit_price":"100.00"}
            3 {"order_id":"C2","channel":null,"customer_id":null,"ordered_at":null,"currency":null,"sku":"RUN-1","quantity":"-2","unit_price":null}
            4 rejected 1
            4 ! order_id: missing-value: the order_id is missing
            4 ! sku: missing-value: the sku is missing
            5 rejected 1
            5 ! ordered_at: invalid-value: "then" is not a time
            5 ! channel: invalid-value: "w w" is not a code of a channel
            5 ! currency: invalid-value: "eur" is not a currency
            5 ! quantity: invalid-value: "one" is not a number
            5 ! unit_price: invalid-value: "1e9" is not a number
        "#]],
    );
    check(
        "order_id\tsku\n1\tA\n",
        expect![[r#"
            relata orders
            2 {"order_id":"1","channel":null,"customer_id":null,"ordered_at":null,"currency":null,"sku":"A","quantity":"1","unit_price":null}
        "#]],
    );
}

#[test]
fn events() {
    check(
        "event,event_at,visitor_id,sku,placement,request_id,position,value\n\
         click,2026-05-01T10:00:00Z,v1,A,cart,01J,1,9.90\n\
         look,2026-05-01T10:00:00Z,,,,,0,\n",
        expect![[r#"
            relata events
            2 {"event":"click","event_at":"2026-05-01T10:00:00Z","visitor_id":"v1","sku":"A","placement":"cart","request_id":"01J","position":1,"value":"9.90"}
            3 rejected 1
            3 ! event: invalid-value: "look" is not an event
            3 ! position: invalid-value: 0 is not a place in a list
            3 ! visitor_id: missing-value: the visitor_id is missing
        "#]],
    );
}
