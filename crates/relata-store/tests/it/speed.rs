use std::io::Write;
use std::time::Instant;

use relata_model::{Origin, Product, RelationDraft};
use relata_store::{Store, StoreError, catalogue, product, relation};

use crate::fixture::{both, change, draft, product as make, read, sku, write};

const RELATIONS: usize = 1_000_000;
const PRODUCTS: usize = 100_000;
const CHUNK: usize = 1_000;

fn say(what: &str, since: Instant) {
    let _ = writeln!(std::io::stderr(), "{what}: {:.2} s", since.elapsed().as_secs_f64());
}

/// Ten relations from each product, in the order of the sources, to targets all over the shop.
fn chunk(number: usize) -> Vec<RelationDraft> {
    let origin = Origin::parse("import:erp").unwrap();
    (number * CHUNK..(number + 1) * CHUNK)
        .map(|number| {
            let target = number.wrapping_mul(2_654_435_761) % PRODUCTS;
            let text = format!("SKU-{:07} accessory SKU-{target:07} {}", number / 10, number % 10 + 1);
            let mut draft = draft(&text);
            draft.identity.origin = origin.clone();
            draft
        })
        .collect()
}

fn fill(store: &Store) {
    let begun = Instant::now();
    for chunk in 0..PRODUCTS / CHUNK {
        let products: Vec<Product> =
            (chunk * CHUNK..(chunk + 1) * CHUNK).map(|number| make(&format!("SKU-{number:07}"))).collect();
        write(store, move |tx| product::upsert_many(tx, &products));
    }
    say("100,000 products in chunks of 1,000", begun);
    let chunks: Vec<_> = (0..RELATIONS / CHUNK).map(chunk).collect();
    let begun = Instant::now();
    for drafts in chunks {
        write(store, move |tx| relation::insert_many(tx, &drafts));
    }
    say("1,000,000 relations in chunks of 1,000", begun);
}

#[test]
#[ignore = "a measurement: cargo test --release -p relata-store -- --ignored --nocapture"]
fn a_million_relations() {
    both(|store| {
        fill(store);
        let begun = Instant::now();
        let loaded = read(store, catalogue::load);
        assert_eq!((loaded.products.len(), loaded.relations.len()), (PRODUCTS, RELATIONS));
        say("loading all of it", begun);
        let begun = Instant::now();
        let to = |number: usize| {
            let target = sku(&format!("SKU-{:07}", number * 97 % PRODUCTS));
            read(store, |tx| relation::to_target(tx, &target)).len()
        };
        assert!((0..1_000).map(to).sum::<usize>() > 0);
        say("1,000 look-ups by target", begun);
        let begun = Instant::now();
        assert_eq!(read(store, relation::count_pending), 0);
        say("counting the pending", begun);
        let begun = Instant::now();
        assert_eq!(store.integrity().unwrap(), Vec::<String>::new());
        say("looking for damage", begun);
        let begun = Instant::now();
        for number in 0..100 {
            write(store, move |tx| {
                tx.record(change(&number.to_string()));
                product::upsert_many(tx, &[make(&format!("SKU-{number:07}"))])
            });
        }
        say("100 writes one after the other", begun);
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for number in 0..100 {
                        store
                            .write(crate::fixture::context(), move |tx| {
                                tx.record(change(&number.to_string()));
                                Ok::<(), StoreError>(())
                            })
                            .unwrap();
                    }
                });
            }
        });
        say("1,600 writes of 16 at once", begun);
    });
}
