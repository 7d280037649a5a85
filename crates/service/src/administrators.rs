//! Administrators and management keys, and how a management request becomes an [`Actor`].

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, KeyAccess, ManagementKey, Resource};
use moongate_domain::event::EventType;
use moongate_domain::id::{ManagementKeyId, PoolId, UserId};
use moongate_domain::jose::Algorithm;
use moongate_domain::jose::jwt::Typ;
use moongate_domain::jose::verify::{self, Audience, Expected, Lifetime, TypRule};
use moongate_domain::oauth::token_claims::ReceivedAccessToken;
use moongate_domain::pool::Pool;
use moongate_domain::refusal::FieldError;
use moongate_domain::secret::Secret;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::keys;
use crate::random;
use crate::sealing::hash_token;
use crate::sessions;

/// What management keys begin with, so that a leaked one is recognised.
pub const KEY_PREFIX: &str = "mgk_";
/// A key is noted as used at most once in this many seconds.
const TOUCH_SECONDS: i64 = 60;

/// Who a bearer of the management API is: a management key, or an access token of the console pool.
pub async fn authenticate(app: &App, bearer: &Secret) -> Result<Actor, Error> {
    if bearer.expose().matches('.').count() == 2 {
        return by_token(app, bearer).await;
    }
    let hash = hash_token(bearer.expose());
    let now = app.now();
    let key = app
        .store
        .read(move |tx| Ok::<_, Error>(tx.find_management_key(&hash)?))
        .await?;
    let key = key.filter(|it| it.revoked_at.is_none() && it.expires_at.is_none_or(|end| now < end));
    let key = key.ok_or(Error::Unauthenticated)?;
    if key
        .last_used_at
        .is_none_or(|at| now.seconds() - at.seconds() >= TOUCH_SECONDS)
    {
        let id = key.id.clone();
        app.store
            .write(move |tx| Ok::<_, Error>(tx.touch_management_key(&id, now)?))
            .await?;
    }
    Ok(Actor::Key {
        id: key.id,
        access: key.access,
        pool_id: key.pool_id,
    })
}

async fn by_token(app: &App, bearer: &Secret) -> Result<Actor, Error> {
    let pool = app.console_pool().await?;
    let keys = keys::of_pool(app, &pool.id).await?;
    let expected = Expected {
        issuer: &app.issuer(&pool),
        keys: keys.published(),
        algorithms: &Algorithm::ALL,
        typ: TypRule::Exactly(Typ::Access.as_str()),
        audience: Audience::Contains(&crate::token::own_audience(&app.issuer(&pool))),
        lifetime: Lifetime::Running,
        now: app.now(),
        leeway_seconds: 0,
    };
    let claims: ReceivedAccessToken = verify::verify(bearer.expose(), &expected)
        .map_err(|_| Error::Unauthenticated)?
        .claims;
    let user = UserId::parse(&claims.sub).map_err(|_| Error::Unauthenticated)?;
    let grant = crate::userinfo::grant_of(&claims.jti).ok_or(Error::Unauthenticated)?;
    let now = app.now();
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&pool.id);
            it.find_grant(&grant)?
                .filter(|it| it.is_live(now))
                .ok_or(Error::Unauthenticated)?;
            it.find_user(&user)?
                .filter(|it| it.may_sign_in(now).is_ok())
                .ok_or(Error::Unauthenticated)?;
            let administrator = tx
                .find_administrator(&user)?
                .ok_or(Error::Unauthenticated)?;
            Ok(Actor::Administrator {
                user_id: user.clone(),
                role: administrator.role,
            })
        })
        .await
}

/// The pool that the caller lands in; keys land nowhere.
pub async fn default_pool(app: &App, actor: &Actor) -> Result<Option<PoolId>, Error> {
    let Actor::Administrator { user_id, .. } = actor else {
        return Ok(None);
    };
    let user = user_id.clone();
    app.store
        .read(move |tx| {
            Ok(tx
                .find_administrator(&user)?
                .and_then(|it| it.default_pool_id))
        })
        .await
}

/// A management key that is asked for.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What the administrator calls it.
    pub name: String,
    /// The only pool it reaches.
    pub pool_id: Option<PoolId>,
    /// What it may do.
    pub access: KeyAccess,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// Makes a key. Nobody grants more than they hold (A3): only those who may do everything make keys.
