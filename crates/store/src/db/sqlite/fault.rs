//! What SQLite says, in the door's words.

use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi::{
    SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_NOTNULL,
    SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE,
};

use crate::db::error::{Error, Fault, OpenError};

/// Why a statement failed.
pub(super) fn running(err: rusqlite::Error) -> Error {
    let (engine, said) = match err {
        // The error's own text would repeat the statement.
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, msg),
        rusqlite::Error::SqliteFailure(error, said) => {
            (error, said.unwrap_or_else(|| error.to_string()))
        }
        err => {
            return Fault {
                code: "rusqlite".into(),
                said: err.to_string(),
            }
            .into();
        }
    };
    match (engine.code, engine.extended_code) {
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Busy,
        (_, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID) => {
            Error::Conflict { on: columns(&said) }
        }
        (_, SQLITE_CONSTRAINT_FOREIGNKEY | SQLITE_CONSTRAINT_NOTNULL | SQLITE_CONSTRAINT_CHECK) => {
            Error::Inconsistent(said)
        }
        (_, code) => Fault {
            code: format!("SQLite {code}"),
            said,
        }
        .into(),
    }
}

/// Why the file could not be opened.
pub(super) fn opening(path: &Path, err: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    match err.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Damaged {
            path,
            what: "SQLite cannot read it".into(),
        },
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            OpenError::Unwritable {
                path,
                source: std::io::Error::from(std::io::ErrorKind::PermissionDenied),
            }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::InUse { path },
        _ => OpenError::Store(running(err)),
    }
}

/// `UNIQUE constraint failed: users.pool_id, users.email` becomes `users.pool_id,email`, and
/// `UNIQUE constraint failed: index 'users_lower_email'` becomes `users_lower_email`.
fn columns(said: &str) -> String {
    let list = said.split_once(": ").map_or(said, |(_, list)| list);
    if let Some(index) = list.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut on = String::new();
    for column in list.split(", ") {
        match column.split_once('.') {
            Some((_, column)) if !on.is_empty() => {
                on.push(',');
                on.push_str(column);
            }
            _ => on.push_str(column),
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_names_the_table_once_and_all_columns() {
        assert_eq!(columns("UNIQUE constraint failed: users.id"), "users.id");
        assert_eq!(
            columns("UNIQUE constraint failed: keys.pool_id, keys.kind, keys.value"),
            "keys.pool_id,kind,value"
        );
        assert_eq!(
            columns("UNIQUE constraint failed: index 'by_lower_email'"),
            "by_lower_email"
        );
    }
}
