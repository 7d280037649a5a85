//! Tokens for a refresh token, which is replaced at every use (OAuth 2.0, 6; security checklist P15).
//!
//! A family is one row. A token is `{family}.{secret}`; the row keeps hashes of the live secret and of
//! the one before. A lucky client uses each token once. An unlucky one sends the same token from fifty
//! tabs, or never saw our answer and asks again: within the reuse window it gets the same successor,
//! which is derived from the presented secret under a key outside the database, so that nothing has to
//! be kept to repeat it. A thief, or the person robbed, uses a spent token later: then somebody has it
//! who should not, and the whole grant ends.

use std::sync::Arc;

use base64::prelude::*;
use moongate_domain::application::Application;
use moongate_domain::event::EventType;
use moongate_domain::grant::{Grant, RefreshToken};
use moongate_domain::id::RefreshTokenId;
use moongate_domain::oauth::error::OAuthError;
use moongate_domain::oauth::token::RefreshTokenGrant;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::user::User;

use super::{TokenError, Tokens, issue};
use crate::App;
use crate::actor::{Actor, Trace};
use crate::random;
use crate::sealing::{Purpose, hash_token, same};

/// A family that begins. Its grant is filled in when it is known.
pub(super) struct New {
    pub stored: RefreshToken,
    pub token: Secret,
}

pub(super) fn begin(app: &App, application: &Application) -> New {
    let (id, secret, now) = (app.new_id::<RefreshTokenId>(), random::token(""), app.now());
    let stored = RefreshToken {
        id: id.clone(),
        application_id: application.id.clone(),
        grant_id: app.new_id(),
        current_hash: hash_token(secret.expose()),
        previous_hash: None,
        rotated_at: now,
        generation: 0,
        expires_at: now.plus_seconds(application.refresh_token_ttl_seconds),
    };
    New {
        token: compose(&id, secret.expose()),
        stored,
    }
}

fn compose(id: &RefreshTokenId, secret: &str) -> Secret {
    Secret::new(format!("{id}.{secret}"))
}

/// What the transaction found.
enum Rotated {
    Good(Box<(Grant, User)>),
    Refused(TokenError),
}

/// Replaces the token.
pub(super) async fn exchange(
    app: &App,
    pool: &Pool,
    application: &Arc<Application>,
    request: RefreshTokenGrant,
    trace: &Trace,
) -> Result<Tokens, TokenError> {
    let (id, secret) = request
        .refresh_token
        .expose()
        .split_once('.')
        .ok_or(TokenError::Refresh("malformed"))?;
    let id = RefreshTokenId::parse(id).map_err(|_| TokenError::Refresh("malformed"))?;
    let successor = app.keyring.mac(
        Purpose::Refresh,
        &[id.as_str().as_bytes(), secret.as_bytes()],
    );
    let successor = BASE64_URL_SAFE_NO_PAD.encode(successor);
    let (presented_hash, successor_hash) = (hash_token(secret), hash_token(&successor));
    let token = compose(&id, &successor);
    let asked = request.scope.clone();
    let (app2, pool2, application2, trace) = (
        app.clone(),
        pool.id.clone(),
        application.clone(),
        trace.clone(),
    );
    let rotated = app
        .store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&pool2);
            let refused = |why| Ok::<_, TokenError>(Rotated::Refused(TokenError::Refresh(why)));
            let Some(family) = it.find_refresh_token(&id)? else {
                return refused("unknown");
            };
            if family.application_id != application2.id {
                return refused("for another client");
            }
            let Some(grant) = it
                .find_grant(&family.grant_id)?
                .filter(|it| it.is_live(now))
            else {
                return refused("the grant has ended");
            };
            if now >= family.expires_at {
                return refused("expired");
            }
            let Some(user) = it
                .find_user(&grant.user_id)?
                .filter(|it| it.may_sign_in(now).is_ok())
            else {
                return refused("the person may not sign in");
            };
            if asked
                .as_ref()
                .is_some_and(|asked| asked.iter().any(|scope| !grant.scope.contains(scope)))
            {
                let wider =
                    TokenError::Request(OAuthError::InvalidScope, "wider than what was granted");
                return Ok(Rotated::Refused(wider));
            }
            if it
                .rotate_refresh_token(&id, &presented_hash, &successor_hash, now)?
                .is_some()
            {
                return Ok(Rotated::Good(Box::new((grant, user))));
            }
            // Read again: another request may have rotated it between our look and our try.
            let family = it.find_refresh_token(&id)?.unwrap_or(family);
            let before = family.previous_hash.as_deref().unwrap_or_default();
            if same(before.as_bytes(), presented_hash.as_bytes()) {
                if now
                    < family
                        .rotated_at
                        .plus_seconds(application2.refresh_token_reuse_seconds)
                {
                    return Ok(Rotated::Good(Box::new((grant, user))));
                }
            } else if family.generation < 2 {
                // Every secret that was ever given out is still known, and this is none of them.
                return refused("unknown secret");
            }
            it.revoke_grant(&grant.id, now)?;
            app2.event(
                &pool2,
                EventType::RefreshTokenReplayed,
                &Actor::System,
                &trace,
            )
            .user(&user.id)
            .application(Some(&application2.id))
            .failed("refresh_token_replayed")
            .detail("grant_id", grant.id.as_str())
            .write(&mut it)?;
            Ok(Rotated::Refused(TokenError::RefreshReplayed(id.clone())))
        })
        .await?;
    match rotated {
        Rotated::Refused(why) => Err(why),
        Rotated::Good(found) => {
            let (grant, user) = *found;
            let scope = request.scope.as_ref().unwrap_or(&grant.scope);
            let refresh_token = Some(token.expose().to_owned());
            Ok(
                issue::for_grant(app, pool, application, &grant, &user, scope, refresh_token)
                    .await?,
            )
        }
    }
}
