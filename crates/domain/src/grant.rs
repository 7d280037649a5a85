//! What a user gave an application; codes and tokens hang on it.

use crate::Timestamp;
use crate::id::{ApplicationId, GrantId, PoolId, RefreshTokenId, SessionId, UserId};
use crate::session::Method;

/// What a user gave an application in one sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its identifier; every access token names it.
    pub id: GrantId,
    /// The pool.
    pub pool_id: PoolId,
    /// To whom.
    pub application_id: ApplicationId,
    /// By whom.
    pub user_id: UserId,
    /// The login session it came from.
    pub session_id: Option<SessionId>,
    /// The scope values.
    pub scope: Vec<String>,
    /// The `nonce` of the request.
    pub nonce: Option<String>,
    /// When the person proved themselves.
    pub authenticated_at: Timestamp,
    /// How.
    pub methods: Vec<Method>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When nothing of it can be valid any more.
    pub ends_at: Timestamp,
    /// When it was ended early.
    pub revoked_at: Option<Timestamp>,
}

impl Grant {
    /// Whether tokens of it still count.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.ends_at
    }
}

/// A code as it was found when it was spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// The application it was made for.
    pub application_id: ApplicationId,
    /// The grant it stands for.
    pub grant_id: GrantId,
    /// The redirect URI of the request.
    pub redirect_uri: String,
    /// The S256 challenge of the request.
    pub code_challenge: Option<String>,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was spent.
    pub used_at: Option<Timestamp>,
}

/// A refresh token family: rotated in place, so that it is always one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    /// The family.
    pub id: RefreshTokenId,
    /// To whom it belongs.
    pub application_id: ApplicationId,
    /// The grant it renews.
    pub grant_id: GrantId,
    /// The hash of the only live token.
    pub current_hash: String,
    /// The hash of the one before.
    pub previous_hash: Option<String>,
    /// When the live one was made.
    pub rotated_at: Timestamp,
    /// How often it was rotated.
    pub generation: i64,
    /// When the family ends.
    pub expires_at: Timestamp,
}
