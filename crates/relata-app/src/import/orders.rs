//! Lines of customers' orders; the order is the unit that is stored or left alone.

use std::collections::HashSet;

use relata_exchange::OrderRow;
use relata_model::{ChannelCode, Currency, ImportMode, Noun, OrderLine, Problem, ProblemCode, Sku};
use relata_store::import::ImageRow;
use relata_store::order::OrderKey;
use relata_store::{Tx, order};
use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::import::batch::Applied;
use crate::import::planned::Planned;
use crate::import::staging::Staged;

/// A line of an order with its line of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StagedLine {
    pub(crate) row: u64,
    pub(crate) line: OrderRow,
}

impl StagedLine {
    /// The order that it belongs to, as a key to sort by.
    pub(crate) fn key(&self) -> String {
        let channel = self.line.channel.as_ref().map_or("web", ChannelCode::as_str);
        format!("{channel}\u{1}{}", self.line.order_id)
    }
}

impl Staged for StagedLine {
    fn row(&self) -> u64 {
        self.row
    }

    fn list_name(&self) -> String {
        format!("the order {}", self.line.order_id)
    }
}

/// What all batches of one import of orders share.
pub(crate) struct OrderImport {
    pub(crate) mode: ImportMode,
    pub(crate) currency: Currency,
    pub(crate) dry_run: bool,
    pub(crate) planned: Planned,
    /// Unknown SKUs that the report names.
    pub(crate) told: HashSet<Sku>,
}

/// Unknown SKUs that the report names.
const TOLD_MAX: usize = 100;

fn pending(sku: &Sku) -> Problem {
    Problem::warning(ProblemCode::PendingTarget, format!("there is no product {sku}; its lines wait for it"))
        .about(sku)
        .hint("lines of postage, fees and the like can wait for ever and do no harm")
}

impl OrderImport {
    /// Applies whole orders; the rows come sorted by order.
    pub(crate) fn apply(&mut self, tx: &mut Tx, rows: Vec<StagedLine>) -> Result<Applied, AppError> {
        let mut applied = Applied::default();
        let skus: HashSet<Sku> = rows.iter().map(|row| row.line.sku.clone()).collect();
        let known = self.planned.existing(tx, &skus.into_iter().collect::<Vec<_>>())?;
        let mut orders: Vec<(OrderKey, Vec<OrderLine>)> = Vec::new();
        for row in rows {
            let (at, sku) = (row.row, row.line.sku.clone());
            if !known.contains(&sku) && self.told.len() < TOLD_MAX && self.told.insert(sku.clone()) {
                applied.warn(pending(&sku).in_row(at, Some("sku")));
            }
            let line = self.line(row, &mut applied);
            let key = OrderKey { channel: line.channel.clone(), order_id: line.order_id.clone() };
            match orders.last_mut() {
                Some((last, lines)) if *last == key => lines.push(line),
                _ => orders.push((key, vec![line])),
            }
        }
        for (key, lines) in orders {
            self.apply_order(tx, &key, lines, &known, &mut applied)?;
        }
        Ok(applied)
    }

    fn line(&self, staged: StagedLine, applied: &mut Applied) -> OrderLine {
        let StagedLine { row, line } = staged;
        let OrderRow { order_id, channel, customer_id, ordered_at, currency, sku, quantity, unit_price } =
            line;
        let currency = currency.unwrap_or(self.currency);
        let unit_price = unit_price.and_then(|price| match currency.minor(price) {
            Ok(minor) => Some(minor),
            Err(too) => {
                let message = format!("the price of {sku} in order {order_id} was rounded to the minor unit");
                let warning = Problem::warning(ProblemCode::Rounded, message).about(&sku);
                applied.warn(warning.in_row(row, Some("unit_price")));
                too.rounded
            }
        });
        let channel = channel.unwrap_or_else(|| ChannelCode::parse("web").expect("web is a legal code"));
        OrderLine { order_id, channel, customer_id, ordered_at, currency, sku, quantity, unit_price }
    }

    fn apply_order(
        &self,
        tx: &mut Tx,
        key: &OrderKey,
        lines: Vec<OrderLine>,
        known: &HashSet<Sku>,
        applied: &mut Applied,
    ) -> Result<(), AppError> {
        let before = order::find(tx, key)?.unwrap_or_default();
        let count = lines.len() as u64;
        if self.mode == ImportMode::Delete {
            if before.is_empty() {
                applied.counts.unchanged += count;
                return Ok(());
            }
            applied.counts.removed += count;
            return self.write(tx, key, before, &[], applied);
        }
        if before == lines {
            applied.counts.unchanged += count;
            return Ok(());
        }
        let pending = lines.iter().filter(|line| !known.contains(&line.sku)).count() as u64;
        if before.is_empty() {
            applied.counts.pending += pending;
            applied.counts.created += count - pending;
        } else {
            applied.counts.updated += count;
        }
        self.write(tx, key, before, &lines, applied)
    }

    fn write(
        &self,
        tx: &mut Tx,
        key: &OrderKey,
        before: Vec<OrderLine>,
        lines: &[OrderLine],
        applied: &mut Applied,
    ) -> Result<(), AppError> {
        if self.dry_run {
            return Ok(());
        }
        let before = if before.is_empty() { None } else { Some(serde_json::to_value(&before)?) };
        applied.images.push(ImageRow {
            noun: Noun::Order,
            key: key.to_string(),
            touches: None,
            before,
            after: None,
        });
        if lines.is_empty() {
            return Ok(order::delete(tx, key).map(drop)?);
        }
        Ok(order::upsert_order(tx, key, lines).map(drop)?)
    }
}
