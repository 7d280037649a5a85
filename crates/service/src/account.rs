//! What a signed-in person does to their own account: profile, password, sessions.

use moongate_domain::Timestamp;
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::id::SessionId;
use moongate_domain::interaction::Step;
use moongate_domain::pool::Pool;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::session::Session;
use moongate_domain::user::{ProfilePatch, User};

use crate::App;
use crate::actor::Actor;
use crate::error::Error;
use crate::interactions::{self, Next, Running};
use crate::sessions::{self, Browser};
use crate::sign_in::{self, SignInError};
use crate::users;

/// The person of a page: who they are and by which session.
#[derive(Debug, Clone)]
pub struct Person {
    /// The session of this browser.
    pub session: Session,
    /// The person.
    pub user: User,
}

/// Changes what people may change of themselves (W16, B-020).
pub async fn change_profile(
    app: &App,
    pool: &Pool,
    person: &Person,
    patch: ProfilePatch,
    browser: &Browser,
) -> Result<(), Error> {
    let (app2, pool, person, trace) = (
        app.clone(),
        pool.id.clone(),
        person.clone(),
        browser.trace.clone(),
    );
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let current = it.find_user(&person.user.id)?.ok_or(Error::NotFound)?;
            let user = patch
                .clone()
                .apply(&current, app2.now())
                .map_err(Error::Invalid)?;
            if !it.update_user(&user, current.version)? {
                return Err(Error::Stale);
            }
            app2.event(
                &pool,
                EventType::ProfileChanged,
                &Actor::Person(user.id.clone()),
                &trace,
            )
            .user(&user.id)
            .write(&mut it)?;
            Ok(())
        })
        .await
}

/// A password change as it was typed.
#[derive(Debug, Clone)]
pub struct PasswordChange {
    /// The present password; not asked when an administrator gave a temporary one a moment ago.
    pub password: Option<Secret>,
    /// The new one.
    pub new_password: Secret,
    /// The same again.
    pub confirm_password: Secret,
}

/// Changes the password of a signed-in person: the old one is asked and counted like a sign-in
/// (B-029), every other sign-in ends, the owner is told (B-031, W17).
pub async fn change_password(
    app: &App,
    pool: &Pool,
    person: &Person,
    change: PasswordChange,
    browser: &Browser,
) -> Result<(), Error> {
    let old = change.password.clone().filter(|it| !it.expose().is_empty());
    let old = old.ok_or_else(|| Error::field("password", "field.required"))?;
    sign_in::confirm_password(app, pool, &person.user, &old, browser)
        .await
        .map_err(|err| match err {
            SignInError::Other(err) => err,
            SignInError::Locked { .. } => Error::field("password", "password.locked"),
            _ => Error::field("password", "password.wrong"),
        })?;
    let credential = checked(app, pool, &person.user, change, browser).await?;
    let (app2, pool, person, browser) =
        (app.clone(), pool.clone(), person.clone(), browser.clone());
    app.store
        .write(move |tx| {
            replace(
                &app2,
                &mut tx.pool(&pool.id),
                &pool,
                &person,
                &credential,
                &browser,
            )
        })
        .await?;
    app.wake_queue();
    Ok(())
}

/// Replaces a temporary password in a run, then goes on.
pub async fn replace_temporary_password(
    app: &App,
    run: &Running,
    change: PasswordChange,
    browser: &Browser,
) -> Result<Next, Error> {
    if run.step != Step::ChangePassword {
        return interactions::resume(app, run, browser).await;
    }
    let (session, user) = run.signed_in.clone().ok_or(Error::NotFound)?;
    let person = Person { session, user };
    let credential = checked(app, &run.pool, &person.user, change, browser).await?;
    let (app2, run, browser) = (app.clone(), run.clone(), browser.clone());
    let next = app
        .store
        .write(move |tx| {
            replace(
                &app2,
                &mut tx.pool(&run.pool.id),
                &run.pool,
                &person,
                &credential,
                &browser,
            )?;
            let signed_in = (person.session.clone(), person.user.clone());
            interactions::advance(
                &app2,
                tx,
                &run,
                &run.interaction,
                &signed_in,
                &browser.trace,
            )
        })
        .await?;
    app.wake_queue();
    Ok(next)
}

