use std::fmt::Write as _;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use relata_model::{AttributeValue, Decimal, Product, Status};
use relata_testkit::postgres::{OwnOptions, OwnServer};
use relata_testkit::synthetic::Shop;

use crate::cases::Case;
use crate::{Lists, halves};

/// Sources that a preview looks at; so many as this system does.
const SURVEYED_MAX: i64 = 4_000;

/// The same rules as SQL over a PostgreSQL server of their own.
pub(crate) struct InSql {
    server: OwnServer,
    client: Client,
}

impl InSql {
    /// Starts a server with the memory that it wants, loads the shop, flattens and indexes it.
    /// The second value is how long flattening and indexing took. `None` without PostgreSQL.
    pub(crate) fn start(shop: &Shop) -> Option<(InSql, Duration)> {
        let server = OwnServer::start_new(&OwnOptions::default())?;
        let mut client = connect(&server.url);
        for setting in [
            "shared_buffers = '4GB'",
            "effective_cache_size = '12GB'",
            "work_mem = '256MB'",
            "maintenance_work_mem = '1GB'",
            "max_wal_size = '8GB'",
            "synchronous_commit = off",
            "random_page_cost = 1.1",
            "jit = off",
        ] {
            run(&mut client, &format!("ALTER SYSTEM SET {setting}"));
        }
        drop(client);
        server.stop();
        server.start();
        let mut client = connect(&server.url);
        run(&mut client, include_str!("schema.sql"));
        load(&mut client, shop);
        run(&mut client, "VACUUM ANALYZE");
        let start = Instant::now();
        run(&mut client, include_str!("flat.sql"));
        run(&mut client, "VACUUM ANALYZE");
        Some((InSql { server, client }, start.elapsed()))
    }

    pub(crate) fn url(&self) -> &str {
        &self.server.url
    }

    /// All lists of all rules, by two connections with half of the sources each; how long each rule took.
    pub(crate) fn apply(&mut self, cases: &[Case]) -> (Duration, Vec<Duration>) {
        let url = self.url();
        let start = Instant::now();
        let mut each = Vec::new();
        for (rule, case) in cases.iter().enumerate() {
            let start = Instant::now();
            halves(|half| {
                let restriction = format!("AND s.id % 2 = {half}");
                let sql = format!("INSERT INTO list {}", lists_sql(rule, case, &restriction));
                run(&mut connect(url), &sql);
            });
            each.push(start.elapsed());
        }
        let took = start.elapsed();
        run(&mut self.client, "VACUUM ANALYZE list");
        (took, each)
    }

    pub(crate) fn lists(&mut self) -> Lists {
        let rows = self.client.query("SELECT rule, source, targets FROM list WHERE targets <> '{}'", &[]);
        let rows = rows.expect("the lists can be read");
        rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect()
    }

    /// A changed price: until the row and every list that it changes are written.
    pub(crate) fn change(&mut self, cases: &[Case], id: i32, price: i64) -> Duration {
        let price = Decimal::new(price, 2);
        let start = Instant::now();
        let mut work = self.client.transaction().expect("a transaction");
        let mut affected: Vec<Vec<i32>> = Vec::new();
        for (rule, case) in cases.iter().enumerate() {
            let rows = work.query(&showing_sql(rule, case, id), &[]).expect("lists that show it");
            affected.push(rows.iter().map(|row| row.get(0)).collect());
        }
        work.execute(&format!("UPDATE product SET price = {price} WHERE id = {id}"), &[]).expect("a row");
        work.execute(&format!("UPDATE head SET price = {price} WHERE id = {id}"), &[]).expect("a row");
        for (rule, case) in cases.iter().enumerate() {
            let rows = work.query(&wanting_sql(rule, case, id), &[]).expect("lists that want it");
            affected[rule].extend(rows.iter().map(|row| row.get::<_, i32>(0)));
            affected[rule].push(id);
            let ids: Vec<String> = affected[rule].iter().map(i32::to_string).collect();
            let restriction = format!("AND s.id = ANY('{{{}}}')", ids.join(","));
            let delete =
                format!("DELETE FROM list s WHERE rule = {rule} {}", restriction.replace("s.id", "s.source"));
            work.execute(&delete, &[]).expect("old lists");
            let insert = format!("INSERT INTO list {}", lists_sql(rule, case, &restriction));
            work.execute(&insert, &[]).expect("new lists");
        }
        work.commit().expect("a commit");
        start.elapsed()
    }

    /// What a preview shows: sources, pairs, sources without anything, ten examples; from as many
    /// sources, spread as evenly, as this system looks at.
    pub(crate) fn preview(&mut self, rule: usize, case: &Case) -> Duration {
        let start = Instant::now();
        let count = format!("SELECT count(*) FROM head s WHERE {}", case.match_sql);
        let sources: i64 = self.client.query_one(&count, &[]).expect("a count").get(0);
        let step = (sources + SURVEYED_MAX - 1) / SURVEYED_MAX;
        let restriction = match step {
            0 | 1 => String::new(),
            step => format!(
                "AND s.id IN (SELECT id FROM (SELECT s.id, row_number() OVER (ORDER BY s.id) AS n FROM head s \
                 WHERE {}) numbered WHERE n % {step} = 0)",
                case.match_sql
            ),
        };
        let lists = lists_sql(rule, case, &restriction);
        let sql = format!(
            "WITH shown AS MATERIALIZED ({lists}) SELECT count(*), sum(cardinality(targets)), \
             count(*) FILTER (WHERE targets = '{{}}'), (SELECT json_agg(first) FROM (SELECT * FROM shown \
             ORDER BY source LIMIT 10) first)::text FROM shown"
        );
        self.client.query_one(&sql, &[]).expect("a preview");
        start.elapsed()
    }
}

