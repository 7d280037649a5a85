//! Sources: the ways to prove who one is.

use moongate_domain::administrator::{Access, Resource};
use moongate_domain::challenge::Scene;
use moongate_domain::event::EventType;
use moongate_domain::id::{PoolId, SourceId};
use moongate_domain::identifier::IdentifierKind;
use moongate_domain::password::PasswordPolicy;
use moongate_domain::source::{
    CodePolicy, PasswordSourcePolicy, Source, SourcePatch, SourcePolicy,
};
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::interactions::Running;

/// What sign-in asks a source.
pub trait Offers {
    /// The rules of a password source.
    fn password(&self) -> Option<&PasswordSourcePolicy>;
    /// The rules of a source that sends codes by e-mail.
    fn email_code(&self) -> Option<&CodePolicy>;
    /// Whether a password source is asked by this kind of identifier.
    fn accepts(&self, kind: IdentifierKind) -> bool;
}

impl Offers for Source {
    fn password(&self) -> Option<&PasswordSourcePolicy> {
        match &self.policy {
            SourcePolicy::Password(it) => Some(it),
            SourcePolicy::EmailCode(_) => None,
        }
    }

    fn email_code(&self) -> Option<&CodePolicy> {
        match &self.policy {
            SourcePolicy::EmailCode(it) => Some(it),
            SourcePolicy::Password(_) => None,
        }
    }

    fn accepts(&self, kind: IdentifierKind) -> bool {
        self.password()
            .is_some_and(|it| it.identifiers.contains(&kind))
    }
}

/// Every source of a pool.
pub(crate) async fn of_pool(app: &App, pool: &PoolId) -> Result<Vec<Source>, Error> {
    let pool = pool.clone();
    app.store
        .read(move |tx| Ok(tx.pool(&pool).list_sources()?))
        .await
}

/// The sources that a sign-in offers, the preferred one first. The account centre
/// offers every source that is on.
pub fn for_sign_in(run: &Running) -> Vec<Source> {
    let login = run.flows().login;
    if !login.enabled {
        return Vec::new();
    }
    let find = |id: &SourceId| {
        run.sources
            .iter()
            .find(|it| it.id == *id && it.enabled)
            .cloned()
    };
    login.sources().filter_map(find).collect()
}

/// The pool's rules about passwords: those of its first password source.
pub async fn password_policy(app: &App, pool: &PoolId) -> Result<PasswordPolicy, Error> {
    let all = of_pool(app, pool).await?;
    Ok(all
        .iter()
        .find_map(|it| it.password().map(|it| it.password.clone()))
        .unwrap_or_default())
}

/// The rules about codes sent by e-mail: those of a named source, or of the pool's first one.
pub(crate) async fn code_policy(
    app: &App,
    pool: &PoolId,
    named: Option<&SourceId>,
) -> Result<CodePolicy, Error> {
    let all = of_pool(app, pool).await?;
    Ok(choose(&all, named))
}

/// The rules about the codes that a run sends: those of the source that its flow names, or of the pool's first one.
pub fn codes_in(run: &Running, scene: Scene) -> CodePolicy {
    let flows = run.flows();
    let offered = for_sign_in(run);
    let named = match scene {
        Scene::Register => flows.registration.email_source,
        Scene::ResetPassword => flows.reset_password.source,
        _ => offered
            .iter()
            .find(|it| it.email_code().is_some())
            .map(|it| it.id.clone()),
    };
    choose(&run.sources, named.as_ref())
}

fn choose(all: &[Source], named: Option<&SourceId>) -> CodePolicy {
    let named = all
        .iter()
        .filter(|it| Some(&it.id) == named)
        .find_map(|it| it.email_code());
    named
        .or_else(|| all.iter().find_map(|it| it.email_code()))
        .cloned()
        .unwrap_or_default()
}

/// The sources of a pool.
pub async fn list(app: &App, actor: &Actor, pool: &PoolId) -> Result<Vec<Source>, Error> {
    actor.may(Resource::Sources, Access::Read, Some(pool))?;
    of_pool(app, pool).await
}

/// One source.
pub async fn get(app: &App, actor: &Actor, pool: &PoolId, id: &SourceId) -> Result<Source, Error> {
    actor.may(Resource::Sources, Access::Read, Some(pool))?;
    let (pool, id) = (pool.clone(), id.clone());
    app.store
        .read(move |tx| tx.pool(&pool).find_source(&id)?.ok_or(Error::NotFound))
        .await
}

/// Changes a source. One that is on cannot be edited, and one that an application prefers cannot be switched
/// off. `version` is what the caller read; none means whatever it is.
pub async fn update(
    app: &App,
    actor: &Actor,
    (pool, id): (&PoolId, &SourceId),
    patch: SourcePatch,
    version: Option<i64>,
    trace: &Trace,
) -> Result<Source, Error> {
    actor.may(Resource::Sources, Access::Write, Some(pool))?;
    let event = app
        .event(pool, EventType::SourceChanged, actor, trace)
        .source(Some(id));
    let (pool, id, app2) = (pool.clone(), id.clone(), app.clone());
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let current = it.find_source(&id)?.ok_or(Error::NotFound)?;
            if version.is_some_and(|it| it != current.version) {
                return Err(Error::Stale);
            }
            if current.enabled && patch.edits() {
                return Err(Error::state("source.enabled_cannot_be_edited"));
            }
            let changed = patch
                .clone()
                .apply(&current, app2.now())
                .map_err(Error::Invalid)?;
            if current.enabled && !changed.enabled {
                refuse_preferred(&mut it, &id)?;
            }
            if !it.update_source(&changed, current.version)? {
                return Err(Error::Stale);
            }
            event
                .clone()
                .detail("enabled", changed.enabled)
                .write(&mut it)?;
            Ok(changed)
        })
        .await
}

fn refuse_preferred(it: &mut InPool<'_, '_>, id: &SourceId) -> Result<(), Error> {
    let names: Vec<String> = it
        .list_applications(None, i64::from(u32::MAX))?
        .into_iter()
        .filter(|application| application.flows.login.preferred_source.as_ref() == Some(id))
        .map(|application| application.name)
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Error::State {
        code: "source.is_preferred",
        names,
    })
}

/// Switches a source on or off.
pub async fn switch(
    app: &App,
    actor: &Actor,
    source: (&PoolId, &SourceId),
    enabled: bool,
    trace: &Trace,
) -> Result<Source, Error> {
    let patch = SourcePatch {
        enabled: Some(enabled),
        ..SourcePatch::default()
    };
    update(app, actor, source, patch, None, trace).await
}
