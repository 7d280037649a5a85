//! Pools: isolated directories of people.

use std::sync::Arc;
use std::time::Instant;

use moongate_domain::administrator::{Access, Resource};
use moongate_domain::event::EventType;
use moongate_domain::id::{ImageId, PoolId};
use moongate_domain::pool::{NewPool, Pool, PoolPatch};
use moongate_domain::source::{CodePolicy, NewSource, PasswordSourcePolicy, Source, SourcePolicy};
use moongate_store::db::{self, Tx};

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::images;
use crate::keys;

/// The slug of the built-in pool whose users are the administrators.
pub const CONSOLE: &str = "console";

impl App {
    /// The pool of a slug, for the paths of its issuer.
    pub async fn pool_by_slug(&self, slug: &str) -> Result<Arc<Pool>, Error> {
        if let Some(pool) = self.pools.get(slug) {
            return Ok(pool);
        }
        let asked = Instant::now();
        let wanted = slug.to_owned();
        let pool = self
            .store
            .read(move |tx| tx.find_pool_by_slug(&wanted)?.ok_or(Error::NotFound))
            .await?;
        Ok(self.pools.put(slug.to_owned(), pool, asked))
    }

    /// The built-in pool of administrators.
    pub async fn console_pool(&self) -> Result<Arc<Pool>, Error> {
        self.pool_by_slug(CONSOLE).await
    }
}

/// A pool by its identifier or slug, as paths of the management API name it.
pub async fn get(app: &App, actor: &Actor, name: &str) -> Result<Pool, Error> {
    let name = name.to_owned();
    let pool = app.store.read(move |tx| named(tx, &name)).await?;
    actor.may(Resource::Pools, Access::Read, Some(&pool.id))?;
    if pool.built_in {
        // Whoever could change how administrators sign in would be one (T36).
        actor.may(Resource::Administration, Access::Write, None)?;
    }
    Ok(pool)
}

/// The pool that something inside it is asked of, by its identifier or slug. Who reaches only another pool does not
/// find it, and the pool of administrators is open to those only who may change administrators (T36).
pub async fn reach(app: &App, actor: &Actor, name: &str, access: Access) -> Result<Pool, Error> {
    let name = name.to_owned();
    let pool = app.store.read(move |tx| named(tx, &name)).await?;
    if actor.only_pool().is_some_and(|only| *only != pool.id) {
        return Err(Error::NotFound);
    }
    if pool.built_in {
        actor.may(Resource::Administration, access, None)?;
    }
    Ok(pool)
}

fn named(tx: &mut Tx<'_>, name: &str) -> Result<Pool, Error> {
    match PoolId::parse(name) {
        Ok(id) => tx.find_pool(&id)?.ok_or(Error::NotFound),
        Err(_) => tx.find_pool_by_slug(name)?.ok_or(Error::NotFound),
    }
}

/// The pools an administrator may see, the oldest first, after a cursor.
pub async fn list(
    app: &App,
    actor: &Actor,
    after: Option<PoolId>,
    limit: u32,
) -> Result<Vec<Pool>, Error> {
    actor.may(Resource::Pools, Access::Read, actor.only_pool())?;
    let only = actor.only_pool().cloned();
    app.store
        .read(move |tx| match only {
            Some(id) => Ok(tx
                .find_pool(&id)?
                .into_iter()
                .filter(|it| after.as_ref() != Some(&it.id))
                .collect()),
            None => Ok(tx.list_pools(after.as_ref(), limit.into())?),
        })
        .await
}

/// How many pools there are besides the built-in one.
pub async fn count(app: &App, actor: &Actor) -> Result<i64, Error> {
    actor.may(Resource::Pools, Access::Read, actor.only_pool())?;
    app.store.read(move |tx| Ok(tx.count_pools()?)).await
}

