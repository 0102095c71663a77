use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::program::Program;

/// A running server; killed when it is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Program) -> Server {
        let mut child = program
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut address = None;
        for line in lines.map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://") {
                address = rest.split(' ').next().map(str::to_string);
                break;
            }
        }
        Server { child, address: address.expect("the server says where it listens") }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn beyond_loopback_it_refuses_and_says_so() {
    let program = Program::new();
    for address in ["0.0.0.0:18080", "[::]:18080"] {
        let done = program.run(&format!("serve --listen {address}"));
        assert_eq!(done.code, 1);
        assert!(done.stderr.contains("loopback"), "{}", done.stderr);
        assert!(!program.path("relata.db").exists(), "nothing is touched before the refusal");
    }
}

#[test]
fn it_serves_and_stops_when_told_to() {
    let program = Program::with_shop();
    let mut server = Server::start(&program);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/v1/recommendations?product=SHOE").contains("SOCK-2"));
    // Reading commands work beside it.
    assert!(program.run("recommend --product SHOE --brief").stdout.starts_with("1 SOCK-2"));
    assert_eq!(program.run("coverage").code, 0);
    let told = std::process::Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status();
    assert!(told.is_ok_and(|status| status.success()));
    let ended = server.child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn a_taken_port_is_said_to_be_taken() {
    let program = Program::with_shop();
    let server = Server::start(&program);
    let second = program.run(&format!("serve --listen {}", server.address));
    assert_eq!(second.code, 1);
    assert!(second.stderr.contains("--listen"), "{}", second.stderr);
}
