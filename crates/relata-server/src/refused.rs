use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relata_api::{ParseFailure, ProblemDocument, status_of};
use relata_app::{AppError, Refusal};
use relata_model::{Problem, ProblemCode};

/// A request that was not done, as the answer that says why.
pub(crate) struct Refused {
    document: Box<ProblemDocument>,
    /// For failures of the program: what happened, for the log and never for the answer.
    cause: Option<String>,
}

/// The cause of a failure, carried beside the answer to where it is logged with the request's id.
#[derive(Clone)]
pub(crate) struct Cause(pub(crate) String);

impl Refused {
    /// A refusal for one reason, with the status of its code.
    pub(crate) fn because(problem: Problem) -> Refused {
        Refused::with_status(status_of(problem.code), &[problem])
    }

    pub(crate) fn with_status(status: u16, problems: &[Problem]) -> Refused {
        Refused { document: Box::new(ProblemDocument::new(status, problems)), cause: None }
    }

    /// A failure of the program itself.
    pub(crate) fn internal(cause: String) -> Refused {
        let problem =
            Problem::error(ProblemCode::Internal, "the request failed for a reason inside the program")
                .hint("look into the log for the x-request-id of this answer");
        Refused { cause: Some(cause), ..Refused::because(problem) }
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Refused {
        Refused::because(Problem::error(ProblemCode::NotFound, message))
    }

    /// The status and the problems, for an answer that holds several.
    pub(crate) fn into_parts(self) -> (u16, Vec<relata_api::ProblemDetail>) {
        (self.document.status, self.document.errors)
    }
}

/// The status of a refusal of the app.
fn status_of_refusal(refusal: Refusal, problems: &[Problem]) -> u16 {
    match refusal {
        Refusal::BadRequest => 400,
        Refusal::NotFound => 404,
        Refusal::Duplicate | Refusal::InUse => 409,
        Refusal::Stale => 412,
        Refusal::TooLarge => 413,
        // A change that found nothing to change says so among its problems.
        Refusal::Invalid
            if !problems.is_empty()
                && problems.iter().all(|problem| problem.code == ProblemCode::NotFound) =>
        {
            404
        }
        Refusal::Invalid => 422,
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Refused {
        if let AppError::Refused { refusal, problems } = &error {
            return Refused::with_status(status_of_refusal(*refusal, problems), problems);
        }
        let cause = chain(&error);
        if error.is_unavailable() {
            let problem = Problem::error(ProblemCode::Unavailable, ProblemCode::Unavailable.meaning())
                .hint("try again in a moment");
            return Refused { cause: Some(cause), ..Refused::because(problem) };
        }
        Refused::internal(cause)
    }
}

impl From<ParseFailure> for Refused {
    fn from(failure: ParseFailure) -> Refused {
        match failure {
            ParseFailure::BadJson(problem) => Refused::because(*problem),
            ParseFailure::Problems(problems) => Refused::from(problems),
        }
    }
}

impl From<Vec<Problem>> for Refused {
    fn from(problems: Vec<Problem>) -> Refused {
        Refused::with_status(422, &problems)
    }
}

/// An error with all its sources, each once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.document).unwrap_or_default();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (status, [kind], body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(Cause(cause));
        }
        response
    }
}
