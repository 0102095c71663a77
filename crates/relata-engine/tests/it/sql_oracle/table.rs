//! The facts as tables of SQLite, from which SQL makes what conditions see of each family.

use relata_model::{AttributeValue, Catalogue, Decimal, Product};
use rusqlite::{Connection, params};

/// Digits behind the point of attributes; all numbers are whole ones, so that nothing is rounded.
pub const ATTRIBUTE_SCALE: u32 = 6;

const RAW: &str = "
CREATE TABLE product (id INTEGER PRIMARY KEY, sku TEXT UNIQUE, name TEXT, parent_sku TEXT, brand TEXT, price INTEGER, cost INTEGER,
    currency TEXT, stock INTEGER, status TEXT, created_at INTEGER, has_image INTEGER, orders INTEGER);
CREATE TABLE path (product INTEGER, place INTEGER, path TEXT);
CREATE TABLE tag (product INTEGER, word TEXT);
CREATE TABLE attribute (product INTEGER, name TEXT, number INTEGER, text TEXT, flag INTEGER);
CREATE TABLE member (product INTEGER, name TEXT, number INTEGER, text TEXT, flag INTEGER);
";

/// A row for each family as itself (`variant` 0) and through each variant; `is_last` where nothing
/// more can be asked after it: each variant, and a product without any.
const SEEN: &str = "
CREATE TABLE family AS SELECT p.id AS head, p.id AS product, 0 AS variant FROM product p
    WHERE NOT EXISTS (SELECT 1 FROM product q WHERE q.sku = p.parent_sku AND q.id <> p.id);
INSERT INTO family SELECT f.head, v.id, v.id FROM family f JOIN product h ON h.id = f.head
    JOIN product v ON v.parent_sku = h.sku AND v.id <> h.id WHERE f.variant = 0;
CREATE TABLE amount AS SELECT id, CASE WHEN currency = 'EUR' THEN price END AS price, CASE WHEN currency = 'EUR' THEN cost END AS cost FROM product;
CREATE TABLE path_seen AS SELECT DISTINCT f.head, p.path FROM family f JOIN path p ON p.product = f.product
    WHERE f.variant = 0 OR NOT EXISTS (SELECT 1 FROM path o WHERE o.product = f.head);
CREATE TABLE tag_seen AS SELECT f.head, t.word FROM family f JOIN tag t ON t.product = f.product
    WHERE f.variant = 0 OR NOT EXISTS (SELECT 1 FROM tag o WHERE o.product = f.head);
CREATE TABLE seen AS
SELECT f.head, f.variant, h.sku, h.name, coalesce(h.brand, v.brand) AS brand, h.status,
    (SELECT p.path FROM path p WHERE p.place = 0 AND p.product =
        CASE WHEN EXISTS (SELECT 1 FROM path o WHERE o.product = f.head) THEN f.head ELSE f.product END) AS category,
    coalesce(a.price, (SELECT min(b.price) FROM family g JOIN amount b ON b.id = g.product JOIN product q ON q.id = b.id
        WHERE g.head = f.head AND g.variant > 0 AND q.status = 'active')) AS price,
    coalesce(a.cost, c.cost) AS cost, coalesce(h.stock, v.stock) AS stock, coalesce(h.created_at, v.created_at) AS created_at,
    (SELECT max(q.has_image) FROM family g JOIN product q ON q.id = g.product WHERE g.head = f.head) AS has_image,
    (SELECT sum(q.orders) FROM family g JOIN product q ON q.id = g.product WHERE g.head = f.head) AS popularity,
    CASE WHEN EXISTS (SELECT 1 FROM family g WHERE g.head = f.head AND g.variant > 0)
        THEN coalesce(h.stock > 0, 0) OR EXISTS (SELECT 1 FROM family g JOIN product q ON q.id = g.product
            WHERE g.head = f.head AND g.variant > 0 AND q.status = 'active' AND coalesce(q.stock > 0, 1))
        ELSE coalesce(h.stock > 0, 1) END AS in_stock,
    f.variant > 0 OR NOT EXISTS (SELECT 1 FROM family g WHERE g.head = f.head AND g.variant > 0) AS is_last
