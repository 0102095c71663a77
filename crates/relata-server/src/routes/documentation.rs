use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::server::Shared;

/// The pages for people. They load nothing from anywhere else and run no script written inline.
pub(crate) fn pages() -> Router<Shared> {
    Router::new()
        .route("/docs", get(async || page("text/html; charset=utf-8", include_str!("../docs/docs.html"))))
        .route(
            "/docs.js",
            get(async || page("text/javascript; charset=utf-8", include_str!("../docs/docs.js"))),
        )
        .route("/docs.css", get(async || page("text/css; charset=utf-8", include_str!("../docs/docs.css"))))
}

fn page(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}
