//! The token endpoint (OAuth 2.0, 3.2). This file owns what all grants share: who the client is, and
//! whether it may use the grant. Each grant is a file of its own.

mod client;
mod client_credentials;
mod code;
mod issue;
mod refresh;

use moongate_domain::id::{GrantId, RefreshTokenId};
use moongate_domain::oauth::error::OAuthError;
use moongate_domain::oauth::token::{Grant, TokenRequest};
use moongate_domain::pool::Pool;
use serde::Serialize;

use crate::App;
use crate::actor::Trace;
use crate::error::Error;

pub use client::authenticate;
pub(crate) use code::{exchange as redeem_code, spend as spend_code};
pub(crate) use issue::own_audience;

/// What a client gets (OAuth 2.0, 5.1).
#[derive(Debug, Serialize)]
pub struct Tokens {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Its life.
    pub expires_in: i64,
    /// The refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What was granted.
    pub scope: String,
}

/// Why a token request was refused. The variants carry what the log needs; [`Self::wire`] says what
/// the client may hear.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The request itself is wrong.
    #[error("{0:?}: {1}")]
    Request(OAuthError, &'static str),
    /// The client did not prove itself.
    #[error("the client did not prove itself: {0}")]
    Client(&'static str),
    /// The code is unknown, expired, spent or for somebody else.
    #[error("the code is not good: {0}")]
    Code(&'static str),
    /// The code was spent before; its grant is ended.
    #[error("the code of grant {0} was used again")]
    CodeReplayed(GrantId),
    /// The refresh token is unknown, expired or for somebody else.
    #[error("the refresh token is not good: {0}")]
    Refresh(&'static str),
    /// The refresh token was used again; its grant is ended.
    #[error("refresh token {0} was used again")]
    RefreshReplayed(RefreshTokenId),
    /// A failure of ours.
    #[error(transparent)]
    Other(#[from] Error),
}

impl TokenError {
    /// The code that the client hears.
    pub fn wire(&self) -> OAuthError {
        match self {
            Self::Request(code, _) => *code,
            Self::Client(_) => OAuthError::InvalidClient,
            Self::Code(_) | Self::CodeReplayed(_) | Self::Refresh(_) | Self::RefreshReplayed(_) => {
                OAuthError::InvalidGrant
            }
            Self::Other(Error::Busy { .. } | Error::TooOften { .. }) => {
                OAuthError::TemporarilyUnavailable
            }
            Self::Other(_) => OAuthError::ServerError,
        }
    }
}

impl From<moongate_store::db::Error> for TokenError {
    fn from(err: moongate_store::db::Error) -> Self {
        Self::Other(err.into())
    }
}

/// Answers a token request.
pub async fn exchange(
    app: &App,
    pool: &Pool,
    request: TokenRequest,
    trace: &Trace,
) -> Result<Tokens, TokenError> {
    let application = authenticate(app, pool, &request.client).await?;
    if !application.allows(request.grant.grant_type()) {
        return Err(TokenError::Request(
            OAuthError::UnauthorizedClient,
            "this client may not use this grant",
        ));
    }
    match request.grant {
        Grant::AuthorizationCode(it) => code::exchange(app, pool, &application, it, trace).await,
        Grant::RefreshToken(it) => refresh::exchange(app, pool, &application, it, trace).await,
        Grant::ClientCredentials(it) => {
            client_credentials::exchange(app, pool, &application, it, trace).await
        }
    }
}
