//! A test report as JUnit XML, the form that build servers read: a suite of cases, each passed, failed
//! or skipped. Warnings pass and say what they found.

use std::fmt::Write;

use crate::{TestCheckReport, TestReportDocument};

/// Findings that a case lists; the report as JSON has more.
const LISTED: usize = 20;

/// The report as a JUnit document. O(checks).
pub fn junit(report: &TestReportDocument) -> String {
    let count = |state: &str| report.checks.iter().filter(|check| check.state == state).count();
    let counts = format!(
        r#"tests="{}" failures="{}" errors="0" skipped="{}" time="{:.3}""#,
        report.checks.len(),
        count("fail"),
        count("skipped"),
        report.elapsed_ms / 1e3,
    );
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, r#"<testsuites name="relata" {counts}>"#);
    let _ = writeln!(xml, r#"  <testsuite name="{}" {counts}>"#, escaped(&report.suite));
    let _ = writeln!(xml, "    <properties>");
    for (name, value) in [
        ("revision", report.revision.to_string()),
        ("products", report.sample.products.to_string()),
        ("answers", report.answers.to_string()),
        ("tried", report.tried.join(" ")),
    ] {
        let _ = writeln!(xml, r#"      <property name="{name}" value="{}"/>"#, escaped(&value));
    }
    let _ = writeln!(xml, "    </properties>");
    report.checks.iter().for_each(|check| case(&mut xml, report, check));
    xml + "  </testsuite>\n</testsuites>\n"
}

fn case(xml: &mut String, report: &TestReportDocument, check: &TestCheckReport) {
    let head = format!(
        r#"    <testcase classname="relata.{}" name="{}" time="0.000""#,
        escaped(&report.suite),
        escaped(&check.name)
    );
    let message = escaped(&check.found_text());
    let listed = escaped(&listed(report, check));
    let _ = match check.state.as_str() {
        "fail" => writeln!(
            xml,
            "{head}>\n      <failure type=\"{}\" message=\"{message}\">{listed}</failure>\n    </testcase>",
            escaped(&check.check)
        ),
        "skipped" => writeln!(xml, "{head}>\n      <skipped message=\"{message}\"/>\n    </testcase>"),
        "warn" => writeln!(
            xml,
            "{head}>\n      <system-out>warning: {message}\n{listed}</system-out>\n    </testcase>"
        ),
        _ => writeln!(xml, "{head}>\n      <system-out>{message}</system-out>\n    </testcase>"),
    };
}

fn listed(report: &TestReportDocument, check: &TestCheckReport) -> String {
    let shown: Vec<String> =
        check.examples.iter().take(LISTED).map(|example| report.example_text(example)).collect();
    let more = check.failing.saturating_sub(shown.len());
    let rest = if more > 0 { format!("\n… and {more} more") } else { String::new() };
    shown.join("\n") + &rest
}

/// A text inside XML; characters that XML 1.0 cannot hold become spaces.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_the_document() {
        assert_eq!(escaped("a<b> & \"c\"\u{1b}[0m\u{0}"), "a&lt;b&gt; &amp; &quot;c&quot; [0m ");
    }
}
