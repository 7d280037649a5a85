//! Refresh token families: one row each, rotated in place.

use moongate_domain::Timestamp;
use moongate_domain::grant::RefreshToken;
use moongate_domain::id::RefreshTokenId;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Begins a family.
    pub fn insert_refresh_token(&mut self, it: &RefreshToken) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO refresh_tokens (id, pool_id, application_id, grant_id, current_hash, rotated_at,
                generation, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                &it.id, self.id, &it.application_id, &it.grant_id, it.current_hash.as_str(), it.rotated_at,
                it.generation, it.expires_at
            ],
        )?;
        Ok(())
    }

    /// A family, live or not.
    pub fn find_refresh_token(
        &mut self,
        id: &RefreshTokenId,
    ) -> Result<Option<RefreshToken>, Error> {
        self.tx.find(
            "SELECT * FROM refresh_tokens WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// Replaces the live token by its successor. `None` if the presented one is no longer the live one.
    pub fn rotate_refresh_token(
        &mut self,
        id: &RefreshTokenId,
        presented_hash: &str,
        successor_hash: &str,
        now: Timestamp,
    ) -> Result<Option<RefreshToken>, Error> {
        self.tx.find(
            "UPDATE refresh_tokens SET previous_hash = current_hash, current_hash = $4, rotated_at = $5,
                generation = generation + 1
             WHERE pool_id = $1 AND id = $2 AND current_hash = $3 AND expires_at > $5
             RETURNING *",
            args![self.id, id, presented_hash, successor_hash, now],
        )
    }
}

impl FromRow for RefreshToken {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            application_id: row.get("application_id")?,
            grant_id: row.get("grant_id")?,
            current_hash: row.get("current_hash")?,
            previous_hash: row.get("previous_hash")?,
            rotated_at: row.get("rotated_at")?,
            generation: row.get("generation")?,
            expires_at: row.get("expires_at")?,
        })
    }
}
