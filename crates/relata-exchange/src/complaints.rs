use relata_model::{Invalid, Problem, ProblemCode};

/// Why a value is not taken: the kind of the problem, and the words.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: ProblemCode,
    pub(crate) invalid: Invalid,
}

impl Fault {
    pub(crate) fn new(code: ProblemCode, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { code, invalid: Invalid::new(message, hint) }
    }

    pub(crate) fn missing(what: &str) -> Fault {
        Fault::new(ProblemCode::MissingValue, format!("the {what} is missing"), "fill the field in")
    }
}

impl From<Invalid> for Fault {
    fn from(invalid: Invalid) -> Fault {
        Fault { code: ProblemCode::InvalidValue, invalid }
    }
}

/// What is wrong with one record, gathered to the end instead of stopping at the first.
#[derive(Debug)]
pub(crate) struct Complaints {
    pub(crate) row: u64,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

impl Complaints {
    pub(crate) fn new(row: u64) -> Complaints {
        Complaints { row, problems: Vec::new(), warnings: Vec::new() }
    }

    /// Something that rejects a part of the record.
    pub(crate) fn fault(&mut self, column: &str, fault: Fault) {
        self.problems.push(Problem::invalid(fault.code, fault.invalid).in_row(self.row, Some(column)));
    }

    /// Something to know, though the part is taken.
    pub(crate) fn warn(&mut self, column: &str, fault: Fault) {
        let Fault { code, invalid } = fault;
        self.warnings
            .push(Problem::warning(code, invalid.message).hint(invalid.hint).in_row(self.row, Some(column)));
    }

    /// Whether something was found in a column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.problems.iter().any(|problem| problem.column.as_deref() == Some(column))
    }
}
