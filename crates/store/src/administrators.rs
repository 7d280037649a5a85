//! Administrators, their keys and their console sessions.

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Administrator, ManagementKey, Role};
use moongate_domain::id::{ManagementKeyId, PoolId, SessionId, UserId};

use crate::args;
use crate::db::{Error, FromRow, Row, Tx};

/// Statements about the installation, above pools.
impl Tx<'_> {
    /// Gives a user of the console pool a role.
    pub fn insert_administrator(
        &mut self,
        it: &Administrator,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT INTO administrators (user_id, role, default_pool_id, created_at) VALUES ($1, $2, $3, $4)",
            args![&it.user_id, it.role.as_str(), it.default_pool_id.as_ref(), now],
        )?;
        Ok(())
    }

    /// What a user of the console pool may do.
    pub fn find_administrator(&mut self, user: &UserId) -> Result<Option<Administrator>, Error> {
        self.find(
            "SELECT * FROM administrators WHERE user_id = $1",
            args![user],
        )
    }

    /// How many administrators there are with a role.
    pub fn count_administrators(&mut self, role: Role) -> Result<i64, Error> {
        self.get(
            "SELECT COUNT(*) FROM administrators WHERE role = $1",
            args![role.as_str()],
        )
    }

    /// The pool an administrator lands in.
    pub fn set_default_pool(&mut self, user: &UserId, pool: Option<&PoolId>) -> Result<(), Error> {
        self.execute(
            "UPDATE administrators SET default_pool_id = $2 WHERE user_id = $1",
            args![user, pool],
        )?;
        Ok(())
    }

    /// Stores the hash of a management key.
    pub fn insert_management_key(
        &mut self,
        it: &ManagementKey,
        key_hash: &str,
    ) -> Result<(), Error> {
        let access = serde_json::to_string(&it.access).map_err(Error::inconsistent)?;
        self.execute(
            "INSERT INTO management_keys (id, name, key_hash, hint, pool_id, access, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                &it.id, it.name.as_str(), key_hash, it.hint.as_str(), it.pool_id.as_ref(), access, it.created_at,
                it.expires_at
            ],
        )?;
        Ok(())
    }

    /// A key by its hash, live or not.
    pub fn find_management_key(&mut self, key_hash: &str) -> Result<Option<ManagementKey>, Error> {
        self.find(
            "SELECT * FROM management_keys WHERE key_hash = $1",
            args![key_hash],
        )
    }

    /// A key by its identifier.
    pub fn find_management_key_by_id(
        &mut self,
        id: &ManagementKeyId,
    ) -> Result<Option<ManagementKey>, Error> {
        self.find("SELECT * FROM management_keys WHERE id = $1", args![id])
    }

    /// Every key, the newest first.
    pub fn list_management_keys(&mut self) -> Result<Vec<ManagementKey>, Error> {
        self.list(
            "SELECT * FROM management_keys ORDER BY id DESC LIMIT 1000",
            args![],
        )
    }

    /// Notes that a key was used.
    pub fn touch_management_key(
        &mut self,
        id: &ManagementKeyId,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE management_keys SET last_used_at = $2 WHERE id = $1",
            args![id, now],
        )?;
        Ok(())
    }

    /// Revokes a key. `false` if there is none that is live.
    pub fn revoke_management_key(
        &mut self,
        id: &ManagementKeyId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let revoked = self.execute(
            "UPDATE management_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            args![id, now],
        )?;
        Ok(revoked > 0)
    }

    /// Begins a console session on top of a login session.
    pub fn insert_console_session(
        &mut self,
        token_hash: &str,
        session: &SessionId,
        now: Timestamp,
        idle_ends_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<(), Error> {
        self.execute(
            "INSERT INTO console_sessions (token_hash, session_id, created_at, idle_ends_at, ends_at)
             VALUES ($1, $2, $3, $4, $5)",
            args![token_hash, session, now, idle_ends_at, ends_at],
        )?;
        Ok(())
    }

    /// The login session and idle end of a live console session.
    pub fn find_console_session(
        &mut self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<ConsoleSession>, Error> {
        self.find(
            "SELECT * FROM console_sessions WHERE token_hash = $1 AND idle_ends_at > $2 AND ends_at > $2",
            args![token_hash, now],
        )
    }

    /// Notes that a console session was used.
    pub fn touch_console_session(
        &mut self,
        token_hash: &str,
        idle_ends_at: Timestamp,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE console_sessions SET idle_ends_at = $2 WHERE token_hash = $1",
            args![token_hash, idle_ends_at],
        )?;
        Ok(())
    }

    /// Ends a console session.
    pub fn delete_console_session(&mut self, token_hash: &str) -> Result<(), Error> {
        self.execute(
            "DELETE FROM console_sessions WHERE token_hash = $1",
            args![token_hash],
        )?;
        Ok(())
    }
}

/// A console session as it is stored.
#[derive(Debug, Clone)]
pub struct ConsoleSession {
    /// The login session it stands on.
    pub session_id: SessionId,
    /// When it ends if it is not used before.
    pub idle_ends_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

impl FromRow for ConsoleSession {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            session_id: row.get("session_id")?,
            idle_ends_at: row.get("idle_ends_at")?,
            ends_at: row.get("ends_at")?,
        })
    }
}

impl FromRow for Administrator {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let role: String = row.get("role")?;
        Ok(Self {
            user_id: row.get("user_id")?,
            role: Role::parse(&role).ok_or_else(|| Error::inconsistent(format!("role {role}")))?,
            default_pool_id: row.get("default_pool_id")?,
        })
    }
}

impl FromRow for ManagementKey {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            hint: row.get("hint")?,
            pool_id: row.get("pool_id")?,
            access: row.json("access")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
            expires_at: row.get("expires_at")?,
            revoked_at: row.get("revoked_at")?,
        })
    }
}