/// A pool and what it begins with: two sources and signing keys.
#[derive(Clone)]
pub(crate) struct Made {
    pub pool: Pool,
    pub sources: Vec<Source>,
    keys: Vec<moongate_domain::signing_key::SigningKey>,
}

impl App {
    /// Shapes a pool with its first sources and keys; nothing is stored yet.
    pub(crate) fn make_pool(&self, pool: Pool) -> Result<Made, Error> {
        let now = self.now();
        let source = |name: &str, policy| {
            let new = NewSource {
                name: name.to_owned(),
                description: None,
                enabled: true,
                policy,
            };
            new.build(self.new_id(), pool.id.clone(), now)
                .map_err(Error::Invalid)
        };
        let locale = pool.settings.default_locale.tag();
        let name = |key| (self.texts)(locale, key, &[]);
        let sources = vec![
            source(
                &name("source-name-password"),
                SourcePolicy::Password(PasswordSourcePolicy::default()),
            )?,
            source(
                &name("source-name-email_code"),
                SourcePolicy::EmailCode(CodePolicy::default()),
            )?,
        ];
        Ok(Made {
            keys: keys::first(self)?,
            pool,
            sources,
        })
    }
}

impl Made {
    /// Stores it, in the transaction of whoever makes it.
    pub(crate) fn store(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.insert_pool(&self.pool).map_err(taken)?;
        let mut it = tx.pool(&self.pool.id);
        for key in &self.keys {
            it.insert_signing_key(key)?;
        }
        for source in &self.sources {
            it.insert_source(source)?;
        }
        Ok(())
    }
}

fn taken(err: db::Error) -> Error {
    match err {
        db::Error::Conflict { ref on } if on.contains("name_key") => {
            Error::field("name", "pool.name_taken")
        }
        db::Error::Conflict { ref on } if on.contains("slug") => {
            Error::field("slug", "pool.slug_taken")
        }
        other => other.into(),
    }
}

/// Creates a pool.
pub async fn create(
    app: &App,
    actor: &Actor,
    new: NewPool,
    logo: Option<Vec<u8>>,
    trace: &Trace,
) -> Result<Pool, Error> {
    actor.may(Resource::Pools, Access::Write, None)?;
    let logo = match logo {
        Some(upload) => Some(images::accept("logo", upload, app.now()).await?),
        None => None,
    };
    let given = new.slug.is_some();
    let mut pool = new.build(app.new_id(), app.now()).map_err(Error::Invalid)?;
    if let Some(logo) = &logo {
        pool.logo = Some(logo.id.clone());
    }
    let made = app.make_pool(pool)?;
    let (app2, actor, trace) = (app.clone(), actor.clone(), trace.clone());
    let pool = app
        .store
        .write(move |tx| {
            let mut made = made.clone();
            if !given {
                made.pool.slug = free_slug(tx, &made.pool.slug)?;
            }
            made.store(tx)?;
            let mut it = tx.pool(&made.pool.id);
            if let Some(logo) = &logo {
                it.insert_image(logo, app2.now())?;
            }
            app2.event(&made.pool.id, EventType::PoolCreated, &actor, &trace)
                .detail("name", made.pool.name.as_str())
                .write(&mut it)?;
            Ok::<_, Error>(made.pool)
        })
        .await?;
    app.complete_keys_soon(&pool.id);
    Ok(pool)
}

/// A slug that was made from a name gets a number when it is taken.
pub(crate) fn free_slug(tx: &mut Tx<'_>, wish: &str) -> Result<String, Error> {
    for number in 1..1000 {
        let slug = if number == 1 {
            wish.to_owned()
        } else {
            let kept: String = wish.chars().take(36).collect();
            format!("{}-{number}", kept.trim_end_matches('-'))
        };
        if tx.find_pool_by_slug(&slug)?.is_none() {
            return Ok(slug);
        }
    }
    Err(Error::field("slug", "pool.slug_taken"))
}

