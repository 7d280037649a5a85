//! Grants, and the authorization codes that stand for them once.

use moongate_domain::Timestamp;
use moongate_domain::grant::{AuthorizationCode, Grant};
use moongate_domain::id::{ApplicationId, GrantId, SessionId, UserId};

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a grant.
    pub fn insert_grant(&mut self, it: &Grant) -> Result<(), Error> {
        let methods = serde_json::to_string(&it.methods).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO grants (id, pool_id, application_id, user_id, session_id, scope, nonce,
                authenticated_at, methods, created_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                &it.id,
                self.id,
                &it.application_id,
                &it.user_id,
                it.session_id.as_ref(),
                it.scope.join(" "),
                it.nonce.clone(),
                it.authenticated_at,
                methods,
                it.created_at,
                it.ends_at
            ],
        )?;
        Ok(())
    }

    /// A grant by its identifier, live or not.
    pub fn find_grant(&mut self, id: &GrantId) -> Result<Option<Grant>, Error> {
        self.tx.find(
            "SELECT * FROM grants WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// Ends a grant and with it every token that hangs on it.
    pub fn revoke_grant(&mut self, id: &GrantId, now: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE grants SET revoked_at = $3 WHERE pool_id = $1 AND id = $2 AND revoked_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(())
    }

    /// Ends every grant of a user.
    pub fn revoke_grants_of_user(&mut self, user: &UserId, now: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE grants SET revoked_at = $3 WHERE pool_id = $1 AND user_id = $2 AND revoked_at IS NULL",
            args![self.id, user, now],
        )?;
        Ok(())
    }

    /// Ends every grant that came from a session and does not outlive it (no `offline_access`).
    pub fn revoke_grants_of_session(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE grants SET revoked_at = $3
             WHERE pool_id = $1 AND session_id = $2 AND revoked_at IS NULL
               AND ' ' || scope || ' ' NOT LIKE '% offline_access %'",
            args![self.id, session, now],
        )?;
        Ok(())
    }

    /// Ends every grant to an application.
    pub fn revoke_grants_of_application(
        &mut self,
        id: &ApplicationId,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE grants SET revoked_at = $3 WHERE pool_id = $1 AND application_id = $2 AND revoked_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(())
    }

    /// Stores the hash of a code.
    pub fn insert_code(&mut self, code_hash: &str, it: &AuthorizationCode) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO authorization_codes (code_hash, pool_id, application_id, grant_id, redirect_uri,
                code_challenge, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![
                code_hash, self.id, &it.application_id, &it.grant_id, it.redirect_uri.as_str(),
                it.code_challenge.clone(), it.expires_at
            ],
        )?;
        Ok(())
    }

    /// Spends a code. `None` if it is unknown, expired or already spent.
    pub fn spend_code(
        &mut self,
        code_hash: &str,
        now: Timestamp,
    ) -> Result<Option<AuthorizationCode>, Error> {
        self.tx.find(
            "UPDATE authorization_codes SET used_at = $3
             WHERE pool_id = $1 AND code_hash = $2 AND used_at IS NULL AND expires_at > $3
             RETURNING *",
            args![self.id, code_hash, now],
        )
    }

    /// A code whatever its state, to learn what a second use must end.
    pub fn find_code(&mut self, code_hash: &str) -> Result<Option<AuthorizationCode>, Error> {
        self.tx.find(
            "SELECT * FROM authorization_codes WHERE pool_id = $1 AND code_hash = $2",
            args![self.id, code_hash],
        )
    }
}

impl FromRow for Grant {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let scope: String = row.get("scope")?;
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            application_id: row.get("application_id")?,
            user_id: row.get("user_id")?,
            session_id: row.get("session_id")?,
            scope: scope.split_whitespace().map(str::to_owned).collect(),
            nonce: row.get("nonce")?,
            authenticated_at: row.get("authenticated_at")?,
            methods: row.json("methods")?,
            created_at: row.get("created_at")?,
            ends_at: row.get("ends_at")?,
            revoked_at: row.get("revoked_at")?,
        })
    }
}

impl FromRow for AuthorizationCode {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            application_id: row.get("application_id")?,
            grant_id: row.get("grant_id")?,
            redirect_uri: row.get("redirect_uri")?,
            code_challenge: row.get("code_challenge")?,
            expires_at: row.get("expires_at")?,
            used_at: row.get("used_at")?,
        })
    }
}
