//! Tokens for an authorization code (OAuth 2.0, 4.1.3; RFC 7636; security checklist P6).

use std::sync::Arc;

use moongate_domain::application::{Application, GrantType};
use moongate_domain::event::EventType;
use moongate_domain::grant::{Grant, RefreshToken};
use moongate_domain::oauth::token::AuthorizationCodeGrant;
use moongate_domain::pkce::CodeChallenge;
use moongate_domain::pool::Pool;
use moongate_domain::user::User;

use super::{TokenError, Tokens, issue, refresh};
use crate::App;
use crate::actor::{Actor, Trace};
use crate::sealing::hash_token;

/// What the transaction found.
enum Spent {
    Good(Box<(Grant, User)>),
    Refused(TokenError),
}

/// Tokens for a code.
pub(crate) async fn exchange(
    app: &App,
    pool: &Pool,
    application: &Arc<Application>,
    request: AuthorizationCodeGrant,
    trace: &Trace,
) -> Result<Tokens, TokenError> {
    let new = application
        .allows(GrantType::RefreshToken)
        .then(|| refresh::begin(app, application));
    let token = new.as_ref().map(|it| it.token.expose().to_owned());
    let family = new.map(|it| it.stored);
    let (grant, user) = spend(app, pool, application, request, family, trace).await?;
    Ok(issue::for_grant(app, pool, application, &grant, &user, &grant.scope, token).await?)
}

/// Spends a code, and begins the refresh token family of its grant in the same transaction. The code
/// is burnt by whoever presents it; a second use ends everything it gave.
pub(crate) async fn spend(
    app: &App,
    pool: &Pool,
    application: &Arc<Application>,
    request: AuthorizationCodeGrant,
    family: Option<RefreshToken>,
    trace: &Trace,
) -> Result<(Grant, User), TokenError> {
    let (app2, pool2, application2, trace) = (
        app.clone(),
        pool.id.clone(),
        application.clone(),
        trace.clone(),
    );
    let spent = app
        .store
        .write(move |tx| {
            let now = app2.now();
            let hash = hash_token(request.code.expose());
            let mut it = tx.pool(&pool2);
            let Some(code) = it.spend_code(&hash, now)? else {
                let Some(old) = it.find_code(&hash)?.filter(|it| it.used_at.is_some()) else {
                    return Ok::<_, TokenError>(Spent::Refused(TokenError::Code(
                        "unknown or expired",
                    )));
                };
                it.revoke_grant(&old.grant_id, now)?;
                app2.event(&pool2, EventType::CodeReplayed, &Actor::System, &trace)
                    .application(Some(&old.application_id))
                    .failed("code_replayed")
                    .detail("grant_id", old.grant_id.as_str())
                    .write(&mut it)?;
                return Ok(Spent::Refused(TokenError::CodeReplayed(old.grant_id)));
            };
            let refused = |why| Ok(Spent::Refused(TokenError::Code(why)));
            if code.application_id != application2.id {
                return refused("made for another client");
            }
            if request.redirect_uri.as_deref() != Some(code.redirect_uri.as_str()) {
                return refused("another redirect URI");
            }
            match (&code.code_challenge, &request.code_verifier) {
                (Some(challenge), Some(verifier))
                    if CodeChallenge::stored(challenge.clone())
                        .is_answered_by(verifier.expose()) => {}
                (None, None) => {}
                _ => return refused("the verifier does not fit"),
            }
            let Some(grant) = it.find_grant(&code.grant_id)?.filter(|it| it.is_live(now)) else {
                return refused("the grant has ended");
            };
            let Some(user) = it
                .find_user(&grant.user_id)?
                .filter(|it| it.may_sign_in(now).is_ok())
            else {
                return refused("the person may not sign in");
            };
            if let Some(family) = &family {
                it.insert_refresh_token(&RefreshToken {
                    grant_id: grant.id.clone(),
                    ..family.clone()
                })?;
            }
            Ok(Spent::Good(Box::new((grant, user))))
        })
        .await?;
    match spent {
        Spent::Refused(why) => Err(why),
        Spent::Good(found) => Ok(*found),
    }
}
