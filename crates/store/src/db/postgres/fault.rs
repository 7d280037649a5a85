//! What PostgreSQL says, in the door's words.

use std::error::Error as _;

use tokio_postgres::error::{DbError, SqlState};

use super::values::Misfit;
use crate::db::error::{Error, Fault, OpenError};

/// What a failure means for the rest of the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// It has failed.
    None,
    /// The same work may succeed if it is done again.
    Again,
    /// The tables have changed below the prepared statements.
    Forget,
    /// The connection is gone.
    Reconnect,
}

/// Why a statement failed, and what helps.
pub(super) fn running(err: &tokio_postgres::Error) -> (Error, Remedy) {
    if let Some(said) = err.as_db_error() {
        return told(said);
    }
    match err.source() {
        Some(cause) if cause.is::<Misfit>() || cause.is::<std::num::TryFromIntError>() => {
            (Error::Inconsistent(Misfit.to_string()), Remedy::None)
        }
        Some(cause) if cause.is::<std::io::Error>() => (Error::Unreachable, Remedy::Reconnect),
        _ if err.is_closed() => (Error::Unreachable, Remedy::Reconnect),
        _ => (
            Fault {
                code: "protocol".into(),
                said: err.to_string(),
            }
            .into(),
            Remedy::Reconnect,
        ),
    }
}

fn told(said: &DbError) -> (Error, Remedy) {
    let code = said.code();
    let class = code.code().get(..2).unwrap_or_default();
    if *code == SqlState::UNIQUE_VIOLATION {
        (Error::Conflict { on: columns(said) }, Remedy::None)
    } else if class == "23" {
        let rule = said.constraint().or(said.column()).unwrap_or("a rule");
        (
            Error::Inconsistent(format!(
                "{rule} of {} is broken",
                said.table().unwrap_or("a table")
            )),
            Remedy::None,
        )
    } else if [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ]
    .contains(code)
    {
        (Error::Busy, Remedy::Again)
    } else if [
        SqlState::QUERY_CANCELED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::TOO_MANY_CONNECTIONS,
    ]
    .contains(code)
    {
        (Error::Busy, Remedy::None)
    } else if class == "08" || class == "57" {
        (Error::Unreachable, Remedy::Reconnect)
    } else if *code == SqlState::INVALID_SQL_STATEMENT_NAME
        || *code == SqlState::FEATURE_NOT_SUPPORTED
            && said.routine() == Some("RevalidateCachedQuery")
    {
        (fault(said), Remedy::Forget)
    } else {
        (fault(said), Remedy::None)
    }
}

fn fault(said: &DbError) -> Error {
    let code = said.code().code();
    // Messages about data quote it.
    let said = if code.starts_with("22") {
        "a value was not accepted"
    } else {
        said.message()
    };
    Fault {
        code: format!("SQLSTATE {code}"),
        said: said.into(),
    }
    .into()
}

/// Why a connection could not be opened.
pub(super) fn opening(host: &str, err: tokio_postgres::Error) -> OpenError {
    let host = host.to_owned();
    match err.as_db_error().map(told) {
        None => OpenError::Unreachable {
            host,
            source: Box::new(err),
        },
        Some((Error::Unreachable | Error::Busy, _)) => OpenError::Unreachable {
            host,
            source: Box::new(err),
        },
        Some((why, _)) => OpenError::Refused { host, source: why },
    }
}

/// `Key (pool_id, email)=(…) already exists.` becomes `users.pool_id,email`, as SQLite names it. The server may say
/// the words around it in another language. For an index on an expression it is the name of the index.
fn columns(said: &DbError) -> String {
    let list = said
        .detail()
        .and_then(|it| it.split_once('('))
        .and_then(|(_, it)| it.split_once(")=("))
        .map(|it| it.0);
    match (said.table(), list) {
        (Some(table), Some(list)) if !list.contains('(') => {
            format!("{table}.{}", list.replace(", ", ",").replace('"', ""))
        }
        _ => said.constraint().unwrap_or_default().to_owned(),
    }
}
