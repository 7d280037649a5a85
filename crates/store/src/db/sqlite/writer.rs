//! The one thread that writes, and commits in groups.
//!
//! Whatever waits runs one after another inside one transaction, each in its own savepoint, and each is answered
//! after the one commit. So a hundred sign-ins that arrive together cost one write to the disk, and a failing or
//! panicking one takes back what it did and nothing else.

use rusqlite::Connection;

use super::fault::running;
use crate::db::error::{Error, Fault};
use crate::db::job::WriteJob;
use crate::db::queue::Queue;
use crate::db::tx::{Link, Tx};

/// The most that one commit carries, so that the first of a group does not wait for ever.
const GROUP: usize = 256;

/// Works off writes until the queue is closed, then empties the write-ahead log.
pub(super) fn run(connection: &Connection, queue: &Queue<Box<dyn WriteJob>>) {
    let mut group = Vec::with_capacity(GROUP);
    while let Some(first) = queue.take() {
        let committed = match command(connection, "BEGIN IMMEDIATE") {
            Ok(()) => work_off(connection, first, queue, &mut group),
            Err(err) => {
                group.push(first);
                Err(err)
            }
        };
        match committed {
            Ok(()) => group.drain(..).for_each(|job| job.answer(Ok(()))),
            Err(err) => group.drain(..).for_each(|job| job.answer(Err(again(&err)))),
        }
    }
    super::checkpoint::finish(connection);
}

fn work_off(
    connection: &Connection,
    first: Box<dyn WriteJob>,
    queue: &Queue<Box<dyn WriteJob>>,
    group: &mut Vec<Box<dyn WriteJob>>,
) -> Result<(), Error> {
    let mut next = Some(first);
    while let Some(mut job) = next {
        if !job.abandoned() {
            let done = run_one(connection, &mut *job);
            group.push(job);
            if let Err(err) = done {
                let _ = command(connection, "ROLLBACK");
                return Err(err);
            }
        }
        next = if group.len() < GROUP {
            queue.take_waiting()
        } else {
            None
        };
    }
    command(connection, "COMMIT").inspect_err(|_| {
        // After a failed commit the transaction may still be open. If SQLite has ended it, this fails harmlessly.
        let _ = command(connection, "ROLLBACK");
    })
}

/// Runs one job in its savepoint. An error here is the end of the whole group's transaction.
fn run_one(connection: &Connection, job: &mut dyn WriteJob) -> Result<(), Error> {
    command(connection, "SAVEPOINT job")?;
    let keep = job.run(&mut Tx::new(Link::Sqlite(connection)));
    if connection.is_autocommit() {
        // On a full disk or a failed read SQLite gives up the whole transaction.
        let said = "the transaction was given up while a neighbour ran".into();
        return Err(Fault {
            code: "SQLite".into(),
            said,
        }
        .into());
    }
    if !keep {
        command(connection, "ROLLBACK TO job")?;
    }
    command(connection, "RELEASE job")
}

fn command(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection
        .prepare_cached(sql)
        .and_then(|mut it| it.raw_execute())
        .map(drop)
        .map_err(running)
}

/// The same failure once more, for the next member of the group.
fn again(err: &Error) -> Error {
    match err {
        Error::Busy => Error::Busy,
        Error::Inconsistent(what) => Error::Inconsistent(what.clone()),
        Error::Engine(source) => Fault {
            code: "group".into(),
            said: source.to_string(),
        }
        .into(),
        Error::Missing | Error::Conflict { .. } | Error::Unreachable => Error::Unreachable,
    }
}