/// The lists of a rule as rows of `list`, for the sources that the restriction leaves.
pub(crate) fn lists_sql(rule: usize, case: &Case, restriction: &str) -> String {
    let Case { match_sql, show_sql, key_sql, from_sql, limit, .. } = case;
    let order = if case.is_descending() { "DESC" } else { "ASC" };
    let last = if case.is_descending() { "min" } else { "max" };
    let key = key_of("y", key_sql);
    let top = format!("ORDER BY t.{key_sql} {order}, t.id");
    let (with, from, condition) = match case.is_plain {
        // One list for all, with one to spare for sources that are in it themselves.
        true => (
            format!(
                "WITH top AS MATERIALIZED (SELECT t.id, t.{key_sql} FROM {from_sql} t WHERE t.is_available AND {show_sql} {top} LIMIT {}) ",
                limit + 1
            ),
            "top",
            "true".to_string(),
        ),
        false => (String::new(), *from_sql, format!("t.is_available AND {show_sql}")),
    };
    format!(
        "{with}SELECT {rule} AS rule, s.id AS source, coalesce(x.targets, '{{}}') AS targets, x.last_key, \
         x.targets[cardinality(x.targets)] AS last_target FROM head s CROSS JOIN LATERAL (\
         SELECT array_agg(y.id ORDER BY y.{key_sql} {order}, y.id) AS targets, {last}({key}) AS last_key FROM (\
         SELECT t.id, t.{key_sql} FROM {from} t WHERE t.id <> s.id AND {condition} {top} LIMIT {limit}) y) x \
         WHERE {match_sql} {restriction}"
    )
}

/// The sources whose lists of a rule show a product; only those that it wants as it is are asked.
fn showing_sql(rule: usize, case: &Case, id: i32) -> String {
    let Case { show_sql, from_sql, .. } = case;
    format!(
        "SELECT s.id FROM {from_sql} t JOIN head s ON {show_sql} JOIN list l ON l.rule = {rule} AND l.source = s.id \
         WHERE t.id = {id} AND l.targets && '{{{id}}}'"
    )
}

/// The sources in whose lists of a rule a product has a place as it is now.
fn wanting_sql(rule: usize, case: &Case, id: i32) -> String {
    let Case { show_sql, from_sql, limit, key_sql, .. } = case;
    let key = key_of("t", key_sql);
    let sign = if case.is_descending() { ">" } else { "<" };
    format!(
        "SELECT s.id FROM {from_sql} t JOIN head s ON {show_sql} JOIN list l ON l.rule = {rule} AND l.source = s.id \
         WHERE t.id = {id} AND t.is_available AND s.id <> t.id AND (cardinality(l.targets) < {limit} \
         OR {key} {sign} l.last_key OR {key} = l.last_key AND t.id < l.last_target)"
    )
}

/// The key of the order as a number.
fn key_of(row: &str, column: &str) -> String {
    match column {
        "created_at" => format!("extract(epoch FROM {row}.created_at)"),
        column => format!("{row}.{column}"),
    }
}

pub(crate) fn connect(url: &str) -> Client {
    Client::connect(url, NoTls).expect("the server was started for this")
}

fn run(client: &mut Client, sql: &str) {
    if let Err(error) = client.batch_execute(sql) {
        panic!("PostgreSQL at {sql}: {error:?}");
    }
}

/// The products as rows; those that rules see are numbered by SKU from 0, variants behind them.
fn load(client: &mut Client, shop: &Shop) {
    let (heads, variants): (Vec<Product>, Vec<Product>) =
        shop.products().partition(|product| product.parent.is_none());
    let mut copy = client.copy_in("COPY product FROM STDIN").expect("a copy");
    let mut rows = String::new();
    for (id, product) in heads.iter().chain(&variants).enumerate() {
        write_row(&mut rows, id, product);
        if rows.len() > 1 << 20 {
            std::io::Write::write_all(&mut copy, rows.as_bytes()).expect("rows");
            rows.clear();
        }
    }
    std::io::Write::write_all(&mut copy, rows.as_bytes()).expect("rows");
    copy.finish().expect("the end of a copy");
}

fn write_row(rows: &mut String, id: usize, product: &Product) {
    let text = |value: Option<&str>| value.unwrap_or("\\N").to_string();
    let amount =
        |minor: Option<i64>| minor.map_or("\\N".to_string(), |minor| Decimal::new(minor, 2).to_string());
    let array = |values: Vec<&str>| format!("{{{}}}", values.join(","));
    let attribute = |name: &str| match product.attributes.get(name) {
        None => "\\N".to_string(),
        Some(AttributeValue::Text(text)) => text.clone(),
        Some(AttributeValue::Number(number)) => number.to_string(),
        Some(AttributeValue::Flag(flag)) => flag.to_string(),
        Some(AttributeValue::List(_)) => unreachable!("no rule of the table reads a list"),
    };
    let categories: Vec<&str> = product.categories.iter().flat_map(|path| path.ancestors()).collect();
    let created = product.created_at.map_or("\\N".to_string(), |at| at.to_string());
    let columns = [
        id.to_string(),
        product.sku.to_string(),
        text(product.parent.as_ref().map(|parent| parent.as_str())),
        text(product.brand.as_deref()),
        text(product.categories.first().map(|path| path.as_str())),
        array(categories),
        amount(product.price),
        amount(product.cost),
        product.stock.map_or("\\N".to_string(), |stock| stock.to_string()),
        (product.status == Status::Active).to_string(),
        array(product.tags.iter().map(String::as_str).collect()),
        created,
        attribute("color"),
        attribute("material"),
        attribute("rating"),
        attribute("waterproof"),
    ];
    writeln!(rows, "{}", columns.join("\t")).expect("a string takes everything");
}
