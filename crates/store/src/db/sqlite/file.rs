//! The file itself: whether it is there, whole, ours and free.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{connection, fault};
use crate::db::error::OpenError;
use crate::db::options::{Access, Options};

/// Marks the file as ours: "Moon" in ASCII.
const APPLICATION: i32 = 0x4d6f_6f6e;

/// Takes the lock that keeps a second writing process out, for as long as the answer lives.
pub(super) fn lock(path: &Path, create: bool) -> Result<File, OpenError> {
    if !create && !exists(path)? {
        return Err(OpenError::Absent {
            path: path.to_owned(),
        });
    }
    let lock = beside(path, ".lock");
    let unwritable = |source| OpenError::Unwritable {
        path: lock.clone(),
        source,
    };
    let file = private(OpenOptions::new().create(true).truncate(false))
        .open(&lock)
        .map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(unwritable(source)),
    }
}

/// Makes sure that a whole database of ours is there.
pub(super) fn prepare(path: &Path, options: &Options) -> Result<(), OpenError> {
    if !exists(path)? {
        if fs::metadata(beside(path, "-wal")).is_ok_and(|it| it.len() > 0) {
            let what = "its write-ahead log is there, the file is not".into();
            return Err(OpenError::Damaged {
                path: path.to_owned(),
                what,
            });
        }
        if !(options.create && options.access == Access::Own) {
            return Err(OpenError::Absent {
                path: path.to_owned(),
            });
        }
        make(path)?;
    }
    prove(path, options.access.writes())
}

/// Makes an empty database under another name first, so that an empty file under this one is always a damaged one.
fn make(path: &Path) -> Result<(), OpenError> {
    let new = beside(path, ".new");
    let unwritable = |source| OpenError::Unwritable {
        path: path.to_owned(),
        source,
    };
    remove(&new).map_err(unwritable)?;
    private(OpenOptions::new().create_new(true))
        .open(&new)
        .map_err(unwritable)?;
    let connection = connection::write(&new).map_err(|err| fault::opening(path, err))?;
    connection
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(|err| fault::opening(path, err))?;
    connection
        .close()
        .map_err(|(_, err)| fault::opening(path, err))?;
    publish(&new, path).map_err(unwritable)
}

/// Finds out whether the file is a whole database of ours, and leaves it as it is.
pub(super) fn prove(path: &Path, writes: bool) -> Result<(), OpenError> {
    let unreadable = |source| OpenError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() == 0 {
        return Err(OpenError::Damaged {
            path: path.to_owned(),
            what: "it is empty".into(),
        });
    }
    let asked = || -> rusqlite::Result<(i32, i64, bool)> {
        let connection = connection::look(path, writes)?;
        let application =
            connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        // Reading the schema also proves that the file is as long as it says.
        let tables =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((
            application,
            tables,
            connection.is_readonly(rusqlite::MAIN_DB)?,
        ))
    };
    let (application, tables, readonly) = asked().map_err(|err| fault::opening(path, err))?;
    if application != APPLICATION {
        let path = path.to_owned();
        return Err(match tables {
            0 => OpenError::Damaged {
                path,
                what: "it holds nothing".into(),
            },
            _ => OpenError::Foreign { path },
        });
    }
    if writes && readonly {
        return Err(unreadable(io::Error::from(ErrorKind::PermissionDenied)));
    }
    Ok(())
}

/// Gives a finished file its name, and sees that both are on disk.
pub(super) fn publish(from: &Path, to: &Path) -> io::Result<()> {
    File::open(from)?.sync_all()?;
    fs::rename(from, to)?;
    match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// The name of a file that belongs to this one.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// For writing, by the owner only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.read(true).write(true)
}

/// Removes a left-over, if there is one.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(err) if err.kind() != ErrorKind::NotFound => Err(err),
        _ => Ok(()),
    }
}

fn exists(path: &Path) -> Result<bool, OpenError> {
    path.try_exists().map_err(|source| OpenError::Unwritable {
        path: path.to_owned(),
        source,
    })
}
