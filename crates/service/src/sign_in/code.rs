//! Signing in with a code sent by e-mail.

use moongate_domain::challenge::{Challenge, Scene};
use moongate_domain::event::EventType;
use moongate_domain::identifier::EmailAddress;
use moongate_domain::interaction::Body;
use moongate_domain::secret::Secret;
use moongate_domain::session::Method;

use super::{Proof, SignInError, barred, welcome};
use crate::App;
use crate::actor::Actor;
use crate::challenges::{self, WrongCode};
use crate::error::Error;
use crate::interactions::{Proved, Running};
use crate::sessions::Browser;
use crate::sources::{self, Offers};

/// Sends a sign-in code to an address, whoever has it.
pub async fn send_code(
    app: &App,
    run: &Running,
    email: &str,
    browser: &Browser,
) -> Result<(), SignInError> {
    let source = sources::for_sign_in(run)
        .into_iter()
        .find(|it| it.email_code().is_some());
    let source = source.ok_or(SignInError::Closed)?;
    let policy = source.email_code().cloned().ok_or(SignInError::Closed)?;
    let email = EmailAddress::parse(email).map_err(|err| Error::field("identifier", err.0))?;
    let typed = email.to_string();
    let ask = challenges::Ask {
        scene: Scene::Login,
        email,
        policy,
    };
    let note = move |body: &mut Body| body.code_for = Some(typed.clone());
    Ok(challenges::send(app, run, ask, browser, note).await?)
}

/// The sign-in code that was sent last in this run, for the page that asks for it.
pub async fn pending_code(
    app: &App,
    run: &Running,
    scene: Scene,
) -> Result<Option<Challenge>, Error> {
    let (pool, id) = (run.pool.id.clone(), run.interaction.id.clone());
    app.store
        .read(move |tx| Ok(tx.pool(&pool).find_challenge(&id, scene)?))
        .await
}

/// Signs in with the code that was sent.
pub async fn with_code(
    app: &App,
    run: &Running,
    code: Secret,
    browser: &Browser,
) -> Result<Proved, SignInError> {
    let source = sources::for_sign_in(run)
        .into_iter()
        .find(|it| it.email_code().is_some());
    let source = source.ok_or(SignInError::Closed)?.id;
    let (app2, run2, trace, source2) = (
        app.clone(),
        run.clone(),
        browser.trace.clone(),
        source.clone(),
    );
    let checked = app
        .store
        .write(move |tx| {
            let mut it = tx.pool(&run2.pool.id);
            let checked =
                challenges::check(&app2, &mut it, &run2.interaction.id, Scene::Login, &code)?;
            if let Ok(Challenge {
                user_id: Some(id), ..
            }) = &checked
            {
                it.verify_email(id)?;
            }
            let user = match &checked {
                Ok(challenge) => match &challenge.user_id {
                    Some(id) => it.find_user(id)?,
                    None => None,
                },
                Err(_) => None,
            };
            if checked.is_err() || user.is_none() {
                app2.event(&run2.pool.id, EventType::Login, &Actor::Anonymous, &trace)
                    .application(run2.application.as_ref().map(|it| &it.id))
                    .source(Some(&source2))
                    .failed("wrong_code")
                    .write(&mut it)?;
            }
            Ok::<_, Error>(checked.map(|_| user))
        })
        .await?;
    let user = checked
        .map_err(SignInError::Code)?
        .ok_or(SignInError::Code(WrongCode::Expired))?;
    if let Err(bar) = user.may_sign_in(app.now()) {
        return Err(barred(app, run, &user, &source, bar, browser).await?);
    }
    let proof = Proof {
        user,
        method: Method::EmailCode,
        source,
        subject: None,
        changed_at: None,
        rehashed: None,
    };
    welcome(app, run, proof, browser).await
}
