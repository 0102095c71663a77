use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use relata_app::{App, AppOptions, Clock, DatabaseUrl};
use relata_model::Timestamp;
use relata_server::ServerOptions;
use tempfile::TempDir;
use tower::ServiceExt;

/// A server on an empty database of its own.
pub(crate) struct Shop {
    pub(crate) app: App,
    router: Router,
    _folder: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Shop {
    pub(crate) fn new() -> Shop {
        Shop::with(&ServerOptions::default())
    }

    pub(crate) fn with(options: &ServerOptions) -> Shop {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let path = folder.path().join("shop.db");
        let database =
            DatabaseUrl::parse(&format!("sqlite:{}", path.display())).expect("a path is a database");
        let clock = Clock::fixed(Timestamp::parse("2026-11-21T09:00:00Z").expect("this is a time"));
        let app = App::open(AppOptions { database, follow: true, clock }).expect("an empty database opens");
        Shop { router: relata_server::router(app.clone(), options), app, _folder: folder }
    }

    /// With products, each only with a name.
    pub(crate) async fn of(skus: &[&str]) -> Shop {
        let shop = Shop::new();
        for sku in skus {
            assert_eq!(shop.call(&format!("PUT /v1/products/{sku}"), r#"{"name": "x"}"#).await.status, 201);
        }
        shop
    }

    /// With the sample shop in it.
    pub(crate) async fn sample() -> Shop {
        let shop = Shop::new();
        let started = shop.call("POST /v1/sample", "").await;
        assert_eq!(started.status, 202, "{}", started.text);
        let path = started.header("location").to_string();
        loop {
            let job = shop.call(&format!("GET {path}"), "").await.json();
            match job["state"].as_str() {
                Some("done") => return shop,
                Some("failed") => panic!("the sample shop is not loaded: {job}"),
                _ => tokio::task::yield_now().await,
            }
        }
    }

    /// `GET /path`, or another method with a JSON body.
    pub(crate) async fn call(&self, line: &str, body: &str) -> Answer {
        self.send(line, &[("content-type", "application/json")], body.as_bytes().to_vec()).await
    }

    pub(crate) async fn send(&self, line: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        self.send_body(line, headers, Body::from(body)).await
    }

    pub(crate) async fn send_body(&self, line: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let (method, path) = line.split_once(' ').expect("a line is a method and a path");
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(path), |request, (name, value)| {
                request.header(*name, *value)
            })
            .body(body)
            .expect("the request is legal");
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the body is in memory");
        let text = String::from_utf8(bytes.to_vec()).expect("answers are UTF-8");
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    /// The answers of several requests, one a line: status and body.
    pub(crate) async fn talk(&self, lines: &[(&str, &str)]) -> String {
        let mut said = String::new();
        for (line, body) in lines {
            let answer = self.call(line, body).await;
            said += &format!("{line}\n  {} {}\n", answer.status, answer.text.trim_end());
        }
        said
    }

    /// Waits until what an answer wrote is in the answers to recommendations.
    pub(crate) async fn live(&self, written: &Answer) {
        let revision: i64 = written.header("relata-revision").parse().expect("a write has a revision");
        let mut live = self.app.live();
        live.wait_for(|live| live.revision >= revision).await.expect("the app lives as long as the shop");
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("headers are text"))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).expect("the answer is JSON")
    }

    /// Status and the code and place of every problem.
    pub(crate) fn problems(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let document = self.json();
        assert_eq!(document["status"], self.status);
        let errors = document["errors"].as_array().expect("errors is a list");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_string();
        let errors: Vec<String> = errors
            .iter()
            .map(|error| format!("{} at {}", text(&error["code"]), text(&error["pointer"])))
            .collect();
        format!("{} {}", self.status, errors.join(", "))
    }
}
