//! What the URL says about encryption is obeyed, and no password is in any message.

use relata_store::{DatabaseUrl, Store, StoreError, StoreOptions};
use relata_testkit::postgres::{OWN_PASSWORD, OwnOptions, OwnServer};

pub(crate) fn url(server: &OwnServer, host: &str, password: &str, parameters: &str) -> DatabaseUrl {
    let port = server.port.unwrap();
    let text = format!("postgres://postgres:{password}@{host}:{port}/postgres?{parameters}");
    DatabaseUrl::parse(&text).unwrap()
}

/// Whether the one connection of a store is encrypted.
pub(crate) fn is_encrypted(server: &OwnServer, url: &DatabaseUrl) -> Result<bool, StoreError> {
    let store = Store::open(url, &StoreOptions { connections_max: 1, ..StoreOptions::default() })?;
    let mut client = postgres::Client::connect(&server.url, postgres::NoTls).unwrap();
    let sql = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
               WHERE application_name = 'relata'";
    let encrypted = client.query_one(sql, &[]).unwrap().get(0);
    drop(store);
    // The next store is to be the only one, and the server sees the end of this one a little later.
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'relata'";
    while client.query_one(sql, &[]).unwrap().get::<_, i64>(0) > 0 {}
    Ok(encrypted)
}

/// The error with all its causes.
pub(crate) fn told(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error} {error:?}"));
        source = error.source();
    }
    text
}

#[test]
fn a_server_without_encryption_is_refused_when_the_url_demands_it() {
    let Some(server) = OwnServer::start_new(&OwnOptions { tcp: true, certificate: None }) else { return };
    assert!(!is_encrypted(&server, &url(&server, "127.0.0.1", OWN_PASSWORD, "sslmode=prefer")).unwrap());
    let error =
        is_encrypted(&server, &url(&server, "127.0.0.1", OWN_PASSWORD, "sslmode=require")).unwrap_err();
    let told = told(&error);
    assert!(told.contains("TLS") || matches!(error, StoreError::TlsMissing { .. }), "{told}");
    assert!(!told.contains(OWN_PASSWORD), "{told}");
}

#[test]
fn a_wrong_password_is_said_and_not_shown() {
    let Some(server) = OwnServer::start_new(&OwnOptions { tcp: true, certificate: None }) else { return };
    let error = Store::open(&url(&server, "127.0.0.1", "tops3cret", ""), &StoreOptions::default());
    let error = error.err().expect("the password is wrong");
    let told = told(&error);
    assert!(matches!(error, StoreError::Open { .. }), "{told}");
    assert!(told.contains("password authentication failed") && told.contains("***"), "{told}");
    assert!(!told.contains("tops3cret"), "{told}");
    assert!(!error.is_unavailable(), "asking again does not help");
}
