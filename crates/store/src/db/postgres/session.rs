//! One connection and the transaction on it.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, SimpleQueryMessage, Statement};

use super::address::Address;
use super::fault::{self, Remedy};
use crate::db::error::{Error, OpenError};
use crate::db::value::Value;

/// Statements kept ready on each connection.
const STATEMENTS: usize = 512;
/// The oldest server that has all we ask for, as the server numbers itself.
const OLDEST: u32 = 140_000;

/// No statement of ours takes that long, so one that does is stuck.
const SETTINGS: &str =
    "SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s';
    SHOW server_version_num";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
/// The name of the schema is in the lock, because one database may hold several stores.
const ALONE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
    SELECT pg_advisory_xact_lock(hashtextextended('moongate ' || coalesce(current_schema(), ''), 0))";

/// A connection that is opened when it is needed, and again after it was lost.
///
/// A transaction begins in the same round trip as its first statement. If that finds the connection gone, nothing
/// has happened yet and it is done again on a new one.
pub(in crate::db) struct Session {
    address: Arc<Address>,
    runtime: Runtime,
    link: Option<Link>,
    begin: &'static str,
    begun: bool,
    remedy: Remedy,
}

struct Link {
    client: Client,
    statements: HashMap<String, Statement>,
}

/// Why a statement has no answer.
enum Failure {
    Told(tokio_postgres::Error),
    Ours(Error),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(err: tokio_postgres::Error) -> Self {
        Self::Told(err)
    }
}

