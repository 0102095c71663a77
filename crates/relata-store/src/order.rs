//! Customers' orders: known by channel and order id, each with its lines as they were given.

use std::collections::{BTreeMap, HashMap};

use relata_model::{ChannelCode, Currency, Decimal, OrderLine, Sku};

use crate::StoreError;
use crate::dialect::{Bulk, Kind, Verb};
use crate::transaction::Tx;
use crate::value::{Row, Value};

/// What makes an order the same order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey {
    /// The place of sale.
    pub channel: ChannelCode,
    /// Its id there.
    pub order_id: String,
}

impl std::fmt::Display for OrderKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.channel, self.order_id)
    }
}

impl OrderKey {
    /// Takes a key as it is displayed: `channel/order`.
    pub fn parse(text: &str) -> Option<OrderKey> {
        let (channel, order_id) = text.split_once('/')?;
        Some(OrderKey { channel: ChannelCode::parse(channel).ok()?, order_id: order_id.to_string() })
    }
}

/// What storing an order did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderOutcome {
    /// It is new.
    Created,
    /// Its lines were others before.
    Updated,
    /// It was there with the same lines.
    Unchanged,
}

const INSERT_ORDERS: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "customer_order",
    columns: &[("channel", Kind::Text), ("order_id", Kind::Text)],
    on_conflict: "ON CONFLICT (channel, order_id) DO NOTHING",
};

const INSERT_LINES: Bulk<'_> = Bulk {
    verb: Verb::Insert,
    table: "order_line",
    columns: &[
        ("customer_order_id", Kind::Int),
        ("line_index", Kind::Int),
        ("sku", Kind::Text),
        ("customer_id", Kind::Text),
        ("ordered_at", Kind::Int),
        ("currency", Kind::Text),
        ("quantity", Kind::Text),
        ("unit_price", Kind::Int),
        ("returned", Kind::Int),
    ],
    on_conflict: "",
};

/// A query for whole lines with the keys of their orders: the rest of the statement.
macro_rules! select_lines {
    ($rest:literal) => {
        concat!(
            "SELECT o.channel, o.order_id, l.customer_id, l.ordered_at, l.currency, l.sku, l.quantity, ",
            "l.unit_price FROM customer_order o JOIN order_line l ON l.customer_order_id = o.customer_order_id ",
            $rest
        )
    };
}

/// Stores an order with its lines, in the place of older lines of the same order.
///
/// Channel and order id of the lines are those of the key. Lines that are the same are separate
/// lines. Storing an order again as it is changes nothing.
///
/// # Errors
/// That the database failed.
pub fn upsert_order(
    tx: &mut Tx<'_>,
    key: &OrderKey,
    lines: &[OrderLine],
) -> Result<OrderOutcome, StoreError> {
    let outcomes = upsert_orders(tx, &[(key.clone(), lines.to_vec())])?;
    Ok(outcomes.into_iter().next().unwrap_or(OrderOutcome::Unchanged))
}

/// Stores many orders, see [`upsert_order`]; of two of the same key the later one is stored, and
/// both get its outcome.
///
/// # Errors
/// That the database failed.
pub fn upsert_orders(
    tx: &mut Tx<'_>,
    orders: &[(OrderKey, Vec<OrderLine>)],
) -> Result<Vec<OrderOutcome>, StoreError> {
    let wanted: BTreeMap<&OrderKey, &[OrderLine]> =
        orders.iter().map(|(key, lines)| (key, lines.as_slice())).collect();
    let keys: Vec<OrderKey> = wanted.keys().map(|key| (*key).clone()).collect();
    let known = numbers(tx, &keys)?;
    let old: Vec<OrderKey> = known.keys().cloned().collect();
    let stored: HashMap<OrderKey, Vec<OrderLine>> = find_many(tx, &old)?.into_iter().collect();

    let new: Vec<_> = (keys.iter().filter(|key| !known.contains_key(key)))
        .map(|key| vec![key.channel.as_str().into(), key.order_id.as_str().into()])
        .collect();
    tx.bulk(&INSERT_ORDERS, &new)?;
    let numbers = if new.is_empty() { known.clone() } else { numbers(tx, &keys)? };

    let mut outcomes = HashMap::new();
    let (mut emptied, mut rows) = (Vec::new(), Vec::new());
    for (key, lines) in &wanted {
        let outcome = match stored.get(*key) {
            _ if !known.contains_key(*key) => OrderOutcome::Created,
            Some(stored) if same(stored, lines) => OrderOutcome::Unchanged,
            None if lines.is_empty() => OrderOutcome::Unchanged,
            _ => OrderOutcome::Updated,
        };
        outcomes.insert(*key, outcome);
        if let (false, Some(number)) = (outcome == OrderOutcome::Unchanged, numbers.get(*key)) {
            emptied.extend((outcome == OrderOutcome::Updated).then_some(*number));
            rows.extend(lines.iter().enumerate().map(|(index, line)| write(*number, index, line)));
        }
    }
    if !emptied.is_empty() {
        let sql = "DELETE FROM order_line WHERE customer_order_id IN (SELECT value FROM json_each(?1))";
        tx.execute(sql, &[Value::Ints(emptied)])?;
    }
    tx.bulk(&INSERT_LINES, &rows)?;
    Ok(orders.iter().map(|(key, _)| outcomes[key]).collect())
}

