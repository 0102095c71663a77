use std::time::{Duration, Instant};

use postgres::{Client, Statement};

use crate::cases::Case;
use crate::in_sql::{InSql, connect, lists_sql};
use crate::loaded::Loaded;
use crate::{Lists, halves};

/// A loop over products, as shop platforms apply such rules: load the product, ask its conditions in
/// code, then one query for what it is to show, and write that down.
pub(crate) struct InLoop<'s> {
    url: &'s str,
}

impl InLoop<'_> {
    pub(crate) fn over(sql: &InSql) -> InLoop<'_> {
        InLoop { url: sql.url() }
    }

    /// All rules for each product of so many steps apart, by two connections; what it shows and how
    /// long that took.
    pub(crate) fn apply(&self, cases: &[Case], heads: usize, step: usize) -> (Lists, Duration) {
        let start = Instant::now();
        halves(|half| {
            let mut connection = Connection::new(connect(self.url), cases);
            connection.client.batch_execute("BEGIN").expect("a transaction");
            for id in (0..heads).step_by(step).skip(half).step_by(2) {
                connection.apply(cases, id as i32);
            }
            connection.client.batch_execute("COMMIT").expect("a commit");
        });
        let took = start.elapsed();
        let mut client = connect(self.url);
        let rows = client.query("SELECT rule, source, targets FROM looped WHERE targets <> '{}'", &[]);
        let lists = rows.expect("the lists can be read");
        let lists = lists.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect();
        client.batch_execute("TRUNCATE looped").expect("an empty table");
        (lists, took)
    }

    /// One product whose price changed: its own lists. Lists that show it wait for the next run.
    pub(crate) fn change(&self, cases: &[Case], ids: &[i32]) -> Vec<Duration> {
        let mut connection = Connection::new(connect(self.url), cases);
        let mut one = |id: &i32| {
            let start = Instant::now();
            connection.apply(cases, *id);
            start.elapsed()
        };
        ids.iter().map(&mut one).collect()
    }
}

/// A connection with its prepared statements.
struct Connection {
    client: Client,
    load: Statement,
    lists: Vec<Statement>,
}

impl Connection {
    fn new(mut client: Client, cases: &[Case]) -> Connection {
        let load = client.prepare(Loaded::SQL).expect("a statement");
        let mut prepare = |(rule, case): (usize, &Case)| {
            let sql = format!("INSERT INTO looped {}", lists_sql(rule, &case.asked_alone(), "AND s.id = $1"));
            client.prepare(&sql).expect("a statement")
        };
        let lists = cases.iter().enumerate().map(&mut prepare).collect();
        Connection { client, load, lists }
    }

    fn apply(&mut self, cases: &[Case], id: i32) {
        let product = Loaded::of(&self.client.query_one(&self.load, &[&id]).expect("a product"));
        for (case, list) in cases.iter().zip(&self.lists) {
            if (case.matches)(&product) {
                self.client.execute(list, &[&id]).expect("a list");
            }
        }
    }
}
