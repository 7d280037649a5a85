//! Users as administrators see and change them, and the rules about passwords that everybody shares.

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::challenge::Scene;
use moongate_domain::credential::PasswordCredential;
use moongate_domain::event::EventType;
use moongate_domain::fold::fold;
use moongate_domain::id::{PoolId, UserId};
use moongate_domain::identifier::{EmailAddress, PhoneNumber, Username};
use moongate_domain::password::{Password, PasswordPolicy};
use moongate_domain::pool::Pool;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;
use moongate_domain::session::Session;
use moongate_domain::user::{NewUser, User, UserPatch, UserSource};
use moongate_store::db::{self, Tx};
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::messages;
use crate::random;
use crate::sessions;
use crate::sources;

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

/// Stops every sign-in until an administrator unlocks, and ends what is signed in.
pub async fn lock(
    app: &App,
    actor: &Actor,
    id: (&PoolId, &UserId),
    trace: &Trace,
) -> Result<User, Error> {
    change(
        app,
        actor,
        id,
        EventType::UserLocked,
        trace,
        |tx, it, current, now| {
            keep_last_owner(tx, it, current)?;
            let mut user = current.clone();
            user.standing.lock(now).map_err(|err| Error::state(err.0))?;
            sessions::end_all(it, &user.id, None, now)?;
            Ok(user)
        },
    )
    .await
}

/// Lifts a lock, by whomever.
pub async fn unlock(
    app: &App,
    actor: &Actor,
    id: (&PoolId, &UserId),
    trace: &Trace,
) -> Result<User, Error> {
    change(
        app,
        actor,
        id,
        EventType::UserUnlocked,
        trace,
        |_, it, current, now| {
            let mut user = current.clone();
            user.standing
                .unlock(now)
                .map_err(|err| Error::state(err.0))?;
            it.clear_attempts(user.id.as_str())?;
            Ok(user)
        },
    )
    .await
}

/// Blocks every sign-in and ends what is signed in.
pub async fn freeze(
    app: &App,
    actor: &Actor,
    id: (&PoolId, &UserId),
    trace: &Trace,
) -> Result<User, Error> {
    change(
        app,
        actor,
        id,
        EventType::UserFrozen,
        trace,
        |tx, it, current, now| {
            keep_last_owner(tx, it, current)?;
            let mut user = current.clone();
            user.standing
                .freeze(now)
                .map_err(|err| Error::state(err.0))?;
            sessions::end_all(it, &user.id, None, now)?;
            Ok(user)
        },
    )
    .await
}

/// Takes a freeze back.
pub async fn thaw(
    app: &App,
    actor: &Actor,
    id: (&PoolId, &UserId),
    trace: &Trace,
) -> Result<User, Error> {
    change(
        app,
        actor,
        id,
        EventType::UserThawed,
        trace,
        |_, _, current, _| {
            let mut user = current.clone();
            user.standing.thaw().map_err(|err| Error::state(err.0))?;
            Ok(user)
        },
    )
    .await
}

/// One change of one user: read, decide, write back, record.
async fn change<F>(
    app: &App,
    actor: &Actor,
    (pool, id): (&PoolId, &UserId),
    kind: EventType,
    trace: &Trace,
    decide: F,
) -> Result<User, Error>
where
    F: Fn(&Guard, &mut InPool<'_, '_>, &User, Timestamp) -> Result<User, Error> + Send + 'static,
{
    actor.may(Resource::Users, Access::Write, Some(pool))?;
    let event = app.event(pool, kind, actor, trace).user(id);
    let (app, pool, id, actor) = (app.clone(), pool.clone(), id.clone(), actor.clone());
    app.clone()
        .store
        .write(move |tx| {
            let now = app.now();
            let guard = guard(tx, &actor, &id)?;
            let mut it = tx.pool(&pool);
            let current = it.find_user(&id)?.ok_or(Error::NotFound)?;
            guard.refuse_stronger()?;
            let mut user = decide(&guard, &mut it, &current, now)?;
            user.updated_at = now;
            user.version = current.version + 1;
            if !it.update_user(&user, current.version).map_err(taken)? {
                return Err(Error::Stale);
            }
            event.write(&mut it)?;
            Ok(user)
        })
        .await
}

/// What must be known about a user of the console pool before somebody changes them (A3).
struct Guard {
    target: Option<moongate_domain::administrator::Role>,
    owners: i64,
    actor_is_owner: bool,
}

fn guard(tx: &mut Tx<'_>, actor: &Actor, id: &UserId) -> Result<Guard, Error> {
    use moongate_domain::administrator::Role;
    let target = tx.find_administrator(id)?.map(|it| it.role);
    let owners = if target == Some(Role::Owner) {
        tx.count_administrators(Role::Owner)?
    } else {
        0
    };
    let actor_is_owner = actor
        .may(Resource::Administration, Access::Write, None)
        .is_ok();
    Ok(Guard {
        target,
        owners,
        actor_is_owner,
    })
}

impl Guard {
    /// Only owners change administrators (T36).
    fn refuse_stronger(&self) -> Result<(), Error> {
        if self.target.is_some() && !self.actor_is_owner {
            return Err(Error::Forbidden("permission.missing"));
        }
        Ok(())
    }
}

fn keep_last_owner(guard: &Guard, _: &mut InPool<'_, '_>, _: &User) -> Result<(), Error> {
    if guard.owners == 1 {
        Err(Error::state("administrator.last_owner"))
    } else {
        Ok(())
    }
}

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
    let temporary = Secret::new(format!("{}-aA1!", random::code(16).expose()));
    let password =
        Password::parse(temporary.expose()).map_err(|err| Error::field("password", err.code()))?;
    let hash = app.passwords.hash(&password, "").await?;
    let credential = app.credential(hash, true);
    let event = app
        .event(&pool.id, EventType::UserPasswordReset, actor, trace)
        .user(id);
    let (app2, pool, id, actor) = (app.clone(), pool.clone(), id.clone(), actor.clone());
    let mailed = app
        .store
        .write(move |tx| {
            let now = app2.now();
            guard(tx, &actor, &id)?.refuse_stronger()?;
            let mut it = tx.pool(&pool.id);
            let user = it.find_user(&id)?.ok_or(Error::NotFound)?;
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
            guard(tx, &actor, &id)?.refuse_stronger()?;
            let mut it = tx.pool(&pool);
            it.find_user(&id)?.ok_or(Error::NotFound)?;
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
                let user = it.find_user(id)?.ok_or(Error::NotFound)?;
                guard.refuse_stronger()?;
                keep_last_owner(&guard, &mut it, &user)?;
                it.delete_user(id)?;
                app2.event(&pool, EventType::UserDeleted, &actor, &trace)
                    .user(id)
                    .write(&mut it)?;
            }
            Ok(())
        })
        .await
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
