//! What every request goes through, whatever it asks for.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use relata_model::{Problem, ProblemCode};

use crate::limits::{BULKS_MAX, TOKEN_CHARS_MAX};
use crate::refused::{Cause, Refused};
use crate::server::{Server, Shared};
use crate::{ServerOptions, parse_image_host};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Scripts and styles come from this server only, pictures also from the named hosts; no page may
/// frame it. Hosts that no header can hold are left out.
pub(crate) fn content_policy(image_hosts: &[String]) -> HeaderValue {
    let legal = |host: &&String| parse_image_host(host).is_ok();
    let hosts: String = image_hosts.iter().filter(legal).map(|host| format!(" {host}")).collect();
    let policy = format!(
        "default-src 'self'; img-src 'self' data:{hosts}; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("hosts are made of ASCII")
}

/// How a route is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The usual limits.
    Usual,
    /// Works through a file or the whole shop and may take long.
    Long,
    /// The same with the whole of it in memory, or at the cost of a processor.
    Bulk,
    /// Stays open; has a limit of its own.
    Stream,
    /// For the machines that watch this one; answered even under overload.
    Health,
}

fn kind_of(route: &str) -> Kind {
    match route {
        "/v1/changes" => Kind::Stream,
        "/v1/imports" | "/v1/imports/{id}/revert" | "/v1/imports/{id}/rejects" | "/v1/exports/{part}" => {
            Kind::Long
        }
        "/v1/quality" | "/v1/uploads" | "/v1/uploads/{id}/rows" | "/v1/bulk-edits" => Kind::Long,
        "/healthz" | "/readyz" | "/metrics" => Kind::Health,
        "/v1/tests" => Kind::Bulk,
        _ if route.ends_with(":bulk") => Kind::Bulk,
        _ => Kind::Usual,
    }
}

/// The outermost layer.
pub(crate) async fn layer(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    let method = request.method().clone();
    let id = request_id(request.headers());
    let refusal = check_host(&server.options, &request).err();
    let mut response = match (refusal, kind_of(route)) {
        (Some(refused), _) => refused.into_response(),
        (None, Kind::Health | Kind::Stream) => caught(next, request).await,
        (None, kind) => match places(&server, kind) {
            Some(_places) => timed(time_of(&server.options, kind), next, request).await,
            None => {
                server.metrics.shed.inc();
                let problem =
                    Problem::error(ProblemCode::Overloaded, "too many requests are being worked on");
                Refused::because(problem.hint("try again in a moment")).into_response()
            }
        },
    };
    let status = response.status();
    if let Some(Cause(cause)) = response.extensions_mut().remove() {
        tracing::error!(request_id = %id.to_str().unwrap_or_default(), %method, route, %status, cause, "request failed");
    }
    set_headers(response.headers_mut(), id, &server.content_policy);
    server.metrics.answered(route, method_name(&method), status.as_u16(), started.elapsed());
    response
}

fn time_of(options: &ServerOptions, kind: Kind) -> Duration {
    if kind == Kind::Usual { options.request_timeout } else { options.long_request_timeout }
}

/// The places that a request takes while it is worked on; `None` when there are none left.
fn places(server: &Server, kind: Kind) -> Option<(Running<'_>, Option<Running<'_>>)> {
    let bulk = match kind {
        Kind::Bulk => Some(Running::enter(&server.bulks, BULKS_MAX)?),
        _ => None,
    };
    Some((Running::enter(&server.running, server.options.requests_max)?, bulk))
}

/// Runs a request for so long and no longer. A write that has begun goes on to its end.
async fn timed(time: Duration, next: Next, request: Request) -> Response {
    match tokio::time::timeout(time, caught(next, request)).await {
        Ok(response) => response,
        Err(_) => {
            let message = format!("the request took longer than {} seconds", time.as_secs());
            let problem = Problem::error(ProblemCode::TimedOut, message);
            let hint = "look whether it was done before you send it again, or use an idempotency key";
            Refused::with_status(503, &[problem.hint(hint)]).into_response()
        }
    }
}

