use std::sync::Arc;

use crate::shop::Shop;

const BODY: &str = r#"{"source": "A", "type": "related", "target": "B"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_gives_the_same_answer() {
    let shop = Shop::of(&["A", "B"]).await;
    let key = [("idempotency-key", "k-1"), ("content-type", "application/json")];
    let send = |line: &'static str, body: &'static str| shop.send(line, &key, body.as_bytes().to_vec());
    let first = send("POST /v1/relations", BODY).await;
    let again = send("POST /v1/relations", BODY).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.text, again.text);
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    for header in ["content-type", "etag", "location", "relata-revision"] {
        assert!(!first.header(header).is_empty(), "{header}");
        assert_eq!(first.header(header), again.header(header), "{header}");
    }
    let other = send("POST /v1/relations", r#"{"source": "B", "type": "related", "target": "A"}"#).await;
    assert_eq!(other.problems(), "422 idempotency-key-reused at -");
    assert_eq!(send("POST /v1/relations/check", BODY).await.problems(), "422 idempotency-key-reused at -");
    assert_eq!(send("GET /v1/products/A", "").await.status, 200, "reading needs no key and ignores one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_may_be_sent_again() {
    let shop = Shop::of(&["A"]).await;
    let key = [("idempotency-key", "k-2")];
    assert_eq!(shop.send("POST /v1/relations", &key, BODY.into()).await.status, 422);
    shop.call("PUT /v1/products/B", r#"{"name": "B"}"#).await;
    assert_eq!(shop.send("POST /v1/relations", &key, BODY.into()).await.status, 201);
    let long = "k".repeat(256);
    for bad in ["", long.as_str()] {
        let refused = shop.send("POST /v1/relations", &[("idempotency-key", bad)], BODY.into()).await;
        assert_eq!(refused.problems(), "422 invalid-value at -");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_never_both_run() {
    let shop = Arc::new(Shop::of(&["A", "B"]).await);
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let shop = shop.clone();
            tokio::spawn(async move {
                shop.send("POST /v1/relations", &[("idempotency-key", "k-3")], BODY.into()).await
            })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        let answer = task.await.expect("the task ends");
        match answer.status {
            201 => made.push(answer.text),
            _ => assert_eq!(answer.problems(), "409 in-progress at -"),
        }
    }
    assert!(!made.is_empty());
    assert!(made.iter().all(|text| *text == made[0]), "one relation was made: {made:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_a_body_and_lines_are_kept_as_they_were() {
    let shop = Shop::of(&["A"]).await;
    let key = |key: &'static str| [("idempotency-key", key)];
    for (line, body, status) in [
        ("POST /v1/products:bulk", "{\"sku\": \"B\", \"name\": \"B\"}\n", 200),
        ("DELETE /v1/products/A", "", 204),
    ] {
        let name = if body.is_empty() { "k-4" } else { "k-5" };
        let first = shop.send(line, &key(name), body.into()).await;
        let again = shop.send(line, &key(name), body.into()).await;
        assert_eq!((first.status, again.status, &first.text), (status, status, &again.text), "{line}");
        assert_eq!(first.header("content-type"), again.header("content-type"), "{line}");
        assert_eq!(first.header("relata-revision"), again.header("relata-revision"), "{line}");
    }
}

/// A caller that hangs up must not lose the answer: the next try gets it.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_hangs_up_finds_its_answer_later() {
    let shop = Arc::new(Shop::of(&["A", "B"]).await);
    let key = [("idempotency-key", "k-6")];
    for _ in 0..20 {
        let hasty = shop.clone();
        let task =
            tokio::spawn(async move { hasty.send("POST /v1/relations", &key, BODY.into()).await.status });
        tokio::task::yield_now().await;
        task.abort();
        let _ = task.await;
    }
    let answer = loop {
        let answer = shop.send("POST /v1/relations", &key, BODY.into()).await;
        if answer.status != 409 || answer.json()["code"] != "in-progress" {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(answer.status, 201, "never a duplicate of its own: {}", answer.text);
}
