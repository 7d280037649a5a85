//! What can go wrong at the door. No message holds SQL or a value.

use std::path::PathBuf;

/// Why a statement or a transaction failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row that has to be there is not.
    #[error("the row does not exist")]
    Missing,
    /// Another row already holds the same values.
    #[error("another row already has the same {on}")]
    Conflict {
        /// Table and columns, alike on both engines: `users.email`, or `identifiers.pool_id,key`. For an index on an
        /// expression, the name of the index.
        on: String,
    },
    /// Too much is waiting, or something held a lock for too long. A later try may succeed.
    #[error("the database is busy")]
    Busy,
    /// The database server does not answer, or the store is closed.
    #[error("the database cannot be reached")]
    Unreachable,
    /// What is stored, or what a statement asks for, breaks a rule of ours.
    #[error("the stored data is inconsistent: {0}")]
    Inconsistent(String),
    /// Anything else, as the engine told it.
    #[error("the database engine failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What an engine said, without the statement and its values.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{said} ({code})")]
pub(super) struct Fault {
    pub(super) code: String,
    pub(super) said: String,
}

impl Error {
    /// What is stored, or about to be, breaks a rule of ours.
    pub fn inconsistent(what: impl ToString) -> Self {
        Self::Inconsistent(what.to_string())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Engine(Box::new(fault))
    }
}

impl From<std::io::Error> for Error {
    fn from(err: std::io::Error) -> Self {
        Self::Engine(Box::new(err))
    }
}

/// Why a database could not be opened or brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one of a database.
    #[error("not a database address: {what}")]
    Address {
        /// What to write instead.
        what: &'static str,
    },
    /// There is no such file, and making one was not asked for.
    #[error("there is no database at {path}")]
    Absent {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The file or its folder cannot be read or written by this process.
    #[error("cannot write {path}")]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process holds the database.
    #[error("another process has {path} open")]
    InUse {
        /// The database file.
        path: PathBuf,
    },
    /// The file is no whole database any more.
    #[error("the database {path} is damaged: {what}")]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The file belongs to some other application.
    #[error("{path} is the database of another application")]
    Foreign {
        /// The database file.
        path: PathBuf,
    },
    /// The server does not answer.
    #[error("the database server {host} cannot be reached")]
    Unreachable {
        /// Host and port, or the folder of its socket.
        host: String,
        /// What was tried.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server answers, but not us: the user, the password or the database is not right.
    #[error("the database server {host} refused the connection")]
    Refused {
        /// Host and port, or the folder of its socket.
        host: String,
        /// What the server said.
        source: Error,
    },
    /// The server is older than PostgreSQL 14.
    #[error("the database server {host} is PostgreSQL {version}")]
    TooOld {
        /// Host and port, or the folder of its socket.
        host: String,
        /// Its major version.
        version: u32,
    },
    /// A later version of the product has been here.
    #[error("the database was written by a newer version: it has migration {migration}")]
    Newer {
        /// The first migration that is unknown here.
        migration: String,
    },
    /// An applied migration is not the one this version carries.
    #[error("migration {migration} was changed after it was applied")]
    Inconsistent {
        /// The migration that differs.
        migration: String,
    },
    /// The store was opened for reading only.
    #[error("the database was opened for reading only")]
    ReadOnly,
    /// Something else failed.
    #[error("the database could not be opened")]
    Store(#[from] Error),
}
