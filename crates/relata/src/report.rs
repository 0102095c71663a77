//! What an import did, as people read it.

use std::fmt::Write;
use std::path::Path;

use relata_app::RejectsTo;
use relata_model::{ImportCounts, ImportMode, ImportReport, Problem};

use crate::complaint::problem_text;
use crate::output::{Paint, counted, grouped, plain};
use crate::table::{Side, Table};

/// Everything that is to be said about an import: counts, problems, and what to do next.
pub(crate) fn reports_text(
    reports: &[ImportReport],
    shown: usize,
    rejects: &RejectsTo,
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

/// Numbers that are zero everywhere are left out, so that the table fits a narrow terminal.
fn counts_table(reports: &[ImportReport]) -> Table {
    let numbers: [(&'static str, fn(&ImportCounts) -> u64); 8] = [
        ("rows", |counts| counts.rows),
        ("created", |counts| counts.created),
        ("updated", |counts| counts.updated),
        ("unchanged", |counts| counts.unchanged),
        ("moved", |counts| counts.moved),
        ("removed", |counts| counts.removed),
        ("pending", |counts| counts.pending),
        ("rejected", |counts| counts.rejected),
    ];
    let always = ["rows", "created", "rejected"];
    let shown: Vec<_> = numbers
        .into_iter()
        .filter(|(name, of)| always.contains(name) || reports.iter().any(|report| of(&report.counts) > 0))
        .collect();
    let mut columns = vec![("file", Side::Left), ("read as", Side::Left), ("content", Side::Left)];
    columns.extend(shown.iter().map(|(name, _)| (*name, Side::Right)));
    let mut table = Table::new(&columns);
    for report in reports {
        let name = Path::new(&report.file)
            .file_name()
            .map_or(report.file.clone(), |name| name.to_string_lossy().into());
        let cells = shown.iter().map(|(_, of)| grouped(of(&report.counts)));
        table.row([name, report.profile.clone(), report.content.clone()].into_iter().chain(cells));
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

fn next_text(reports: &[ImportReport], dry_run: bool, rejects: &RejectsTo) -> String {
    let mut text = String::new();
    let paths = rejects.paths(reports.iter().map(|report| report.file.as_str()));
    let rejected = |(report, _): &(&ImportReport, _)| report.counts.rejected > 0 && !dry_run;
    for (report, path) in reports.iter().zip(paths).filter(rejected) {
        // What cannot be read at all, such as the rest of a damaged file, has no row to keep.
        let Some(path) = path.filter(|path| path.exists()) else { continue };
        let rows = counted(report.counts.rejected, "rejected row is", "rejected rows are");
        let _ = writeln!(
            text,
            "{rows} in {}: mend what the column \"error\" says and import that file{}.",
            plain(&path.display().to_string()),
            // As the truth for its lists that file would remove what was taken from this one.
            if report.mode == ImportMode::Replace { " with --mode merge" } else { "" }
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

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use relata_model::ProblemCode;

    use super::*;

    #[test]
    fn a_report_says_counts_reasons_and_the_next_step() {
        let rejects = tempfile::NamedTempFile::new().expect("a file");
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

              file       read as  content     rows  created  pending  rejected
              links.csv  relata   relations  1,500    1,497        1         2

            Rejected in in/links.csv
              row 7, target: A cannot be related to itself (self-relation)
                name another product
              1 more is in the report: see it with --json

            Warnings in in/links.csv
              row 2: B does not exist yet (pending-target) (3 times)

            2 rejected rows are in links.csv.rejects.csv: mend what the column "error" says and import that file.
            1 row waits for its product and will be live then.
        "#]];
        let text = reports_text(&[report], 1, &RejectsTo::File(rejects.path().into()), Paint::NONE);
        expected.assert_eq(&text.replace(&rejects.path().display().to_string(), "links.csv.rejects.csv"));
    }
}
