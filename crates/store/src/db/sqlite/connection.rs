//! How connections to the file are set up.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Result};

/// Statements kept ready on each connection.
const STATEMENTS: usize = 256;
/// How long a lock of another process, or a checkpoint, is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that writes. Every commit is on disk before it returns.
pub(super) fn write(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -8000;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// A connection that can only read.
pub(super) fn read(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch(
        "PRAGMA query_only = ON;
         PRAGMA cache_size = -2000;
         PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// A connection that leaves the file as it is, for a first look.
pub(super) fn look(path: &Path, writes: bool) -> Result<Connection> {
    open(
        path,
        if writes {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        },
    )
}

// No memory map: it would save a microsecond of a point read, and count every page once for each reader as memory.
// Never SQLITE_OPEN_CREATE: an empty file must not appear where a database was expected.
fn open(path: &Path, mode: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}
