//! The web app: one page for all screens, and the files that it loads.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use relata_web::{Packed, WebApp};

use crate::refused::Refused;
use crate::server::{Server, Shared};

/// Bytes of the number that is drawn for the styles of a page.
const NONCE_BYTES: usize = 16;
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// The name of such a file changes with its content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn pages() -> Router<Shared> {
    Router::new()
        .route("/", get(async |State(server): State<Shared>| screen(&server)))
        .route("/icon.svg", get(async |State(server), headers| file(server, "icon.svg", headers)))
        .route("/assets/{*path}", get(asset))
}

/// The app, where a browser asks for a page at a path that no route has: its screens have addresses.
pub(crate) fn any_screen(server: &Server, request: &Request) -> Option<Response> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let is_page = accepts.is_some_and(|kinds| kinds.contains("text/html"));
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_screen =
        !request.uri().path().starts_with("/v1/") && !request.uri().path().starts_with("/assets/");
    (is_page && is_read && is_screen).then(|| screen(server))
}

/// The page that starts the app; without one, a page that says how to build it.
fn screen(server: &Server) -> Response {
    let mut drawn = [0; NONCE_BYTES];
    if let Err(error) = getrandom::fill(&mut drawn) {
        return Refused::internal(format!("cannot draw a number for a page: {error}")).into_response();
    }
    let nonce: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let Some(page) = WebApp::new(server.options.web_folder.as_deref()).page(&nonce) else {
        let reason = relata_web::missing().replace('&', "&amp;").replace('<', "&lt;");
        let page = include_str!("../docs/without_app.html").replace("%REASON%", &reason);
        return ([(header::CONTENT_TYPE, HTML)], page).into_response();
    };
    let mut policy = server.content_policy.as_bytes().to_vec();
    policy.extend_from_slice(format!("; style-src 'self' 'nonce-{nonce}'").as_bytes());
    let policy = HeaderValue::try_from(policy).unwrap_or_else(|_| server.content_policy.clone());
    ([(header::CONTENT_TYPE, HTML), (header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

async fn asset(State(server): State<Shared>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(server, &format!("assets/{path}"), headers)
}

fn file(server: Shared, path: &str, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts = |packed: Packed| accepted.is_some_and(|accepted| names(accepted, packed.as_str()));
    let Some(found) = WebApp::new(server.options.web_folder.as_deref()).asset(path, accepts) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(found.bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.kind));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(packed) = found.packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packed.as_str()));
    }
    if found.is_immutable {
        headers.insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}

/// Whether `accept-encoding` takes an encoding in; one with the weight 0 is refused.
fn names(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        is_named
            && !parts.any(|weight| matches!(weight.strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000")))
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn encodings_are_taken_as_the_asker_weighs_them() {
        assert!(names("gzip, deflate, br;q=0.9, zstd", "br") && names("GZIP", "gzip"));
        assert!(!names("gzip, br;q=0", "br") && !names("brotli, x-gzip", "br") && !names("", "gzip"));
    }
}
