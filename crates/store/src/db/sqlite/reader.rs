//! One of the threads that read.

use rusqlite::Connection;

use super::fault::running;
use crate::db::job::ReadJob;
use crate::db::queue::Queue;
use crate::db::tx::{Link, Tx};

/// Works off reads until the queue is closed. Each sees one snapshot of the data.
pub(super) fn run(connection: &Connection, queue: &Queue<Box<dyn ReadJob>>) {
    while let Some(job) = queue.take() {
        if job.abandoned() {
            continue;
        }
        match command(connection, "BEGIN") {
            Ok(()) => job.run(&mut Tx::new(Link::Sqlite(connection))),
            Err(err) => job.refuse(running(err)),
        }
        if !connection.is_autocommit() && command(connection, "ROLLBACK").is_err() {
            tracing::error!("a reading transaction did not end");
        }
    }
}

fn command(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.raw_execute().map(drop)
}
