//! SQLite: one file, one writer that commits in groups, and readers that never wait for it.

mod backup;
mod checkpoint;
mod connection;
mod fault;
mod file;
mod integrity;
mod reader;
pub(super) mod statement;
mod writer;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::error::{Error, OpenError};
use super::job::{ReadJob, WriteJob};
use super::options::{Access, Options};
use super::queue::Queue;
use super::threads::Threads;
use super::tx::{Link, Tx};
use checkpoint::Checkpoints;
pub(super) use statement::cell;

/// An open SQLite file and the threads that work on it.
pub(super) struct Sqlite {
    path: PathBuf,
    access: Access,
    reads: Arc<Queue<Box<dyn ReadJob>>>,
    /// Missing when the file was opened for reading only.
    writes: Option<Arc<Queue<Box<dyn WriteJob>>>>,
    checkpoints: Arc<Checkpoints>,
    threads: Threads,
    lock: Mutex<Option<File>>,
}

impl Sqlite {
    pub(super) fn open(path: PathBuf, options: &Options) -> Result<Self, OpenError> {
        let lock = if options.access == Access::Own {
            Some(file::lock(&path, options.create)?)
        } else {
            None
        };
        file::prepare(&path, options)?;
        let it = Self {
            reads: Arc::new(Queue::new(options.queue)),
            writes: options
                .access
                .writes()
                .then(|| Arc::new(Queue::new(options.queue))),
            checkpoints: Arc::new(Checkpoints::new()),
            threads: Threads::new(),
            lock: Mutex::new(lock),
            access: options.access,
            path,
        };
        // The writer comes first: it brings the file into the mode that lets readers in beside it.
        if let Some(writes) = &it.writes {
            let opened = |err| fault::opening(&it.path, err);
            let mut connection = connection::write(&it.path).map_err(opened)?;
            let carrier = connection::write(&it.path).map_err(opened)?;
            it.checkpoints.watch(&mut connection).map_err(opened)?;
            let (queue, checkpoints) = (Arc::clone(writes), Arc::clone(&it.checkpoints));
            it.threads
                .spawn("store-writer", move || writer::run(&connection, &queue))?;
            it.threads
                .spawn("store-checkpoint", move || checkpoints.run(&carrier))?;
        }
        for _ in 0..options.readers.max(1) {
            let connection =
                connection::read(&it.path).map_err(|err| fault::opening(&it.path, err))?;
            let queue = Arc::clone(&it.reads);
            it.threads
                .spawn("store-reader", move || reader::run(&connection, &queue))?;
        }
        Ok(it)
    }

    pub(super) fn read(&self, job: Box<dyn ReadJob>) -> Result<(), Error> {
        self.reads.push(job)
    }

    pub(super) fn write(&self, job: Box<dyn WriteJob>) -> Result<(), Error> {
        match &self.writes {
            Some(writes) => writes.push(job),
            None => Err(Error::Inconsistent(
                "a store opened for reading was asked to write".into(),
            )),
        }
    }

    /// Runs work in a write transaction of its own, on a connection of its own.
    pub(super) fn alone<T>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        match self.access {
            Access::Own => {}
            Access::Beside => {
                return Err(OpenError::InUse {
                    path: self.path.clone(),
                });
            }
            Access::Read => return Err(OpenError::ReadOnly),
        }
        let opened = |err| fault::opening(&self.path, err);
        let connection = connection::write(&self.path).map_err(opened)?;
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(opened)?;
        // An early return drops the connection, and the transaction with it.
        let done = work(&mut Tx::new(Link::Sqlite(&connection)))?;
        connection.execute_batch("COMMIT").map_err(opened)?;
        Ok(done)
    }

    /// Runs work that only reads, on a connection of its own.
    pub(super) fn look<T>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let connection =
            connection::read(&self.path).map_err(|err| fault::opening(&self.path, err))?;
        work(&mut Tx::new(Link::Sqlite(&connection)))
    }

    pub(super) async fn backup(&self, to: PathBuf) -> Result<(), Error> {
        let from = self.path.clone();
        aside(move || backup::copy(&from, &to)).await
    }

    pub(super) async fn integrity(&self) -> Result<Vec<String>, Error> {
        let path = self.path.clone();
        aside(move || integrity::findings(&path)).await
    }

    /// Replaces the file at `to` by the backup `from`.
    pub(super) fn restore(from: &Path, to: &Path) -> Result<(), OpenError> {
        backup::restore(from, to)
    }

    pub(super) fn close(&self) {
        self.reads.close();
        if let Some(writes) = &self.writes {
            writes.close();
        }
        self.checkpoints.close();
        self.threads.join();
        drop(
            self.lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.close();
    }
}

/// Runs long work on a thread of its own, so that it holds up neither callers nor readers.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (reply, answer) = oneshot::channel();
    thread::Builder::new()
        .name("store-aside".into())
        .spawn(move || {
            // An error here means that the caller has left.
            let _ = reply.send(work());
        })?;
    answer.await.unwrap_or(Err(Error::Unreachable))
}
