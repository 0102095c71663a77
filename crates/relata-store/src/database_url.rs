use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::StoreError;

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
        let wrong =
            |hint: &str| StoreError::WrongUrl { text: without_password(text), hint: hint.to_string() };
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return match postgres::Config::from_str(text) {
                Ok(_) => Ok(DatabaseUrl::Postgres(text.to_string())),
                Err(_) => Err(wrong("write postgres://user:password@host/database")),
            };
        }
        if text.contains("://") {
            return Err(wrong("write a path, sqlite:PATH or postgres://user:password@host/database"));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.is_empty() {
            return Err(wrong("write a path, such as relata.db"));
        }
        Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
    }
}

/// A URL with the password replaced by `***`, in the authority as well as in the parameters.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_string() };
    let (rest, parameters) = rest.split_once('?').map_or((rest, None), |(a, b)| (a, Some(b)));
    let authority = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((name, _)) => format!("{name}:***@{host}"),
            None => rest.to_string(),
        },
        None => rest.to_string(),
    };
    let hide = |pair: &str| {
        if pair.starts_with("password=") { "password=***".to_string() } else { pair.to_string() }
    };
    match parameters {
        Some(pairs) => {
            let pairs: Vec<String> = pairs.split('&').map(hide).collect();
            format!("{scheme}://{authority}?{}", pairs.join("&"))
        }
        None => format!("{scheme}://{authority}"),
    }
}

/// Without the password, so that it can be logged.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "{}", path.display()),
            DatabaseUrl::Postgres(url) => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