/// Runs a request; a panic becomes an answer.
async fn caught(next: Next, request: Request) -> Response {
    let mut work = pin!(next.run(request));
    let done = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(Poll::Ready(response)) => Poll::Ready(Some(response)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_) => Poll::Ready(None),
    });
    match done.await {
        Some(response) => response,
        None => Refused::internal("a handler panicked; the message stands above".to_string()).into_response(),
    }
}

/// One of the requests that are being worked on.
pub(crate) struct Running<'a>(&'a AtomicUsize);

impl Running<'_> {
    /// Counts one more, unless there are as many as allowed.
    pub(crate) fn enter(count: &AtomicUsize, count_max: usize) -> Option<Running<'_>> {
        let running = Running(count);
        // Dropping the value that is not handed out takes the count back.
        (count.fetch_add(1, Ordering::Relaxed) < count_max).then_some(running)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Refuses names that are not this machine's, and changes that a page of another site sends.
///
/// A site can point its own name at 127.0.0.1 and then read answers as if they were its own (DNS
/// rebinding); its page can also send a form to another address without asking first.
fn check_host(options: &ServerOptions, request: &Request) -> Result<(), Refused> {
    // Of two names a proxy may believe the one and this server the other.
    if request.headers().get_all(header::HOST).iter().nth(1).is_some() {
        let problem =
            Problem::error(ProblemCode::InvalidValue, "the header host stands there more than once");
        return Err(Refused::with_status(400, &[problem.hint("send it once")]));
    }
    let host = request.uri().authority().map(|authority| authority.as_str());
    let host = host.or_else(|| request.headers().get(header::HOST).and_then(|value| value.to_str().ok()));
    if options.local_hosts_only && host.is_some_and(|host| !is_local(host)) {
        let problem =
            Problem::error(ProblemCode::ForeignHost, "this server answers to names of this machine only");
        return Err(Refused::because(problem.hint("use http://127.0.0.1 or http://localhost with the port")));
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(origin) = request.headers().get(header::ORIGIN).filter(|_| !safe) else { return Ok(()) };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    if origin.is_some() && origin.map(str::to_ascii_lowercase) == host.map(str::to_ascii_lowercase) {
        return Ok(());
    }
    let problem =
        Problem::error(ProblemCode::ForeignHost, "a page of another site may not change anything here");
    Err(Refused::with_status(
        403,
        &[problem.hint("send the request from this server's own pages or from a program")],
    ))
}

/// Whether a host, with or without a port, names this machine.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
}

/// The id that the caller gave, if it is harmless, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let harmless = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        !bytes.is_empty()
            && bytes.len() <= TOKEN_CHARS_MAX
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    if let Some(given) = headers.get(REQUEST_ID).filter(harmless) {
        return given.clone();
    }
    static STARTED: OnceLock<u64> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let started = STARTED.get_or_init(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
    });
    let text = format!("{started:x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("none"))
}

fn set_headers(headers: &mut HeaderMap, id: HeaderValue, content_policy: &HeaderValue) {
    headers.insert(REQUEST_ID, id);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| content_policy.clone());
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The method as a label; strangers share one, so that nobody can make labels without end.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::middleware::{Next, from_fn};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::{caught, is_local};

    #[tokio::test]
    async fn a_panic_becomes_an_answer() {
        let panics = async || -> &'static str { panic!("a fault put in on purpose") };
        let layer = from_fn(async |request, next: Next| caught(next, request).await);
        let router: Router = Router::new().route("/", get(panics)).layer(layer);
        let request = Request::builder().uri("/").body(Body::empty()).expect("the request is legal");
        let response = router.oneshot(request).await.expect("a router always answers");
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.expect("the body is in memory");
        let text = String::from_utf8_lossy(&body).into_owned();
        assert!(text.contains("\"code\":\"internal\"") && !text.contains("on purpose"), "{text}");
    }

    #[test]
    fn only_names_of_this_machine_are_local() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com:80",
            "127.0.0.2",
            "::1",
            "",
            "[::2]:80",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
