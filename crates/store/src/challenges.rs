//! Sent codes: tried few times, used once.

use moongate_domain::Timestamp;
use moongate_domain::challenge::{Challenge, Scene};
use moongate_domain::id::{ChallengeId, InteractionId, UserId};

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a new code and takes every earlier one of the same run and scene out of use.
    pub fn insert_challenge(&mut self, it: &Challenge) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE challenges SET used_at = $4
             WHERE pool_id = $1 AND interaction_id = $2 AND scene = $3 AND used_at IS NULL",
            args![
                self.id,
                &it.interaction_id,
                it.scene.as_str(),
                it.created_at
            ],
        )?;
        self.tx.execute(
            "INSERT INTO challenges (id, pool_id, interaction_id, scene, destination_key, user_id, code_mac,
                tries_left, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                &it.id, self.id, &it.interaction_id, it.scene.as_str(), it.destination_key.as_str(),
                it.user_id.as_ref(), it.code_mac.as_str(), it.tries_left, it.created_at, it.expires_at
            ],
        )?;
        Ok(())
    }

    /// The newest unused code of a run and scene, expired or not.
    pub fn find_challenge(
        &mut self,
        run: &InteractionId,
        scene: Scene,
    ) -> Result<Option<Challenge>, Error> {
        self.tx.find(
            "SELECT * FROM challenges
             WHERE pool_id = $1 AND interaction_id = $2 AND scene = $3 AND used_at IS NULL
             ORDER BY created_at DESC, id DESC LIMIT 1",
            args![self.id, run, scene.as_str()],
        )
    }

    /// Takes one try. `None` when none is left, or the code expired or was used.
    pub fn take_try(
        &mut self,
        id: &ChallengeId,
        now: Timestamp,
    ) -> Result<Option<Challenge>, Error> {
        self.tx.find(
            "UPDATE challenges SET tries_left = tries_left - 1
             WHERE pool_id = $1 AND id = $2 AND tries_left > 0 AND used_at IS NULL AND expires_at > $3
             RETURNING *",
            args![self.id, id, now],
        )
    }

    /// Uses a code. `false` if someone else already has.
    pub fn use_challenge(&mut self, id: &ChallengeId, now: Timestamp) -> Result<bool, Error> {
        let used = self.tx.execute(
            "UPDATE challenges SET used_at = $3
             WHERE pool_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3",
            args![self.id, id, now],
        )?;
        Ok(used > 0)
    }

    /// Takes every unused code of a user out of use: after a password or address change they are void.
    pub fn void_challenges(&mut self, user: &UserId, now: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE challenges SET used_at = $3 WHERE pool_id = $1 AND user_id = $2 AND used_at IS NULL",
            args![self.id, user, now],
        )?;
        Ok(())
    }
}

impl FromRow for Challenge {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let scene: String = row.get("scene")?;
        Ok(Self {
            id: row.get("id")?,
            interaction_id: row.get("interaction_id")?,
            scene: Scene::parse(&scene)
                .ok_or_else(|| Error::inconsistent(format!("scene {scene}")))?,
            destination_key: row.get("destination_key")?,
            user_id: row.get("user_id")?,
            code_mac: row.get("code_mac")?,
            tries_left: row.get("tries_left")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}
