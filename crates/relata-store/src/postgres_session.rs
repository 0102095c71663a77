use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Row, RowStream, Statement};

use crate::dialect;
use crate::error::DatabaseError;
use crate::postgres_address::Address;
use crate::value::Value;

/// Prepared statements kept per connection; past it all are dropped, since built filters may vary.
const STATEMENTS_MAX: usize = 256;
/// Silence after which the server is asked whether it is still there. Together with the time to
/// connect it stays under the two seconds in which callers are promised an answer.
pub(crate) const SILENCE_MAX: Duration = Duration::from_millis(400);
/// Time from one such question to the next, while a statement takes long on a server that answers.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// How much longer than the server's own limit a statement is waited for, should the server forget.
const GRACE: Duration = Duration::from_secs(5);
/// Rows that are read at one go.
const ROWS_MAX: usize = 256;

/// A connection to PostgreSQL with its prepared statements. Whatever the server or the network
/// does, no call waits for ever:
///
/// ```text
/// statement -> silence for 400 ms -> is the server there? -> no:  the connection is given up
///                      ^                                     yes: wait on, to the statement's limit
///                      +------------------ 2 s later --------'
/// ```
pub(crate) struct Session {
    link: Link,
    client: Client,
    statements: HashMap<String, Statement>,
    /// Whether a statement of the transaction failed, so that the server would not commit it.
    failed: bool,
}

/// What moves bytes between the client and the server, while somebody waits for them.
struct Link {
    runtime: Option<Runtime>,
    connection: Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>,
    address: Arc<Address>,
    /// How long one statement may take.
    limit: Duration,
}

impl Session {
    /// Connects within a time.
    pub(crate) fn connect(address: &Arc<Address>, within: Duration) -> Result<Session, DatabaseError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(DatabaseError::Thread)?;
        let connecting = async { tokio::time::timeout(within, address.connect()).await };
        let (client, connection) =
            runtime.block_on(connecting).map_err(|_| DatabaseError::silent(within))??;
        let link =
            Link { runtime: Some(runtime), connection, address: address.clone(), limit: within + GRACE };
        let mut session = Session { link, client, statements: HashMap::new(), failed: false };
        session.batch(dialect::POSTGRES_SETTINGS)?;
        Ok(session)
    }

    /// Starts a transaction, on a connection that may have died since it was last used; there is no
    /// use in asking whether the server is there, as the caller tries another connection at once.
    pub(crate) fn begin(&mut self, begin: &Begin) -> Result<(), DatabaseError> {
        self.failed = false;
        self.link.limit = SILENCE_MAX;
        let begun = self.batch(begin.sql);
        self.link.limit = begin.statement_max + GRACE;
        begun
    }

    /// Whether a statement has failed since the transaction began.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Runs statements without values, as written for PostgreSQL.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let done = self.link.wait(self.client.batch_execute(sql));
        self.noted(done)
    }

    /// Runs a statement as the nouns write it.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let statement = self.prepare(sql, dialect::postgres_statement)?;
        let values = parameters(&statement, values);
        let done = self.link.wait(self.client.execute(&statement, &values));
        self.noted(done)
    }

    /// Runs a bulk statement, one array per column.
    pub(crate) fn execute_arrays(
        &mut self,
        sql: &str,
        arrays: &[Box<dyn ToSql + Sync + '_>],
    ) -> Result<u64, DatabaseError> {
        let statement = self.prepare(sql, str::to_string)?;
        let arrays: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(AsRef::as_ref).collect();
        let done = self.link.wait(self.client.execute(&statement, &arrays));
        self.noted(done)
    }

    /// Runs a query as the nouns write it; the rows come as they are read.
    pub(crate) fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Rows<'_>, DatabaseError> {
        let statement = self.prepare(sql, dialect::postgres_statement)?;
        let values = parameters(&statement, values);
        let started = self.link.wait(self.client.query_raw(&statement, values));
        let stream = Box::pin(self.noted(started)?);
        Ok(Rows { stream, session: self, ready: VecDeque::new(), ended: false })
    }

    fn prepare(&mut self, sql: &str, translate: impl Fn(&str) -> String) -> Result<Statement, DatabaseError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.link.wait(self.client.prepare(&translate(sql)));
        let statement = self.noted(prepared)?;
        if self.statements.len() >= STATEMENTS_MAX {
            self.statements.clear();
        }
        self.statements.insert(sql.to_string(), statement.clone());
        Ok(statement)
    }

    fn noted<T>(&mut self, done: Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        self.failed |= done.is_err();
        done
    }
}

