//! Asking somebody who is signed in for their password again.

use moongate_domain::event::EventType;
use moongate_domain::identifier::Identifier;
use moongate_domain::password::Password;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::user::User;

use super::SignInError;
use super::attempt::{count, forget, forgive, refuse};
use crate::App;
use crate::actor::Actor;
use crate::sessions::Browser;
use crate::sources;

/// Checks the password of somebody who is signed in, counted like a sign-in (B-029).
pub(crate) async fn confirm_password(
    app: &App,
    pool: &Pool,
    user: &User,
    typed: &Secret,
    browser: &Browser,
) -> Result<(), SignInError> {
    let policy = sources::password_policy(app, &pool.id).await?.lock;
    let key = user.identifiers().first().map(Identifier::key);
    let found = count(app, pool, policy, key, user.id.as_str(), browser).await?;
    let (password, usable) = match Password::parse(typed.expose()) {
        Ok(password) => (password, true),
        Err(_) => (Password::nobodys(), false),
    };
    let share = browser.trace.ip.clone().unwrap_or_default();
    match app
        .passwords
        .verify(&password, found.hash.as_deref().filter(|_| usable), &share)
        .await
    {
        Err(busy) => {
            forgive(app, pool, &found.subject, browser).await?;
            Err(busy.into())
        }
        Ok(verdict) if verdict.matches => {
            let (pool, subject, ip) = (pool.id.clone(), found.subject, browser.trace.ip.clone());
            app.store
                .write(move |tx| forget(&mut tx.pool(&pool), &subject, ip.as_deref()))
                .await?;
            Ok(())
        }
        Ok(_) => {
            let failed = app.event(
                &pool.id,
                EventType::PasswordChanged,
                &Actor::Person(user.id.clone()),
                &browser.trace,
            );
            Err(refuse(app, pool, failed, found, browser).await?)
        }
    }
}
