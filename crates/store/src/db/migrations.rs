//! Brings the tables to the shape this version knows, one numbered file after another.
//!
//! Which files there are is listed at build time. How a transaction of its own and the lock around it are had is
//! each engine's matter; what happens inside is the same.

use moongate_domain::Timestamp;

use super::error::{Error, OpenError};
use super::options::Engine;
use super::row::{FromRow, Row};
use super::tx::Tx;

/// What [`Store::migrate`](super::Store::migrate) did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The migrations applied now, in order.
    pub applied: Vec<String>,
}

struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

static MIGRATIONS: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

impl Migration {
    fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

struct Applied {
    version: i64,
    name: String,
    checksum: String,
}

impl FromRow for Applied {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            version: row.get("version")?,
            name: row.get("name")?,
            checksum: row.get("checksum")?,
        })
    }
}

/// Applies the first migration that is missing and tells its name. The caller holds the lock and commits.
pub(super) fn apply_next(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<String>, OpenError> {
    apply_next_of(MIGRATIONS, tx, now)
}

fn apply_next_of(
    known: &[Migration],
    tx: &mut Tx<'_>,
    now: Timestamp,
) -> Result<Option<String>, OpenError> {
    if !exists(tx)? {
        tx.execute(
            "CREATE TABLE migrations (
                 version BIGINT PRIMARY KEY,
                 name TEXT NOT NULL,
                 checksum TEXT NOT NULL,
                 applied_at BIGINT NOT NULL
             )",
            &[],
        )?;
    }
    let Some(next) = missing(known, tx)?.into_iter().next() else {
        return Ok(None);
    };
    let text = next.text(tx.engine());
    tx.script(text)?;
    tx.execute(
        "INSERT INTO migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        crate::args![next.version, next.name, checksum(text), now],
    )?;
    Ok(Some(next.name.to_owned()))
}

/// The names of the migrations that are still to be applied.
pub(super) fn pending(tx: &mut Tx<'_>) -> Result<Vec<String>, OpenError> {
    let missing = if exists(tx)? {
        missing(MIGRATIONS, tx)?
    } else {
        MIGRATIONS.iter().collect()
    };
    Ok(missing.into_iter().map(|it| it.name.to_owned()).collect())
}

fn missing<'m>(known: &'m [Migration], tx: &mut Tx<'_>) -> Result<Vec<&'m Migration>, OpenError> {
    let applied: Vec<Applied> = tx.list(
        "SELECT version, name, checksum FROM migrations ORDER BY version",
        &[],
    )?;
    for it in &applied {
        match known.iter().find(|own| own.version == it.version) {
            None => {
                return Err(OpenError::Newer {
                    migration: it.name.clone(),
                });
            }
            Some(own) if checksum(own.text(tx.engine())) != it.checksum => {
                return Err(OpenError::Inconsistent {
                    migration: it.name.clone(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(known
        .iter()
        .filter(|own| applied.iter().all(|it| it.version != own.version))
        .collect())
}

fn exists(tx: &mut Tx<'_>) -> Result<bool, Error> {
    tx.get(
        match tx.engine() {
            Engine::Sqlite => "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'",
            Engine::Postgres => "SELECT to_regclass('migrations') IS NOT NULL",
        },
        &[],
    )
}

/// FNV-1a, 64 bits: it tells an edited file from the applied one, and keeps nobody out.
fn checksum(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::tx::Link;

    fn migration(version: i64, name: &'static str, text: &'static str) -> Migration {
        Migration {
            version,
            name,
            sqlite: text,
            postgres: text,
        }
    }

    fn apply_all(
        known: &[Migration],
        connection: &rusqlite::Connection,
    ) -> Result<Vec<String>, OpenError> {
        let mut applied = Vec::new();
        while let Some(name) =
            apply_next_of(known, &mut Tx::new(Link::Sqlite(connection)), Timestamp(7))?
        {
            applied.push(name);
        }
        Ok(applied)
    }

    #[test]
    fn what_is_missing_is_applied_in_order_and_once() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let first = || {
            migration(
                1,
                "0001_pools",
                "CREATE TABLE pools (id TEXT); CREATE TABLE more (id TEXT)",
            )
        };
        let second = || migration(2, "0002_wider", "ALTER TABLE pools ADD COLUMN name TEXT");
        assert_eq!(apply_all(&[first()], &connection).unwrap(), ["0001_pools"]);
        assert_eq!(
            apply_all(&[first(), second()], &connection).unwrap(),
            ["0002_wider"]
        );
        assert!(
            apply_all(&[first(), second()], &connection)
                .unwrap()
                .is_empty()
        );
        connection
            .execute("INSERT INTO pools (id, name) VALUES ('a', 'b')", [])
            .unwrap();

        let newer = apply_all(&[first()], &connection);
        assert!(matches!(newer, Err(OpenError::Newer { migration }) if migration == "0002_wider"));
        let edited = migration(1, "0001_pools", "CREATE TABLE pools (id TEXT)");
        let changed = apply_all(&[edited, second()], &connection);
        assert!(
            matches!(changed, Err(OpenError::Inconsistent { migration }) if migration == "0001_pools")
        );
    }

    #[test]
    fn the_checksum_is_the_published_one_and_notices_one_letter() {
        assert_eq!(checksum("foobar"), "85944171f73967e8");
        assert_ne!(
            checksum("CREATE TABLE a (b TEXT)"),
            checksum("CREATE TABLE a (c TEXT)")
        );
    }
}
