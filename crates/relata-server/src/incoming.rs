//! Bodies and headers of requests.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use relata_app::Precondition;
use relata_model::{Problem, ProblemCode};
use tokio::time::timeout;
use tokio_stream::StreamExt;

use crate::limits::{BODY_GRACE, BODY_IDLE, BODY_RATE_MIN, DISCARDED_BYTES_MAX, JSON_BYTES_MAX};
use crate::refused::Refused;

/// The body of a request as JSON bytes, of at most a megabyte.
pub(crate) struct JsonBytes(pub(crate) Bytes);

/// The body of a request as a JSON object.
pub(crate) struct JsonObject(pub(crate) relata_api::Body);

/// The `If-Match` and `If-None-Match` headers of a write.
pub(crate) struct Condition(pub(crate) Precondition);

impl<S: Send + Sync> FromRequest<S> for JsonBytes {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        expect_json(request.headers())?;
        read(request, JSON_BYTES_MAX).await.map(JsonBytes)
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonObject {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let JsonBytes(bytes) = JsonBytes::from_request(request, state).await?;
        Ok(JsonObject(relata_api::Body::parse(&bytes)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Condition {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name: HeaderName| {
            let value = parts.headers.get(name)?;
            // A tag that is not even text matches nothing.
            Some(value.to_str().unwrap_or("").to_string())
        };
        let (if_match, if_none_match) = (text(header::IF_MATCH), text(header::IF_NONE_MATCH));
        Ok(Condition(Precondition { if_match, if_none_match }))
    }
}

/// Refuses a body that says it is something else than JSON.
fn expect_json(headers: &HeaderMap) -> Result<(), Refused> {
    let Some(kind) = media_type(headers) else { return Ok(()) };
    let json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if json {
        return Ok(());
    }
    let problem = Problem::error(ProblemCode::UnsupportedMedia, format!("{kind} is not read here"));
    Err(Refused::because(problem.hint("send JSON with the header content-type: application/json")))
}

/// The media type of a body without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().unwrap_or("unreadable");
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!kind.is_empty()).then_some(kind)
}

/// Reads a whole body of at most so many bytes.
pub(crate) async fn read(request: Request, bytes_max: usize) -> Result<Bytes, Refused> {
    let mut chunks = Chunks::of(request.into_body(), bytes_max as u64);
    let Some(first) = chunks.next().await? else { return Ok(Bytes::new()) };
    let Some(second) = chunks.next().await? else { return Ok(first) };
    let mut whole = [first, second].concat();
    while let Some(chunk) = chunks.next().await? {
        whole.extend_from_slice(&chunk);
    }
    Ok(Bytes::from(whole))
}

fn silent() -> Refused {
    let message = format!("too little of the body came within {} seconds", BODY_IDLE.as_secs());
    Refused::because(Problem::error(ProblemCode::TimedOut, message).hint("send the request again"))
}

/// Whether a body comes so slowly that its sender only holds a place.
fn is_trickle(seen: u64, elapsed: Duration) -> bool {
    seen < elapsed.saturating_sub(BODY_GRACE).as_secs().saturating_mul(BODY_RATE_MIN)
}

/// A body piece by piece, up to a bound; past it the rest is read and thrown away, so that the
/// sender can read the refusal.
pub(crate) struct Chunks {
    stream: BodyDataStream,
    started: Instant,
    seen: u64,
    bytes_max: u64,
}

impl Chunks {
    pub(crate) fn of(body: Body, bytes_max: u64) -> Chunks {
        Chunks { stream: body.into_data_stream(), started: Instant::now(), seen: 0, bytes_max }
    }

    /// The next piece; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Refused> {
        while let Some(chunk) = timeout(BODY_IDLE, self.stream.next()).await.map_err(|_| silent())? {
            let chunk = chunk.map_err(|_| {
                let problem =
                    Problem::error(ProblemCode::InvalidJson, "the body ended before it was complete");
                Refused::because(problem.hint("send the request again"))
            })?;
            self.seen += chunk.len() as u64;
            if is_trickle(self.seen, self.started.elapsed()) {
                return Err(silent());
            }
            if self.seen <= self.bytes_max {
                return Ok(Some(chunk));
            }
            if self.seen > self.bytes_max.saturating_add(DISCARDED_BYTES_MAX) {
                break;
            }
        }
        if self.seen <= self.bytes_max {
            return Ok(None);
        }
        let message = format!("the body is larger than {} bytes", self.bytes_max);
        let problem = Problem::error(ProblemCode::TooLarge, message);
        Err(Refused::because(problem.hint("send less at once; for whole catalogues use an import")))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::is_trickle;

    #[test]
    fn a_body_has_to_come_at_a_rate() {
        let trickle = |seen, seconds| is_trickle(seen, Duration::from_secs(seconds));
        assert!(!trickle(1, 0) && !trickle(1, 10), "a start may be slow");
        assert!(trickle(1_000, 60), "a byte now and then holds a place for nothing");
        assert!(!trickle(10 << 20, 60), "a slow line is no attack");
    }
}
