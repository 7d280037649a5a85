//! How a database is to be opened, and which of the two engines it turned out to be.

use moongate_domain::Timestamp;

/// Which database engine stands behind the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, written by one process.
    Sqlite,
    /// A PostgreSQL server, shared by several nodes.
    Postgres,
}

/// What the opener of a SQLite file may do to it, and whom it shares the file with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Hold it: no other process does, and only the holder may make the file or migrate it.
    Own,
    /// Write beside the process that holds it, one short transaction at a time: commands beside a running server.
    Beside,
    /// Only read, beside whoever writes.
    Read,
}

impl Access {
    pub(super) fn writes(self) -> bool {
        self != Self::Read
    }
}

/// What the opener of a database asks for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Make the SQLite file if it is missing.
    pub create: bool,
    /// What the opener may do to a SQLite file. On PostgreSQL it changes nothing.
    pub access: Access,
    /// Threads that read from SQLite.
    pub readers: usize,
    /// Connections to PostgreSQL; without a number two for each core and two more.
    pub connections: Option<usize>,
    /// How many calls may wait before [`Error::Busy`](super::Error::Busy) is the answer.
    pub queue: usize,
    /// The time noted beside migrations that are applied.
    pub now: Timestamp,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            create: false,
            access: Access::Own,
            readers: 4,
            connections: None,
            queue: 1024,
            now: Timestamp(0),
        }
    }
}
