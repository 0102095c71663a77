use relata_model::{Problem, ProblemCode, Severity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request was refused or failed (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "urn:relata:problem:unknown-product", "title": "No product has this SKU.", "status": 422,
    "detail": "there is no product SOCK-9", "code": "unknown-product",
    "errors": [{"code": "unknown-product", "severity": "error", "pointer": "/target",
                "message": "there is no product SOCK-9", "hint": "check the spelling"}]
}))]
pub struct ProblemDocument {
    /// A name for the kind of problem, made of its code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the code means.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// The code of the first problem.
    pub code: String,
    /// Every problem that was found.
    pub errors: Vec<ProblemDetail>,
}

/// One problem: what is wrong, where, and the way out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"code": "invalid-value", "severity": "error", "pointer": "/limit", "message": "the limit is out of range", "hint": "write a whole number from 1 to 50"}))]
pub struct ProblemDetail {
    /// What kind of problem it is; the codes are documented and never reused.
    pub code: String,
    /// `error`, or `warning` for what does not stop anything.
    pub severity: String,
    /// Where in the body, as a JSON pointer; for a query, a slash and the name of the parameter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(required = false)]
    pub pointer: Option<String>,
    /// Where in a file: its line, the header being 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u64>,
    /// Where in the line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<String>,
    /// The thing that it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
    /// The circle, its first product repeated at the end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<Vec<String>>,
}

/// The answer of a check: every problem, nothing written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProblemsDocument {
    /// What is wrong, warnings included; empty when all is well.
    pub problems: Vec<ProblemDetail>,
}

impl ProblemsDocument {
    /// The problems as they are answered.
    pub fn of(problems: &[Problem]) -> ProblemsDocument {
        ProblemsDocument { problems: problems.iter().map(ProblemDetail::from).collect() }
    }
}

impl ProblemDocument {
    /// A document of several problems; the first error speaks for all.
    ///
    /// Without any problem it is `internal`, since a refusal without a reason is a fault of the program.
    pub fn new(status: u16, problems: &[Problem]) -> ProblemDocument {
        let first = problems.iter().find(|problem| problem.is_error()).or(problems.first());
        let code = first.map_or(ProblemCode::Internal, |problem| problem.code);
        let more = problems.len().saturating_sub(1);
        let detail = match (first, more) {
            (None, _) => code.meaning().to_string(),
            (Some(first), 0) => first.message.clone(),
            (Some(first), more) => format!("{}; and {more} more", first.message),
        };
        ProblemDocument {
            kind: format!("urn:relata:problem:{}", code.as_str()),
            title: code.meaning().to_string(),
            status,
            detail,
            code: code.as_str().to_string(),
            errors: problems.iter().map(ProblemDetail::from).collect(),
        }
    }

    /// A document of one problem with the status of its code.
    pub fn single(problem: &Problem) -> ProblemDocument {
        ProblemDocument::new(status_of(problem.code), std::slice::from_ref(problem))
    }
}

impl From<&Problem> for ProblemDetail {
    fn from(problem: &Problem) -> ProblemDetail {
        let Problem { code, severity, pointer, row, column, subject, message, hint, path } = problem;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        ProblemDetail {
            code: code.as_str().to_string(),
            severity: severity.to_string(),
            pointer: pointer.clone(),
            row: *row,
            column: column.clone(),
            subject: subject.clone(),
            message: message.clone(),
            hint: hint.clone(),
            path: path.as_ref().map(|skus| skus.iter().map(ToString::to_string).collect()),
        }
    }
}

/// The HTTP status of a problem that stands alone.
///
/// | status | codes |
/// | --- | --- |
/// | 400 | `invalid-json` |
/// | 404 | `not-found` |
/// | 405 | `method-not-allowed` |
/// | 408 | `timed-out` (the body stopped coming; 503 when it was the server that was slow) |
/// | 409 | `duplicate-relation`, `in-use`, `in-progress` |
/// | 412 | `conflict` |
/// | 413 | `too-large` |
/// | 415 | `unsupported-media-type` |
/// | 421 | `foreign-host` |
/// | 500 | `internal` |
/// | 503 | `unavailable`, `overloaded` |
/// | 422 | all others |
pub fn status_of(code: ProblemCode) -> u16 {
    match code {
        ProblemCode::InvalidJson => 400,
        ProblemCode::NotFound => 404,
        ProblemCode::MethodNotAllowed => 405,
        ProblemCode::TimedOut => 408,
        ProblemCode::DuplicateRelation | ProblemCode::InUse | ProblemCode::InProgress => 409,
        ProblemCode::Conflict => 412,
        ProblemCode::TooLarge => 413,
        ProblemCode::UnsupportedMedia => 415,
        ProblemCode::ForeignHost => 421,
        ProblemCode::Internal => 500,
        ProblemCode::Unavailable | ProblemCode::Overloaded => 503,
        _ => 422,
    }
}
