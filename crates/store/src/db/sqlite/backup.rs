//! Copies the file while it is in use, and puts such a copy back in its place.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};

use super::fault::running;
use super::{connection, fault, file, integrity};
use crate::db::error::{Error, OpenError};
use crate::db::migrations;
use crate::db::tx::{Link, Tx};

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
    let mut copy = connection::look(to, true).map_err(running)?;
    // Nobody sees the copy before it is whole and on disk, so it needs no journal.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        .map_err(running)?;
    // All pages in one step are one snapshot; in several, every commit in between would begin it anew.
    let step = Backup::new(&source, &mut copy).and_then(|it| it.step(-1));
    if !matches!(step.map_err(running)?, StepResult::Done) {
        return Err(Error::Busy);
    }
    copy.close().map_err(|(_, err)| running(err))?;
    // One file that needs no others beside it, so that it can be carried away and read from anywhere.
    let copy = connection::look(to, true).map_err(running)?;
    copy.pragma_update(None, "journal_mode", "DELETE")
        .map_err(running)?;
    copy.close().map_err(|(_, err)| running(err))
}

/// Replaces the database by a backup, or leaves it as it is if the backup is not whole, not ours, or too new.
pub(super) fn restore(from: &Path, to: &Path) -> Result<(), OpenError> {
    let lock = file::lock(to, true)?;
    prove(from)?;

    let unwritable = |source| OpenError::Unwritable {
        path: to.to_owned(),
        source,
    };
    let new = file::beside(to, ".new");
    file::remove(&new).map_err(unwritable)?;
    copy(from, &new)?;
    // What is replaced is left whole for the moment before, even if this is the last thing that works.
    if let Ok(old) = connection::write(to) {
        super::checkpoint::finish(&old);
    }
    // A log left beside the new file would be taken for its own.
    for ending in ["-wal", "-shm"] {
        file::remove(&file::beside(to, ending)).map_err(unwritable)?;
    }
    file::publish(&new, to).map_err(unwritable)?;
    drop(lock);
    Ok(())
}

fn prove(backup: &Path) -> Result<(), OpenError> {
    if fs::metadata(backup).is_err() {
        let path = backup.to_owned();
        return Err(OpenError::Absent { path });
    }
    file::prove(backup, false)?;
    if let Some(what) = integrity::findings(backup)?.into_iter().next() {
        let path = backup.to_owned();
        return Err(OpenError::Damaged { path, what });
    }
    let connection = connection::read(backup).map_err(|err| fault::opening(backup, err))?;
    migrations::pending(&mut Tx::new(Link::Sqlite(&connection))).map(drop)
}
