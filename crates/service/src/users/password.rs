//! Passwords of users: the rules that everybody shares, and the reset by an administrator.

use moongate_domain::administrator::{Access, Resource};
use moongate_domain::challenge::Scene;
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::id::UserId;
use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::password::{Password, PasswordPolicy};
use moongate_domain::pool::Pool;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::user::User;
use moongate_store::pool::InPool;

use super::standing::guard;
use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::messages;
use crate::random;
use crate::sessions;
use crate::sources;

/// How a reset reached its user (Z-24).
#[derive(Debug)]
pub enum Reset {
    /// A message to the verified address says how to choose a new password.
    Mailed,
    /// Shown once to the administrator; its owner replaces it at the next sign-in.
    Temporary(Secret),
}

/// Resets a password: the old one stops working, every sign-in ends, a lock by
/// failures is lifted. The administrator neither sees nor chooses a password that stays.
pub async fn reset_password(
    app: &App,
    actor: &Actor,
    (pool, id): (&Pool, &UserId),
    trace: &Trace,
) -> Result<Reset, Error> {
    actor.may(Resource::Users, Access::Write, Some(&pool.id))?;
    let (temporary, credential) = app.temporary_password().await?;
    let event = app
        .event(&pool.id, EventType::UserPasswordReset, actor, trace)
        .user(id);
    let (app2, pool, id, actor) = (app.clone(), pool.clone(), id.clone(), actor.clone());
    let mailed = app
        .store
        .write(move |tx| {
            let now = app2.now();
            let guard = guard(tx, &actor, &id)?;
            let mut it = tx.pool(&pool.id);
            let user = it.find_user(&id)?.ok_or(Error::NotFound)?;
            guard.refuse_stronger()?;
            it.put_password(&id, &credential)?;
            it.set_policy_lock(&id, None)?;
            it.clear_attempts(id.as_str())?;
            it.void_challenges(&id, now)?;
            sessions::end_all(&mut it, &id, None, now)?;
            event.write(&mut it)?;
            let address = user.email.as_ref().filter(|_| user.email_verified);
            if let Some(address) = address {
                let link = format!("{}/reset-password", app2.issuer(&pool));
                let draft = messages::Draft {
                    user_id: Some(&id),
                    scene: Scene::PasswordResetByAdmin,
                    recipient: address.as_str(),
                    locale: pool.settings.default_locale.tag(),
                    values: &[("link", &link)],
                };
                messages::queue(&mut it, &app2.email(&pool, &draft))?;
            }
            Ok::<_, Error>(address.is_some())
        })
        .await?;
    app.wake_queue();
    Ok(if mailed {
        Reset::Mailed
    } else {
        Reset::Temporary(temporary)
    })
}

impl App {
    /// A password as it is stored from now on.
    pub(crate) fn credential(&self, hash: String, must_change: bool) -> PasswordCredential {
        PasswordCredential {
            hash,
            changed_at: self.now(),
            must_change,
        }
    }

    /// A password that its owner replaces at the next sign-in; its end satisfies every strength.
    pub(crate) async fn temporary_password(&self) -> Result<(Secret, PasswordCredential), Error> {
        let temporary = Secret::new(format!("{}-aA1!", random::code(16).expose()));
        let password = Password::parse(temporary.expose())
            .map_err(|err| Error::field("password", err.code()))?;
        let hash = self.passwords.hash(&password, "").await?;
        Ok((temporary, self.credential(hash, true)))
    }
}

/// What a password must not contain: the names of its owner, of the pool and of the product.
pub fn password_context(pool: &Pool, user: Option<&User>) -> Vec<String> {
    let mut words = vec!["moongate".to_owned(), pool.name.clone()];
    if let Some(user) = user {
        words.extend(
            user.username
                .as_ref()
                .map(|it| Username::as_str(it).to_owned()),
        );
        words.extend(
            user.email
                .as_ref()
                .map(|it| EmailAddress::local_part(it).to_owned()),
        );
        words.extend(
            user.phone
                .as_ref()
                .map(|it| PhoneNumber::as_str(it).to_owned()),
        );
    }
    words
}

/// Reads a password and holds it against the policy.
pub(crate) fn check_password(
    policy: &PasswordPolicy,
    field: &str,
    typed: &Secret,
    context: &[String],
) -> Result<Password, Vec<FieldError>> {
    let password =
        Password::parse(typed.expose()).map_err(|err| vec![FieldError::new(field, err.code())])?;
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let found = policy.refuse(field, password.expose(), &context);
    if found.is_empty() {
        Ok(password)
    } else {
        Err(found)
    }
}

/// Checks a new password of a user against policy and history, and hashes it (A-155, A-156, B-026).
pub(crate) async fn new_credential(
    app: &App,
    pool: &Pool,
    id: &UserId,
    field: &'static str,
    typed: &Secret,
    trace: &Trace,
) -> Result<PasswordCredential, Error> {
    let policy = sources::password_policy(app, &pool.id).await?;
    let (pool_id, user_id, length) = (pool.id.clone(), id.clone(), policy.history.unwrap_or(0));
    let (user, history) = app
        .store
        .read(move |tx| {
            let mut it = tx.pool(&pool_id);
            let user = it.find_user(&user_id)?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((user, it.list_password_history(&user_id, length.into())?))
        })
        .await?;
    let context = password_context(pool, Some(&user));
    let password = check_password(&policy, field, typed, &context).map_err(Error::Invalid)?;
    let share = trace.ip.clone().unwrap_or_default();
    for hash in &history {
        if app
            .passwords
            .verify(&password, Some(hash), &share)
            .await?
            .matches
        {
            let error =
                FieldError::new(field, "password.used_before").with("count", length.to_string());
            return Err(Error::Invalid(vec![error]));
        }
    }
    Ok(app.credential(app.passwords.hash(&password, &share).await?, false))
}

/// Tells the owner that the password was changed (W17).
pub(crate) fn tell_password_changed(
    app: &App,
    it: &mut InPool<'_, '_>,
    pool: &Pool,
    user: &User,
    locale: &str,
) -> Result<(), Error> {
    if let Some(address) = user.email.as_ref().filter(|_| user.email_verified) {
        let draft = messages::Draft {
            user_id: Some(&user.id),
            scene: Scene::PasswordChanged,
            recipient: address.as_str(),
            locale,
            values: &[],
        };
        messages::queue(it, &app.email(pool, &draft))?;
    }
    Ok(())
}
