//! The store that everybody holds: opening, asking, closing.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{Error, OpenError};
use super::job;
use super::location::{self, Location};
use super::migrations::{self, Migrated};
use super::options::{Engine, Options};
use super::postgres::Postgres;
use super::sqlite::Sqlite;
use super::tx::Tx;

/// An open database. Clones share it; the last one closes it.
#[derive(Clone)]
pub struct Store {
    backend: Arc<Backend>,
    options: Options,
}

enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({:?})", self.engine())
    }
}

impl Store {
    /// Opens `sqlite:path` or `postgres://…`. Nothing is migrated. May block for a few seconds.
    pub fn open(url: &str, options: Options) -> Result<Self, OpenError> {
        let backend = match location::parse(url)? {
            Location::Sqlite(path) => Backend::Sqlite(Sqlite::open(path, &options)?),
            Location::Postgres => Backend::Postgres(Postgres::open(url, &options)?),
        };
        Ok(Self {
            backend: Arc::new(backend),
            options,
        })
    }

    /// Applies the migrations that are missing, each in its own transaction, under a lock that nodes starting
    /// together wait for. Blocks until done.
    pub fn migrate(&self) -> Result<Migrated, OpenError> {
        let now = self.options.now;
        let mut applied = Vec::new();
        while let Some(name) = self.alone(move |tx| migrations::apply_next(tx, now))? {
            applied.push(name);
        }
        Ok(Migrated { applied })
    }

    /// The migrations that [`migrate`](Self::migrate) would apply. Blocks until known.
    pub fn pending_migrations(&self) -> Result<Vec<String>, OpenError> {
        match &*self.backend {
            Backend::Sqlite(it) => it.look(migrations::pending),
            Backend::Postgres(it) => it.look(migrations::pending),
        }
    }

    /// Runs work that only reads, on one snapshot of the data. On SQLite it never waits for a writer.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = job::read(work);
        match &*self.backend {
            Backend::Sqlite(it) => it.read(job)?,
            Backend::Postgres(it) => it.read(job)?,
        }
        answer.wait().await
    }

    /// Runs work that changes something, and answers once the change is durable.
    ///
    /// The work may run more than once, when PostgreSQL asks for it, so it changes nothing but the database. If the
    /// caller stops waiting before the work begins, it does not begin.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = job::write(work);
        match &*self.backend {
            Backend::Sqlite(it) => it.write(job)?,
            Backend::Postgres(it) => it.write(job)?,
        }
        answer.wait().await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|tx| tx.get::<i64>("SELECT CAST(1 AS BIGINT)", &[]).map(drop))
            .await
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match &*self.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// Copies the SQLite database, as it is at one moment, to a new file that only its owner may read. The copy is
    /// on disk before this answers. PostgreSQL has its own tools for that.
    pub async fn backup(&self, to: PathBuf) -> Result<(), Error> {
        match &*self.backend {
            Backend::Sqlite(it) => it.backup(to).await,
            Backend::Postgres(_) => Err(Error::Inconsistent(
                "a PostgreSQL database is backed up with its own pg_dump".into(),
            )),
        }
    }

    /// Puts a backup in the place of the SQLite database that `url` names, which nobody may have open. The backup
    /// is proven whole, ours and not newer than this version before anything is touched. Blocks until done.
    pub fn restore(url: &str, from: &Path) -> Result<(), OpenError> {
        match location::parse(url)? {
            Location::Sqlite(path) => Sqlite::restore(from, &path),
            Location::Postgres => Err(OpenError::Address {
                what: "a PostgreSQL database is restored with its own pg_restore",
            }),
        }
    }

    /// What is wrong inside the database, one line for each finding. Nothing is good news.
    pub async fn integrity(&self) -> Result<Vec<String>, Error> {
        match &*self.backend {
            Backend::Sqlite(it) => it.integrity().await,
            // PostgreSQL checks itself.
            Backend::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Finishes what waits, tidies up and lets go of the database. Calls after it are refused. Blocks until done.
    pub fn close(&self) {
        match &*self.backend {
            Backend::Sqlite(it) => it.close(),
            Backend::Postgres(it) => it.close(),
        }
    }

    fn alone<T: Send>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError> + Send,
    ) -> Result<T, OpenError> {
        match &*self.backend {
            Backend::Sqlite(it) => it.alone(work),
            Backend::Postgres(it) => it.alone(work),
        }
    }
}
