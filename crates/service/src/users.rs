//! Users as administrators see and change them. Their standing and their passwords are files of their own.

mod password;
mod standing;

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::fold::fold;
use moongate_domain::id::{PoolId, UserId};
use moongate_domain::password::{Password, PasswordPolicy};
use moongate_domain::pool::Pool;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::session::Session;
use moongate_domain::user::{NewUser, User, UserPatch, UserSource};
use moongate_store::db;
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::sessions;
use crate::sources;

pub use password::{Reset, password_context, reset_password};
pub(crate) use password::{check_password, new_credential, tell_password_changed};
use standing::{change, guard};
pub use standing::{freeze, lock, thaw, unlock};

/// Where a page of users ended.
pub type After = (Timestamp, UserId);

/// One user.
pub async fn get(app: &App, actor: &Actor, pool: &PoolId, id: &UserId) -> Result<User, Error> {
    actor.may(Resource::Users, Access::Read, Some(pool))?;
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .read(move |tx| tx.pool(&pool).find_user(&id)?.ok_or(Error::NotFound))
        .await
}

/// One user with unmasked values: a read that is itself recorded.
pub async fn reveal(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &UserId,
    trace: &Trace,
) -> Result<User, Error> {
    actor.may(Resource::Users, Access::Write, Some(pool))?;
    let event = app
        .event(pool, EventType::UserRevealed, actor, trace)
        .user(id);
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let user = it.find_user(&id)?.ok_or(Error::NotFound)?;
            event.write(&mut it)?;
            Ok(user)
        })
        .await
}

/// Users, the newest first; `search` finds parts of names, addresses, numbers and ids.
pub async fn list(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    search: Option<&str>,
    before: Option<After>,
    limit: u32,
) -> Result<Vec<User>, Error> {
    actor.may(Resource::Users, Access::Read, Some(pool))?;
    let pool = pool.clone();
    let search = search.map(|it| fold(it.trim())).filter(|it| !it.is_empty());
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&pool);
            Ok(match &search {
                Some(text) => it.search_users(text, before, limit.into())?,
                None => it.list_users(before, limit.into())?,
            })
        })
        .await
}

/// How many users a pool has.
pub async fn count(app: &App, actor: &Actor, pool: &PoolId) -> Result<i64, Error> {
    count_found(app, actor, pool, None).await
}

/// How many users of a pool a search finds.
pub async fn count_found(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    search: Option<&str>,
) -> Result<i64, Error> {
    actor.may(Resource::Users, Access::Read, Some(pool))?;
    let pool = pool.clone();
    let search = search.map(|it| fold(it.trim())).filter(|it| !it.is_empty());
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&pool);
            Ok(match &search {
                Some(text) => it.count_found_users(text)?,
                None => it.count_users()?,
            })
        })
        .await
}

/// Creates a user. The password follows the pool's policy.
pub async fn create(
    app: &App,
    actor: &Actor,
    pool: &Pool,
    new: NewUser,
    password: Option<Secret>,
    trace: &Trace,
) -> Result<User, Error> {
    let made = create_each(
        app,
        actor,
        pool,
        vec![(new, password)],
        |_, error| error,
        trace,
    );
    made.await?.pop().ok_or(Error::NotFound)
}

/// Creates users, all of them or none. A refused field is named with its place, such as `users.3.email`.
pub async fn create_many(
    app: &App,
    actor: &Actor,
    pool: &Pool,
    news: Vec<(NewUser, Option<Secret>)>,
    trace: &Trace,
) -> Result<Vec<User>, Error> {
    let placed = |place: usize, error| match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|it| FieldError {
                    field: format!("users.{place}.{}", it.field),
                    ..it
                })
                .collect(),
        ),
        other => other,
    };
    create_each(app, actor, pool, news, placed, trace).await
}

/// `placed` says in an error which of the users it is about.
async fn create_each(
    app: &App,
    actor: &Actor,
    pool: &Pool,
    news: Vec<(NewUser, Option<Secret>)>,
    placed: impl Fn(usize, Error) -> Error + Send + 'static,
    trace: &Trace,
) -> Result<Vec<User>, Error> {
    actor.may(Resource::Users, Access::Write, Some(&pool.id))?;
    let source = if matches!(actor, Actor::Key { .. }) {
        UserSource::Api
    } else {
        UserSource::AdminAdd
    };
    let policy = sources::password_policy(app, &pool.id).await?;
    let (mut checked, mut errors) = (Vec::new(), Vec::new());
    for (place, (new, password)) in news.into_iter().enumerate() {
        let built = new.build(app.new_id(), pool.id.clone(), source.clone(), app.now());
        match check_new(pool, &policy, built, password) {
            Ok(it) => checked.push(it),
            Err(found) => match placed(place, Error::Invalid(found)) {
                Error::Invalid(found) => errors.extend(found),
                other => return Err(other),
            },
        }
    }
    Error::none(errors)?;
    let share = trace.ip.clone().unwrap_or_default();
    let mut made = Vec::with_capacity(checked.len());
    for (user, password) in checked {
        let credential = match password {
            Some(it) => Some(app.credential(app.passwords.hash(&it, &share).await?, false)),
            None => None,
        };
        let event = app
            .event(&pool.id, EventType::UserCreated, actor, trace)
            .user(&user.id);
        made.push((user, credential, event));
    }
    let pool = pool.id.clone();
    app.store
        .write(move |tx| {
            tx.find_pool(&pool)?.ok_or(Error::NotFound)?;
            let mut it = tx.pool(&pool);
            for (place, (user, credential, event)) in made.iter().enumerate() {
                insert(&mut it, user, credential.as_ref()).map_err(|err| placed(place, err))?;
                event.write(&mut it)?;
            }
            Ok(made.iter().map(|(user, ..)| user.clone()).collect())
        })
        .await
}

