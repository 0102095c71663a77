use std::path::PathBuf;

use relata_exchange::ExchangeError;
use relata_model::{Invalid, Problem, ProblemCode};
use relata_store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The caller asked for something that cannot be; nothing was written.
    #[error("refused: {}", summary(.problems))]
    Refused {
        /// In which way it cannot be.
        refusal: Refusal,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// A file could not be read or written in its format.
    #[error("the file could not be exchanged")]
    Exchange(#[source] ExchangeError),
    /// A file could not be opened, read or written.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried, such as `read`.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Somebody stopped it; what it had done was undone.
    #[error("cancelled")]
    Cancelled,
    /// A fault of the program ended it.
    #[error("{what} was interrupted")]
    Interrupted {
        /// What was done.
        what: &'static str,
    },
    /// A document could not be written as JSON or read back.
    #[error("cannot write or read a document as JSON")]
    Json(#[from] serde_json::Error),
}

/// In which way a request cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be read.
    BadRequest,
    /// What it names does not exist.
    NotFound,
    /// What it makes is there already.
    Duplicate,
    /// What it removes is still used.
    InUse,
    /// What it changes has changed meanwhile.
    Stale,
    /// It is too large.
    TooLarge,
    /// It has wrong values.
    Invalid,
}

fn summary(problems: &[Problem]) -> String {
    match problems {
        [] => "for no stated reason".to_string(),
        [only] => only.message.clone(),
        [first, rest @ ..] => format!("{} (and {} more)", first.message, rest.len()),
    }
}

impl From<ExchangeError> for AppError {
    /// A file that is refused is the caller's fault; one that cannot be read is not.
    fn from(error: ExchangeError) -> AppError {
        match error {
            ExchangeError::Refused { problems, .. } => AppError::invalid(problems),
            other => AppError::Exchange(other),
        }
    }
}

impl AppError {
    /// A request with wrong values.
    pub fn invalid(problems: Vec<Problem>) -> AppError {
        AppError::Refused { refusal: Refusal::Invalid, problems }
    }

    /// A wrong value at a place of the document.
    pub fn invalid_at(pointer: &str, invalid: Invalid) -> AppError {
        AppError::invalid(vec![Problem::invalid(ProblemCode::InvalidValue, invalid).at(pointer)])
    }

    /// Nothing is stored under a key.
    pub fn not_found(noun: &str, key: impl std::fmt::Display) -> AppError {
        let problem = Problem::error(ProblemCode::NotFound, format!("there is no {noun} {key}")).about(key);
        AppError::Refused { refusal: Refusal::NotFound, problems: vec![problem] }
    }

    /// The thing changed since the caller read it.
    pub fn stale(noun: &str, key: impl std::fmt::Display) -> AppError {
        let problem =
            Problem::error(ProblemCode::Conflict, format!("the {noun} {key} changed since it was read"))
                .about(key)
                .hint("read it again, look at what changed, and send your change with the new ETag");
        AppError::Refused { refusal: Refusal::Stale, problems: vec![problem] }
    }

    /// The thing is there, and the caller wanted to make it.
    pub fn exists(noun: &str, key: impl std::fmt::Display) -> AppError {
        let problem = Problem::error(ProblemCode::Conflict, format!("the {noun} {key} is there already"))
            .about(key)
            .hint("leave out If-None-Match to change it");
        AppError::Refused { refusal: Refusal::Stale, problems: vec![problem] }
    }

    /// Whether it may work later, because the database cannot be reached now.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, AppError::Store(error) if error.is_unavailable())
    }

    /// Puts the file's name to an I/O error.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> AppError {
        let path = path.into();
        move |source| AppError::Io { action, path, source }
    }
}
