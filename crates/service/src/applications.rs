//! Applications: what people sign in to.

use std::sync::Arc;
use std::time::Instant;

use moongate_domain::administrator::{Access, Resource};
use moongate_domain::application::{Application, ApplicationPatch, NewApplication};
use moongate_domain::event::EventType;
use moongate_domain::id::{ApplicationId, ApplicationSecretId, PoolId};
use moongate_domain::secret::Secret;
use moongate_store::applications::ApplicationSecret;
use moongate_store::db::Tx;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::images;
use crate::random;
use crate::sealing::hash_token;

/// Secrets that may be valid at once, so that one can be rotated without a gap (P10).
const MOST_SECRETS: usize = 2;

impl App {
    /// An application of a pool, for hot paths.
    pub(crate) async fn application(
        &self,
        pool: &PoolId,
        id: &ApplicationId,
    ) -> Result<Arc<Application>, Error> {
        let key = (pool.clone(), id.clone());
        if let Some(it) = self.applications.get(&key) {
            return Ok(it);
        }
        let asked = Instant::now();
        let (pool, id) = key.clone();
        let it = self
            .store
            .read(move |tx| tx.pool(&pool).find_application(&id)?.ok_or(Error::NotFound))
            .await?;
        Ok(self.applications.put(key, it, asked))
    }

    /// The same inside a transaction.
    pub(crate) fn application_in(
        &self,
        tx: &mut Tx<'_>,
        pool: &PoolId,
        id: &ApplicationId,
    ) -> Result<Arc<Application>, Error> {
        let key = (pool.clone(), id.clone());
        if let Some(it) = self.applications.get(&key) {
            return Ok(it);
        }
        let asked = Instant::now();
        let it = tx.pool(pool).find_application(id)?.ok_or(Error::NotFound)?;
        Ok(self.applications.put(key, it, asked))
    }

    /// The hashes of an application's secrets.
    pub(crate) async fn secret_hashes(
        &self,
        pool: &PoolId,
        id: &ApplicationId,
    ) -> Result<Arc<Vec<String>>, Error> {
        let key = (pool.clone(), id.clone());
        if let Some(it) = self.secrets.get(&key) {
            return Ok(it);
        }
        let asked = Instant::now();
        let (pool, id) = key.clone();
        let stored = self
            .store
            .read(move |tx| Ok::<_, Error>(tx.pool(&pool).list_secrets(&id)?))
            .await?;
        let hashes = stored.into_iter().map(|it| it.secret_hash).collect();
        Ok(self.secrets.put(key, hashes, asked))
    }

    pub(crate) fn forget_applications(&self) {
        self.origins.clear();
        self.applications.clear();
        self.secrets.clear();
    }

    /// A new secret and what is stored of it.
    pub(crate) fn make_secret(&self) -> (Secret, ApplicationSecret) {
        let secret = random::token("mgs_");
        let text = secret.expose();
        let stored = ApplicationSecret {
            id: self.new_id::<ApplicationSecretId>(),
            secret_hash: hash_token(text),
            hint: text[text.len() - 4..].to_owned(),
            created_at: self.now(),
        };
        (secret, stored)
    }
}

/// One application.
pub async fn get(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &ApplicationId,
) -> Result<Application, Error> {
    actor.may(Resource::Applications, Access::Read, Some(pool))?;
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .read(move |tx| tx.pool(&pool).find_application(&id)?.ok_or(Error::NotFound))
        .await
}

