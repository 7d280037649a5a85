//! Reads a database address far enough to know which engine it names.

use std::path::PathBuf;

use super::error::OpenError;

/// Where a database is.
pub(super) enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres,
}

/// Reads `sqlite:path`, `sqlite://path` or `postgres://…`.
pub(super) fn parse(url: &str) -> Result<Location, OpenError> {
    if let Some(rest) = url.strip_prefix("sqlite:") {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        if path.is_empty() || path.starts_with(':') || path.contains(['?', '\0']) {
            return Err(OpenError::Address {
                what: "sqlite: takes the path of a file",
            });
        }
        return Ok(Location::Sqlite(PathBuf::from(path)));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Location::Postgres);
    }
    Err(OpenError::Address {
        what: "begin it with sqlite: or postgres://",
    })
}
