//! The signing keys of a pool: published before they sign, kept published until nothing they signed
//! can still be valid.

use std::sync::PoisonError;
use std::time::Instant;

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::event::EventType;
use moongate_domain::id::{PoolId, SigningKeyId};
use moongate_domain::jose::Algorithm;
use moongate_domain::jose::jwk::{Jwk, JwkSet, KeySet};
use moongate_domain::jose::sign::KeyPair;
use moongate_domain::signing_key::{SigningKey, SigningKeyStatus};
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::random;
use std::sync::Arc;

/// The algorithms a pool signs with; the first is the default.
pub const ALGORITHMS: [Algorithm; 2] = [Algorithm::ES256, Algorithm::RS256];
/// A retired key stays published for the longest life that a token may have.
const PUBLISHED_SECONDS: i64 = 86_400;

/// The keys of a pool, parsed once.
pub struct PoolKeys {
    active: Vec<KeyPair>,
    published: KeySet,
    jwks: String,
}

impl PoolKeys {
    /// The key that signs with an algorithm now.
    pub fn signer(&self, algorithm: Algorithm) -> Option<&KeyPair> {
        self.active.iter().find(|it| it.algorithm() == algorithm)
    }

    /// Every key that something may have been signed with.
    pub fn published(&self) -> &KeySet {
        &self.published
    }

    /// The JWKS document.
    pub fn jwks(&self) -> &str {
        &self.jwks
    }
}

/// The keys of a pool.
pub async fn of_pool(app: &App, pool: &PoolId) -> Result<Arc<PoolKeys>, Error> {
    if let Some(keys) = app.signing.get(pool) {
        return Ok(keys);
    }
    let asked = Instant::now();
    let id = pool.clone();
    let stored = app
        .store
        .read(move |tx| Ok::<_, Error>(tx.pool(&id).list_signing_keys()?))
        .await?;
    let keys = parse(app, &stored)?;
    Ok(app.signing.put(pool.clone(), keys, asked))
}

fn parse(app: &App, stored: &[SigningKey]) -> Result<PoolKeys, Error> {
    let secret = |err: Box<dyn std::error::Error + Send + Sync>| Error::Secret(err);
    let (mut active, mut set) = (Vec::new(), JwkSet { keys: Vec::new() });
    for key in stored {
        if key.status() == SigningKeyStatus::Active {
            let der = app
                .keyring
                .open(&place(&key.id), &key.private_sealed)
                .map_err(|err| secret(Box::new(err)))?;
            active.push(
                KeyPair::from_pkcs8(key.algorithm, key.id.as_str(), &der)
                    .map_err(|err| secret(Box::new(err)))?,
            );
        }
        let jwk: Jwk =
            serde_json::from_str(&key.public_jwk).map_err(|err| secret(Box::new(err)))?;
        set.keys.push(jwk);
    }
    active.reverse();
    let jwks = serde_json::to_string(&set).map_err(|err| secret(Box::new(err)))?;
    let published = KeySet::parse(jwks.as_bytes()).map_err(|err| secret(Box::new(err)))?;
    Ok(PoolKeys {
        active,
        published,
        jwks,
    })
}

fn place(id: &SigningKeyId) -> String {
    format!("signing_keys/{id}")
}

impl App {
    /// Asks the worker for the slower keys of a new pool. Whoever needs one before makes it then.
    pub(crate) fn complete_keys_soon(&self, pool: &PoolId) {
        let mut waiting = self
            .lacking_keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        waiting.push(pool.clone());
        self.keys_wanted.notify_one();
    }

    /// Makes a key; nothing is stored yet.
    pub(crate) fn make_key(
        &self,
        algorithm: Algorithm,
        activated_at: Option<Timestamp>,
    ) -> Result<SigningKey, Error> {
        let id: SigningKeyId = self.new_id();
        let der = random::private_key(algorithm);
        let pair = KeyPair::from_pkcs8(algorithm, id.as_str(), &der)
            .map_err(|err| Error::Secret(Box::new(err)))?;
        let public_jwk =
            serde_json::to_string(pair.public_jwk()).map_err(|err| Error::Secret(Box::new(err)))?;
        Ok(SigningKey {
            private_sealed: self.keyring.seal(&place(&id), &der),
            id,
            algorithm,
            public_jwk,
            created_at: self.now(),
            activated_at,
            retired_at: None,
        })
    }
}

/// The keys a new pool begins with: those that are made at once. RSA keys take longer and are made by
/// [`complete`] after the pool exists.
pub(crate) fn first(app: &App) -> Result<Vec<SigningKey>, Error> {
    let now = app.now();
    Ok(vec![
        app.make_key(Algorithm::ES256, Some(now))?,
        app.make_key(Algorithm::ES256, None)?,
    ])
}

