//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0; security checklist P26).

use moongate_domain::application::Application;
use moongate_domain::event::EventType;
use moongate_domain::id::{ApplicationId, UserId};
use moongate_domain::oauth::logout::LogoutRequest;
use moongate_domain::pool::Pool;

use crate::App;
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;
use crate::sessions::{self, Browser};

/// What a logout request comes to.
#[derive(Debug)]
pub struct Asked {
    /// The person must confirm first: nothing proves that the request is theirs.
    pub confirm: bool,
    /// Where to afterwards: an exactly registered URI, with the state.
    pub then: Option<String>,
    /// Somebody is signed in.
    pub signed_in: bool,
    /// The application that asked.
    pub application: Option<std::sync::Arc<Application>>,
}

/// Judges a logout request. An unregistered redirect is refused.
pub async fn judge(
    app: &App,
    pool: &Pool,
    request: &LogoutRequest,
    browser: &Browser,
) -> Result<Asked, Error> {
    let current = sessions::current(app, pool, browser.session.as_ref()).await?;
    let hint = match &request.id_token_hint {
        Some(hint) => authorize::read_hint(app, pool, hint).await?,
        None => None,
    };
    let client_id = match (&request.client_id, &hint) {
        (Some(named), Some(hint)) if *named != hint.aud => {
            return Err(Error::field("client_id", "logout.client_mismatch"));
        }
        (Some(named), _) => Some(named.as_str()),
        (None, Some(hint)) => Some(hint.aud.as_str()),
        (None, None) => None,
    };
    let application = match client_id.map(ApplicationId::parse) {
        Some(Ok(id)) => app.application(&pool.id, &id).await.ok(),
        _ => None,
    };
    let then = request
        .way_back(application.as_deref())
        .map_err(|_| Error::field("post_logout_redirect_uri", "logout.redirect_not_registered"))?;
    let proven = match (&hint, &current) {
        (Some(hint), Some((_, user))) => UserId::parse(&hint.sub).is_ok_and(|id| id == user.id),
        (Some(_), None) => true,
        (None, _) => false,
    };
    Ok(Asked {
        confirm: !proven && current.is_some(),
        then,
        signed_in: current.is_some(),
        application,
    })
}

/// Ends the session of this browser and the grants that came from it.
pub async fn end(
    app: &App,
    pool: &Pool,
    asked: Option<&Asked>,
    browser: &Browser,
) -> Result<(), Error> {
    let Some((session, user)) = sessions::current(app, pool, browser.session.as_ref()).await?
    else {
        return Ok(());
    };
    let application = asked
        .and_then(|it| it.application.as_ref())
        .map(|it| it.id.clone());
    let (app2, pool, trace) = (app.clone(), pool.id.clone(), browser.trace.clone());
    app.store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&pool);
            it.end_session(&session.id, now)?;
            it.revoke_grants_of_session(&session.id, now)?;
            app2.event(
                &pool,
                EventType::Logout,
                &Actor::Person(user.id.clone()),
                &trace,
            )
            .user(&user.id)
            .application(application.as_ref())
            .detail("session_id", session.id.as_str())
            .write(&mut it)?;
            Ok(())
        })
        .await
}
