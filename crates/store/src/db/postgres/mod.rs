//! PostgreSQL: a pool of connections, each on a thread of its own.
//!
//! The server groups the commits of parallel connections by itself, so there is no group here. A transaction begins
//! with its first statement, in the same round trip.

mod address;
mod fault;
mod session;
mod tls;
mod values;
mod worker;

use std::sync::{Arc, mpsc};
use std::thread;

use super::error::{Error, OpenError};
use super::job::{ReadJob, WriteJob};
use super::options::Options;
use super::queue::Queue;
use super::threads::Threads;
use super::tx::{Link, Tx};
use address::Address;
pub(super) use session::Session;
pub(super) use values::{at, named};
use worker::Job;

/// Connections to a PostgreSQL server and the threads that hold them.
pub(super) struct Postgres {
    address: Arc<Address>,
    jobs: Arc<Queue<Job>>,
    threads: Threads,
}

impl Postgres {
    /// Opens the first connection; the others follow when they are needed.
    pub(super) fn open(url: &str, options: &Options) -> Result<Self, OpenError> {
        let it = Self {
            address: Arc::new(Address::parse(url)?),
            jobs: Arc::new(Queue::new(options.queue)),
            threads: Threads::new(),
        };
        let connections = options.connections.unwrap_or_else(|| {
            // Two for each core keep the server busy while answers travel, and two are for slow work.
            2 * thread::available_parallelism().map_or(1, usize::from) + 2
        });
        for number in 0..connections.max(1) {
            let (address, jobs) = (Arc::clone(&it.address), Arc::clone(&it.jobs));
            let (opened, opening) = mpsc::channel();
            it.threads.spawn("store-postgres", move || {
                let mut session = match Session::new(address) {
                    Ok(session) => session,
                    Err(err) => return drop(opened.send(Err(Error::from(err).into()))),
                };
                let first = if number == 0 {
                    session.connect()
                } else {
                    Ok(())
                };
                if opened.send(first).is_ok() {
                    worker::run(session, number, &jobs);
                }
            })?;
            opening
                .recv()
                .unwrap_or(Err(OpenError::Store(Error::Unreachable)))?;
        }
        Ok(it)
    }

    pub(super) fn read(&self, job: Box<dyn ReadJob>) -> Result<(), Error> {
        self.jobs.push(Job::Read(job))
    }

    pub(super) fn write(&self, job: Box<dyn WriteJob>) -> Result<(), Error> {
        self.jobs.push(Job::Write(job))
    }

    /// Runs work in a transaction of its own, under a lock that all nodes of this database share.
    pub(super) fn alone<T: Send>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError> + Send,
    ) -> Result<T, OpenError> {
        self.aside(|session| {
            session.begin_alone()?;
            let done = work(&mut Tx::new(Link::Postgres(session)))?;
            session.commit()?;
            Ok(done)
        })
    }

    /// Runs work that only reads, on a connection of its own.
    pub(super) fn look<T: Send>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError> + Send,
    ) -> Result<T, OpenError> {
        self.aside(|session| {
            session.reads();
            work(&mut Tx::new(Link::Postgres(session)))
        })
    }

    pub(super) fn close(&self) {
        self.jobs.close();
        self.threads.join();
    }

    // The caller may be asynchronous, and a runtime cannot be entered from within another.
    fn aside<T: Send>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<T, OpenError> + Send,
    ) -> Result<T, OpenError> {
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let mut session = Session::new(Arc::clone(&self.address)).map_err(Error::from)?;
                session.connect()?;
                work(&mut session)
            });
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.close();
    }
}
