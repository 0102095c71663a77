//! Rules in this system, as SQL and as a loop over products: the same ten rules on the same shop.
//!
//! ```sh
//! cargo run --release -p relata-engine --example rule_peers -- 100000
//! ```
//!
//! | peer | how it applies rules |
//! | --- | --- |
//! | in process | compiled: a set of sources and an ordered list of targets a rule, pairs drawn when asked for |
//! | SQL | PostgreSQL with a flat table of products, indexes in the rules' orders, statistics, everything in memory; lists are rows, made by lateral joins with a limit on two connections; a change writes the lists that it changes and no others |
//! | loop | each product is loaded, its conditions are asked in code, and one prepared query with the same indexes gives what it shows; on two connections, each product loaded once for all rules, which is kinder than what shop platforms do |
//!
//! No rule makes substitutes, which would stand in for what is sold out in this system alone.
//! The lists of all three are compared, before and after the prices change. Arguments: SKUs of the
//! shop (100,000), products that the loop takes as a sample (2,000), whose time is scaled.

mod cases;
mod in_loop;
mod in_process;
mod in_sql;
mod loaded;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use relata_model::{Product, Timestamp};
use relata_testkit::synthetic::Shop;

use in_loop::InLoop;
use in_process::InProcess;
use in_sql::InSql;

/// What each rule shows each source, both by number.
pub(crate) type Lists = BTreeMap<(i32, i32), Vec<i32>>;

/// Prices that are changed, one after the other.
const CHANGES: usize = 50;
const SEED: u64 = 1;

fn main() {
    let argument = |place: usize, default: usize| {
        let given = std::env::args().nth(place).map(|text| text.parse().expect("a whole number"));
        given.unwrap_or(default)
    };
    let (skus, sample) = (argument(1, 100_000), argument(2, 2_000));
    let at = Timestamp::from_micros(1_767_225_600_000_000);
    let shop = Shop::new(skus as u64, 0, SEED);
    let cases = cases::cases();

    let (mut process, applied) = InProcess::start(&shop, &cases, at);
    let (lists, drawn) = process.lists(&cases);
    let heads = process.heads.len();
    say(&format!("{skus} SKUs, {heads} families, ten rules, {} lists, {} pairs", lists.len(), pairs(&lists)));
    for (rule, case) in cases.iter().enumerate() {
        let of = lists.iter().filter(|((number, _), _)| *number == rule as i32);
        let (count, pairs) = of.fold((0, 0), |(count, pairs), (_, list)| (count + 1, pairs + list.len()));
        say(&format!("  {:32} {count:8} lists {pairs:9} pairs", case.code));
    }
    say(&format!(
        "in process: index {:.2?}, rules {:.2?}, rules again {:.2?}, every list written out {:.2?}, of them {drawn:.2?}",
        applied.compile,
        applied.first,
        applied.again,
        drawn.iter().sum::<Duration>()
    ));
    for when in ["the first time", "again"] {
        let previews: Vec<Duration> = cases.iter().map(|case| process.preview(case)).collect();
        say(&format!("in process: preview {when} {}", spread(&previews)));
    }

    let Some((mut sql, flattened)) = InSql::start(&shop) else { return };
    let (took, each) = sql.apply(&cases);
    say(&format!("SQL: flat table and indexes {flattened:.2?}, rules {took:.2?}, of them {each:.2?}"));
    compare("SQL", &lists, &sql.lists(), |_| true);
    let previews: Vec<Duration> =
        cases.iter().enumerate().map(|(rule, case)| sql.preview(rule, case)).collect();
    say(&format!("SQL: preview {} {previews:.0?}", spread(&previews)));

    let step = heads.div_ceil(sample).max(1);
    let (looped, took) = InLoop::over(&sql).apply(&cases, heads, step);
    compare("loop", &lists, &looped, |source| (source as usize).is_multiple_of(step));
    say(&format!("loop: rules {:.2?}, scaled from {took:.2?} for each {step}th product", took * step as u32));
    for case in &cases {
        let (_, took) = InLoop::over(&sql).apply(std::slice::from_ref(case), heads, step);
        say(&format!("loop: {} alone {:.2?}, scaled", case.code, took * step as u32));
    }
    change(&shop, &cases, &mut process, &mut sql);
}

/// Changes prices everywhere and compares again.
fn change(shop: &Shop, cases: &[cases::Case], process: &mut InProcess, sql: &mut InSql) {
    let heads: Vec<Product> = shop.products().filter(|product| product.parent.is_none()).collect();
    let ids: Vec<usize> = (0..CHANGES).map(|turn| (turn * 7_919 + 13) % heads.len()).collect();
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for (turn, &id) in ids.iter().enumerate() {
        let mut product = heads[id].clone();
        // Up and down, by a tenth to a half.
        let factor = if turn % 2 == 0 { 110 + turn as i64 } else { 90 - turn as i64 };
        let price = product.price.unwrap_or(1_000) * factor / 100;
        product.price = Some(price);
        here.push(process.change(product));
        there.push(sql.change(cases, id as i32, price));
    }
    say(&format!("in process: price changed {}", spread(&here)));
    say(&format!("SQL: price changed {}", spread(&there)));
    compare("SQL after changes", &process.lists(cases).0, &sql.lists(), |_| true);
    let ids: Vec<i32> = ids.into_iter().map(|id| id as i32).collect();
    say(&format!("loop: own lists after a change {}", spread(&InLoop::over(sql).change(cases, &ids))));
}

/// Ends the program where two peers differ.
fn compare(peer: &str, ours: &Lists, theirs: &Lists, is_asked: impl Fn(i32) -> bool) {
    let ours: Lists = ours
        .iter()
        .filter(|((_, source), _)| is_asked(*source))
        .map(|(key, list)| (*key, list.clone()))
        .collect();
    let differing = ours.iter().find(|(key, list)| theirs.get(key) != Some(list));
    assert!(
        differing.is_none(),
        "{peer} differs: {differing:?} {:?}",
        differing.map(|(key, _)| theirs.get(key))
    );
    let more = theirs.keys().find(|key| !ours.contains_key(key));
    assert!(more.is_none(), "{peer} has a list more: {more:?} {:?}", more.map(|key| &theirs[key]));
    say(&format!("{peer}: the same {} pairs in the same order", pairs(theirs)));
}

fn pairs(lists: &Lists) -> usize {
    lists.values().map(Vec::len).sum()
}

fn spread(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort();
    let total: Duration = sorted.iter().sum();
    format!(
        "half {:.2?} or less, most {:.2?}, together {total:.2?}",
        sorted[sorted.len() / 2],
        sorted[sorted.len() - 1]
    )
}

/// Runs both halves of the work at once.
pub(crate) fn halves<T: Send + Joined>(work: impl Fn(usize) -> T + Sync) -> T {
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(1));
        let one = work(0);
        one.joined(other.join().expect("neither half panics"))
    })
}

/// Results of two halves as one.
pub(crate) trait Joined {
    /// Both together.
    fn joined(self, other: Self) -> Self;
}

impl Joined for () {
    fn joined(self, (): ()) {}
}

impl Joined for Lists {
    fn joined(mut self, mut other: Lists) -> Lists {
        self.append(&mut other);
        self
    }
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("the terminal takes it");
}
