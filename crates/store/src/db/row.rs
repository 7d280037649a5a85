//! What a statement gives back, read by the name of the column.

use moongate_domain::{Secret, Timestamp};
use serde::de::DeserializeOwned;

use super::error::Error;

/// One row of an answer.
pub struct Row<'r>(pub(super) Source<'r>);

pub(super) enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// Reads a column.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Error> {
        let cell = self.cell(column)?;
        T::from_value(cell).map_err(|err| Error::Inconsistent(format!("column {column}: {err}")))
    }

    /// Reads a column that holds a JSON text.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        let Cell::Text(text) = self.cell(column)? else {
            return Err(Error::Inconsistent(format!(
                "column {column}: {}",
                NotThatType("text")
            )));
        };
        // serde's message may quote the text, so only the place is told.
        serde_json::from_str(text).map_err(|err| {
            Error::Inconsistent(format!(
                "column {column}: not the JSON expected, at character {}",
                err.column()
            ))
        })
    }

    /// Reads the first column, whatever its name.
    pub(super) fn first<T: FromValue>(&self) -> Result<T, Error> {
        let cell = match self.0 {
            Source::Sqlite(row) => super::sqlite::cell(row, 0),
            Source::Postgres(row) => super::postgres::at(row, 0),
        };
        T::from_value(cell?).map_err(|err| Error::Inconsistent(format!("first column: {err}")))
    }

    fn cell(&self, column: &str) -> Result<Cell<'_>, Error> {
        match self.0 {
            Source::Sqlite(row) => super::sqlite::cell(row, column),
            Source::Postgres(row) => super::postgres::named(row, column),
        }
    }
}

/// A column's content before it is given a type.
#[derive(Clone, Copy)]
pub enum Cell<'r> {
    /// No value.
    Null,
    /// A text.
    Text(&'r str),
    /// A number; SQLite gives truth values as 0 and 1.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

/// A column's content is not of the type asked for.
#[derive(Debug, thiserror::Error)]
#[error("not {0}")]
pub struct NotThatType(pub &'static str);

/// What can be read from one column.
pub trait FromValue: Sized {
    /// Gives the content its type.
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType>;
}

/// What can be read from one row.
pub trait FromRow: Sized {
    /// Reads the columns that make one. An impossible mix of values is [`Error::Inconsistent`].
    fn from_row(row: &Row<'_>) -> Result<Self, Error>;
}

impl FromValue for String {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            _ => Err(NotThatType("a text")),
        }
    }
}

impl FromValue for i64 {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        match cell {
            Cell::Int(number) => Ok(number),
            _ => Err(NotThatType("a number")),
        }
    }
}

impl FromValue for bool {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        match cell {
            Cell::Bool(truth) => Ok(truth),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            _ => Err(NotThatType("a truth value")),
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        i64::from_value(cell).map(Self)
    }
}

impl FromValue for Secret {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        String::from_value(cell).map(Self::new)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
        match cell {
            Cell::Null => Ok(None),
            cell => T::from_value(cell).map(Some),
        }
    }
}

macro_rules! identifier {
    ($id:ty) => {
        impl FromValue for $id {
            fn from_value(cell: Cell<'_>) -> Result<Self, NotThatType> {
                String::from_value(cell).map(Self::stored)
            }
        }

        single_column!($id);
    };
}

macro_rules! single_column {
    ($($kind:ty)*) => {$(
        impl FromRow for $kind {
            fn from_row(row: &Row<'_>) -> Result<Self, Error> {
                row.first()
            }
        }
    )*};
}

moongate_domain::for_each_identifier!(identifier);
single_column!(String i64 bool Timestamp);

impl<T: FromValue> FromRow for Option<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        row.first()
    }
}
