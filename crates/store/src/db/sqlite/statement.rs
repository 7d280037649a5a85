//! Runs one statement.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, RowIndex, ToSql};

use super::fault::running;
use crate::db::error::Error;
use crate::db::row::{Cell, Row, Source};
use crate::db::value::Value;

/// Runs a statement to its end and counts the rows it changed.
pub(in crate::db) fn execute(
    connection: &Connection,
    sql: &str,
    args: &[Value],
) -> Result<u64, Error> {
    let mut statement = prepare(connection, sql, args)?;
    if statement.column_count() == 0 {
        return statement
            .raw_execute()
            .map(|rows| rows as u64)
            .map_err(running);
    }
    let mut rows = statement.raw_query();
    while rows.next().map_err(running)?.is_some() {}
    Ok(connection.changes())
}

/// Hands over row after row until `read` has enough.
pub(in crate::db) fn visit(
    connection: &Connection,
    sql: &str,
    args: &[Value],
    read: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<(), Error> {
    let mut statement = prepare(connection, sql, args)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(running)? {
        if !read(&Row(Source::Sqlite(row))) {
            break;
        }
    }
    Ok(())
}

/// Runs several statements without values.
pub(in crate::db) fn script(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.execute_batch(sql).map_err(running)
}

/// Reads a column's content.
pub(in crate::db) fn cell<'r>(
    row: &'r rusqlite::Row<'_>,
    column: impl RowIndex,
) -> Result<Cell<'r>, Error> {
    let content = row.get_ref(column).map_err(|err| match err {
        rusqlite::Error::InvalidColumnName(name) => {
            Error::Inconsistent(format!("there is no column {name}"))
        }
        err => running(err),
    })?;
    match content {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Int(number)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cell::Text(text)),
            Err(_) => Err(Error::Inconsistent("a text is not UTF-8".into())),
        },
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(Error::Inconsistent(
            "a column is of no portable type".into(),
        )),
    }
}

// To SQLite `$2` is a name, numbered by where it first stands, so each is bound by the number in its name.
fn prepare<'c>(
    connection: &'c Connection,
    sql: &str,
    args: &[Value],
) -> Result<CachedStatement<'c>, Error> {
    let mut statement = connection.prepare_cached(sql).map_err(running)?;
    let mut highest = 0;
    for index in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(index)
            .and_then(|name| name.get(1..))
            .and_then(|it| it.parse().ok());
        let number: usize =
            number.ok_or_else(|| Error::Inconsistent("a placeholder is not a number".into()))?;
        highest = highest.max(number);
        if let Some(value) = number.checked_sub(1).and_then(|it| args.get(it)) {
            statement
                .raw_bind_parameter(index, value)
                .map_err(running)?;
        }
    }
    if highest != args.len() {
        let message = format!(
            "a statement takes {highest} values and was given {}",
            args.len()
        );
        return Err(Error::Inconsistent(message));
    }
    Ok(statement)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bool(truth) => ValueRef::Integer((*truth).into()),
        }))
    }
}
