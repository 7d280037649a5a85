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

/// What the opener of a database asks for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Make the SQLite file if it is missing.
    pub create: bool,
    /// Hold the SQLite file for oneself and write to it. Without it the store only reads, which is allowed beside a
    /// running server; on PostgreSQL it changes nothing.
    pub exclusive: bool,
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
            exclusive: true,
            readers: 4,
            connections: None,
            queue: 1024,
            now: Timestamp(0),
        }
    }
}
