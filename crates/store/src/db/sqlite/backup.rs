//! Copies the file while it is in use, and looks for damage inside.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::fault::running;
use super::{connection, file};
use crate::db::error::Error;

/// Copies the database as it is at one moment to a new file. An existing one is left alone and is an error.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    if to.try_exists()? {
        return Err(io::Error::from(ErrorKind::AlreadyExists).into());
    }
    let partial = file::beside(to, ".partial");
    file::remove(&partial)?;
    file::private(OpenOptions::new().create_new(true)).open(&partial)?;
    let done = fill(from, &partial).and_then(|()| Ok(file::publish(&partial, to)?));
    if done.is_err() {
        // The first failure is the one to tell.
        let _ = file::remove(&partial);
    }
    done
}

fn fill(from: &Path, to: &Path) -> Result<(), Error> {
    let source = connection::read(from).map_err(running)?;
    let mut copy =
        Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(running)?;
    // Nobody sees the copy before it is whole and on disk, so it needs no journal.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        .map_err(running)?;
    // All pages in one step are one snapshot; in several, every commit in between would begin it anew.
    let step = Backup::new(&source, &mut copy)
        .and_then(|it| it.step(-1))
        .map_err(running)?;
    match step {
        StepResult::Done => copy.close().map_err(|(_, err)| running(err)),
        _ => Err(Error::Busy),
    }
}

/// What SQLite's own checks have to say.
pub(super) fn findings(path: &Path) -> Result<Vec<String>, Error> {
    let connection = connection::read(path).map_err(running)?;
    // Both checks look at the same moment.
    connection.execute_batch("BEGIN").map_err(running)?;
    let mut findings =
        lines(&connection, "PRAGMA integrity_check", |row| row.get(0)).map_err(running)?;
    findings.retain(|line| line != "ok");
    let orphans = lines(&connection, "PRAGMA foreign_key_check", |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!(
            "a row of {table} refers to a row of {parent} that does not exist"
        ))
    });
    findings.extend(orphans.map_err(running)?);
    Ok(findings)
}

fn lines(
    connection: &Connection,
    sql: &str,
    line: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<String>,
) -> rusqlite::Result<Vec<String>> {
    connection.prepare(sql)?.query_map([], line)?.collect()
}