/// Everything that is wrong with a new user and their password.
fn check_new(
    pool: &Pool,
    policy: &PasswordPolicy,
    built: Result<User, Vec<FieldError>>,
    password: Option<Secret>,
) -> Result<(User, Option<Password>), Vec<FieldError>> {
    let context = password_context(pool, built.as_ref().ok());
    let password = password
        .map(|typed| check_password(policy, "password", &typed, &context))
        .transpose();
    match (built, password) {
        (Ok(user), Ok(password)) => Ok((user, password)),
        (built, password) => {
            let mut found = built.err().unwrap_or_default();
            found.extend(password.err().unwrap_or_default());
            Err(found)
        }
    }
}

/// Stores a new user; a taken identifier is said beside its field.
pub(crate) fn insert(
    it: &mut InPool<'_, '_>,
    user: &User,
    credential: Option<&PasswordCredential>,
) -> Result<(), Error> {
    refuse_taken(it, user)?;
    it.insert_user(user).map_err(taken)?;
    if let Some(credential) = credential {
        it.put_password(&user.id, credential)?;
    }
    Ok(())
}

fn refuse_taken(it: &mut InPool<'_, '_>, user: &User) -> Result<(), Error> {
    match it.find_taken_identifier(user)? {
        Some("username") => Err(Error::field("username", "username.taken")),
        Some("email") => Err(Error::field("email", "email.taken")),
        Some(_) => Err(Error::field("phone", "phone.taken")),
        None => Ok(()),
    }
}

/// Two requests for the same identifier at once: the constraint decides, without saying which field.
fn taken(err: db::Error) -> Error {
    match err {
        db::Error::Conflict { .. } => Error::field("username", "identifier.taken"),
        other => other.into(),
    }
}

/// Changes a user. `version` is what the caller read; none means whatever it is.
pub async fn update(
    app: &App,
    actor: &Actor,
    (pool, id): (&PoolId, &UserId),
    patch: UserPatch,
    version: Option<i64>,
    trace: &Trace,
) -> Result<User, Error> {
    change(
        app,
        actor,
        (pool, id),
        EventType::UserChanged,
        trace,
        move |_, it, current, now| {
            if version.is_some_and(|it| it != current.version) {
                return Err(Error::Stale);
            }
            let changed = patch.clone().apply(current, now).map_err(Error::Invalid)?;
            refuse_taken(it, &changed)?;
            if changed.email != current.email {
                it.void_challenges(&current.id, now)?;
            }
            Ok(changed)
        },
    )
    .await
}

/// Ends everything a user is signed in to.
pub async fn end_sessions(
    app: &App,
    actor: &Actor,
    (pool, id): (&PoolId, &UserId),
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Users, Access::Write, Some(pool))?;
    let event = app
        .event(pool, EventType::SessionsEnded, actor, trace)
        .user(id);
    let (app2, pool, id, actor) = (app.clone(), pool.clone(), id.clone(), actor.clone());
    app.store
        .write(move |tx| {
            let guard = guard(tx, &actor, &id)?;
            let mut it = tx.pool(&pool);
            it.find_user(&id)?.ok_or(Error::NotFound)?;
            guard.refuse_stronger()?;
            sessions::end_all(&mut it, &id, None, app2.now())?;
            Ok::<_, Error>(event.write(&mut it)?)
        })
        .await
}

/// The live sessions of a user.
pub async fn list_sessions(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &UserId,
) -> Result<Vec<Session>, Error> {
    actor.may(Resource::Users, Access::Read, Some(pool))?;
    let (pool, id, now) = (pool.clone(), id.clone(), app.now());
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&pool);
            it.find_user(&id)?.ok_or(Error::NotFound)?;
            Ok(it.list_sessions(&id, now)?)
        })
        .await
}

/// Deletes users with everything that is theirs. All of them or none.
pub async fn delete(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    ids: Vec<UserId>,
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Users, Access::Write, Some(pool))?;
    let (app2, pool, actor, trace) = (app.clone(), pool.clone(), actor.clone(), trace.clone());
    app.store
        .write(move |tx| {
            for id in &ids {
                let guard = guard(tx, &actor, id)?;
                let mut it = tx.pool(&pool);
                it.find_user(id)?.ok_or(Error::NotFound)?;
                guard.refuse_stronger()?;
                guard.keep_last_owner()?;
                it.delete_user(id)?;
                app2.event(&pool, EventType::UserDeleted, &actor, &trace)
                    .user(id)
                    .write(&mut it)?;
            }
            Ok(())
        })
        .await
}
