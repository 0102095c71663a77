use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use relata_app::Remembered;
use relata_model::{Problem, ProblemCode};

use crate::answer::REVISION;
use crate::incoming;
use crate::limits::{BULK_BYTES_MAX, JSON_BYTES_MAX, TOKEN_CHARS_MAX};
use crate::refused::Refused;
use crate::server::{Server, Shared};

/// The header with the key.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Headers of an answer that are kept with it; all others belong to the one request.
const KEPT_HEADERS: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, REVISION];

/// The keys of requests that are being worked on, each with the hash of its request, so that two
/// with one key never both run.
#[derive(Default)]
pub(crate) struct KeysInFlight(Mutex<HashMap<String, String>>);

struct InFlight<'a> {
    keys: &'a KeysInFlight,
    key: String,
}

impl KeysInFlight {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn enter(&self, key: &str, hash: &str) -> Result<InFlight<'_>, Refused> {
        match self.lock().entry(key.to_string()) {
            Entry::Vacant(place) => drop(place.insert(hash.to_string())),
            Entry::Occupied(running) if running.get() != hash => return Err(reused()),
            Entry::Occupied(_) => {
                let message = "a request with this idempotency key is still being worked on";
                let problem = Problem::error(ProblemCode::InProgress, message);
                return Err(Refused::because(problem.hint("wait for its answer, then ask again")));
            }
        }
        Ok(InFlight { keys: self, key: key.to_string() })
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
        Ok(Some(key)) if !matches!(request.uri().path(), "/v1/imports" | "/v1/uploads") => key,
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
    once(server, key, hash.finish(), run).await.unwrap_or_else(IntoResponse::into_response)
}

/// Runs a request once per key: the first answer that went well is kept and given again.
///
/// A request that was refused changed nothing and may be sent again under its key. The work is a
/// task of its own: a caller that hangs up, or a time limit, stops neither it nor the keeping of its
/// answer, which the next try then gets.
pub(crate) async fn once(
    server: Shared,
    key: String,
    hash: String,
    run: impl Future<Output = Response> + Send + 'static,
) -> Result<Response, Refused> {
    let work = tokio::spawn(async move { run_once(&server, &key, &hash, run).await });
    work.await.map_err(|failed| Refused::internal(failed.to_string()))?
}

async fn run_once(
    server: &Server,
    key: &str,
    hash: &str,
    run: impl Future<Output = Response> + Send,
) -> Result<Response, Refused> {
    let _in_flight = server.keys_in_flight.enter(key, hash)?;
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
    let answer = Remembered {
        status: parts.status.as_u16(),
        headers: kept_headers(&parts.headers),
        body: body.to_vec(),
        body_hash: hash.to_string(),
    };
    let key = key.to_string();
    // The request is done; that its answer cannot be kept must not make it look undone.
    if server.blocking(move |app| app.remember(&key, answer)).await.is_err() {
        tracing::warn!("an answer could not be kept for its idempotency key");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn kept_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |name: &HeaderName| headers.get(name)?.to_str().ok().map(str::to_string);
    KEPT_HEADERS.iter().filter_map(|name| Some((name.to_string(), text(name)?))).collect()
}

fn reused() -> Refused {
    let message = "the idempotency key was used with another request";
    let problem = Problem::error(ProblemCode::KeyReused, message);
    Refused::because(problem.hint("take a new key for a new request"))
}

fn replay(remembered: Remembered, hash: &str) -> Result<Response, Refused> {
    let Remembered { status, headers, body, body_hash } = remembered;
    if body_hash != hash {
        return Err(reused());
    }
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
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
