use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Error, NoTls};

use crate::DatabaseUrl;
use crate::database_url::{TlsWish, split_tls};
use crate::error::StoreError;
#[cfg(feature = "tls")]
use crate::postgres_tls;

/// How long one attempt to connect may take, unless `connect_timeout` in the URL says otherwise;
/// callers are promised an answer within two seconds.
pub(crate) const CONNECT_WAIT_MAX: Duration = Duration::from_millis(1_200);
/// How long sent data may stay unacknowledged by the other machine.
const UNACKNOWLEDGED_MAX: Duration = Duration::from_secs(4);
/// Silence after which the other machine is asked for a sign of life, again and again.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(5);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(1);
/// Signs of life that may stay away before the connection counts as dead.
const KEEPALIVE_RETRIES: u32 = 3;

/// Bytes of a connection that move while it is polled.
pub(crate) type Moving = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Where a PostgreSQL database is, and how to talk to it.
pub(crate) struct Address {
    config: Config,
    #[cfg(feature = "tls")]
    tls: Option<postgres_tls::Connector>,
}

impl Address {
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// [`StoreError::WrongUrl`]; [`StoreError::TlsMissing`] when the URL demands TLS and the program
    /// was built without it; [`StoreError::TlsRoots`] when there are no certificates to trust.
    pub(crate) fn parse(url: &str) -> Result<Address, StoreError> {
        let shown = DatabaseUrl::Postgres(url.to_string()).to_string();
        let (plain, wish) = split_tls(url).map_err(|hint| StoreError::wrong_url(&shown, hint))?;
        let mut config = Config::from_str(&plain).map_err(|_| StoreError::unreadable_url(url, &shown))?;
        config.connect_timeout(*config.get_connect_timeout().unwrap_or(&CONNECT_WAIT_MAX));
        config.tcp_user_timeout(*config.get_tcp_user_timeout().unwrap_or(&UNACKNOWLEDGED_MAX));
        config.keepalives_idle(KEEPALIVE_IDLE);
        config.keepalives_interval(KEEPALIVE_INTERVAL);
        config.keepalives_retries(KEEPALIVE_RETRIES);
        // A socket file never leaves the machine, and PostgreSQL knows no TLS over it.
        let is_local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)))
            && config.get_hostaddrs().is_empty();
        config.ssl_mode(match wish.mode.as_str() {
            "disable" => SslMode::Disable,
            _ if is_local => SslMode::Disable,
            "prefer" => SslMode::Prefer,
            _ => SslMode::Require,
        });
        Address::with_tls(config, &wish, shown)
    }

    #[cfg(feature = "tls")]
    fn with_tls(config: Config, wish: &TlsWish, url: String) -> Result<Address, StoreError> {
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(postgres_tls::connector(wish).map_err(|source| StoreError::TlsRoots { url, source })?),
        };
        Ok(Address { config, tls })
    }

    #[cfg(not(feature = "tls"))]
    fn with_tls(config: Config, wish: &TlsWish, url: String) -> Result<Address, StoreError> {
        match config.get_ssl_mode() {
            SslMode::Require => Err(StoreError::TlsMissing { url, mode: wish.mode.clone() }),
            _ => Ok(Address { config }),
        }
    }

    /// How long an attempt to connect may take.
    pub(crate) fn connect_wait_max(&self) -> Duration {
        *self.config.get_connect_timeout().unwrap_or(&CONNECT_WAIT_MAX)
    }

    /// Connects; the caller sets the limit to how long all of it may take.
    pub(crate) async fn connect(&self) -> Result<(Client, Moving), Error> {
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let (client, connection) = self.config.connect(tls.clone()).await?;
            return Ok((client, Box::pin(connection)));
        }
        let (client, connection) = self.config.connect(NoTls).await?;
        Ok((client, Box::pin(connection)))
    }

    /// Whether the server answers; also with a refusal, such as that it has no more room.
    pub(crate) async fn is_there(&self) -> bool {
        match tokio::time::timeout(self.connect_wait_max(), self.connect()).await {
            Ok(Ok(_)) => true,
            Ok(Err(error)) => error.as_db_error().is_some(),
            Err(_) => false,
        }
    }
}