async fn checked(
    app: &App,
    pool: &Pool,
    user: &User,
    change: PasswordChange,
    browser: &Browser,
) -> Result<PasswordCredential, Error> {
    if change.confirm_password != change.new_password {
        return Err(Error::Invalid(vec![FieldError::new(
            "confirm_password",
            "password.mismatch",
        )]));
    }
    users::new_credential(
        app,
        pool,
        &user.id,
        "new_password",
        &change.new_password,
        &browser.trace,
    )
    .await
}

fn replace(
    app: &App,
    it: &mut moongate_store::pool::InPool<'_, '_>,
    pool: &Pool,
    person: &Person,
    credential: &PasswordCredential,
    browser: &Browser,
) -> Result<(), Error> {
    let now = app.now();
    let user = it.find_user(&person.user.id)?.ok_or(Error::NotFound)?;
    sessions::still_live(it, &person.session.id, now)?;
    it.put_password(&user.id, credential)?;
    sessions::end_all(it, &user.id, Some(&person.session.id), now)?;
    it.void_challenges(&user.id, now)?;
    app.event(
        &pool.id,
        EventType::PasswordChanged,
        &Actor::Person(user.id.clone()),
        &browser.trace,
    )
    .user(&user.id)
    .write(it)?;
    users::tell_password_changed(app, it, pool, &user, &browser.locale)
}

/// When the person's password was set; none if they have none.
pub async fn password_set_at(
    app: &App,
    pool: &Pool,
    person: &Person,
) -> Result<Option<Timestamp>, Error> {
    let (pool, user) = (pool.id.clone(), person.user.id.clone());
    app.store
        .read(move |tx| {
            let found = tx.pool(&pool).find_password(&user)?;
            Ok(found.map(|it| it.changed_at))
        })
        .await
}

/// The live sessions of a person.
pub async fn list_sessions(app: &App, pool: &Pool, person: &Person) -> Result<Vec<Session>, Error> {
    let (pool, user, now) = (pool.id.clone(), person.user.id.clone(), app.now());
    app.store
        .read(move |tx| Ok(tx.pool(&pool).list_sessions(&user, now)?))
        .await
}

/// Signs one of the person's sessions out. A session of somebody else is not found.
pub async fn end_session(
    app: &App,
    pool: &Pool,
    person: &Person,
    id: &SessionId,
    browser: &Browser,
) -> Result<(), Error> {
    let (app2, pool, user, id, trace) = (
        app.clone(),
        pool.id.clone(),
        person.user.id.clone(),
        id.clone(),
        browser.trace.clone(),
    );
    app.store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&pool);
            it.find_session(&id)?
                .filter(|it| it.user_id == user && it.is_live(now))
                .ok_or(Error::NotFound)?;
            it.end_session(&id, now)?;
            it.revoke_grants_of_session(&id, now)?;
            app2.event(
                &pool,
                EventType::Logout,
                &Actor::Person(user.clone()),
                &trace,
            )
            .user(&user)
            .detail("session_id", id.as_str())
            .write(&mut it)?;
            Ok(())
        })
        .await
}

/// Signs the person out everywhere, this browser included.
pub async fn end_all_sessions(
    app: &App,
    pool: &Pool,
    person: &Person,
    browser: &Browser,
) -> Result<u64, Error> {
    let (app2, pool, user, trace) = (
        app.clone(),
        pool.id.clone(),
        person.user.id.clone(),
        browser.trace.clone(),
    );
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let ended = sessions::end_all(&mut it, &user, None, app2.now())?;
            app2.event(
                &pool,
                EventType::Logout,
                &Actor::Person(user.clone()),
                &trace,
            )
            .user(&user)
            .detail("sessions", ended)
            .write(&mut it)?;
            Ok(ended)
        })
        .await
}
