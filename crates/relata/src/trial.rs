//! A test report for people: a table of checks, what was found, and what a draft changes.

use std::fmt::Write;

use relata_api::{TestCheckReport, TestDifference, TestExample, TestReportDocument};

use crate::output::{Paint, counted, grouped, plain};
use crate::table::{Side, Table};

/// Findings and changes that are printed; --json has more.
const SHOWN: usize = 5;

pub(crate) fn text(report: &TestReportDocument, paint: Paint) -> String {
    let mut parts = vec![headline(report)];
    if !report.sample.unknown.is_empty() {
        parts.push(format!("Not in the shop: {}", plain(&report.sample.unknown.join(", "))));
    }
    let mut table = Table::new(&[
        ("check", Side::Left),
        ("result", Side::Left),
        ("value", Side::Right),
        ("bounds", Side::Left),
        ("found", Side::Left),
    ]);
    for check in &report.checks {
        let value = check.value.map(number).unwrap_or_default();
        table.row([check.name.clone(), check.state.clone(), value, bounds(check), check.message.clone()]);
    }
    parts.push(table.render(paint));
    let worth_showing = |check: &&TestCheckReport| matches!(check.state.as_str(), "fail" | "warn");
    parts.extend(
        report.checks.iter().filter(worth_showing).filter_map(|check| findings(check, report, paint)),
    );
    if report.removed.count > 0 {
        let head = format!(
            "Guidelines took {} out of answers:",
            counted(report.removed.count as u64, "pair", "pairs")
        );
        parts.push(head + &lines(report, &report.removed.examples, report.removed.count));
    }
    parts.extend(report.difference.as_ref().map(|difference| change_text(difference, report, paint)));
    parts.push(verdict(report, paint));
    parts.join("\n\n")
}

fn headline(report: &TestReportDocument) -> String {
    let TestReportDocument { name, sample, answers, elapsed_ms, tried, .. } = report;
    let draft =
        if tried.is_empty() { String::new() } else { format!(", trying {}", plain(&tried.join(", "))) };
    format!(
        "{}: {} of {}, {} in {elapsed_ms:.0} ms{draft}",
        plain(name),
        grouped(sample.products as u64),
        counted(sample.population as u64, "product", "products"),
        counted(*answers as u64, "answer", "answers"),
    )
}

fn findings(check: &TestCheckReport, report: &TestReportDocument, paint: Paint) -> Option<String> {
    if check.examples.is_empty() {
        return None;
    }
    let head = format!("{} ({}):", plain(&check.name), check.state);
    let head = if check.state == "fail" { paint.red(&head) } else { paint.yellow(&head) };
    Some(head + &lines(report, &check.examples, check.failing))
}

fn lines(report: &TestReportDocument, examples: &[TestExample], count: usize) -> String {
    let mut text = String::new();
    for example in examples.iter().take(SHOWN) {
        let _ = write!(text, "\n  {}", plain(&example_text(report, example)));
    }
    let more = count.saturating_sub(examples.len().min(SHOWN));
    if more > 0 {
        let _ = write!(text, "\n  … and {}", counted(more as u64, "more", "more"));
    }
    text
}

/// A finding on one line: what is shown beside what, who wants it, what is the matter.
pub(crate) fn example_text(report: &TestReportDocument, example: &TestExample) -> String {
    let TestExample { product, pick, type_code, origin, rule: _, guideline, ask, message } = example;
    let subject = match (product, pick) {
        (Some(product), Some(pick)) => format!("{pick} beside {product}"),
        (Some(sku), None) | (None, Some(sku)) => sku.clone(),
        (None, None) => String::new(),
    };
    let by = [type_code.as_deref(), origin.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let by = match (by.is_empty(), subject.is_empty()) {
        (true, _) => String::new(),
        (false, true) => by,
        (false, false) => format!(" ({by})"),
    };
    let place = place_of(report, *ask).map(|place| format!(" in {place}")).unwrap_or_default();
    let law = if guideline.is_some() { "guideline " } else { "" };
    format!("{subject}{place}{by}: {law}{message}")
}

/// The placement asked in, where a product is asked about in several; with the channel if it is not web.
fn place_of(report: &TestReportDocument, ask: Option<usize>) -> Option<String> {
    let asked = report.asks.get(ask?).filter(|_| report.asks.len() > 1)?;
    let channel = asked.channel.as_deref().filter(|channel| *channel != "web");
    let channel = channel.map(|channel| format!(" of {channel}")).unwrap_or_default();
    Some(asked.placement.clone()? + &channel)
}

/// What a check found, with the bound that it met.
pub(crate) fn found_text(check: &TestCheckReport) -> String {
    let bounds = bounds(check);
    if bounds.is_empty() || check.state == "skipped" {
        return check.message.clone();
    }
    format!("{} ({bounds})", check.message)
}

/// The bounds of a check in the direction in which they hold.
fn bounds(check: &TestCheckReport) -> String {
    const LOWER: [&str; 7] =
        ["coverage", "bought_together", "hit_rate", "brands", "categories", "catalogue_share", "complete"];
    let past = if LOWER.contains(&check.check.as_str()) { "<" } else { ">" };
    let bound = |word: &str, bound: Option<f64>| Some(format!("{word} {past} {}", number(bound?)));
    [bound("fail", check.fail), bound("warn", check.warn)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// A figure with at most three digits behind the point.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn change_text(difference: &TestDifference, report: &TestReportDocument, paint: Paint) -> String {
    let TestDifference { products, answers, filled, emptied, coverage_before, coverage_after, examples } =
        difference;
    let mut text = format!(
        "{} of {} would change; {} would get their first item, {} would lose their last.\n\
         Answers with something to show: {:.1} % now, {:.1} % then.",
        counted(*answers as u64, "answer", "answers"),
        counted(*products as u64, "product", "products"),
        grouped(*filled as u64),
        grouped(*emptied as u64),
        coverage_before * 100.0,
        coverage_after * 100.0,
    );
    let list =
        |skus: &[String]| if skus.is_empty() { "nothing".to_string() } else { plain(&skus.join(", ")) };
    for change in examples.iter().take(SHOWN) {
        let place =
            place_of(report, Some(change.ask)).map(|place| format!(" in {place}")).unwrap_or_default();
        let _ = write!(text, "\n  {}", paint.bold(&plain(&(change.product.clone() + &place))));
        let _ = write!(text, "\n    now   {}\n    then  {}", list(&change.before), list(&change.after));
    }
    text
}

fn verdict(report: &TestReportDocument, paint: Paint) -> String {
    let count = |state: &str| report.checks.iter().filter(|check| check.state == state).count() as u64;
    let (failed, warned, skipped) = (count("fail"), count("warn"), count("skipped"));
    let all = counted(report.checks.len() as u64, "check", "checks");
    let rest = format!("{}, {skipped} skipped", counted(warned, "warning", "warnings"));
    match failed {
        0 => format!("None of {all} failed; {rest}."),
        failed => paint.red(&format!("{failed} of {all} failed; {rest}.")),
    }
}
