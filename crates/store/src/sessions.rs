//! Login sessions, found by the hash of the cookie's token.

use moongate_domain::Timestamp;
use moongate_domain::id::{SessionId, UserId};
use moongate_domain::session::Session;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a new session.
    pub fn insert_session(&mut self, it: &Session, token_hash: &str) -> Result<(), Error> {
        let methods = serde_json::to_string(&it.methods).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO sessions (id, pool_id, user_id, token_hash, methods, authenticated_at, created_at,
                last_seen_at, idle_ends_at, ends_at, ip, user_agent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![
                &it.id, self.id, &it.user_id, token_hash, methods, it.authenticated_at, it.created_at,
                it.last_seen_at, it.idle_ends_at, it.ends_at, it.ip.clone(), it.user_agent.clone()
            ],
        )?;
        Ok(())
    }

    /// The session of a cookie, ended or not.
    pub fn find_session_by_token(&mut self, token_hash: &str) -> Result<Option<Session>, Error> {
        self.tx.find(
            "SELECT * FROM sessions WHERE pool_id = $1 AND token_hash = $2",
            args![self.id, token_hash],
        )
    }

    /// A session by its identifier.
    pub fn find_session(&mut self, id: &SessionId) -> Result<Option<Session>, Error> {
        self.tx.find(
            "SELECT * FROM sessions WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// The live sessions of a user, the newest first.
    pub fn list_sessions(&mut self, user: &UserId, now: Timestamp) -> Result<Vec<Session>, Error> {
        self.tx.list(
            "SELECT * FROM sessions
             WHERE pool_id = $1 AND user_id = $2 AND ended_at IS NULL AND idle_ends_at > $3 AND ends_at > $3
             ORDER BY created_at DESC, id DESC LIMIT 100",
            args![self.id, user, now],
        )
    }

    /// Notes that a session was used.
    pub fn touch_session(
        &mut self,
        id: &SessionId,
        now: Timestamp,
        idle_ends_at: Timestamp,
    ) -> Result<(), Error> {
        self.tx.execute(
            "UPDATE sessions SET last_seen_at = $3, idle_ends_at = $4
             WHERE pool_id = $1 AND id = $2 AND ended_at IS NULL",
            args![self.id, id, now, idle_ends_at],
        )?;
        Ok(())
    }

    /// Ends one session. `false` if it was not live.
    pub fn end_session(&mut self, id: &SessionId, now: Timestamp) -> Result<bool, Error> {
        let ended = self.tx.execute(
            "UPDATE sessions SET ended_at = $3 WHERE pool_id = $1 AND id = $2 AND ended_at IS NULL",
            args![self.id, id, now],
        )?;
        Ok(ended > 0)
    }

    /// Ends every session of a user, but the one to keep; says how many.
    pub fn end_sessions(
        &mut self,
        user: &UserId,
        keep: Option<&SessionId>,
        now: Timestamp,
    ) -> Result<u64, Error> {
        self.tx.execute(
            "UPDATE sessions SET ended_at = $3
             WHERE pool_id = $1 AND user_id = $2 AND ended_at IS NULL AND id <> $4",
            args![self.id, user, now, keep.map_or("", SessionId::as_str)],
        )
    }
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            user_id: row.get("user_id")?,
            methods: row.json("methods")?,
            authenticated_at: row.get("authenticated_at")?,
            created_at: row.get("created_at")?,
            last_seen_at: row.get("last_seen_at")?,
            idle_ends_at: row.get("idle_ends_at")?,
            ends_at: row.get("ends_at")?,
            ended_at: row.get("ended_at")?,
            ip: row.get("ip")?,
            user_agent: row.get("user_agent")?,
        })
    }
}
