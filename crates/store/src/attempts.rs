//! Failed proofs, counted before the proof is checked, so that parallel tries cannot slip through.

use moongate_domain::Timestamp;
use moongate_domain::lock::Attempts;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// What is counted against a subject, held until the transaction ends: whoever counts next waits.
    pub fn hold_attempts(&mut self, subject: &str, now: Timestamp) -> Result<Attempts, Error> {
        self.tx.get(
            "INSERT INTO attempts (pool_id, subject, failures, consecutive, touched_at) VALUES ($1, $2, 0, 0, $3)
             ON CONFLICT (pool_id, subject) DO UPDATE SET touched_at = $3
             RETURNING *",
            args![self.id, subject, now],
        )
    }

    /// Writes back what was held.
    pub fn put_attempts(&mut self, subject: &str, it: &Attempts) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE attempts SET failures = $3, consecutive = $4, window_started_at = $5, locked_until = $6
             WHERE pool_id = $1 AND subject = $2",
            args![self.id, subject, it.failures, it.consecutive, it.window_started_at, it.locked_until],
        )?;
        Ok(())
    }

    /// Forgets what was counted, after a success or a reset.
    pub fn clear_attempts(&mut self, subject: &str) -> Result<(), Error> {
        self.tx.execute(
            "DELETE FROM attempts WHERE pool_id = $1 AND subject = $2",
            args![self.id, subject],
        )?;
        Ok(())
    }
}

impl FromRow for Attempts {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let count =
            |column| Ok::<_, Error>(u32::try_from(row.get::<i64>(column)?).unwrap_or(u32::MAX));
        Ok(Self {
            failures: count("failures")?,
            window_started_at: row.get("window_started_at")?,
            locked_until: row.get("locked_until")?,
            consecutive: count("consecutive")?,
        })
    }
}
