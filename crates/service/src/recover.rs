//! Resetting a forgotten password: a code to the address, then a new password, twice.
//!
//! Unknown addresses get the same pages. A reset ends every sign-in of the account and lifts a lock
//! that failures caused, but not one by an administrator; it signs nobody in (W12).

use moongate_domain::challenge::Scene;
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::identifier::EmailAddress;
use moongate_domain::interaction::{Body, Reset};
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::user::User;

use crate::App;
use crate::actor::Actor;
use crate::challenges::{self, WrongCode};
use crate::error::Error;
use crate::interactions::Running;
use crate::sessions::Browser;
use crate::sources;
use crate::users;

/// Why a reset did not go on.
#[derive(Debug)]
pub enum RecoverError {
    /// The code was not accepted.
    Code(WrongCode),
    /// This application offers no reset.
    Closed,
    /// Anything else; wrong fields are [`Error::Invalid`].
    Other(Error),
}

impl<E: Into<Error>> From<E> for RecoverError {
    fn from(err: E) -> Self {
        Self::Other(err.into())
    }
}

/// Sends a code to an address, whoever has it.
pub async fn send_code(
    app: &App,
    run: &Running,
    email: &str,
    browser: &Browser,
) -> Result<(), RecoverError> {
    if !run.flows().reset_password.enabled {
        return Err(RecoverError::Closed);
    }
    let source = run.flows().reset_password.source;
    let policy = sources::code_policy(app, &run.pool.id, source.as_ref()).await?;
    let email = EmailAddress::parse(email).map_err(|err| Error::field("email", err.0))?;
    let reset = Reset {
        email: email.to_string(),
        proven: None,
        proven_at: None,
    };
    let ask = challenges::Ask {
        scene: Scene::ResetPassword,
        email,
        policy,
    };
    let note = move |body: &mut Body| body.reset = Some(reset.clone());
    Ok(challenges::send(app, run, ask, browser, note).await?)
}

/// Checks the code of a reset.
pub async fn prove(app: &App, run: &Running, code: Secret) -> Result<(), RecoverError> {
    let reset = run.interaction.body.reset.clone().ok_or(Error::NotFound)?;
    let (app2, run) = (app.clone(), run.clone());
    let proven = app
        .store
        .write(move |tx| {
            let mut it = tx.pool(&run.pool.id);
            let checked = challenges::check(
                &app2,
                &mut it,
                &run.interaction.id,
                Scene::ResetPassword,
                &code,
            )?;
            let challenge = match checked {
                Ok(challenge) => challenge,
                Err(wrong) => return Ok::<_, Error>(Err(wrong)),
            };
            let Some(user) = challenge.user_id else {
                return Ok(Err(WrongCode::Expired));
            };
            let mut interaction = run.interaction.clone();
            interaction.body.reset = Some(Reset {
                proven: Some(user),
                proven_at: Some(app2.now()),
                ..reset.clone()
            });
            if !it.update_interaction(&interaction)? {
                return Err(Error::Stale);
            }
            Ok(Ok(()))
        })
        .await?;
    proven.map_err(RecoverError::Code)
}

/// Sets the new password after the code was right.
pub async fn set_password(
    app: &App,
    run: &Running,
    new_password: Secret,
    confirm_password: &Secret,
    browser: &Browser,
) -> Result<(), RecoverError> {
    let reset = run.interaction.body.reset.clone().ok_or(Error::NotFound)?;
    let user_id = reset.proven.clone().ok_or(Error::NotFound)?;
    if *confirm_password != new_password {
        return Err(Error::Invalid(vec![FieldError::new(
            "confirm_password",
            "password.mismatch",
        )])
        .into());
    }
    let credential = users::new_credential(
        app,
        &run.pool,
        &user_id,
        "new_password",
        &new_password,
        &browser.trace,
    )
    .await?;
    let (app2, run, trace, locale) = (
        app.clone(),
        run.clone(),
        browser.trace.clone(),
        browser.locale.clone(),
    );
    let done = app
        .store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&run.pool.id);
            let user = it.find_user(&user_id)?.ok_or(Error::NotFound)?;
            let mut interaction = run.interaction.clone();
            interaction.body.reset = None;
            if !it.update_interaction(&interaction)? {
                return Err(Error::Stale);
            }
            if !still_holds(&reset, &user, it.find_password(&user.id)?.as_ref()) {
                return Ok(false);
            }
            it.put_password(&user.id, &credential)?;
            it.set_policy_lock(&user.id, None)?;
            it.clear_attempts(user.id.as_str())?;
            crate::sessions::end_all(&mut it, &user.id, None, now)?;
            it.void_challenges(&user.id, now)?;
            app2.event(
                &run.pool.id,
                EventType::PasswordReset,
                &Actor::Person(user.id.clone()),
                &trace,
            )
            .user(&user.id)
            .application(run.application.as_ref().map(|it| &it.id))
            .write(&mut it)?;
            users::tell_password_changed(&app2, &mut it, &run.pool, &user, &locale)?;
            Ok::<_, Error>(true)
        })
        .await?;
    app.wake_queue();
    if done {
        Ok(())
    } else {
        Err(RecoverError::Code(WrongCode::Expired))
    }
}

/// Whether the proof of the address still counts: not once the password was changed by another way, nor once the
/// address is another one (T23).
fn still_holds(reset: &Reset, user: &User, password: Option<&PasswordCredential>) -> bool {
    let Some(proven_at) = reset.proven_at else {
        return false;
    };
    let same_address = EmailAddress::parse(&reset.email).is_ok_and(|typed| {
        user.email
            .as_ref()
            .is_some_and(|it| it.key() == typed.key())
    });
    same_address && password.is_none_or(|it| it.changed_at <= proven_at)
}
