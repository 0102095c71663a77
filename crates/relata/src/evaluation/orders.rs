//! Orders from files, as numbered lines.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use relata_exchange::{Content, Item, OrderRow};
use relata_learn::{Line, NOBODY, Returns};
use relata_model::{Decimal, Problem};
use serde::Serialize;

/// Rejected rows that are shown; the number of all is always said.
const PROBLEMS_SHOWN: usize = 5;

/// Names and their dense numbers.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    numbers: HashMap<String, u32>,
    /// The names by number.
    pub names: Vec<String>,
}

impl Numbers {
    fn of(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).expect("fewer names than four thousand million");
        self.numbers.insert(name.to_string(), number);
        self.names.push(name.to_string());
        number
    }
}

/// Products and customers of all files that are compared.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// SKUs.
    pub products: Numbers,
    customers: Numbers,
}

/// The words for each product of a numbering: names from files of products.
pub(crate) fn read_texts(files: &[PathBuf], numbering: &Numbering) -> anyhow::Result<Vec<String>> {
    let mut texts = vec![String::new(); numbering.products.names.len()];
    for file in files {
        let input = relata_exchange::open(file)?;
        if !matches!(input.content, Content::Products | Content::Wide) {
            bail!(
                "{} holds {}, not products: --products needs sku and name",
                file.display(),
                input.content.as_str()
            );
        }
        for record in input.records() {
            for item in record?.items {
                let Item::Product(patch) = item else { continue };
                let Some(number) = numbering.products.numbers.get(patch.sku.as_str()) else { continue };
                texts[*number as usize] = patch.name.unwrap_or_default();
            }
        }
    }
    Ok(texts)
}

/// The lines of one or more files.
#[derive(Debug, Default)]
pub(crate) struct OrderLines {
    /// The lines, in the order of the files.
    pub lines: Vec<Line>,
    /// Orders that they belong to.
    pub orders: usize,
    /// Rows that could not be read.
    pub rejected: usize,
    /// The first of them.
    pub problems: Vec<Problem>,
}

/// What was read, for the report.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Counted {
    /// Lines read.
    pub lines: usize,
    /// Orders they belong to, returns included.
    pub orders: usize,
    /// Rows that could not be read.
    pub rejected: usize,
}

impl OrderLines {
    /// Reads files of orders; a bad row is kept as a problem and never ends a file.
    pub(crate) fn read(files: &[PathBuf], numbering: &mut Numbering) -> anyhow::Result<OrderLines> {
        let mut read = OrderLines::default();
        let mut orders = Numbers::default();
        for file in files {
            read.file(file, &mut orders, numbering)?;
        }
        read.orders = orders.names.len();
        if read.lines.is_empty() {
            bail!("no line of an order could be read: evaluate needs at least the columns order_id and sku");
        }
        Ok(read)
    }

    /// How much was read.
    pub(crate) fn counted(&self) -> Counted {
        Counted { lines: self.lines.len(), orders: self.orders, rejected: self.rejected }
    }

    fn file(&mut self, file: &Path, orders: &mut Numbers, numbering: &mut Numbering) -> anyhow::Result<()> {
        let input = relata_exchange::open(file)?;
        if input.content != Content::Orders {
            bail!(
                "{} holds {}, not orders: evaluate needs the columns order_id and sku, \
                 and ordered_at to tell old orders from new ones",
                file.display(),
                input.content.as_str()
            );
        }
        for record in input.records() {
            let mut record = record?;
            for item in &record.items {
                if let Item::OrderLine(row) = item {
                    self.lines.push(line(row, orders, numbering));
                }
            }
            if record.items.is_empty() {
                self.rejected += 1;
                let room = PROBLEMS_SHOWN.saturating_sub(self.problems.len());
                self.problems.extend(record.problems.drain(..).take(room));
            }
        }
        Ok(())
    }
}

fn line(row: &OrderRow, orders: &mut Numbers, numbering: &mut Numbering) -> Line {
    let OrderRow { order_id, channel, customer_id, ordered_at, sku, quantity, currency: _, unit_price: _ } =
        row;
    let order = match channel {
        // An order's id is its own within its channel.
        Some(channel) => orders.of(&format!("{channel}\n{order_id}")),
        None => orders.of(order_id),
    };
    let thousandths = quantity.saturating_mul(Decimal::ONE_THOUSAND).trunc();
    let returned = order_id.starts_with('C');
    Line {
        order,
        product: numbering.products.of(sku.as_str()),
        customer: customer_id.as_deref().map_or(NOBODY, |customer| numbering.customers.of(customer)),
        time: ordered_at.map(|time| time.micros().div_euclid(1_000_000)),
        quantity_milli: i64::try_from(thousandths).unwrap_or(i64::MAX),
        returns: if returned { Returns::Yes } else { Returns::No },
    }
}
