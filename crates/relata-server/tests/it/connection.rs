//! Connections that misbehave.

use std::time::Duration;

use relata_server::{ServerOptions, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::shop::Shop;

const PATIENCE: Duration = Duration::from_secs(30);
const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

struct Running {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), relata_server::ServeError>>,
    _shop: Shop,
}

async fn run(connections_max: usize) -> Running {
    let shop = Shop::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    let (stop, stopped) = oneshot::channel::<()>();
    let options = ServerOptions { connections_max, ..ServerOptions::default() };
    let serving = tokio::spawn(serve(shop.app.clone(), listener, options, async move {
        stopped.await.ok();
    }));
    Running { address, stop, serving, _shop: shop }
}

async fn ask(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it accepts");
    stream.write_all(request).await.expect("it reads");
    let mut text = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut text)).await.expect("in time").expect("it answers");
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn with_all_places_taken_the_next_waits_until_one_ends() {
    let running = run(2).await;
    let held = [
        TcpStream::connect(running.address).await.expect("it accepts"),
        TcpStream::connect(running.address).await.expect("it accepts"),
    ];
    let address = running.address;
    let waiting = tokio::spawn(async move { ask(address, HEALTH).await });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!waiting.is_finished());
    drop(held);
    let text = timeout(PATIENCE, waiting).await.expect("in time").expect("no panic");
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_no_silent_connection() {
    let running = run(10).await;
    let mut silent = TcpStream::connect(running.address).await.expect("it accepts");
    let mut half = TcpStream::connect(running.address).await.expect("it accepts");
    half.write_all(b"GET /healthz HTT").await.expect("it reads");
    assert!(ask(running.address, HEALTH).await.starts_with("HTTP/1.1 200"));
    running.stop.send(()).expect("it runs");
    timeout(PATIENCE, running.serving).await.expect("in time").expect("no panic").expect("it stops in order");
    let mut rest = Vec::new();
    assert_eq!(silent.read_to_end(&mut rest).await.unwrap_or(0), 0, "the silent one is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_that_are_too_much_or_ambiguous_are_refused() {
    let running = run(10).await;
    let long = [b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx: ", vec![b'a'; 1 << 20].as_slice()].concat();
    let mut stream = TcpStream::connect(running.address).await.expect("it accepts");
    // The server may close before all of it is sent.
    let _ = stream.write_all(&long).await;
    let mut start = [0; 12];
    timeout(PATIENCE, stream.read_exact(&mut start)).await.expect("in time").expect("it answers");
    assert_eq!(&start, b"HTTP/1.1 431");
    let two = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    assert!(ask(running.address, two).await.starts_with("HTTP/1.1 400"));
    let both = b"POST /v1/recommendations HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\n{}";
    assert!(ask(running.address, both).await.starts_with("HTTP/1.1 400"));
}
