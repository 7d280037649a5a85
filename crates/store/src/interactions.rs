//! Interactions: bound to a browser, changed under a version, finished once.

use moongate_domain::Timestamp;
use moongate_domain::id::InteractionId;
use moongate_domain::interaction::Interaction;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a new interaction, bound to the hash of a browser's secret.
    pub fn insert_interaction(
        &mut self,
        it: &Interaction,
        browser_hash: &str,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(&it.body).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO interactions (id, pool_id, browser_hash, body, created_at, expires_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![&it.id, self.id, browser_hash, body, it.created_at, it.expires_at, it.version],
        )?;
        Ok(())
    }

    /// A running interaction of this browser.
    pub fn find_interaction(
        &mut self,
        id: &InteractionId,
        browser_hash: &str,
        now: Timestamp,
    ) -> Result<Option<Interaction>, Error> {
        self.tx.find(
            "SELECT * FROM interactions
             WHERE pool_id = $1 AND id = $2 AND browser_hash = $3 AND finished_at IS NULL AND expires_at > $4",
            args![self.id, id, browser_hash, now],
        )
    }

    /// Writes back a changed interaction. `false` if it was changed or finished meanwhile.
    pub fn update_interaction(&mut self, it: &Interaction) -> Result<bool, Error> {
        let body = serde_json::to_string(&it.body).map_err(Error::inconsistent)?;
        let changed = self.tx.execute(
            "UPDATE interactions SET body = $3, version = version + 1
             WHERE pool_id = $1 AND id = $2 AND version = $4 AND finished_at IS NULL",
            args![self.id, &it.id, body, it.version],
        )?;
        Ok(changed > 0)
    }

    /// Ends an interaction. `false` if someone else already has.
    pub fn finish_interaction(
        &mut self,
        id: &InteractionId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let finished = self.tx.execute(
            "UPDATE interactions SET finished_at = $3 WHERE pool_id = $1 AND id = $2 AND finished_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(finished > 0)
    }
}

impl FromRow for Interaction {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            body: row.json("body")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            version: row.get("version")?,
        })
    }
}
