use relata_model::{ChannelCode, Currency, Decimal, OrderLine};
use relata_store::order::{self, OrderKey, OrderOutcome};
use relata_store::{Store, StoreError, product};

use crate::fixture::{at, both, read, sku, skus, write};

fn key(order_id: &str) -> OrderKey {
    OrderKey { channel: ChannelCode::parse("web").unwrap(), order_id: order_id.to_string() }
}

/// Lines of an order, such as `A:2 B:-1`.
fn lines(order_id: &str, text: &str) -> Vec<OrderLine> {
    text.split_whitespace()
        .map(|line| {
            let (name, quantity) = line.split_once(':').unwrap();
            OrderLine {
                order_id: order_id.to_string(),
                channel: key(order_id).channel,
                customer_id: Some("c-1".to_string()),
                ordered_at: Some(at(5)),
                currency: Currency::EUR,
                sku: sku(name),
                quantity: quantity.parse::<Decimal>().unwrap(),
                unit_price: Some(1_990),
            }
        })
        .collect()
}

fn store_order(store: &Store, order_id: &str, text: &str) -> OrderOutcome {
    let (key, lines) = (key(order_id), lines(order_id, text));
    write(store, move |tx| order::upsert_order(tx, &key, &lines)).value
}

fn popularity(store: &Store) -> String {
    let mut found = Vec::new();
    read(store, |tx| {
        order::popularity(tx, |sku, orders| {
            found.push(format!("{sku}:{orders}"));
            Ok::<(), StoreError>(())
        })
    });
    found.join(" ")
}

#[test]
fn an_order_that_comes_twice_is_one_order() {
    both(|store| {
        assert_eq!(store_order(store, "1", "A:1 B:2.50 A:1"), OrderOutcome::Created);
        assert_eq!(store_order(store, "1", "A:1 B:2.50 A:1"), OrderOutcome::Unchanged);
        assert_eq!(read(store, |tx| order::find(tx, &key("1"))), Some(lines("1", "A:1 B:2.50 A:1")));
        assert_eq!(store_order(store, "1", "B:1"), OrderOutcome::Updated);
        assert_eq!(read(store, |tx| order::find(tx, &key("1"))), Some(lines("1", "B:1")));
        assert_eq!(read(store, |tx| order::find(tx, &key("2"))), None);
        let counts = read(store, |tx| Ok((order::count_orders(tx)?, order::count_lines(tx)?)));
        assert_eq!(counts, (1, 1));
    });
}

#[test]
fn the_same_id_on_two_channels_is_two_orders() {
    both(|store| {
        let app = OrderKey { channel: ChannelCode::parse("app").unwrap(), ..key("1") };
        let orders = vec![
            (key("1"), lines("1", "A:1")),
            (app.clone(), lines("1", "B:1")),
            (key("2"), lines("2", "C:1")),
            (key("2"), lines("2", "D:1")),
        ];
        let again = orders.clone();
        let outcomes = write(store, move |tx| order::upsert_orders(tx, &orders)).value;
        assert_eq!(outcomes, [OrderOutcome::Created; 4]);
        let outcomes = write(store, move |tx| order::upsert_orders(tx, &again)).value;
        assert_eq!(outcomes, [OrderOutcome::Unchanged; 4]);
        let mut seen = Vec::new();
        read(store, |tx| {
            order::each_line(tx, |line| {
                seen.push(format!("{} {} {}", line.channel, line.order_id, line.sku));
                Ok::<(), StoreError>(())
            })
        });
        assert_eq!(seen, ["app 1 B", "web 1 A", "web 2 D"]);
        assert!(write(store, move |tx| order::delete(tx, &app)).value);
        assert_eq!(read(store, order::count_lines), 2);
    });
}

#[test]
fn popularity_counts_orders_that_bought() {
    both(|store| {
        store_order(store, "1", "A:1 A:3 B:1");
        store_order(store, "2", "A:1 C:-1");
        store_order(store, "C3", "A:1 D:1");
        assert_eq!(popularity(store), "A:2 B:1");
        let some = read(store, |tx| order::popularity_of(tx, &skus(&["B", "A", "C", "none"])));
        assert_eq!(some, [(sku("A"), 2), (sku("B"), 1)]);
        store_order(store, "2", "C:1");
        assert_eq!(popularity(store), "A:1 B:1 C:1");
    });
}

#[test]
fn lines_wait_for_their_products() {
    both(|store| {
        store_order(store, "1", "A:1 b:1 B:1");
        write(store, |tx| product::upsert_many(tx, &[crate::fixture::product("A")]));
        assert_eq!(read(store, order::skus_pending), skus(&["B", "b"]));
    });
}

#[test]
fn orders_with_a_product_are_handed_over_whole_without_what_came_back() {
    both(|store| {
        for (id, text) in [("1", "A:1 B:2 A:1"), ("2", "B:1 C:1"), ("3", "A:-1 C:1"), ("4", "C:1 A:1 D:-1")] {
            store_order(store, id, text);
        }
        let with = |names: &[&str]| {
            let mut found = Vec::new();
            read(store, |tx| {
                order::each_with(tx, &skus(names), |bought| {
                    found.push(bought.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
                    Ok::<(), StoreError>(())
                })
            });
            found
        };
        assert_eq!(with(&["A"]), ["A B", "A C"]);
        assert_eq!(with(&["C", "B"]), ["A B", "B C", "C", "A C"]);
        assert_eq!(with(&["D", "X"]), [""; 0]);
    });
}
