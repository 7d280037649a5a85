//! Values on their way to the server and back.

use std::error::Error as StdError;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::db::error::Error;
use crate::db::row::Cell;
use crate::db::value::Value;

/// A value was bound where the server expects another type.
#[derive(Debug, thiserror::Error)]
#[error("a value is not of the type of its placeholder")]
pub(super) struct Misfit;

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        let text = matches!(
            *kind,
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN
        );
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Text(it) if text => it.as_str().to_sql(kind, out),
            Self::Int(it) if *kind == Type::INT8 => it.to_sql(kind, out),
            Self::Int(it) if *kind == Type::INT4 => i32::try_from(*it)?.to_sql(kind, out),
            Self::Bool(it) if *kind == Type::BOOL => it.to_sql(kind, out),
            _ => Err(Misfit.into()),
        }
    }

    // The value decides together with the type, so the answer is given above.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Reads the content of a named column.
pub(in crate::db) fn named<'r>(row: &'r Row, column: &str) -> Result<Cell<'r>, Error> {
    let index = row.columns().iter().position(|it| it.name() == column);
    at(
        row,
        index.ok_or_else(|| Error::Inconsistent(format!("there is no column {column}")))?,
    )
}

/// Reads the content of a column by its place.
pub(in crate::db) fn at(row: &Row, index: usize) -> Result<Cell<'_>, Error> {
    let kind = row.columns().get(index).map(|it| it.type_());
    match kind {
        Some(&Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME) => {
            read(row, index).map(|it| wrap(it, Cell::Text))
        }
        Some(&Type::INT8) => read(row, index).map(|it| wrap(it, Cell::Int)),
        Some(&Type::INT4) => read(row, index).map(|it| wrap(it, |it: i32| Cell::Int(it.into()))),
        Some(&Type::BOOL) => read(row, index).map(|it| wrap(it, Cell::Bool)),
        _ => Err(Error::Inconsistent(
            "a column is of no portable type".into(),
        )),
    }
}

fn read<'r, T: FromSql<'r>>(row: &'r Row, index: usize) -> Result<Option<T>, Error> {
    row.try_get(index)
        .map_err(|_| Error::Inconsistent("a column cannot be read".into()))
}

fn wrap<'r, T>(content: Option<T>, kind: impl FnOnce(T) -> Cell<'r>) -> Cell<'r> {
    content.map_or(Cell::Null, kind)
}