impl Session {
    pub(super) fn new(address: Arc<Address>) -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self {
            address,
            runtime,
            link: None,
            begin: READ,
            begun: false,
            remedy: Remedy::None,
        })
    }

    /// Opens the connection and looks at the server's version.
    pub(super) fn connect(&mut self) -> Result<(), OpenError> {
        let Address { config, tls, host } = &*self.address;
        let opening = async {
            let (client, connection) = config.connect(tls.clone()).await?;
            // Why it ends is told to the statement that waits, so the task's own result is not needed.
            drop(tokio::spawn(connection));
            let answers = client.simple_query(SETTINGS).await?;
            Ok((client, answers))
        };
        let opened: Result<_, tokio_postgres::Error> = self.runtime.block_on(opening);
        let (client, answers) = opened.map_err(|err| fault::opening(host, err))?;
        let version = answers.iter().find_map(|it| match it {
            SimpleQueryMessage::Row(row) => row.get(0)?.parse::<u32>().ok(),
            _ => None,
        });
        match version {
            Some(version) if version < OLDEST => Err(OpenError::TooOld {
                host: host.clone(),
                version: version / 10_000,
            }),
            _ => {
                self.link = Some(Link {
                    client,
                    statements: HashMap::new(),
                });
                Ok(())
            }
        }
    }

    /// Makes the next statement begin a transaction that only reads, on one snapshot.
    pub(super) fn reads(&mut self) {
        (self.begin, self.begun, self.remedy) = (READ, false, Remedy::None);
    }

    /// Makes the next statement begin a transaction that writes.
    pub(super) fn writes(&mut self) {
        (self.begin, self.begun, self.remedy) = (WRITE, false, Remedy::None);
    }

    /// Begins a transaction that no other node has at the same time.
    pub(super) fn begin_alone(&mut self) -> Result<(), Error> {
        self.script(ALONE)
    }

    /// What would have helped the statement that failed.
    pub(super) fn remedy(&self) -> Remedy {
        self.remedy
    }

    /// Runs a statement and counts the rows it changed.
    pub(in crate::db) fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.run(sql, args, async |client, statement, args| {
            client.execute(statement, args).await
        })
    }

    /// Runs a statement and collects its rows.
    pub(in crate::db) fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, Error> {
        self.run(sql, args, async |client, statement, args| {
            client.query(statement, args).await
        })
    }

    /// Runs several statements without values, in a transaction that has begun or that they begin.
    pub(in crate::db) fn script(&mut self, sql: &str) -> Result<(), Error> {
        let Some(link) = &self.link else {
            return Err(Error::Unreachable);
        };
        let done = self.runtime.block_on(link.client.batch_execute(sql));
        self.begun = true;
        done.map_err(|err| self.note(Failure::Told(err)))
    }

    /// Keeps what was done. If there was nothing to do, the server does not hear of it.
    pub(super) fn commit(&mut self) -> Result<(), Error> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        self.script("COMMIT")?;
        self.begun = false;
        Ok(())
    }

    /// Takes back what was done, and does not wait to be told so.
    pub(super) fn rollback(&mut self) {
        let begun = std::mem::take(&mut self.begun);
        if self
            .link
            .as_ref()
            .is_some_and(|link| link.client.is_closed())
            || self.remedy == Remedy::Reconnect
        {
            self.link = None;
        }
        let Some(link) = &mut self.link else { return };
        if self.remedy == Remedy::Forget {
            link.statements.clear();
        }
        if begun {
            self.runtime.block_on(async {
                let mut end = pin!(link.client.batch_execute("ROLLBACK"));
                poll_fn(|cx| {
                    let _ = end.as_mut().poll(cx);
                    Poll::Ready(())
                })
                .await;
                // Meanwhile the connection's own task puts it on the wire.
                tokio::task::yield_now().await;
            });
        }
    }

    fn run<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        ask: impl AsyncFn(
            &Client,
            &Statement,
            &[&(dyn ToSql + Sync)],
        ) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Error> {
        let first = !self.begun;
        let done = self
            .attempt(sql, args, &ask)
            .map_err(|failure| self.note(failure));
        if done.is_err() && first && matches!(self.remedy, Remedy::Reconnect | Remedy::Forget) {
            self.rollback();
            self.remedy = Remedy::None;
            return self
                .attempt(sql, args, &ask)
                .map_err(|failure| self.note(failure));
        }
        done
    }

    fn attempt<T>(
        &mut self,
        sql: &str,
        args: &[Value],
        ask: &impl AsyncFn(
            &Client,
            &Statement,
            &[&(dyn ToSql + Sync)],
        ) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Failure> {
        if !self.begun
            && self
                .link
                .as_ref()
                .is_none_or(|link| link.client.is_closed())
        {
            self.connect()
                .map_err(|_| Failure::Ours(Error::Unreachable))?;
        }
        let Some(Link { client, statements }) = &mut self.link else {
            return Err(Failure::Ours(Error::Unreachable));
        };
        let work = async {
            let statement = match statements.get(sql) {
                Some(statement) => statement.clone(),
                None => {
                    let statement = client.prepare(sql).await?;
                    if statements.len() >= STATEMENTS {
                        statements.clear();
                    }
                    statements.insert(sql.to_owned(), statement.clone());
                    statement
                }
            };
            let takes = statement.params().len();
            if takes != args.len() {
                let message = format!(
                    "a statement takes {takes} values and was given {}",
                    args.len()
                );
                return Err(Failure::Ours(Error::Inconsistent(message)));
            }
            let args: Vec<&(dyn ToSql + Sync)> =
                args.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
            Ok(ask(client, &statement, &args).await?)
        };
        if std::mem::replace(&mut self.begun, true) {
            return self.runtime.block_on(work);
        }
        let (begun, done) = self.runtime.block_on(async {
            // In this order, so that the beginning is sent first; neither waits for the other's answer.
            tokio::join!(biased; client.batch_execute(self.begin), work)
        });
        begun?;
        done
    }

    fn note(&mut self, failure: Failure) -> Error {
        let (err, remedy) = match failure {
            Failure::Told(err) => fault::running(&err),
            Failure::Ours(err) => (err, Remedy::None),
        };
        self.remedy = remedy;
        err
    }
}
