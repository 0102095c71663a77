//! What an import did, as people read it.

use std::fmt::Write;
use std::path::Path;

use relata_model::{ImportReport, Problem};

use crate::complaint::problem_text;
use crate::output::{Paint, counted, grouped, plain};
use crate::table::{Side, Table};

/// Everything that is to be said about an import: counts, problems, and what to do next.
pub(crate) fn reports_text(
    reports: &[ImportReport],
    shown: usize,
    rejects: Option<&Path>,
    paint: Paint,
) -> String {
    let dry_run = reports.iter().any(|report| report.dry_run);
    let mut text = String::new();
    let _ = writeln!(text, "{}\n\n{}", heading(reports, dry_run), counts_table(reports).render(paint));
    for report in reports {
        problems_text(&mut text, report, shown, paint);
    }
    let next = next_text(reports, dry_run, rejects);
    if !next.is_empty() {
        let _ = write!(text, "\n{next}");
    }
    text
}

fn heading(reports: &[ImportReport], dry_run: bool) -> String {
    let files = counted(reports.len() as u64, "file", "files");
    if dry_run { format!("A dry run over {files}: nothing was written.") } else { format!("Read {files}.") }
}

fn counts_table(reports: &[ImportReport]) -> Table {
    let mut table = Table::new(&[
        ("file", Side::Left),
        ("read as", Side::Left),
        ("content", Side::Left),
        ("rows", Side::Right),
        ("created", Side::Right),
        ("updated", Side::Right),
        ("unchanged", Side::Right),
        ("moved", Side::Right),
        ("removed", Side::Right),
        ("pending", Side::Right),
        ("rejected", Side::Right),
    ]);
    for report in reports {
        let counts = report.counts;
        let name = Path::new(&report.file)
            .file_name()
            .map_or(report.file.clone(), |name| name.to_string_lossy().into());
        let numbers = [
            counts.rows,
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.moved,
            counts.removed,
            counts.pending,
            counts.rejected,
        ];
        table.row(
            [name, report.profile.clone(), report.content.clone()].into_iter().chain(numbers.map(grouped)),
        );
    }
    table
}

fn problems_text(text: &mut String, report: &ImportReport, shown: usize, paint: Paint) {
    let mut list = |title: &str, problems: &[Problem]| {
        if problems.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", paint.bold(&format!("{title} in {}", plain(&report.file))));
        let mut told = 0;
        for alike in problems.chunk_by(|a, b| a == b).take(shown) {
            told += alike.len();
            let times = if alike.len() > 1 { format!(" ({} times)", alike.len()) } else { String::new() };
            let _ = writeln!(text, "{}{times}", problem_text(&alike[0], paint));
        }
        if problems.len() > told {
            let more = counted((problems.len() - told) as u64, "more is", "more are");
            let _ = writeln!(text, "  {more} in the report: see it with --json");
        }
    };
    list("Rejected", &report.problems);
    list("Warnings", &report.warnings);
    if report.dry_run && !report.differences.is_empty() {
        let _ = writeln!(text, "\n{}", paint.bold(&format!("What would change by {}", plain(&report.file))));
        for difference in report.differences.iter().take(shown) {
            let _ = writeln!(
                text,
                "  row {}: {} {}",
                difference.row,
                difference.action,
                plain(&difference.subject)
            );
        }
        if report.differences.len() > shown {
            let _ = writeln!(text, "  … and more: see them with --json");
        }
    }
}

fn next_text(reports: &[ImportReport], dry_run: bool, rejects: Option<&Path>) -> String {
    let mut text = String::new();
    for (index, report) in
        reports.iter().enumerate().filter(|(_, report)| report.counts.rejected > 0 && !dry_run)
    {
        let path = rejects_path(&report.file, rejects, index);
        let rows = counted(report.counts.rejected, "rejected row is", "rejected rows are");
        let _ = writeln!(
            text,
            "{rows} in {}: mend what the column \"error\" says and import that file.",
            plain(&path)
        );
    }
    let pending: u64 =
        reports.iter().filter(|report| report.content != "orders").map(|r| r.counts.pending).sum();
    if pending > 0 {
        let wait = if pending == 1 { "waits for its product" } else { "wait for their products" };
        let _ = writeln!(text, "{} {wait} and will be live then.", counted(pending, "row", "rows"));
    }
    match (dry_run, reports.iter().any(|report| report.counts.rejected > 0)) {
        (true, true) => {
            text.push_str("Mend the rejected rows, or run it without --dry-run to take the others.\n")
        }
        (true, false) => text.push_str("Run it again without --dry-run to write this.\n"),
        (false, _) => {}
    }
    text
}

/// Where the rejected rows of one of several files are.
fn rejects_path(file: &str, rejects: Option<&Path>, index: usize) -> String {
    match rejects {
        None => format!("{}.rejects.csv", Path::new(file).file_name().unwrap_or_default().to_string_lossy()),
        Some(path) if index == 0 => path.display().to_string(),
        Some(path) => {
            let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
            format!("{}.{}{end}", path.with_extension("").display(), index + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use relata_model::{ImportMode, ProblemCode};

    use super::*;

    #[test]
    fn a_report_says_counts_reasons_and_the_next_step() {
        let mut report = ImportReport::new("in/links.csv", "relata", "relations", ImportMode::Merge, false);
        report.counts.rows = 1500;
        report.counts.created = 1497;
        report.counts.pending = 1;
        report.counts.rejected = 2;
        for row in [7, 9] {
            let problem = Problem::error(ProblemCode::SelfRelation, "A cannot be related to itself");
            report.push_problem(problem.in_row(row, Some("target")).hint("name another product"));
        }
        for _ in 0..3 {
            report.push_warning(
                Problem::warning(ProblemCode::PendingTarget, "B does not exist yet").in_row(2, None),
            );
        }
        let expected = expect![[r#"
            Read 1 file.

              file       read as  content     rows  created  updated  unchanged  moved  removed  pending  rejected
              links.csv  relata   relations  1,500    1,497        0          0      0        0        1         2

            Rejected in in/links.csv
              row 7, target: A cannot be related to itself (self-relation)
                name another product
              1 more is in the report: see it with --json

            Warnings in in/links.csv
              row 2: B does not exist yet (pending-target) (3 times)

            2 rejected rows are in links.csv.rejects.csv: mend what the column "error" says and import that file.
            1 row waits for its product and will be live then.
        "#]];
        expected.assert_eq(&reports_text(&[report], 1, None, Paint::NONE));
    }
}
