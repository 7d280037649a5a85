//! What a person is told when the database cannot be used.

use moongate_service::database::OpenError;

use super::error::{CommandError, Kind};
use crate::config::Database;

/// Why `database` could not be opened, copied or replaced.
pub fn failed(database: &Database, err: &OpenError) -> CommandError {
    let name = database.to_string();
    let (kind, sentence, remedy) = match err {
        OpenError::Address { what } => (
            Kind::Settings,
            format!("The database {name} cannot be used here: {what}."),
            "Check the setting database.",
        ),
        OpenError::Absent { path } => (
            Kind::Absent,
            format!("There is no database at {}.", path.display()),
            "Check database and data_dir; moongate serve makes a new one.",
        ),
        OpenError::Unwritable { path, source } => (
            Kind::Unwritable,
            format!("{} cannot be written: {source}.", path.display()),
            "Make it writable for the user that runs moongate.",
        ),
        OpenError::InUse { path } => (
            Kind::InUse,
            format!("Another process has the database {} open.", path.display()),
            "Stop the running server first.",
        ),
        OpenError::Damaged { path, what } => (
            Kind::Damaged,
            format!("The database {} is damaged: {what}.", path.display()),
            "Nothing was changed. Put a backup in its place with: moongate restore FILE",
        ),
        OpenError::Foreign { path } => (
            Kind::Damaged,
            format!("{} is the database of another application.", path.display()),
            "Check the setting database.",
        ),
        OpenError::Newer { migration } => (
            Kind::Newer,
            format!(
                "The database {name} was written by a newer moongate: it has migration {migration}."
            ),
            "Run that version or a later one.",
        ),
        OpenError::Inconsistent { migration } => (
            Kind::Newer,
            format!("The database {name} does not fit this moongate at migration {migration}."),
            "Run the version that last used it, or restore a backup.",
        ),
        OpenError::Unreachable { host, source } => (
            Kind::Unreachable,
            format!(
                "The database server {host} cannot be reached: {}.",
                chain(&**source)
            ),
            "Start it, or check host, port and firewall in the setting database.",
        ),
        OpenError::Refused { host, source } => (
            Kind::Unreachable,
            format!(
                "The database server {host} refused the connection: {}.",
                chain(source)
            ),
            "Check user, password and database name in the setting database.",
        ),
        OpenError::TooOld { host, version } => (
            Kind::Unreachable,
            format!("The database server {host} is PostgreSQL {version}."),
            "PostgreSQL 14 or later is needed.",
        ),
        OpenError::ReadOnly | OpenError::Store(_) => (
            Kind::Unexpected,
            format!("The database {name} could not be used: {}.", chain(err)),
            "Check the disk and run moongate doctor.",
        ),
    };
    CommandError::new(kind, sentence, remedy)
}

/// An error with what lies beneath it.
pub fn chain(err: &dyn std::error::Error) -> String {
    let mut text = err.to_string();
    let mut inner = err.source();
    while let Some(cause) = inner {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        inner = cause.source();
    }
    text
}
