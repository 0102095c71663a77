//! What a stranger may send must never be a fault of the server.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use relata_server::ServerOptions;

use crate::shop::Shop;

const WRITES: [&str; 9] = [
    "POST /v1/recommendations",
    "POST /v1/relations",
    "POST /v1/relations/check",
    "PUT /v1/products/A",
    "PATCH /v1/products/A",
    "PUT /v1/relation-types/fits",
    "PUT /v1/channels/app",
    "PUT /v1/placements/aisle",
    "POST /v1/products:bulk",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_body_is_a_fault_of_the_server() {
    let shop = Shop::of(&["A"]).await;
    let mut bodies: Vec<Vec<u8>> = [
        "",
        " ",
        "null",
        "true",
        "0",
        "\"x\"",
        "[]",
        "{}",
        "{",
        "}",
        "[{]}",
        "{\"a\":}",
        "{\"name\":\"\\ud800\"}",
        "NaN",
        "{\"name\":\"a\\u0000b\"}",
        "{\"name\": 1e400}",
        "{\"price\": -0, \"name\": \"x\"}",
        "{\"name\":\"\u{202e}\u{200b}\"}",
        "{\"name\":{\"a\":[{}]}}",
        "{\"limit\":99999999999999999999999999}",
        "{\"price\":\"1e999999999\",\"name\":\"x\"}",
        "{\"attributes\":{\"a\":1e-29},\"name\":\"x\"}",
        "{\"source\":\"A\",\"type\":\"related\",\"target\":\"\u{0}\"}",
        "{\"sku\":\"A\",\"name\":\"'; DROP TABLE product; --\"}",
        "{\"name\":\"x\",\"created_at\":\"9999-12-31T23:59:59Z\"}",
        "{\"name\":\"x\",\"created_at\":\"-9999-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"stock\":9223372036854775807}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();
    bodies.extend([b"\xff\xfe{}".to_vec(), b"{\"name\":\"\xc3\x28\"}".to_vec(), b"\xef\xbb\xbf{}".to_vec()]);
    bodies.push([b"[".repeat(100_000), b"]".repeat(100_000)].concat());
    bodies.push([b"{\"a\":".repeat(100_000), b"1".to_vec(), b"}".repeat(100_000)].concat());
    bodies.push(format!("{{\"name\":\"{}\"}}", "x".repeat(900_000)).into_bytes());
    bodies.push(format!("{{\"products\":[{}]}}", vec!["\"A\""; 200_000].join(",")).into_bytes());
    for line in WRITES {
        for body in &bodies {
            let answer = shop.send(line, &[("content-type", "application/json")], body.clone()).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert!(answer.status < 500, "{line} {shown}: {} {}", answer.status, answer.text);
            if answer.status >= 400 {
                answer.problems();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_a_megabyte_is_taken_and_one_more_byte_is_not() {
    let shop = Shop::new();
    let of = |length: usize| {
        let frame = r#"{"name": "x", "description": ""}"#.len();
        format!(r#"{{"name": "x", "description": "{}"}}"#, " ".repeat(length - frame)).into_bytes()
    };
    for (length, problems) in [
        ((1 << 20) - 1, "422 invalid-value at /description"),
        (1 << 20, "422 invalid-value at /description"),
        ((1 << 20) + 1, "413 too-large at -"),
        (10 << 20, "413 too-large at -"),
    ] {
        assert_eq!(shop.send("PUT /v1/products/A", &[], of(length)).await.problems(), problems, "{length}");
        let keyed = shop.send("PUT /v1/products/A", &[("idempotency-key", "k")], of(length)).await;
        assert_eq!(keyed.problems(), problems, "{length} with a key");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem_document() {
    let shop = Shop::of(&["A"]).await;
    for (line, headers, problems) in [
        ("GET /", &[][..], "200"),
        ("GET /nowhere", &[], "404 not-found at -"),
        ("GET /v1", &[], "404 not-found at -"),
        ("GET /v1/products/", &[], "404 not-found at -"),
        ("GET /v1/products/A/relations/1", &[], "404 not-found at -"),
        ("POST /v1/nonsense", &[], "404 not-found at -"),
        ("DELETE /v1/products", &[], "405 method-not-allowed at -"),
        ("BREW /v1/products", &[], "405 method-not-allowed at -"),
        ("PUT /v1/products/A", &[("content-type", "text/plain")], "415 unsupported-media-type at -"),
        (
            "PUT /v1/products/A",
            &[("content-type", "application/x-www-form-urlencoded")],
            "415 unsupported-media-type at -",
        ),
        ("GET /v1/products", &[("host", "evil.example")], "421 foreign-host at -"),
        ("GET /healthz", &[("host", "evil.example:8080")], "421 foreign-host at -"),
        (
            "PUT /v1/products/A",
            &[("host", "localhost:80"), ("origin", "http://evil.example")],
            "403 foreign-host at -",
        ),
        ("PUT /v1/products/A", &[("host", "localhost:80"), ("origin", "null")], "403 foreign-host at -"),
        (
            "PUT /v1/products/A",
            &[("host", "localhost:80"), ("origin", "http://localhost:80")],
            "400 invalid-json at -",
        ),
        ("GET /v1/products", &[("host", "127.0.0.1:41234")], "200"),
        ("GET /v1/products", &[("host", "[::1]:8080")], "200"),
    ] {
        let answer = shop.send(line, headers, Vec::new()).await;
        let found = if answer.status == 200 { "200".to_string() } else { answer.problems() };
        assert_eq!(found, problems, "{line} {headers:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").starts_with("default-src 'self'"));
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert!(!answer.header("x-request-id").is_empty());
    }
    let allowed = shop.call("DELETE /v1/products", "").await;
    assert!(allowed.header("allow").contains("GET"), "{}", allowed.header("allow"));
    let mine = shop.send("GET /healthz", &[("x-request-id", "mine-1")], Vec::new()).await;
    assert_eq!(mine.header("x-request-id"), "mine-1");
    let evil = shop.send("GET /healthz", &[("x-request-id", "a b")], Vec::new()).await;
    assert_ne!(evil.header("x-request-id"), "a b");
}

#[tokio::test(flavor = "multi_thread")]
async fn overload_and_slowness_are_answered_not_suffered() {
    let none = ServerOptions { requests_max: 0, ..ServerOptions::default() };
    let shop = Shop::with(&none);
    let shed = shop.call("POST /v1/recommendations", "{}").await;
    assert_eq!((shed.problems(), shed.header("retry-after")), ("503 overloaded at -".to_string(), "1"));
    assert_eq!(shop.call("GET /healthz", "").await.status, 200, "the watchers are answered");
    let hasty = ServerOptions { request_timeout: Duration::from_millis(1), ..ServerOptions::default() };
    let endless = Body::from_stream(tokio_stream::pending::<Result<Bytes, Infallible>>());
    let slow = Shop::with(&hasty).send_body("PUT /v1/products/A", &[], endless).await;
    assert_eq!(slow.problems(), "503 timed-out at -");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_hosts_are_served_once_that_is_wanted() {
    let shop = Shop::with(&ServerOptions { local_hosts_only: false, ..ServerOptions::default() });
    assert_eq!(shop.send("GET /v1/products", &[("host", "shop.example")], Vec::new()).await.status, 200);
}
