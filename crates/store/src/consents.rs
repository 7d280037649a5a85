//! What users allowed applications.

use moongate_domain::Timestamp;
use moongate_domain::id::{ApplicationId, UserId};

use crate::args;
use crate::db::Error;
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// The scope values a user allowed an application; none if never asked.
    pub fn find_consented_scope(
        &mut self,
        user: &UserId,
        application: &ApplicationId,
    ) -> Result<Vec<String>, Error> {
        let scope: Option<String> = self.tx.find(
            "SELECT scope FROM consents WHERE pool_id = $1 AND user_id = $2 AND application_id = $3",
            args![self.id, user, application],
        )?;
        Ok(scope
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect())
    }

    /// Remembers what a user allowed.
    pub fn put_consent(
        &mut self,
        user: &UserId,
        application: &ApplicationId,
        scope: &[String],
        now: Timestamp,
    ) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO consents (pool_id, user_id, application_id, scope, given_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (user_id, application_id) DO UPDATE SET scope = $4, given_at = $5",
            args![self.id, user, application, scope.join(" "), now],
        )?;
        Ok(())
    }
}
