//! Looks for damage inside the file.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, Result};

use super::connection;
use super::fault::running;
use crate::db::error::Error;

/// What SQLite's own checks have to say.
pub(super) fn findings(path: &Path) -> std::result::Result<Vec<String>, Error> {
    look(path).or_else(|err| match err.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Ok(vec!["SQLite cannot read the file to its end".into()])
        }
        _ => Err(running(err)),
    })
}

fn look(path: &Path) -> Result<Vec<String>> {
    let connection = connection::read(path)?;
    // Both checks look at the same moment.
    connection.execute_batch("BEGIN")?;
    let mut findings = lines(&connection, "PRAGMA integrity_check", |row| row.get(0))?;
    findings.retain(|line| line != "ok");
    findings.extend(lines(&connection, "PRAGMA foreign_key_check", |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!(
            "a row of {table} refers to a row of {parent} that does not exist"
        ))
    })?);
    Ok(findings)
}

fn lines(
    connection: &Connection,
    sql: &str,
    line: impl FnMut(&rusqlite::Row<'_>) -> Result<String>,
) -> Result<Vec<String>> {
    connection.prepare(sql)?.query_map([], line)?.collect()
}