/// Removes an order and its lines; says whether it was there.
///
/// # Errors
/// That the database failed.
pub fn delete(tx: &mut Tx<'_>, key: &OrderKey) -> Result<bool, StoreError> {
    let sql = "DELETE FROM customer_order WHERE channel = ?1 AND order_id = ?2";
    Ok(tx.execute(sql, &[key.channel.as_str().into(), key.order_id.as_str().into()])? > 0)
}

/// The lines of an order, as they were given; `None` when there is no such order.
///
/// # Errors
/// That the database failed.
pub fn find(tx: &mut Tx<'_>, key: &OrderKey) -> Result<Option<Vec<OrderLine>>, StoreError> {
    if numbers(tx, std::slice::from_ref(key))?.is_empty() {
        return Ok(None);
    }
    let found = find_many(tx, std::slice::from_ref(key))?;
    Ok(Some(found.into_iter().flat_map(|(_, lines)| lines).collect()))
}

/// The lines of some orders, by channel and order id; orders without lines are left out.
///
/// # Errors
/// That the database failed.
pub fn find_many(tx: &mut Tx<'_>, keys: &[OrderKey]) -> Result<Vec<(OrderKey, Vec<OrderLine>)>, StoreError> {
    let sql = select_lines!(
        "WHERE o.channel = ?1 AND o.order_id IN (SELECT value FROM json_each(?2)) \
         ORDER BY o.order_id, l.line_index"
    );
    let mut found: Vec<(OrderKey, Vec<OrderLine>)> = Vec::new();
    for (channel, ids) in by_channel(keys) {
        for line in tx.query(sql, &[channel.into(), Value::Texts(ids)], read)? {
            let key = OrderKey { channel: line.channel.clone(), order_id: line.order_id.clone() };
            match found.last_mut().filter(|(last, _)| *last == key) {
                Some((_, lines)) => lines.push(line),
                None => found.push((key, vec![line])),
            }
        }
    }
    Ok(found)
}

/// In how many orders each of some SKUs was bought; SKUs without orders are left out. By SKU.
///
/// # Errors
/// That the database failed.
pub fn popularity_of(tx: &mut Tx<'_>, skus: &[Sku]) -> Result<Vec<(Sku, u32)>, StoreError> {
    let sql = "SELECT sku, count(DISTINCT customer_order_id) FROM order_line \
               WHERE sku IN (SELECT value FROM json_each(?1)) AND returned = 0 GROUP BY sku ORDER BY sku";
    tx.query(sql, &[Value::skus(skus)], popular)
}

/// Hands over every SKU that was bought, with its number of orders; lines that give back do not
/// count. By SKU.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn popularity<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(Sku, u32) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT sku, count(DISTINCT customer_order_id) FROM order_line \
               WHERE returned = 0 GROUP BY sku ORDER BY sku";
    tx.each(sql, &[], |row| {
        let (sku, orders) = popular(row)?;
        visit(sku, orders)
    })
}

/// Hands over every line, by channel, order id and place in the order.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each_line<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    mut visit: impl FnMut(OrderLine) -> Result<(), E>,
) -> Result<(), E> {
    tx.each(select_lines!("ORDER BY o.channel, o.order_id, l.line_index"), &[], |row| visit(read(row)?))
}

