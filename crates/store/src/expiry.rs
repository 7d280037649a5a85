//! Removes what has expired, in small steps, so that no commit is long.

use moongate_domain::Timestamp;

use crate::args;
use crate::db::{Error, Tx};

/// Tables that forget by age: name, key column, time column, and milliseconds to keep after that time.
const TABLES: &[(&str, &str, &str, i64)] = &[
    ("interactions", "id", "expires_at", 0),
    ("challenges", "id", "expires_at", 86_400_000),
    ("authorization_codes", "code_hash", "expires_at", 86_400_000),
    ("refresh_tokens", "id", "expires_at", 86_400_000),
    ("grants", "id", "ends_at", 86_400_000),
    ("sessions", "id", "ends_at", 86_400_000),
    ("console_sessions", "token_hash", "ends_at", 0),
    ("idempotent_answers", "key_hash", "created_at", 86_400_000),
    ("messages", "id", "created_at", 7 * 86_400_000),
];

impl Tx<'_> {
    /// Removes at most `step` rows of each table; says how many went.
    pub fn delete_expired(&mut self, now: Timestamp, step: i64) -> Result<u64, Error> {
        let mut gone = 0;
        for (table, key, time, keep) in TABLES {
            let sql = format!(
                "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {time} < $1 ORDER BY {time} LIMIT $2)"
            );
            gone += self.execute(&sql, args![Timestamp(now.0 - keep), step])?;
        }
        gone += self.execute(
            "DELETE FROM rates WHERE (pool_id, subject) IN
                (SELECT pool_id, subject FROM rates WHERE window_started_at < $1 ORDER BY window_started_at LIMIT $2)",
            args![Timestamp(now.0 - 2 * 86_400_000), step],
        )?;
        // What was counted against identifiers that find nobody; a user's own count goes with the user.
        gone += self.execute(
            "DELETE FROM attempts WHERE (pool_id, subject) IN
                (SELECT pool_id, subject FROM attempts
                 WHERE touched_at < $1 AND subject LIKE 'unknown:%' ORDER BY touched_at LIMIT $2)",
            args![Timestamp(now.0 - 8 * 86_400_000), step],
        )?;
        Ok(gone)
    }
}
