use clap::Args;
use relata_api::{CoverageDocument, CoverageRate};
use relata_app::{AppError, CoverageQuery};
use relata_model::{CategoryPath, ChannelCode, Invalid, Problem, ProblemCode, TypeCode};

use super::Context;
use crate::exit::Exit;
use crate::output::{Paint, counted, grouped, plain};
use crate::table::{Side, Table};

/// Uncovered SKUs that are printed; --json has more.
const UNCOVERED_SHOWN: usize = 10;
/// Categories that are printed, the least covered first; --json has all.
const CATEGORIES_SHOWN: usize = 15;

/// For how many products there is something to show
#[derive(Debug, Args)]
pub(super) struct Coverage {
    /// Only relations of this type
    #[arg(long = "type", value_name = "TYPE")]
    type_code: Option<String>,

    /// Only products in this category and below
    #[arg(long)]
    category: Option<String>,

    /// As seen in this channel  [default: web]
    #[arg(long)]
    channel: Option<String>,
}

impl Coverage {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let query = self.query().map_err(AppError::invalid)?;
        let coverage = context.open_existing()?.coverage(query)?;
        let output = &context.output;
        match output.is_json() {
            true => output.document(&*coverage)?,
            false => output.result(&text(&coverage, output.paint())),
        }
        Ok(Exit::Done)
    }

    fn query(&self) -> Result<CoverageQuery, Vec<Problem>> {
        let mut problems = Vec::new();
        let query = CoverageQuery {
            type_code: parsed("type", &self.type_code, TypeCode::parse, &mut problems),
            category: parsed("category", &self.category, CategoryPath::parse, &mut problems),
            channel: parsed("channel", &self.channel, ChannelCode::parse, &mut problems),
        };
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }
}

fn parsed<T>(
    name: &str,
    text: &Option<String>,
    parse: fn(&str) -> Result<T, Invalid>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    match parse(text.as_deref()?) {
        Ok(value) => Some(value),
        Err(invalid) => {
            problems.push(Problem::invalid(ProblemCode::InvalidValue, invalid).at(format!("/{name}")));
            None
        }
    }
}

fn text(coverage: &CoverageDocument, paint: Paint) -> String {
    let mut parts = vec![format!("{}\n{}", headline(coverage), against_target(coverage))];
    let types = coverage.by_type.iter().map(|(name, rate)| (name.as_str(), *rate));
    let origins = coverage.by_origin.iter().map(|(name, rate)| (name.as_str(), *rate));
    let mut worst: Vec<_> = coverage.by_category.iter().collect();
    worst.sort_by(|a, b| a.rate.total_cmp(&b.rate).then_with(|| a.category.cmp(&b.category)));
    let categories = worst.iter().take(CATEGORIES_SHOWN).map(|row| {
        (row.category.as_str(), CoverageRate { products: row.products, covered: row.covered, rate: row.rate })
    });
    parts.extend(rates("type", types.collect(), paint));
    parts.extend(rates("origin", origins.collect(), paint));
    parts.extend(rates("category, least covered first", categories.collect(), paint));
    if !coverage.uncovered.is_empty() {
        let skus: Vec<String> =
            coverage.uncovered.iter().take(UNCOVERED_SHOWN).map(|sku| plain(sku)).collect();
        let more = if coverage.uncovered.len() > UNCOVERED_SHOWN { ", …" } else { "" };
        parts.push(format!("Without anything to show: {}{more}", skus.join(", ")));
    }
    parts.join("\n\n")
}

/// One sentence on how many products are covered.
pub(super) fn headline(coverage: &CoverageDocument) -> String {
    if coverage.products == 0 {
        return "There are no products that count.".to_string();
    }
    format!(
        "{} of {} covered: {:.1} % (of all SKUs {:.1} %).",
        grouped(coverage.covered),
        counted(coverage.products, "product is", "products are"),
        coverage.rate * 100.0,
        coverage.sku_rate * 100.0,
    )
}

fn against_target(coverage: &CoverageDocument) -> String {
    let target = coverage.target * 100.0;
    if coverage.products == 0 {
        "A product counts when it is active and a parent or stands alone.".to_string()
    } else if coverage.rate >= coverage.target {
        format!("That meets the target of {target:.0} %.")
    } else {
        let missing = (coverage.target * coverage.products as f64).ceil() as u64 - coverage.covered;
        format!("The target is {target:.0} %: {} to go.", counted(missing, "product", "products"))
    }
}

fn rates(title: &'static str, rows: Vec<(&str, CoverageRate)>, paint: Paint) -> Option<String> {
    let mut table = Table::new(&[
        (title, Side::Left),
        ("covered", Side::Right),
        ("products", Side::Right),
        ("rate", Side::Right),
    ]);
    for (name, rate) in rows {
        let percent = format!("{:.1} %", rate.rate * 100.0);
        table.row([name.to_string(), grouped(rate.covered), grouped(rate.products), percent]);
    }
    (!table.is_empty()).then(|| table.render(paint))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::expect;

    use super::*;

    #[test]
    fn coverage_says_the_rate_and_what_is_missing() {
        let coverage = CoverageDocument {
            products: 199,
            covered: 150,
            rate: 150.0 / 199.0,
            sku_rate: 0.98,
            target: 0.85,
            by_type: BTreeMap::from([("upsell".to_string(), CoverageRate::of(150, 199))]),
            by_category: Vec::new(),
            by_channel: Vec::new(),
            by_brand: Vec::new(),
            by_origin: BTreeMap::new(),
            uncovered: vec!["24-UG06".to_string()],
        };
        let expected = expect![[r#"
            150 of 199 products are covered: 75.4 % (of all SKUs 98.0 %).
            The target is 85 %: 20 products to go.

              type    covered  products    rate
              upsell      150       199  75.4 %

            Without anything to show: 24-UG06"#]];
        expected.assert_eq(&text(&coverage, Paint::NONE));
    }
}
