//! How often something was done in a window of time: one guarded upsert per question.

use moongate_domain::Timestamp;

use crate::args;
use crate::db::Error;
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Counts one more in the subject's window and says the count; a window that is over begins anew.
    pub fn count_rate(
        &mut self,
        subject: &str,
        window_seconds: i64,
        now: Timestamp,
    ) -> Result<i64, Error> {
        self.tx.get(
            "INSERT INTO rates (pool_id, subject, window_started_at, count) VALUES ($1, $2, $3, 1)
             ON CONFLICT (pool_id, subject) DO UPDATE SET
                count = CASE WHEN rates.window_started_at > $4 THEN rates.count + 1 ELSE 1 END,
                window_started_at = CASE WHEN rates.window_started_at > $4 THEN rates.window_started_at ELSE $3 END
             RETURNING count",
            args![self.id, subject, now, now.plus_seconds(-window_seconds)],
        )
    }

    /// Takes one back that turned out not to count.
    pub fn take_back_rate(&mut self, subject: &str) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE rates SET count = count - 1 WHERE pool_id = $1 AND subject = $2 AND count > 0",
            args![self.id, subject],
        )?;
        Ok(())
    }
}
