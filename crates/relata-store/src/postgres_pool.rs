use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, RowIter, Statement};

use crate::dialect;
use crate::pool::{Lease, Pool};
use crate::value::Value;
use crate::{DatabaseUrl, StoreError};

/// Prepared statements kept per connection; past it all are dropped, since built filters may vary.
const STATEMENTS_MAX: usize = 256;
/// How long one attempt to connect may take; callers are promised an answer within two seconds.
const CONNECT_WAIT_MAX: Duration = Duration::from_secs(2);

/// A connection to PostgreSQL with its prepared statements.
pub(crate) struct Session {
    client: Option<Client>,
    statements: HashMap<String, Statement>,
}

impl Session {
    /// Connects.
    pub(crate) fn connect(config: &Config) -> Result<Session, postgres::Error> {
        let mut client = config.connect(NoTls)?;
        client.batch_execute(dialect::POSTGRES_SETTINGS)?;
        Ok(Session { client: Some(client), statements: HashMap::new() })
    }

    fn client(&mut self) -> &mut Client {
        self.client.as_mut().expect("the client is taken only when the session is dropped")
    }

    /// Runs statements without values, as written for PostgreSQL.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), postgres::Error> {
        self.client().batch_execute(sql)
    }

    /// Runs a statement as the nouns write it.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, postgres::Error> {
        let statement = self.prepare(sql, dialect::postgres_statement)?;
        let values = parameters(&statement, values);
        self.client().execute(&statement, &values)
    }

    /// Runs a bulk statement, one array per column.
    pub(crate) fn execute_arrays(
        &mut self,
        sql: &str,
        arrays: &[Box<dyn ToSql + Sync + '_>],
    ) -> Result<u64, postgres::Error> {
        let statement = self.prepare(sql, str::to_string)?;
        let arrays: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(AsRef::as_ref).collect();
        self.client().execute(&statement, &arrays)
    }

    /// Runs a query as the nouns write it; the rows come as they are read.
    pub(crate) fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<RowIter<'_>, postgres::Error> {
        let statement = self.prepare(sql, dialect::postgres_statement)?;
        let values = parameters(&statement, values);
        self.client().query_raw(&statement, values)
    }

    fn prepare(
        &mut self,
        sql: &str,
        translate: impl Fn(&str) -> String,
    ) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client().prepare(&translate(sql))?;
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        self.statements.insert(sql.to_string(), statement.clone());
        Ok(statement)
    }
}

fn parameters<'p>(statement: &Statement, values: &'p [Value<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    (values.iter().zip(statement.params()))
        .map(|(value, column)| dialect::postgres_parameter(value, column))
        .collect()
}

/// The client waits on a runtime of its own when it closes, which is not allowed on a thread that
/// drives another one; so it closes on a thread of its own.
impl Drop for Session {
    fn drop(&mut self) {
        self.statements.clear();
        if let Some(client) = self.client.take() {
            let closed = std::thread::spawn(move || drop(client)).join();
            if closed.is_err() {
                tracing::warn!("a connection to PostgreSQL could not be closed in order");
            }
        }
    }
}

/// The way to one PostgreSQL database.
pub(crate) struct Server {
    config: Config,
    pool: Pool<Session>,
}

impl Server {
    /// Nothing is connected yet.
    pub(crate) fn new(url: &str, connections_max: usize) -> Result<Server, StoreError> {
        let shown = || DatabaseUrl::Postgres(url.to_string()).to_string();
        let mut config = Config::from_str(url)
            .map_err(|source| StoreError::Open { url: shown(), source: source.into() })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT_MAX);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(CONNECT_WAIT_MAX * 2);
        }
        config.keepalives_idle(Duration::from_secs(5));
        config.keepalives_interval(Duration::from_secs(1));
        config.keepalives_retries(3);
        Ok(Server { config, pool: Pool::new(connections_max) })
    }

    /// A connection of its own, outside the pool.
    pub(crate) fn connect(&self) -> Result<Session, StoreError> {
        Session::connect(&self.config).map_err(|source| StoreError::Unavailable { source: source.into() })
    }

    /// Runs a piece of work in a transaction on a pooled connection and commits it, unless it fails.
    ///
    /// A connection that the server closed meanwhile shows itself at the begin, before any work is
    /// done, and is replaced.
    pub(crate) fn transact<T, E: From<StoreError>>(
        &self,
        begin: &str,
        work: impl FnOnce(&mut Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lease = self.begin(begin)?;
        let session = lease.connection().expect("a lease that was begun holds a connection");
        let worked = work(session);
        let ended = session.batch(if worked.is_ok() { "COMMIT" } else { "ROLLBACK" });
        match (ended, worked) {
            (Ok(()), worked) => {
                lease.give_back();
                worked
            }
            (Err(_), Err(error)) => Err(error),
            (Err(error), Ok(_)) => Err(StoreError::Commit { source: Arc::new(error.into()) }.into()),
        }
    }

    fn begin(&self, begin: &str) -> Result<Lease<'_, Session>, StoreError> {
        let mut lease = self.pool.take()?;
        while let Some(session) = lease.connection() {
            match session.batch(begin) {
                Ok(()) => return Ok(lease),
                Err(error) => {
                    tracing::debug!(%error, "a pooled connection is dead");
                    lease.replace();
                }
            }
        }
        let session = lease.put(self.connect()?);
        session.batch(begin).map_err(|source| dialect::failure(begin, source.into()))?;
        Ok(lease)
    }
}
