//! Encrypted connections to PostgreSQL, with a certificate that the test makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use relata_store::StoreError;
use relata_testkit::postgres::{OWN_PASSWORD, OwnOptions, OwnServer};

use crate::fixture::say;
use crate::tls::{is_encrypted, told, url};

/// A certificate for `localhost` that signs itself, and its key; nothing without the openssl command.
struct Certificate {
    _folder: tempfile::TempDir,
    certificate: PathBuf,
    key: PathBuf,
}

impl Certificate {
    fn make() -> Option<Certificate> {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("server.crt"), folder.path().join("server.key"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
            .args([
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            ])
            .args([Path::new("-keyout"), &key, Path::new("-out"), &certificate])
            .output();
        match made {
            Ok(output) if output.status.success() => Some(Certificate { _folder: folder, certificate, key }),
            _ => {
                say("the tests of TLS were left out: the openssl command made no certificate");
                None
            }
        }
    }
}

#[test]
fn a_connection_is_as_encrypted_as_the_url_asks() {
    let (Some(right), Some(wrong)) = (Certificate::make(), Certificate::make()) else { return };
    let options = OwnOptions { tcp: true, certificate: Some((&right.certificate, &right.key)) };
    let Some(server) = OwnServer::start_new(&options) else { return };
    let trusted = format!("sslrootcert={}", right.certificate.display());
    let others = format!("sslrootcert={}", wrong.certificate.display());
    let check =
        |host: &str, parameters: &str| is_encrypted(&server, &url(&server, host, OWN_PASSWORD, parameters));
    assert!(check("localhost", "").unwrap(), "a server that can encrypt does");
    assert!(check("localhost", "sslmode=prefer").unwrap());
    assert!(check("127.0.0.1", "sslmode=require").unwrap());
    assert!(!check("localhost", "sslmode=disable").unwrap());
    assert!(check("localhost", &format!("sslmode=verify-full&{trusted}")).unwrap());
    assert!(check("127.0.0.1", &format!("sslmode=verify-ca&{trusted}")).unwrap());
    let refused = [
        ("127.0.0.1", format!("sslmode=verify-full&{trusted}")),
        ("localhost", format!("sslmode=verify-full&{others}")),
        ("localhost", format!("sslmode=verify-ca&{others}")),
        ("localhost", format!("sslmode=require&{others}")),
    ];
    for (host, parameters) in refused {
        let error = check(host, &parameters).unwrap_err();
        let told = told(&error);
        assert!(told.contains("certificate"), "{parameters}: {told}");
        assert!(!told.contains(OWN_PASSWORD), "{told}");
    }
    let error = check("localhost", "sslmode=verify-full&sslrootcert=/nowhere/root.crt").unwrap_err();
    assert!(matches!(error, StoreError::TlsRoots { .. }), "{error:?}");
}
