//! Carries the write-ahead log over into the file, on a thread of its own, so that no commit waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use rusqlite::{Connection, Result};

use crate::db::queue::Queue;

/// Pages of 4 KiB that may gather in the log before they are carried over.
const GATHER: i32 = 2_000;
/// Pages at which writers are held for a moment so that the log can begin anew.
const BOUND: i32 = 16_000;
/// How long they are held at most while a reader still needs the log.
const HOLD: Duration = Duration::from_millis(100);

/// What the writer and the checkpointing thread know of each other.
pub(super) struct Checkpoints {
    /// Lengths of the log, in pages, that call for a checkpoint. One at a time is enough.
    due: Queue<i32>,
    /// Pages of the log that are already in the file.
    carried: AtomicI32,
}

impl Checkpoints {
    pub(super) fn new() -> Self {
        Self {
            due: Queue::new(1),
            carried: AtomicI32::new(0),
        }
    }

    /// Has every commit of this connection look at the length of the log.
    pub(super) fn watch(self: &Arc<Self>, writer: &mut Connection) -> Result<()> {
        let it = Arc::clone(self);
        writer.wal_hook(Some(move |_: &mut _, pages| {
            it.committed(pages);
            Ok(())
        }))
    }

    /// Works until closed.
    pub(super) fn run(&self, connection: &Connection) {
        while let Some(pages) = self.due.take() {
            match carry(connection, pages) {
                Ok(carried) => self.carried.store(carried, Ordering::Relaxed),
                Err(err) => {
                    tracing::warn!(error = %err, "the write-ahead log was not carried over")
                }
            }
        }
    }

    pub(super) fn close(&self) {
        self.due.close();
    }

    fn committed(&self, pages: i32) {
        let mut carried = self.carried.load(Ordering::Relaxed);
        if pages < carried {
            // The log has begun anew.
            self.carried.store(0, Ordering::Relaxed);
            carried = 0;
        }
        if pages - carried >= GATHER {
            // A full queue means that one is due already.
            let _ = self.due.push(pages);
        }
    }
}

/// Empties the log at the end of the writer's life.
pub(super) fn finish(connection: &Connection) {
    if let Err(err) = pages_carried(connection, "PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(error = %err, "the write-ahead log was not emptied");
    }
}

fn carry(connection: &Connection, pages: i32) -> Result<i32> {
    // The bulk goes while writers write on; only what came meanwhile is worth holding them for.
    let carried = pages_carried(connection, "PRAGMA wal_checkpoint(PASSIVE)")?;
    if pages < BOUND {
        return Ok(carried);
    }
    connection.busy_timeout(HOLD)?;
    pages_carried(connection, "PRAGMA wal_checkpoint(RESTART)")
}

fn pages_carried(connection: &Connection, pragma: &str) -> Result<i32> {
    connection.query_row(pragma, [], |row| row.get(2))
}
