use std::io;

use relata_model::{Problem, ProblemCode};
use thiserror::Error;

/// Why a file could not be opened, or a writer could not write.
#[derive(Debug, Error)]
pub enum ExchangeError {
    /// The bytes could not be read at all.
    #[error("cannot read the file {name}")]
    Read {
        /// The file, as the caller named it.
        name: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file as a whole is not taken; no row of it was read.
    #[error("the file {name} is refused: {}", first_message(problems))]
    Refused {
        /// The file, as the caller named it.
        name: String,
        /// Everything that is wrong with it, never empty.
        problems: Vec<Problem>,
    },
    /// The output could not be written.
    #[error("cannot write the export")]
    Write {
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

fn first_message(problems: &[Problem]) -> &str {
    problems.first().map_or("", |problem| &problem.message)
}

impl ExchangeError {
    /// What is wrong with the file, if that and not the machine is the reason.
    pub fn problems(&self) -> &[Problem] {
        match self {
            ExchangeError::Refused { problems, .. } => problems,
            ExchangeError::Read { .. } | ExchangeError::Write { .. } => &[],
        }
    }
}

impl From<io::Error> for ExchangeError {
    fn from(source: io::Error) -> ExchangeError {
        ExchangeError::Write { source }
    }
}

impl From<csv::Error> for ExchangeError {
    fn from(error: csv::Error) -> ExchangeError {
        ExchangeError::Write { source: io::Error::from(error) }
    }
}

impl From<serde_json::Error> for ExchangeError {
    fn from(error: serde_json::Error) -> ExchangeError {
        ExchangeError::Write { source: io::Error::from(error) }
    }
}

/// The rest of a file is lost: its compression is cut or corrupt, or the disk failed.
///
/// The records read before it are good.
#[derive(Debug, Error)]
#[error("the file cannot be read from line {row} on")]
pub struct ReadFailure {
    /// The line from which everything is lost, the header being 1.
    pub row: u64,
    /// What the decompressor or the system said.
    #[source]
    pub source: io::Error,
}

impl ReadFailure {
    /// The failure as a finding for the report.
    pub fn problem(&self) -> Problem {
        let message = match self.source.kind() {
            io::ErrorKind::UnexpectedEof => {
                format!("the file is cut off: from line {} on it is lost", self.row)
            }
            _ => format!("the file is damaged: from line {} on it is lost ({})", self.row, self.source),
        };
        Problem::error(ProblemCode::InvalidRecord, message)
            .hint("fetch the file again; the rows before this line were read")
            .in_row(self.row, None)
    }
}
