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
        let (value, bounds) = (check.value_text(), check.bounds_text());
        table.row([check.name.clone(), check.state.clone(), value, bounds, check.message.clone()]);
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
        let _ = write!(text, "\n  {}", plain(&report.example_text(example)));
    }
    let more = count.saturating_sub(examples.len().min(SHOWN));
    if more > 0 {
        let _ = write!(text, "\n  … and {}", counted(more as u64, "more", "more"));
    }
    text
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
        let place = report.place_of(Some(change.ask)).map(|place| format!(" in {place}")).unwrap_or_default();
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
