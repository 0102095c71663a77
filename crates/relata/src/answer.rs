//! An answer of the engine as people read it.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Deserialize;

use crate::output::{Paint, counted, plain};
use crate::table::{Side, Table};

/// What the command line shows of an answer; read back from its JSON, so that it is what a channel gets.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    placement: String,
    channel: String,
    /// What is shown.
    pub items: Vec<Item>,
    /// Candidates looked at.
    pub considered: u64,
    removed: Vec<Removed>,
    fallback: bool,
    #[serde(default)]
    unknown_products: Vec<String>,
}

/// One thing shown.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    /// Its SKU.
    pub sku: String,
    name: String,
    /// The relation type; `None` for a fallback.
    #[serde(rename = "type")]
    pub type_code: Option<String>,
    position: u64,
    /// What it is worth.
    pub score: f64,
    /// What it costs.
    pub price: Option<String>,
    currency: Option<String>,
    origin: String,
    substitute_for: Option<String>,
    reason: Option<Reason>,
}

#[derive(Debug, Deserialize)]
struct Reason {
    text: String,
    factors: Vec<Factor>,
}

#[derive(Debug, Deserialize)]
struct Factor {
    name: String,
    value: f64,
}

#[derive(Debug, Deserialize)]
struct Removed {
    reason: String,
    count: u64,
}

/// How much of an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Position, SKU, type and origin.
    Brief,
    /// A table.
    Table,
    /// A table, and the factors of every score.
    Factors,
}

impl Answer {
    /// Reads the JSON of an answer.
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Answer> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// How many relation types stand in it; a fallback shows none.
    pub(crate) fn type_count(&self) -> usize {
        if self.fallback {
            return 0;
        }
        self.items.iter().filter_map(|item| item.type_code.as_deref()).collect::<BTreeSet<&str>>().len()
    }

    /// The answer as text.
    pub(crate) fn text(&self, detail: Detail, paint: Paint) -> String {
        match detail {
            Detail::Brief => self.items.iter().map(|item| item.brief() + "\n").collect(),
            Detail::Table => format!("{}{}\n", self.table(paint), self.footer()),
            Detail::Factors => format!("{}{}{}\n", self.table(paint), self.factors(paint), self.footer()),
        }
    }

    fn table(&self, paint: Paint) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let mut table = Table::new(&[
            ("#", Side::Right),
            ("SKU", Side::Left),
            ("name", Side::Left),
            ("price", Side::Right),
            ("type", Side::Left),
            ("score", Side::Right),
            ("why", Side::Left),
        ]);
        for item in &self.items {
            table.row(item.cells());
        }
        table.render(paint) + "\n\n"
    }

    fn factors(&self, paint: Paint) -> String {
        let mut text = String::new();
        for item in &self.items {
            let factors = item.reason.iter().flat_map(|reason| &reason.factors);
            let product: Vec<String> =
                factors.map(|factor| format!("{} {}", factor.name, factor.value)).collect();
            let formula = if product.is_empty() { "no factors".to_string() } else { product.join(" × ") };
            let _ = writeln!(text, "  {} = {} = {formula}", paint.bold(&plain(&item.sku)), item.score);
        }
        if text.is_empty() { text } else { text + "\n" }
    }

    fn footer(&self) -> String {
        let mut parts =
            vec![format!("Placement {}, channel {}", plain(&self.placement), plain(&self.channel))];
        parts.push(format!("{} looked at", counted(self.considered, "candidate", "candidates")));
        if !self.removed.is_empty() {
            let removed = self
                .removed
                .iter()
                .map(|entry| format!("{} {}", entry.count, entry.reason.replace('_', " ")));
            parts.push(format!("removed: {}", removed.collect::<Vec<_>>().join(", ")));
        }
        let mut text = format!("{}.", parts.join("; "));
        for sku in &self.unknown_products {
            let _ = write!(text, "\nThere is no product {}.", plain(sku));
        }
        match (self.fallback, self.items.is_empty()) {
            (true, _) => text.push_str("\nNo relation gave anything, so this is the placement's fallback."),
            (false, true) => text.push_str("\nThere is nothing to show."),
            (false, false) => {}
        }
        text
    }
}

impl Item {
    fn brief(&self) -> String {
        let type_code = self.type_code.as_deref().unwrap_or("-");
        plain(&format!("{} {} {type_code} {}", self.position, self.sku, self.origin))
    }

    fn cells(&self) -> [String; 7] {
        let price = match (&self.price, &self.currency) {
            (Some(price), Some(currency)) => format!("{price} {currency}"),
            _ => "-".to_string(),
        };
        let reason = self.reason.as_ref().map_or(&self.origin, |reason| &reason.text);
        let why = match &self.substitute_for {
            // A reason in words names what was replaced by itself.
            Some(sold_out) if !reason.contains(sold_out.as_str()) => {
                format!("{reason}; in place of {sold_out}")
            }
            _ => reason.clone(),
        };
        let type_code = self.type_code.clone().unwrap_or_else(|| "-".to_string());
        [
            self.position.to_string(),
            self.sku.clone(),
            self.name.clone(),
            price,
            type_code,
            format!("{:.2}", self.score),
            why,
        ]
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    fn answer() -> Answer {
        let document = json!({
            "placement": "cart", "channel": "web", "considered": 5, "fallback": false,
            "removed": [{"reason": "out_of_stock", "count": 3}], "unknown_products": ["X"],
            "items": [{
                "sku": "SOCK-2", "name": "Running socks", "type": "cross_sell", "position": 1, "score": 0.4,
                "price": "12.90", "currency": "EUR", "origin": "manual",
                "reason": {"text": "linked by hand, position 2",
                           "factors": [{"name": "type_weight", "value": 0.8}, {"name": "relation_weight", "value": 0.5}]}
            }]
        });
        Answer::read(document.to_string().as_bytes()).expect("an answer")
    }

    #[test]
    fn an_answer_is_a_small_table() {
        let expected = expect![[r#"
              #  SKU     name               price  type        score  why
              1  SOCK-2  Running socks  12.90 EUR  cross_sell   0.40  linked by hand, position 2

              SOCK-2 = 0.4 = type_weight 0.8 × relation_weight 0.5

            Placement cart, channel web; 5 candidates looked at; removed: 3 out of stock.
            There is no product X.
        "#]];
        expected.assert_eq(&answer().text(Detail::Factors, Paint::NONE));
    }

    #[test]
    fn in_brief_it_is_a_line_an_item() {
        assert_eq!(answer().text(Detail::Brief, Paint::NONE), "1 SOCK-2 cross_sell manual\n");
    }
}