/// Changes a pool. `version` is what the caller read; none means whatever it is.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: &PoolId,
    patch: PoolPatch,
    logo: Option<Vec<u8>>,
    version: Option<i64>,
    trace: &Trace,
) -> Result<Pool, Error> {
    actor.may(Resource::Pools, Access::Write, Some(id))?;
    let logo = match logo {
        Some(upload) => Some(images::accept("logo", upload, app.now()).await?),
        None => None,
    };
    let (app2, actor, id, trace) = (app.clone(), actor.clone(), id.clone(), trace.clone());
    let pool = app
        .store
        .write(move |tx| {
            let current = tx.find_pool(&id)?.ok_or(Error::NotFound)?;
            if version.is_some_and(|it| it != current.version) {
                return Err(Error::Stale);
            }
            images::only_taken_away(patch.logo.as_ref())?;
            let mut changed = patch
                .clone()
                .apply(&current, app2.now())
                .map_err(Error::Invalid)?;
            if let Some(logo) = &logo {
                tx.pool(&id).insert_image(logo, app2.now())?;
                changed.logo = Some(logo.id.clone());
            }
            if changed.logo != current.logo
                && let Some(old) = &current.logo
            {
                tx.pool(&id).delete_image(old)?;
            }
            if !tx.update_pool(&changed, current.version).map_err(taken)? {
                return Err(Error::Stale);
            }
            app2.event(&id, EventType::PoolChanged, &actor, &trace)
                .write(&mut tx.pool(&id))?;
            Ok(changed)
        })
        .await?;
    app.pools.clear();
    Ok(pool)
}

/// What deleting a pool would take with it.
#[derive(Debug, Clone, Copy)]
pub struct Contents {
    /// Its users.
    pub users: i64,
    /// Its applications.
    pub applications: i64,
    /// Its sources.
    pub sources: i64,
}

/// Counts what is in a pool.
pub async fn contents(app: &App, actor: &Actor, id: &PoolId) -> Result<Contents, Error> {
    actor.may(Resource::Pools, Access::Read, Some(id))?;
    let id = id.clone();
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&id);
            Ok(Contents {
                users: it.count_users()?,
                applications: it.count_applications()?,
                sources: it.count_sources()?,
            })
        })
        .await
}

/// Deletes a pool and everything in it. Its name must be given; enabled applications stand in the way
/// . The event is kept in the console pool, which outlives it.
pub async fn delete(
    app: &App,
    actor: &Actor,
    id: &PoolId,
    confirm: &str,
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Pools, Access::Write, None)?;
    let console = app.console_pool().await?;
    let (app2, actor, id, confirm, trace) = (
        app.clone(),
        actor.clone(),
        id.clone(),
        confirm.to_owned(),
        trace.clone(),
    );
    app.store
        .write(move |tx| {
            let pool = tx.find_pool(&id)?.ok_or(Error::NotFound)?;
            if pool.built_in {
                return Err(Error::state("pool.built_in"));
            }
            if pool.name != confirm {
                return Err(Error::field("confirm", "pool.confirm_mismatch"));
            }
            let open: Vec<String> = tx
                .pool(&id)
                .list_applications_enabled()?
                .into_iter()
                .map(|it| it.name)
                .collect();
            if !open.is_empty() {
                return Err(Error::State {
                    code: "pool.has_enabled_applications",
                    names: open,
                });
            }
            tx.delete_pool(&id)?;
            app2.event(&console.id, EventType::PoolDeleted, &actor, &trace)
                .detail("pool_id", id.as_str())
                .detail("name", pool.name.as_str())
                .write(&mut tx.pool(&console.id))?;
            Ok(())
        })
        .await?;
    app.pools.clear();
    app.applications.clear();
    app.signing.clear();
    Ok(())
}

/// The picture of a pool or application, for everybody.
pub async fn picture(app: &App, pool: &Pool, id: &ImageId) -> Result<images::Served, Error> {
    images::get(app, &pool.id, id).await
}