FROM family f JOIN product h ON h.id = f.head JOIN product v ON v.id = f.product
    JOIN amount a ON a.id = h.id JOIN amount c ON c.id = v.id;
CREATE TABLE attribute_seen AS SELECT f.head, f.variant, a.product, a.name, a.number, a.text, a.flag FROM family f
    JOIN attribute a ON a.product = f.head
    OR a.product = f.product AND NOT EXISTS (SELECT 1 FROM attribute o WHERE o.product = f.head AND o.name = a.name);
CREATE TABLE member_seen AS SELECT a.head, a.variant, a.name, m.number, m.text, m.flag FROM attribute_seen a
    JOIN member m ON m.product = a.product AND m.name = a.name;
CREATE INDEX seen_head ON seen (head, variant);
CREATE INDEX path_head ON path_seen (head);
CREATE INDEX tag_head ON tag_seen (head);
CREATE INDEX attribute_head ON attribute_seen (head, variant, name);
CREATE INDEX member_head ON member_seen (head, variant, name);
";

/// A database with these facts.
pub fn database(facts: &Catalogue) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(RAW).unwrap();
    for (id, product) in facts.products.iter().enumerate() {
        let orders = facts.popularity.iter().find(|(sku, _)| *sku == product.sku).map_or(0, |found| found.1);
        insert(&connection, id as i64 + 1, product, orders);
    }
    connection.execute_batch(SEEN).unwrap();
    connection
}

fn insert(connection: &Connection, id: i64, product: &Product, orders: u32) {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| connection.execute(sql, values).unwrap();
    run(
        "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            id,
            product.sku.as_str(),
            product.name,
            product.parent.as_ref().map(|parent| parent.as_str()),
            product.brand,
            product.price,
            product.cost,
            product.currency.to_string(),
            product.stock,
            product.status.as_str(),
            product.created_at.map(|at| at.micros()),
            product.image_url.is_some(),
            orders,
        ],
    );
    for (place, path) in product.categories.iter().enumerate() {
        let whole = path.as_str();
        let cuts = whole.match_indices('/').map(|(at, _)| at);
        for cut in cuts {
            run("INSERT INTO path VALUES (?, -1, ?)", params![id, &whole[..cut]]);
        }
        run("INSERT INTO path VALUES (?, ?, ?)", params![id, place as i64, whole]);
    }
    for tag in &product.tags {
        run("INSERT INTO tag VALUES (?, ?)", params![id, tag]);
    }
    for (name, value) in &product.attributes {
        let (number, text, flag) = columns(value);
        run("INSERT INTO attribute VALUES (?, ?, ?, ?, ?)", params![id, name, number, text, flag]);
        // A single value is a list of one.
        let members =
            if let AttributeValue::List(members) = value { members } else { std::slice::from_ref(value) };
        for member in members {
            let (number, text, flag) = columns(member);
            run("INSERT INTO member VALUES (?, ?, ?, ?, ?)", params![id, name, number, text, flag]);
        }
    }
}

fn columns(value: &AttributeValue) -> (Option<i64>, Option<&str>, Option<bool>) {
    match value {
        AttributeValue::Number(number) => (Some(scaled(*number, ATTRIBUTE_SCALE)), None, None),
        AttributeValue::Text(text) => (None, Some(text), None),
        AttributeValue::Flag(flag) => (None, None, Some(*flag)),
        AttributeValue::List(_) => (None, None, None),
    }
}

/// A number as a whole one with so many digits behind the point, by its digits alone.
pub fn scaled(number: Decimal, scale: u32) -> i64 {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    assert!(fraction.len() <= scale as usize, "{text} has more than {scale} digits behind its point");
    format!("{whole}{fraction:0<width$}", width = scale as usize).parse().unwrap()
}
