//! The signing keys of a pool; private halves are sealed before they come here.

use moongate_domain::Timestamp;
use moongate_domain::id::SigningKeyId;
use moongate_domain::jose::Algorithm;
use moongate_domain::signing_key::SigningKey;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a key.
    pub fn insert_signing_key(&mut self, it: &SigningKey) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO signing_keys (id, pool_id, algorithm, public_jwk, private_sealed, created_at,
                activated_at, retired_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                &it.id, self.id, it.algorithm.as_str(), it.public_jwk.as_str(), it.private_sealed.as_str(),
                it.created_at, it.activated_at, it.retired_at
            ],
        )?;
        Ok(())
    }

    /// Every key that is published, the oldest first.
    pub fn list_signing_keys(&mut self) -> Result<Vec<SigningKey>, Error> {
        self.tx.list(
            "SELECT * FROM signing_keys WHERE pool_id = $1 ORDER BY created_at, id",
            args![self.id],
        )
    }

    /// Lets a published key sign from now on. `false` if it already does.
    pub fn activate_signing_key(
        &mut self,
        id: &SigningKeyId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let changed = self.tx.execute(
            "UPDATE signing_keys SET activated_at = $3
             WHERE pool_id = $1 AND id = $2 AND activated_at IS NULL AND retired_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(changed > 0)
    }

    /// Stops a key from signing; it stays published. `false` if it already was retired.
    pub fn retire_signing_key(&mut self, id: &SigningKeyId, now: Timestamp) -> Result<bool, Error> {
        let changed = self.tx.execute(
            "UPDATE signing_keys SET retired_at = $3 WHERE pool_id = $1 AND id = $2 AND retired_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(changed > 0)
    }

    /// Removes keys that were retired before a time: nothing they signed can still be valid.
    pub fn delete_signing_keys_retired_before(&mut self, time: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "DELETE FROM signing_keys WHERE pool_id = $1 AND retired_at < $2",
            args![self.id, time],
        )?;
        Ok(())
    }
}

impl FromRow for SigningKey {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let algorithm: String = row.get("algorithm")?;
        Ok(Self {
            id: row.get("id")?,
            algorithm: Algorithm::parse(&algorithm)
                .ok_or_else(|| Error::inconsistent(format!("algorithm {algorithm}")))?,
            public_jwk: row.get("public_jwk")?,
            private_sealed: row.get("private_sealed")?,
            created_at: row.get("created_at")?,
            activated_at: row.get("activated_at")?,
            retired_at: row.get("retired_at")?,
        })
    }
}
