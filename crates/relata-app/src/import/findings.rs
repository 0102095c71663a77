//! The report of one file as it grows, and all its findings in groups.

use std::collections::{BTreeMap, HashMap};

use relata_model::limits::REPORT_RANGES_MAX;
use relata_model::{ImportReport, Problem, ProblemCode, ProblemGroup, Severity};

use crate::AppError;
use crate::import::sorter::Sorter;

/// What makes findings alike.
#[derive(PartialEq, Eq, Hash)]
struct Kind {
    code: ProblemCode,
    is_error: bool,
    column: Option<String>,
}

/// The report and every finding of the file; the lines of findings go to files when they are many.
pub(crate) struct Findings {
    pub(crate) report: ImportReport,
    groups: Vec<ProblemGroup>,
    /// Whether the messages of a group differ.
    differ: Vec<bool>,
    index: HashMap<Kind, u32>,
    lines: Sorter<(u64, u32)>,
    /// The file's names of columns by the fields that they fill.
    renamed: BTreeMap<String, String>,
}

impl Findings {
    pub(crate) fn new(report: ImportReport, renamed: BTreeMap<String, String>) -> Findings {
        let (groups, differ, index) = (Vec::new(), Vec::new(), HashMap::new());
        Findings { report, groups, differ, index, lines: Sorter::new(), renamed }
    }

    /// The problem with its column called as the file calls it.
    pub(crate) fn named(&self, mut problem: Problem) -> Problem {
        if let Some(name) = problem.column.as_ref().and_then(|column| self.renamed.get(column)) {
            problem.column = Some(name.clone());
        }
        problem
    }

    /// Takes a warning.
    pub(crate) fn warn(&mut self, warning: Problem) -> Result<(), AppError> {
        self.add(&warning)?;
        self.report.push_warning(warning);
        Ok(())
    }

    /// Takes a reason why a row was rejected.
    pub(crate) fn reject(&mut self, problem: Problem) -> Result<(), AppError> {
        self.add(&problem)?;
        self.report.push_problem(problem);
        Ok(())
    }

    fn add(&mut self, problem: &Problem) -> Result<(), AppError> {
        let kind = Kind { code: problem.code, is_error: problem.is_error(), column: problem.column.clone() };
        let next = self.groups.len() as u32;
        let at = *self.index.entry(kind).or_insert(next);
        if at == next {
            self.groups.push(ProblemGroup {
                code: problem.code,
                severity: problem.severity,
                column: problem.column.clone(),
                count: 0,
                message: problem.message.clone(),
                hint: problem.hint.clone(),
                rows: Vec::new(),
            });
            self.differ.push(false);
        }
        let group = &mut self.groups[at as usize];
        group.count += 1;
        self.differ[at as usize] |= group.message != problem.message;
        match problem.row {
            Some(row) => self.lines.push(&super::staging::reject_key(row), &(row, at)),
            None => Ok(()),
        }
    }

    /// The report with its groups: errors first, then by falling count.
    pub(crate) fn finish(self) -> Result<ImportReport, AppError> {
        let Findings { mut report, mut groups, differ, lines, .. } = self;
        let mut sorted = lines.sorted()?;
        while let Some(line) = sorted.next_row()? {
            let (row, at) = line.row;
            add_row(&mut groups[at as usize].rows, row);
        }
        for (group, differ) in groups.iter_mut().zip(differ) {
            if differ {
                group.message = group.code.meaning().to_string();
            }
        }
        groups.sort_by_key(|group| (group.severity == Severity::Warning, std::cmp::Reverse(group.count)));
        report.groups = groups;
        report.warnings.sort_by_key(|warning| warning.row);
        Ok(report)
    }
}

/// Adds a line to ascending ranges.
fn add_row(rows: &mut Vec<(u64, u64)>, row: u64) {
    match rows.last_mut() {
        Some((_, last)) if *last == row || *last + 1 == row => *last = row,
        _ => {
            if rows.len() < REPORT_RANGES_MAX {
                rows.push((row, row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use relata_model::ImportMode;

    use super::*;

    #[test]
    fn all_findings_are_grouped_with_their_lines_as_ranges() {
        let report = ImportReport::new("f", "relata", "products", ImportMode::Merge, true);
        let renamed = BTreeMap::from([("price".to_string(), "Preis".to_string())]);
        let mut findings = Findings::new(report, renamed);
        for row in (10..5_000).rev() {
            let problem = Problem::error(ProblemCode::InvalidValue, format!("{row} is wrong"));
            let problem = findings.named(problem.in_row(row, Some("price")));
            if row != 20 {
                findings.reject(problem).expect("a finding is taken");
            }
        }
        for row in [7, 3, 7] {
            let warning = Problem::warning(ProblemCode::Rounded, "rounded").in_row(row, None).hint("look");
            findings.warn(warning).expect("a finding is taken");
        }
        let report = findings.finish().expect("groups");
        assert_eq!(report.problems.len(), 1_000, "the list is bounded, the groups are not");
        let [errors, warnings] = &report.groups[..] else { panic!("{:?}", report.groups) };
        assert_eq!((errors.count, errors.column.as_deref()), (4_989, Some("Preis")));
        assert_eq!(errors.rows, [(10, 19), (21, 4_999)]);
        assert_eq!(errors.message, ProblemCode::InvalidValue.meaning(), "the words differ");
        assert_eq!((warnings.count, &*warnings.rows), (3, &[(3, 3), (7, 7)][..]));
        assert_eq!((warnings.message.as_str(), warnings.hint.as_deref()), ("rounded", Some("look")));
    }

    #[test]
    fn ranges_are_bounded() {
        let mut rows = Vec::new();
        (0..1_000).for_each(|row| add_row(&mut rows, row * 2));
        assert_eq!((rows.len(), rows.last()), (REPORT_RANGES_MAX, Some(&(198, 198))));
    }
}