/// Hands over what was bought in each order that holds one of some SKUs, each SKU of it once; what was
/// given back does not count.
///
/// # Errors
/// What the visitor returned, or that the database failed.
pub fn each_with<E: From<StoreError>>(
    tx: &mut Tx<'_>,
    skus: &[Sku],
    mut visit: impl FnMut(&[Sku]) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT DISTINCT customer_order_id, sku FROM order_line \
               WHERE returned = 0 AND customer_order_id IN (SELECT customer_order_id FROM order_line \
               WHERE sku IN (SELECT value FROM json_each(?1)) AND returned = 0) \
               ORDER BY customer_order_id, sku";
    let (mut order, mut bought) = (None, Vec::new());
    tx.each(sql, &[Value::skus(skus)], |row| {
        let number = row.int(0)?;
        if order.replace(number).is_some_and(|before| before != number) {
            visit(&bought)?;
            bought.clear();
        }
        bought.push(row.sku(1)?);
        Ok::<(), E>(())
    })?;
    if bought.is_empty() { Ok(()) } else { visit(&bought) }
}

/// How many orders there are.
///
/// # Errors
/// That the database failed.
pub fn count_orders(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(tx.number("SELECT count(*) FROM customer_order", &[])?.unsigned_abs())
}

/// How many lines all orders have.
///
/// # Errors
/// That the database failed.
pub fn count_lines(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(tx.number("SELECT count(*) FROM order_line", &[])?.unsigned_abs())
}

/// The SKUs of lines that are no products (yet), in order.
///
/// # Errors
/// That the database failed.
pub fn skus_pending(tx: &mut Tx<'_>) -> Result<Vec<Sku>, StoreError> {
    let sql = "SELECT DISTINCT sku FROM order_line \
               WHERE NOT EXISTS (SELECT 1 FROM product WHERE product.sku = order_line.sku) ORDER BY sku";
    tx.query(sql, &[], |row| row.sku(0))
}

fn numbers(tx: &mut Tx<'_>, keys: &[OrderKey]) -> Result<HashMap<OrderKey, i64>, StoreError> {
    let sql = "SELECT channel, order_id, customer_order_id FROM customer_order \
               WHERE channel = ?1 AND order_id IN (SELECT value FROM json_each(?2))";
    let mut found = HashMap::new();
    for (channel, ids) in by_channel(keys) {
        let read = |row: &Row<'_>| {
            Ok((OrderKey { channel: read_channel(row, 0)?, order_id: row.text(1)?.to_string() }, row.int(2)?))
        };
        found.extend(tx.query(sql, &[channel.into(), Value::Texts(ids)], read)?);
    }
    Ok(found)
}

fn by_channel(keys: &[OrderKey]) -> BTreeMap<&str, Vec<&str>> {
    let mut channels: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys {
        channels.entry(key.channel.as_str()).or_default().push(&key.order_id);
    }
    channels
}

fn same(stored: &[OrderLine], given: &[OrderLine]) -> bool {
    // Channel and order id are those of the key, whatever the given lines say.
    stored.len() == given.len()
        && stored.iter().zip(given).all(|(stored, given)| {
            let OrderLine { order_id, channel, .. } = stored;
            *stored == OrderLine { order_id: order_id.clone(), channel: channel.clone(), ..given.clone() }
        })
}

fn popular(row: &Row<'_>) -> Result<(Sku, u32), StoreError> {
    Ok((row.sku(0)?, u32::try_from(row.int(1)?).unwrap_or(u32::MAX)))
}

fn write(number: i64, index: usize, line: &OrderLine) -> Vec<Value<'_>> {
    let OrderLine { order_id: _, channel: _, customer_id, ordered_at, currency, sku, quantity, unit_price } =
        line;
    vec![
        number.into(),
        Value::Int(index as i64),
        sku.into(),
        customer_id.as_deref().into(),
        (*ordered_at).into(),
        currency.as_str().into(),
        quantity.to_string().into(),
        (*unit_price).into(),
        line.is_return().into(),
    ]
}

fn read_channel(row: &Row<'_>, column: usize) -> Result<ChannelCode, StoreError> {
    let text = row.text(column)?;
    ChannelCode::parse(text).map_err(|invalid| StoreError::decode("channel", text, invalid))
}

fn read(row: &Row<'_>) -> Result<OrderLine, StoreError> {
    let order_id = row.text(1)?.to_string();
    let quantity: Decimal =
        (row.text(6)?.parse()).map_err(|error: <Decimal as std::str::FromStr>::Err| {
            StoreError::decode("order", &order_id, error)
        })?;
    let currency =
        Currency::parse(row.text(4)?).map_err(|invalid| StoreError::decode("order", &order_id, invalid))?;
    Ok(OrderLine {
        channel: read_channel(row, 0)?,
        customer_id: row.text_opt(2)?.map(str::to_string),
        ordered_at: row.int_opt(3)?.map(relata_model::Timestamp::from_micros),
        currency,
        sku: row.sku(5)?,
        quantity,
        unit_price: row.int_opt(7)?,
        order_id,
    })
}
