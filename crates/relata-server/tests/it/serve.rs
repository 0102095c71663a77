//! Over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use relata_server::{ServerOptions, check_address, serve};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::shop::Shop;

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn without_keys_only_loopback_is_served() {
    for address in ["127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "[::ffff:127.0.0.1]:80"] {
        assert!(check_address(address.parse().expect("an address"), false).is_ok(), "{address}");
    }
    for address in ["0.0.0.0:8080", "[::]:8080", "192.168.1.7:80", "[::ffff:8.8.8.8]:80"] {
        let address: SocketAddr = address.parse().expect("an address");
        let refused = check_address(address, false).expect_err("it can be reached from outside").to_string();
        assert!(refused.contains("loopback") && refused.contains(&address.to_string()), "{refused}");
        assert!(check_address(address, true).is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_refuses_a_socket_beyond_loopback_by_itself() {
    let shop = Shop::new();
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port is free");
    let refused = serve(shop.app.clone(), listener, ServerOptions::default(), std::future::pending()).await;
    assert!(refused.expect_err("there are no keys").to_string().contains("loopback"));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_told_and_end_with_the_server() {
    let shop = Shop::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    let (stop, stopped) = oneshot::channel::<()>();
    let options = ServerOptions { local_hosts_only: false, ..ServerOptions::default() };
    let serving = tokio::spawn(serve(shop.app.clone(), listener, options, async move {
        stopped.await.ok();
    }));
    let mut stream = TcpStream::connect(address).await.expect("it accepts");
    let request = format!("GET /v1/changes HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut lines = BufReader::new(stream).lines();
    let mut next_data = async || loop {
        let line = timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("it goes on");
        match line.as_deref().map(|line| line.strip_prefix("data: ")) {
            Some(Some(data)) => return Some(data.to_string()),
            Some(None) => {}
            None => return None,
        }
    };
    let first = next_data().await.expect("the present revision comes first");
    let revision = |data: &str| {
        let data: serde_json::Value = serde_json::from_str(data).expect("data is JSON");
        data["revision"].as_i64().expect("a revision is a number")
    };
    let written = shop.call("PUT /v1/products/A", r#"{"name": "A"}"#).await;
    let wanted: i64 = written.header("relata-revision").parse().expect("a write has a revision");
    assert!(revision(&first) < wanted);
    while revision(&next_data().await.expect("changes go on")) < wanted {}

    // A loopback socket turns the check of hosts on, whatever the options say.
    let mut foreign = TcpStream::connect(address).await.expect("it accepts");
    let request = b"GET /healthz HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    foreign.write_all(request).await.expect("it reads");
    let mut text = String::new();
    timeout(PATIENCE, foreign.read_to_string(&mut text)).await.expect("in time").expect("it answers");
    assert!(text.starts_with("HTTP/1.1 421"), "{text}");

    stop.send(()).expect("the server runs");
    assert_eq!(next_data().await, None, "the stream ends");
    timeout(PATIENCE, serving).await.expect("in time").expect("no panic").expect("it stops in order");
}
