//! Sources: the ways to prove who one is.

use moongate_domain::administrator::{Access, Resource};
use moongate_domain::challenge::Scene;
use moongate_domain::id::{PoolId, SourceId};
use moongate_domain::identifier::IdentifierKind;
use moongate_domain::password::PasswordPolicy;
use moongate_domain::source::{CodePolicy, PasswordSourcePolicy, Source, SourcePolicy};

use crate::App;
use crate::actor::Actor;
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