/// Makes the keys that a pool still lacks: one that signs, and one that is published to be next.
pub async fn complete(app: &App, pool: &PoolId) -> Result<(), Error> {
    let id = pool.clone();
    let stored = app
        .store
        .read(move |tx| Ok::<_, Error>(tx.pool(&id).list_signing_keys()?))
        .await?;
    let has = |algorithm, status| {
        stored
            .iter()
            .any(|it| it.algorithm == algorithm && it.status() == status)
    };
    let mut missing = Vec::new();
    for algorithm in ALGORITHMS {
        for status in [SigningKeyStatus::Active, SigningKeyStatus::Next] {
            if !has(algorithm, status) {
                missing.push((
                    algorithm,
                    (status == SigningKeyStatus::Active).then(|| app.now()),
                ));
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let (app2, pool) = (app.clone(), pool.clone());
    let made = tokio::task::spawn_blocking(move || {
        missing
            .into_iter()
            .map(|(algorithm, at)| app2.make_key(algorithm, at))
            .collect::<Result<Vec<_>, _>>()
    })
    .await
    .map_err(|err| Error::Secret(Box::new(err)))??;
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            // Another node may have been faster.
            let stored = it.list_signing_keys()?;
            for key in &made {
                if !stored
                    .iter()
                    .any(|it| it.algorithm == key.algorithm && it.status() == key.status())
                {
                    it.insert_signing_key(key)?;
                }
            }
            Ok::<_, Error>(())
        })
        .await?;
    app.signing.clear();
    Ok(())
}

/// Makes the slower keys of new pools until the future is dropped.
pub async fn work(app: App) {
    loop {
        let next = app
            .lacking_keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        match next {
            None => app.keys_wanted.notified().await,
            Some(pool) => {
                if let Err(err) = complete(&app, &pool).await {
                    tracing::warn!(error = &err as &dyn std::error::Error, pool.id = %pool, "keys are not complete");
                }
            }
        }
    }
}

/// The key that signs with an algorithm, made now if the pool still lacks it.
pub(crate) async fn signer(
    app: &App,
    pool: &PoolId,
    algorithm: Algorithm,
) -> Result<Arc<PoolKeys>, Error> {
    let keys = of_pool(app, pool).await?;
    if keys.signer(algorithm).is_some() {
        return Ok(keys);
    }
    complete(app, pool).await?;
    of_pool(app, pool).await
}

/// The keys of a pool as administrators see them.
pub async fn list(app: &App, actor: &Actor, pool: &PoolId) -> Result<Vec<SigningKey>, Error> {
    actor.may(Resource::SigningKeys, Access::Read, Some(pool))?;
    let pool = pool.clone();
    app.store
        .read(move |tx| Ok(tx.pool(&pool).list_signing_keys()?))
        .await
}

/// Lets the next keys sign, retires those that did, and publishes new next ones.
pub async fn rotate(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    trace: &Trace,
) -> Result<Vec<SigningKey>, Error> {
    actor.may(Resource::SigningKeys, Access::Write, Some(pool))?;
    complete(app, pool).await?;
    let app2 = app.clone();
    let fresh = tokio::task::spawn_blocking(move || {
        ALGORITHMS
            .into_iter()
            .map(|algorithm| app2.make_key(algorithm, None))
            .collect::<Result<Vec<_>, _>>()
    })
    .await
    .map_err(|err| Error::Secret(Box::new(err)))??;
    let (app2, pool, actor, trace) = (app.clone(), pool.clone(), actor.clone(), trace.clone());
    let keys = app
        .store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&pool);
            exchange(&mut it, &fresh, now)?;
            refuse_crowd(&it.list_signing_keys()?, now)?;
            app2.event(&pool, EventType::SigningKeysRotated, &actor, &trace)
                .write(&mut it)?;
            Ok::<_, Error>(it.list_signing_keys()?)
        })
        .await?;
    app.signing.clear();
    Ok(keys)
}

/// A rotation too many is refused: nobody could read a set of so many keys, the pool itself included, and none may go
/// before what it signed has ended.
fn refuse_crowd(keys: &[SigningKey], now: Timestamp) -> Result<(), Error> {
    if keys.len() <= KeySet::MAX_KEYS {
        return Ok(());
    }
    let first_to_go = keys.iter().filter_map(|it| it.retired_at).min();
    let wait = first_to_go.map_or(PUBLISHED_SECONDS, |at| {
        at.seconds() + PUBLISHED_SECONDS - now.seconds()
    });
    Err(Error::TooOften {
        retry_after_seconds: u32::try_from(wait).unwrap_or(1).max(1),
    })
}

fn exchange(it: &mut InPool<'_, '_>, fresh: &[SigningKey], now: Timestamp) -> Result<(), Error> {
    for key in it.list_signing_keys()? {
        match key.status() {
            SigningKeyStatus::Active => it.retire_signing_key(&key.id, now)?,
            SigningKeyStatus::Next => it.activate_signing_key(&key.id, now)?,
            SigningKeyStatus::Retired => false,
        };
    }
    for key in fresh {
        it.insert_signing_key(key)?;
    }
    it.delete_signing_keys_retired_before(now.plus_seconds(-PUBLISHED_SECONDS))?;
    Ok(())
}