impl Link {
    /// Does a piece of work while bytes move, at most until the statement's limit, and not that
    /// long if the server is not there any more.
    fn wait<T>(&mut self, work: impl Future<Output = Result<T, Error>>) -> Result<T, DatabaseError> {
        let Link { runtime, connection, address, limit } = self;
        let runtime = runtime.as_ref().expect("the runtime is taken only when the session is dropped");
        let begun = Instant::now();
        runtime.block_on(async {
            let mut work = pin!(work);
            let mut moving = pin!(std::future::poll_fn(move |context: &mut Context<'_>| {
                // A connection that has ended makes the work fail by itself; an error says more.
                if let Poll::Ready(Err(error)) = connection.as_mut().poll(context) {
                    return Poll::Ready(Err(error));
                }
                work.as_mut().poll(context)
            }));
            let mut patience = SILENCE_MAX;
            loop {
                if let Ok(done) = tokio::time::timeout(patience, moving.as_mut()).await {
                    return done.map_err(DatabaseError::from);
                }
                if begun.elapsed() >= *limit {
                    return Err(DatabaseError::silent(begun.elapsed()));
                }
                tokio::select! {
                    biased;
                    done = moving.as_mut() => return done.map_err(DatabaseError::from),
                    there = address.is_there() => if !there {
                        return Err(DatabaseError::silent(begun.elapsed()));
                    },
                }
                patience = ASK_AGAIN.min(limit.saturating_sub(begun.elapsed()));
            }
        })
    }
}

/// The runtime is let go without waiting, which is allowed on every thread; the socket closes with it.
impl Drop for Link {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// How a transaction begins.
pub(crate) struct Begin {
    /// The statement.
    pub(crate) sql: &'static str,
    /// How long the server lets one of its statements run.
    pub(crate) statement_max: Duration,
}

/// The rows of a query, some at a time.
pub(crate) struct Rows<'s> {
    session: &'s mut Session,
    stream: Pin<Box<RowStream>>,
    ready: VecDeque<Row>,
    ended: bool,
}

impl Rows<'_> {
    /// The next row.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, DatabaseError> {
        if self.ready.is_empty() && !self.ended {
            self.read()?;
        }
        Ok(self.ready.pop_front())
    }

    /// Waits for one row and takes what came with it.
    fn read(&mut self) -> Result<(), DatabaseError> {
        let Rows { session, stream, ready, ended } = self;
        let read = session.link.wait(std::future::poll_fn(|context| {
            while ready.len() < ROWS_MAX {
                match futures_core::Stream::poll_next(stream.as_mut(), context) {
                    Poll::Ready(Some(Ok(row))) => ready.push_back(row),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                    Poll::Ready(None) => {
                        *ended = true;
                        return Poll::Ready(Ok(()));
                    }
                    Poll::Pending if ready.is_empty() => return Poll::Pending,
                    Poll::Pending => break,
                }
            }
            Poll::Ready(Ok(()))
        }));
        session.noted(read)
    }
}

fn parameters<'p>(statement: &Statement, values: &'p [Value<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    (values.iter().zip(statement.params()))
        .map(|(value, column)| dialect::postgres_parameter(value, column))
        .collect()
}
