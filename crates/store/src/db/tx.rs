//! One transaction, as the closures see it.

use super::error::Error;
use super::options::Engine;
use super::postgres::Session;
use super::row::{FromRow, Row, Source};
use super::sqlite;
use super::value::Value;

/// A running transaction. It ends with the closure that got it: kept if the closure answers `Ok`, else undone.
///
/// After a statement fails, every further one fails too and the transaction is undone, whatever the closure
/// answers. PostgreSQL works that way; here SQLite does as well, so that one engine's tests speak for both.
pub struct Tx<'c> {
    link: Link<'c>,
    broken: bool,
}

pub(super) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

impl<'c> Tx<'c> {
    pub(super) fn new(link: Link<'c>) -> Self {
        Self {
            link,
            broken: false,
        }
    }

    /// Whether nothing has failed so far, or else the error that says it did.
    pub(super) fn whole(&self) -> Result<(), Error> {
        if self.broken {
            return Err(Error::Inconsistent(
                "the transaction went on after a statement had failed".into(),
            ));
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Runs a statement and counts the rows it changed.
    pub fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        self.whole()?;
        let done = match &mut self.link {
            Link::Sqlite(connection) => sqlite::statement::execute(connection, sql, args),
            Link::Postgres(session) => session.execute(sql, args),
        };
        self.broken = done.is_err();
        done
    }

    /// Reads the first row, if there is one.
    pub fn find<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<Option<T>, Error> {
        Ok(self.rows(sql, args, 1)?.pop())
    }

    /// Reads the first row; [`Error::Missing`] if there is none.
    pub fn get<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<T, Error> {
        self.find(sql, args)?.ok_or(Error::Missing)
    }

    /// Reads all rows.
    pub fn list<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<Vec<T>, Error> {
        self.rows(sql, args, usize::MAX)
    }

    /// Which engine runs the statements, for the few that cannot be shared.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs several statements without values.
    pub(super) fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.whole()?;
        let done = match &mut self.link {
            Link::Sqlite(connection) => sqlite::statement::script(connection, sql),
            Link::Postgres(session) => session.script(sql),
        };
        self.broken = done.is_err();
        done
    }

    fn rows<T: FromRow>(
        &mut self,
        sql: &str,
        args: &[Value],
        most: usize,
    ) -> Result<Vec<T>, Error> {
        self.whole()?;
        let mut rows = Vec::new();
        let mut unreadable = None;
        let mut read = |row: &Row<'_>| {
            match T::from_row(row) {
                Ok(it) => rows.push(it),
                Err(err) => unreadable = Some(err),
            }
            rows.len() < most && unreadable.is_none()
        };
        let done = match &mut self.link {
            Link::Sqlite(connection) => sqlite::statement::visit(connection, sql, args, &mut read),
            Link::Postgres(session) => session.query(sql, args).map(|rows| {
                rows.iter()
                    .take_while(|row| read(&Row(Source::Postgres(row))))
                    .for_each(drop);
            }),
        };
        self.broken = done.is_err();
        done?;
        unreadable.map_or(Ok(rows), Err)
    }
}
