use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use relata_app::Remembered;
use relata_model::{Problem, ProblemCode};

use crate::incoming;
use crate::limits::{BULK_BYTES_MAX, JSON_BYTES_MAX, TOKEN_CHARS_MAX};
use crate::refused::Refused;
use crate::server::{Server, Shared};

/// The header with the key.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
const JSON_LINES: &str = "application/x-ndjson";

/// The keys of requests that are being worked on, so that two with one key never both run.
#[derive(Default)]
pub(crate) struct KeysInFlight(Mutex<HashSet<String>>);

struct InFlight<'a> {
    keys: &'a KeysInFlight,
    key: String,
}

impl KeysInFlight {
    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn enter(&self, key: &str) -> Option<InFlight<'_>> {
        let entered = self.lock().insert(key.to_string());
        entered.then(|| InFlight { keys: self, key: key.to_string() })
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.keys.lock().remove(&self.key);
    }
}

/// The idempotency key of an unsafe request, checked.
pub(crate) fn key_of(request: &Request) -> Result<Option<String>, Refused> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE) {
        return Ok(None);
    }
    let Some(value) = request.headers().get(IDEMPOTENCY_KEY) else { return Ok(None) };
    match value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= TOKEN_CHARS_MAX) {
        Some(key) => Ok(Some(key.to_string())),
        None => {
            let problem = Problem::error(ProblemCode::InvalidValue, "this is not an idempotency key");
            Err(Refused::from(vec![problem.hint("use 1 to 255 visible ASCII characters, such as a UUID")]))
        }
    }
}

/// Answers a request whose key was seen within 24 hours with the answer of then.
///
/// An uploaded file is hashed while it is stored, so its route does this by itself.
pub(crate) async fn layer(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let key = match key_of(&request) {
        Ok(Some(key)) if request.uri().path() != "/v1/imports" => key,
        Ok(_) => return next.run(request).await,
        Err(refused) => return refused.into_response(),
    };
    let bulk = request.uri().path().ends_with(":bulk");
    let subject = format!("{} {}", request.method(), request.uri());
    let (parts, body) = request.into_parts();
    let bytes_max = if bulk { BULK_BYTES_MAX } else { JSON_BYTES_MAX };
    let body = match incoming::read(Request::new(body), bytes_max).await {
        Ok(body) => body,
        Err(refused) => return refused.into_response(),
    };
    let mut hash = BodyHash::of(&subject);
    hash.add(&body);
    let run = next.run(Request::from_parts(parts, Body::from(body)));
    match once(&server, &key, &hash.finish(), run).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(),
    }
}

/// Runs a request once per key: the first answer that went well is kept and given again.
///
/// A request that was refused changed nothing and may be sent again under its key.
pub(crate) async fn once(
    server: &Server,
    key: &str,
    hash: &str,
    run: impl Future<Output = Response> + Send,
) -> Result<Response, Refused> {
    let Some(_in_flight) = server.keys_in_flight.enter(key) else {
        let message = "a request with this idempotency key is still being worked on";
        let problem = Problem::error(ProblemCode::InProgress, message);
        return Err(Refused::because(problem.hint("wait for its answer, then ask again")));
    };
    let asked = key.to_string();
    if let Some(remembered) = server.blocking(move |app| app.remembered(&asked)).await? {
        return replay(remembered, hash);
    }
    let response = run.await;
    if !response.status().is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 4 * BULK_BYTES_MAX).await.unwrap_or_default();
    let answer =
        Remembered { status: parts.status.as_u16(), body: body.to_vec(), body_hash: hash.to_string() };
    let key = key.to_string();
    // The request is done; that its answer cannot be kept must not make it look undone.
    if server.blocking(move |app| app.remember(&key, answer)).await.is_err() {
        tracing::warn!("an answer could not be kept for its idempotency key");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(remembered: Remembered, hash: &str) -> Result<Response, Refused> {
    let Remembered { status, body, body_hash } = remembered;
    if body_hash != hash {
        let message = "the idempotency key was used with another request";
        let problem = Problem::error(ProblemCode::KeyReused, message);
        return Err(Refused::because(problem.hint("take a new key for a new request")));
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let lines = body.ends_with(b"\n");
    let mut response = (status, Bytes::from(body)).into_response();
    let kind = HeaderValue::from_static(if lines { JSON_LINES } else { "application/json" });
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    if status != StatusCode::NO_CONTENT {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

/// FNV-1a of 128 bits over a request: it tells a repeated request from another one, nothing more.
pub(crate) struct BodyHash(u128);

impl BodyHash {
    pub(crate) fn of(subject: &str) -> BodyHash {
        let mut hash = BodyHash(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        hash.add(subject.as_bytes());
        hash.add(&[0]);
        hash
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME));
    }

    pub(crate) fn finish(&self) -> String {
        format!("{:032x}", self.0)
    }
}
