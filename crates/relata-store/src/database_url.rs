use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::StoreError;

/// Parameters of a URL that may be shown; the values of all others are hidden.
const SHOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "load_balance_hosts",
    "port",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];
/// Parameters that PostgreSQL's own clients know and this program does not.
const NOT_KNOWN: &[&str] = &[
    "gssencmode",
    "krbsrvname",
    "passfile",
    "require_auth",
    "requirepeer",
    "service",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslpassword",
];
/// What `sslmode` may be.
const TLS_MODES: &[&str] = &["disable", "prefer", "require", "verify-ca", "verify-full"];

/// Which database: a file, or a server.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file; it is created when it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL database, as `postgres://user:password@host/database`.
    Postgres(String),
}

impl DatabaseUrl {
    /// Takes a path, `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`StoreError::WrongUrl`] for an empty text, another scheme, or what PostgreSQL cannot read.
    pub fn parse(text: &str) -> Result<DatabaseUrl, StoreError> {
        let wrong = |hint: &str| StoreError::wrong_url(&harmless(text), hint);
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let (plain, _) = split_tls(text).map_err(|hint| wrong(&hint))?;
            return match tokio_postgres::Config::from_str(&plain) {
                Ok(_) => Ok(DatabaseUrl::Postgres(text.to_string())),
                Err(_) => Err(StoreError::unreadable_url(text, &harmless(text))),
            };
        }
        if text.contains("://") || text.starts_with("postgres:") || text.starts_with("postgresql:") {
            return Err(wrong("write a path, sqlite:PATH or postgres://user:password@host/database"));
        }
        if ["host=", "password=", "dbname="].iter().any(|key| text.contains(key)) {
            let hint = "write postgres://user:password@host/database in place of keys and values";
            return Err(StoreError::wrong_url("***", hint));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.is_empty() {
            return Err(wrong("write a path, such as relata.db"));
        }
        Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
    }
}

/// What a URL says about encryption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsWish {
    /// One of [`TLS_MODES`].
    pub(crate) mode: String,
    /// The file with the certificates to trust, in place of the system's.
    pub(crate) roots: Option<PathBuf>,
}

/// Takes `sslmode` and `sslrootcert` out of a URL; what is left is for the driver.
///
/// # Errors
/// What to write instead of an unknown mode.
pub(crate) fn split_tls(url: &str) -> Result<(String, TlsWish), String> {
    let mut wish = TlsWish { mode: "prefer".to_string(), roots: None };
    let Some((before, parameters)) = split_parameters(url) else { return Ok((url.to_string(), wish)) };
    let mut kept = Vec::new();
    for pair in parameters.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", mode)) if TLS_MODES.contains(&mode) => wish.mode = mode.to_string(),
            Some(("sslmode", _)) => return Err(format!("sslmode is one of {}", TLS_MODES.join(", "))),
            // The libraries of PostgreSQL write it for the certificates of the system.
            Some(("sslrootcert", "system")) => wish.roots = None,
            Some(("sslrootcert", path)) => wish.roots = Some(PathBuf::from(decoded(path))),
            _ => kept.push(pair),
        }
    }
    let kept = kept.join("&");
    Ok((if kept.is_empty() { before.to_string() } else { format!("{before}?{kept}") }, wish))
}

/// Parameters of a URL by which this program cannot go.
pub(crate) fn not_known(url: &str) -> Option<&'static str> {
    let (_, parameters) = split_parameters(url)?;
    let mut names = parameters.split('&').filter_map(|pair| pair.split('=').next());
    names.find_map(|name| NOT_KNOWN.iter().find(|known| **known == name).copied())
}

/// What stands before and after the question mark that comes after user and password, which end at
/// the first at sign, as the driver reads it.
fn split_parameters(url: &str) -> Option<(&str, &str)> {
    let user_end = url.find('@').unwrap_or(0);
    let question = user_end + url[user_end..].find('?')?;
    Some((&url[..question], &url[question + 1..]))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A URL that may be shown: the password is `***`, and so is every parameter that might hold a
/// secret. Where it is not sure what is password, more is hidden rather than less.
pub(crate) fn harmless(url: &str) -> String {
    let Some(scheme) = url.find(':').filter(|at| !url[..*at].contains('/')) else { return url.to_string() };
    let start = scheme + 1 + url[scheme + 1..].len() - url[scheme + 1..].trim_start_matches('/').len();
    let (scheme, rest) = url.split_at(start);
    let (user, rest) = match rest.rsplit_once('@') {
        Some((user, rest)) => (Some(user), rest),
        None => (None, rest),
    };
    let user = match user.map(|user| user.split_once(':').map_or((user, ""), |(name, _)| (name, ":***"))) {
        // A user's name has none of these, unless the at sign stands in a password among parameters.
        Some((name, password)) if name.contains(['?', '&', '/', '=']) => format!("***{password}@"),
        Some((name, password)) => format!("{name}{password}@"),
        None => String::new(),
    };
    let Some((before, parameters)) = rest.split_once('?') else { return format!("{scheme}{user}{rest}") };
    let hide = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if SHOWN.contains(&name) => pair.to_string(),
        Some((name, _)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
            format!("{name}=***")
        }
        _ => "***".to_string(),
    };
    let pairs: Vec<String> = parameters.split('&').map(hide).collect();
    format!("{scheme}{user}{before}?{}", pairs.join("&"))
}

/// Without the password, so that it can be logged.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "{}", path.display()),
            DatabaseUrl::Postgres(url) => f.write_str(&harmless(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
