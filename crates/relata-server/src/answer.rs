//! Answers that went well.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relata_api::{PageDocument, ProblemDetail};
use relata_app::Page;
use relata_model::Problem;
use serde::Serialize;

use crate::refused::Refused;

/// The revision of a write, so that a client can wait until it is live.
pub(crate) const REVISION: HeaderName = HeaderName::from_static("relata-revision");

/// A document as JSON.
pub(crate) fn json(status: StatusCode, document: &impl Serialize) -> Response {
    match serde_json::to_vec(document) {
        Ok(bytes) => json_bytes(status, bytes),
        Err(error) => Refused::internal(format!("cannot write the answer: {error}")).into_response(),
    }
}

/// JSON that is written already.
pub(crate) fn json_bytes(status: StatusCode, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A page of a list.
pub(crate) fn page<T, D: Serialize>(page: Page<T>, document: impl Fn(T) -> D) -> Response {
    let Page { items, next } = page;
    json(StatusCode::OK, &PageDocument { items: items.into_iter().map(document).collect(), next })
}

/// One thing with its entity tag; 304 when the client has this one already.
pub(crate) fn single(headers: &HeaderMap, tag: String, document: &impl Serialize) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // For reading, a weak tag is as good as a strong one (RFC 9110, 13.1.2).
    let bare = |one: &str| one.trim().trim_start_matches("W/") == tag;
    if known.trim() == "*" || known.split(',').any(bare) {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    tagged(json(StatusCode::OK, document), &tag)
}

/// What a write stored: 201 when it was not there before, with entity tag and revision. A write
/// that changed nothing has no revision: undoing the current one would undo somebody else's change.
pub(crate) fn saved(created: bool, tag: &str, revision: Option<i64>, document: &impl Serialize) -> Response {
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    let response = tagged(json(status, document), tag);
    match revision {
        Some(revision) => revised(response, revision),
        None => response,
    }
}

/// The answer to a removal: nothing, and the revision.
pub(crate) fn removed(revision: i64) -> Response {
    revised(StatusCode::NO_CONTENT.into_response(), revision)
}

/// A document with the warnings of the write that made it.
#[derive(Serialize)]
pub(crate) struct WithWarnings<T> {
    #[serde(flatten)]
    document: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemDetail>,
}

impl<T> WithWarnings<T> {
    pub(crate) fn of(document: T, warnings: &[Problem]) -> WithWarnings<T> {
        WithWarnings { document, warnings: warnings.iter().map(ProblemDetail::from).collect() }
    }
}

/// Says where a new thing is.
pub(crate) fn located(mut response: Response, path: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

pub(crate) fn revised(mut response: Response, revision: i64) -> Response {
    response.headers_mut().insert(REVISION, HeaderValue::from(revision));
    response
}
