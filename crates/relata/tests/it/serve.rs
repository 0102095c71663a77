use crate::program::Program;
use crate::server::Server;

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