pub async fn create_key(
    app: &App,
    actor: &Actor,
    new: NewKey,
    trace: &Trace,
) -> Result<(Secret, ManagementKey), Error> {
    actor.may(Resource::Administration, Access::Write, None)?;
    let mut errors = Vec::new();
    let length = new.name.trim().chars().count();
    if length == 0 {
        errors.push(FieldError::new("name", "field.required"));
    } else if length > 128 {
        errors.push(FieldError::new("name", "text.too_long").with("max", "128".to_owned()));
    }
    if !new.access.is_well_formed() {
        errors.push(FieldError::new("access", "management_key.unknown_access"));
    }
    Error::none(errors)?;
    if new.expires_at.is_some_and(|end| end <= app.now()) {
        return Err(Error::field("expires_at", "time.past"));
    }
    if let Actor::Key { access, .. } = actor
        && !new.access.is_within(access)
    {
        return Err(Error::Forbidden("permission.missing"));
    }
    let secret = random::token(KEY_PREFIX);
    let hash = hash_token(secret.expose());
    let stored = ManagementKey {
        id: app.new_id(),
        name: new.name.trim().to_owned(),
        hint: secret.expose()[secret.expose().len() - 4..].to_owned(),
        pool_id: new.pool_id,
        access: new.access,
        created_at: app.now(),
        last_used_at: None,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let maker = match actor {
        Actor::Key { id, .. } => Some(id.clone()),
        _ => None,
    };
    let console = app.console_pool().await?;
    let event = app
        .event(&console.id, EventType::ManagementKeyCreated, actor, trace)
        .detail("key_id", stored.id.as_str())
        .detail("name", stored.name.as_str());
    let key = app
        .store
        .write(move |tx| {
            if let Some(maker) = &maker {
                let maker = tx.find_management_key_by_id(maker)?;
                refuse_outliving(&maker.ok_or(Error::Unauthenticated)?, &stored)?;
            }
            if let Some(pool) = &stored.pool_id {
                tx.find_pool(pool)?
                    .ok_or_else(|| Error::field("pool_id", "field.unknown"))?;
            }
            tx.insert_management_key(&stored, &hash)?;
            event.write(&mut tx.pool(&console.id))?;
            Ok::<_, Error>(stored.clone())
        })
        .await?;
    Ok((secret, key))
}

/// A key that ends makes none that lasts longer: else whoever holds it for a day holds it for good (A3).
fn refuse_outliving(maker: &ManagementKey, made: &ManagementKey) -> Result<(), Error> {
    match (maker.expires_at, made.expires_at) {
        (Some(end), made) if made.is_none_or(|made| made > end) => {
            Err(Error::Forbidden("permission.missing"))
        }
        _ => Ok(()),
    }
}

/// Every management key, the newest first.
pub async fn list_keys(app: &App, actor: &Actor) -> Result<Vec<ManagementKey>, Error> {
    actor.may(Resource::Administration, Access::Read, None)?;
    if actor.only_pool().is_some() {
        return Err(Error::Forbidden("permission.missing"));
    }
    app.store.read(|tx| Ok(tx.list_management_keys()?)).await
}

/// Revokes a key at once, on every node.
pub async fn revoke_key(
    app: &App,
    actor: &Actor,
    id: &ManagementKeyId,
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Administration, Access::Write, None)?;
    let console = app.console_pool().await?;
    let event = app
        .event(&console.id, EventType::ManagementKeyRevoked, actor, trace)
        .detail("key_id", id.as_str());
    let (id, now) = (id.clone(), app.now());
    app.store
        .write(move |tx| {
            if !tx.revoke_management_key(&id, now)? {
                return Err(Error::NotFound);
            }
            Ok(event.write(&mut tx.pool(&console.id))?)
        })
        .await
}

/// Gives an administrator a temporary password from the command line: first aid.
pub async fn reset_password(app: &App, username: &str) -> Result<Secret, Error> {
    let pool: std::sync::Arc<Pool> = app.console_pool().await?;
    let key = moongate_domain::identifier::Identifier::parse(username)
        .map_err(|err| Error::field("username", err.0))?
        .key();
    let (temporary, credential) = app.temporary_password().await?;
    let app2 = app.clone();
    app.store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&pool.id);
            let mut user = it.find_user_by_identifier(&key)?.ok_or(Error::NotFound)?;
            let read = user.version;
            user.standing = moongate_domain::user::Standing {
                activated_at: user.standing.activated_at,
                ..Default::default()
            };
            user.version += 1;
            it.update_user(&user, read)?;
            it.put_password(&user.id, &credential)?;
            it.clear_attempts(user.id.as_str())?;
            sessions::end_all(&mut it, &user.id, None, now)?;
            app2.event(
                &pool.id,
                EventType::UserPasswordReset,
                &Actor::System,
                &Trace::default(),
            )
            .user(&user.id)
            .write(&mut it)?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(temporary)
}