/// The applications of a pool, the newest first, before a cursor.
pub async fn list(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    before: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<Application>, Error> {
    actor.may(Resource::Applications, Access::Read, Some(pool))?;
    let pool = pool.clone();
    app.store
        .read(move |tx| {
            Ok(tx
                .pool(&pool)
                .list_applications(before.as_ref(), limit.into())?)
        })
        .await
}

/// How many applications a pool has.
pub async fn count(app: &App, actor: &Actor, pool: &PoolId) -> Result<i64, Error> {
    actor.may(Resource::Applications, Access::Read, Some(pool))?;
    let pool = pool.clone();
    app.store
        .read(move |tx| Ok(tx.pool(&pool).count_applications()?))
        .await
}

/// The secrets of an application, without the secrets.
pub async fn list_secrets(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &ApplicationId,
) -> Result<Vec<ApplicationSecret>, Error> {
    actor.may(Resource::Applications, Access::Read, Some(pool))?;
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .read(move |tx| {
            let mut it = tx.pool(&pool);
            it.find_application(&id)?.ok_or(Error::NotFound)?;
            Ok(it.list_secrets(&id)?)
        })
        .await
}

/// An application that was just made, and its secret, which is shown this once.
pub struct Created {
    /// The application.
    pub application: Application,
    /// Its secret, if it proves itself by one.
    pub secret: Option<Secret>,
}

/// Creates an application.
pub async fn create(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    new: NewApplication,
    logo: Option<Vec<u8>>,
    trace: &Trace,
) -> Result<Created, Error> {
    actor.may(Resource::Applications, Access::Write, Some(pool))?;
    let logo = match logo {
        Some(upload) => Some(images::accept("logo", upload, app.now()).await?),
        None => None,
    };
    let (secret, stored) = app.make_secret();
    let id: ApplicationId = app.new_id();
    let (app2, actor, pool, trace) = (app.clone(), actor.clone(), pool.clone(), trace.clone());
    let application = app
        .store
        .write(move |tx| {
            tx.find_pool(&pool)?.ok_or(Error::NotFound)?;
            images::only_taken_away(new.settings.logo.as_ref())?;
            let mut it = tx.pool(&pool);
            let sources = it.list_sources()?;
            let mut made = new
                .clone()
                .build(id.clone(), pool.clone(), &sources, app2.now())
                .map_err(Error::Invalid)?;
            if let Some(logo) = &logo {
                it.insert_image(logo, app2.now())?;
                made.logo = Some(logo.id.clone());
            }
            it.insert_application(&made)?;
            if made.token_endpoint_auth_method.needs_secret() {
                it.insert_secret(&made.id, &stored)?;
            }
            app2.event(&pool, EventType::ApplicationCreated, &actor, &trace)
                .application(Some(&made.id))
                .detail("name", made.name.as_str())
                .write(&mut it)?;
            Ok::<_, Error>(made)
        })
        .await?;
    let secret = application
        .token_endpoint_auth_method
        .needs_secret()
        .then_some(secret);
    Ok(Created {
        application,
        secret,
    })
}

/// Changes an application. Switching one off ends what its users gave it.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: (&PoolId, &ApplicationId),
    patch: ApplicationPatch,
    logo: Option<Vec<u8>>,
    version: Option<i64>,
    trace: &Trace,
) -> Result<Application, Error> {
    let (pool, id) = id;
    actor.may(Resource::Applications, Access::Write, Some(pool))?;
    let logo = match logo {
        Some(upload) => Some(images::accept("logo", upload, app.now()).await?),
        None => None,
    };
    let (app2, actor, pool, id, trace) = (
        app.clone(),
        actor.clone(),
        pool.clone(),
        id.clone(),
        trace.clone(),
    );
    let changed = app
        .store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let current = it.find_application(&id)?.ok_or(Error::NotFound)?;
            if version.is_some_and(|it| it != current.version) {
                return Err(Error::Stale);
            }
            images::only_taken_away(patch.logo.as_ref())?;
            let sources = it.list_sources()?;
            let mut changed = patch
                .clone()
                .apply(&current, &sources, app2.now())
                .map_err(Error::Invalid)?;
            if let Some(logo) = &logo {
                it.insert_image(logo, app2.now())?;
                changed.logo = Some(logo.id.clone());
            }
            if changed.logo != current.logo
                && let Some(old) = &current.logo
            {
                it.delete_image(old)?;
            }
            if !it.update_application(&changed, current.version)? {
                return Err(Error::Stale);
            }
            if current.enabled && !changed.enabled {
                it.revoke_grants_of_application(&id, app2.now())?;
            }
            app2.event(&pool, EventType::ApplicationChanged, &actor, &trace)
                .application(Some(&id))
                .detail("enabled", changed.enabled)
                .write(&mut it)?;
            Ok(changed)
        })
        .await?;
    app.forget_applications();
    Ok(changed)
}

