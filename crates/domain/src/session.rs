//! A login session: a browser's signed-in state in a pool.

use crate::Timestamp;
use crate::id::{PoolId, SessionId, UserId};
use serde::{Deserialize, Serialize};

/// How a person proved who they are; the names are the `amr` values of RFC 8176 where one fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// A password.
    #[serde(rename = "pwd")]
    Password,
    /// A code sent by e-mail.
    #[serde(rename = "otp")]
    EmailCode,
}

impl Method {
    /// The `amr` value (RFC 8176, section 2).
    pub fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::EmailCode => "otp",
        }
    }
}

/// A browser's signed-in state in a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier, also the `sid` claim.
    pub id: SessionId,
    /// The pool it is valid in.
    pub pool_id: PoolId,
    /// Who is signed in.
    pub user_id: UserId,
    /// What was proven.
    pub methods: Vec<Method>,
    /// When it was last proven, the `auth_time` claim.
    pub authenticated_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends if it is not used before.
    pub idle_ends_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// When someone ended it.
    pub ended_at: Option<Timestamp>,
    /// The address it began from.
    pub ip: Option<String>,
    /// The browser it began in.
    pub user_agent: Option<String>,
}

impl Session {
    /// Whether it still counts.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.idle_ends_at && now < self.ends_at
    }
}

/// How long login sessions of a pool last (security checklist W3; idle 15–720 minutes, whole 1–48 hours).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLife {
    /// Seconds without use after which it ends.
    pub idle_seconds: i64,
    /// Seconds after which it ends in any case.
    pub total_seconds: i64,
}

impl SessionLife {
    /// When a session that is used now ends by idleness; never later than its whole life (Z-22).
    pub fn idle_end(&self, now: Timestamp, ends_at: Timestamp) -> Timestamp {
        now.plus_seconds(self.idle_seconds).min(ends_at)
    }
}
