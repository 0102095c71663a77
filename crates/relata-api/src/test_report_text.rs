//! What a test report found, in words: the same in the terminal and in JUnit files.

use crate::{TestCheckReport, TestExample, TestReportDocument};

impl TestReportDocument {
    /// A finding on one line: what is shown beside what, who wants it, what is the matter.
    pub fn example_text(&self, example: &TestExample) -> String {
        let TestExample { product, pick, type_code, origin, rule: _, guideline, ask, message } = example;
        let subject = match (product, pick) {
            (Some(product), Some(pick)) => format!("{pick} beside {product}"),
            (Some(sku), None) | (None, Some(sku)) => sku.clone(),
            (None, None) => String::new(),
        };
        let by =
            [type_code.as_deref(), origin.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let by = match (by.is_empty(), subject.is_empty()) {
            (true, _) => String::new(),
            (false, true) => by,
            (false, false) => format!(" ({by})"),
        };
        let place = self.place_of(*ask).map(|place| format!(" in {place}")).unwrap_or_default();
        let law = if guideline.is_some() { "guideline " } else { "" };
        format!("{subject}{place}{by}: {law}{message}")
    }

    /// The placement asked in, where a product is asked about in several; with the channel if it is not web.
    pub fn place_of(&self, ask: Option<usize>) -> Option<String> {
        let asked = self.asks.get(ask?).filter(|_| self.asks.len() > 1)?;
        let channel = asked.channel.as_deref().filter(|channel| *channel != "web");
        let channel = channel.map(|channel| format!(" of {channel}")).unwrap_or_default();
        Some(asked.placement.clone()? + &channel)
    }
}

impl TestCheckReport {
    /// What a check found, with the bound that it met.
    pub fn found_text(&self) -> String {
        let bounds = self.bounds_text();
        if bounds.is_empty() || self.state == "skipped" {
            return self.message.clone();
        }
        format!("{} ({bounds})", self.message)
    }

    /// The bounds of a check in the direction in which they hold.
    pub fn bounds_text(&self) -> String {
        const LOWER: [&str; 7] = [
            "coverage",
            "bought_together",
            "hit_rate",
            "brands",
            "categories",
            "catalogue_share",
            "complete",
        ];
        let past = if LOWER.contains(&self.check.as_str()) { "<" } else { ">" };
        let bound = |word: &str, bound: Option<f64>| Some(format!("{word} {past} {}", figure_text(bound?)));
        let bounds = [bound("fail", self.fail), bound("warn", self.warn)];
        bounds.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The figure that it found; empty where it was skipped.
    pub fn value_text(&self) -> String {
        self.value.map(figure_text).unwrap_or_default()
    }
}

/// A figure with at most three digits behind the point.
fn figure_text(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