/// Deletes applications and with them everything they were given. All of them or none.
pub async fn delete(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    ids: Vec<ApplicationId>,
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Applications, Access::Write, Some(pool))?;
    let (app2, actor, pool, trace) = (app.clone(), actor.clone(), pool.clone(), trace.clone());
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            for id in &ids {
                let application = it.find_application(id)?.ok_or(Error::NotFound)?;
                if app2.is_console(&application) {
                    return Err(Error::state("application.built_in"));
                }
                it.delete_application(id)?;
                app2.event(&pool, EventType::ApplicationDeleted, &actor, &trace)
                    .application(Some(id))
                    .detail("name", application.name.as_str())
                    .write(&mut it)?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    app.forget_applications();
    Ok(())
}

/// Makes one more secret; the oldest goes when there would be more than two (P10).
pub async fn add_secret(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &ApplicationId,
    trace: &Trace,
) -> Result<(Secret, ApplicationSecret), Error> {
    actor.may(Resource::Applications, Access::Write, Some(pool))?;
    let (secret, stored) = app.make_secret();
    let kept = stored.clone();
    let (app2, actor, pool, id, trace) = (
        app.clone(),
        actor.clone(),
        pool.clone(),
        id.clone(),
        trace.clone(),
    );
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let application = it.find_application(&id)?.ok_or(Error::NotFound)?;
            if !application.token_endpoint_auth_method.needs_secret() {
                return Err(Error::state("application.has_no_secret"));
            }
            let old = it.list_secrets(&id)?;
            for spare in old.iter().take(old.len().saturating_sub(MOST_SECRETS - 1)) {
                it.delete_secret(&id, &spare.id)?;
            }
            it.insert_secret(&id, &stored)?;
            app2.event(&pool, EventType::ApplicationSecretCreated, &actor, &trace)
                .application(Some(&id))
                .write(&mut it)?;
            Ok(())
        })
        .await?;
    app.forget_applications();
    Ok((secret, kept))
}

/// Whether an origin is that of a redirect URI of an enabled application: of the named one, or of any (A-133, P29).
pub async fn has_origin(
    app: &App,
    pool: &PoolId,
    client_id: Option<&str>,
    origin: &str,
) -> Result<bool, Error> {
    let origins = match app.origins.get(pool) {
        Some(it) => it,
        None => {
            let asked = Instant::now();
            let id = pool.clone();
            let all = app
                .store
                .read(move |tx| Ok::<_, Error>(tx.pool(&id).list_applications_enabled()?))
                .await?;
            app.origins
                .put(pool.clone(), all.iter().map(origins_of).collect(), asked)
        }
    };
    Ok(origins.iter().any(|(id, its)| {
        client_id.is_none_or(|wanted| wanted == id.as_str()) && its.iter().any(|it| it == origin)
    }))
}

fn origins_of(application: &Application) -> (ApplicationId, Vec<String>) {
    let parsed = application
        .redirect_uris
        .iter()
        .filter_map(|it| url::Url::parse(it).ok());
    let web = parsed.filter(|it| matches!(it.scheme(), "https" | "http"));
    let mut origins: Vec<String> = web.map(|it| it.origin().ascii_serialization()).collect();
    origins.extend(application.cors_origins.iter().cloned());
    (application.id.clone(), origins)
}

/// Deletes a secret: who still presents it is refused at once.
pub async fn delete_secret(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    (id, secret): (&ApplicationId, &ApplicationSecretId),
    trace: &Trace,
) -> Result<(), Error> {
    actor.may(Resource::Applications, Access::Write, Some(pool))?;
    let event = app
        .event(pool, EventType::ApplicationSecretDeleted, actor, trace)
        .application(Some(id));
    let (pool, id, secret) = (pool.clone(), id.clone(), secret.clone());
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            if !it.delete_secret(&id, &secret)? {
                return Err(Error::NotFound);
            }
            Ok(event.write(&mut it)?)
        })
        .await?;
    app.forget_applications();
    Ok(())
}
