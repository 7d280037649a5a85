//! Allowing or denying what an application asks for.

use moongate_domain::event::EventType;
use moongate_domain::interaction::Step;
use moongate_domain::oauth::authorize::AuthorizeError;
use moongate_domain::oauth::error::OAuthError;

use crate::App;
use crate::actor::Actor;
use crate::authorize;
use crate::error::Error;
use crate::interactions::{self, Next, Running};
use crate::sessions::Browser;

/// Remembers the consent and goes on. The stored request decides what is allowed, not the form (T14).
pub async fn allow(app: &App, run: &Running, browser: &Browser) -> Result<Next, Error> {
    if run.step != Step::Consent {
        return interactions::resume(app, run, browser).await;
    }
    let (app, run, trace) = (app.clone(), run.clone(), browser.trace.clone());
    app.clone()
        .store
        .write(move |tx| {
            let signed_in = run.signed_in.as_ref().ok_or(Error::NotFound)?;
            let application = run.application.as_ref().ok_or(Error::NotFound)?;
            let request = run
                .interaction
                .body
                .purpose
                .request()
                .ok_or(Error::NotFound)?;
            let user = &signed_in.1;
            let mut pool = tx.pool(&run.pool.id);
            let mut scope = pool.find_consented_scope(&user.id, &application.id)?;
            scope.extend(request.scope.iter().cloned());
            scope.sort();
            scope.dedup();
            pool.put_consent(&user.id, &application.id, &scope, app.now())?;
            app.event(
                &run.pool.id,
                EventType::ConsentGiven,
                &Actor::Person(user.id.clone()),
                &trace,
            )
            .user(&user.id)
            .application(Some(&application.id))
            .detail("scope", request.scope.join(" "))
            .write(&mut pool)?;
            let mut interaction = run.interaction.clone();
            interaction.body.consented = true;
            interactions::advance(&app, tx, &run, &interaction, signed_in, &trace)
        })
        .await
}

/// Sends the person back with `access_denied` (RFC 6749, 4.1.2.1).
pub async fn deny(app: &App, run: &Running, browser: &Browser) -> Result<Next, Error> {
    let request = run
        .interaction
        .body
        .purpose
        .request()
        .ok_or(Error::NotFound)?;
    let err = AuthorizeError::new(OAuthError::AccessDenied, "the person did not allow it");
    let location = authorize::error_location(
        app,
        &run.pool,
        &request.redirect_uri,
        request.state.as_deref(),
        &err,
    );
    let (app, run, trace) = (app.clone(), run.clone(), browser.trace.clone());
    app.clone()
        .store
        .write(move |tx| {
            let mut pool = tx.pool(&run.pool.id);
            if !pool.finish_interaction(&run.interaction.id, app.now())? {
                return Err(Error::Stale);
            }
            if let Some((_, user)) = &run.signed_in {
                app.event(
                    &run.pool.id,
                    EventType::ConsentDenied,
                    &Actor::Person(user.id.clone()),
                    &trace,
                )
                .user(&user.id)
                .application(run.application.as_ref().map(|it| &it.id))
                .write(&mut pool)?;
            }
            Ok(())
        })
        .await?;
    Ok(Next::Application(location))
}
