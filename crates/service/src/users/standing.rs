//! Whether a user may sign in, as administrators decide it; and the guard over those who administer.

use moongate_domain::Timestamp;
use moongate_domain::administrator::{Access, Resource, Role};
use moongate_domain::event::EventType;
use moongate_domain::id::{PoolId, UserId};
use moongate_domain::user::User;
use moongate_store::db::Tx;
use moongate_store::pool::InPool;

use super::taken;
use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::sessions;

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
        |guard, it, current, now| {
            guard.keep_last_owner()?;
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
        |guard, it, current, now| {
            guard.keep_last_owner()?;
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
pub(super) async fn change<F>(
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
pub(super) struct Guard {
    target: Option<Role>,
    owners: i64,
    actor_is_owner: bool,
}

pub(super) fn guard(tx: &mut Tx<'_>, actor: &Actor, id: &UserId) -> Result<Guard, Error> {
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
    /// Somebody must remain who can do everything (A3).
    pub fn keep_last_owner(&self) -> Result<(), Error> {
        if self.owners == 1 {
            Err(Error::state("administrator.last_owner"))
        } else {
            Ok(())
        }
    }

    /// Only owners change administrators (T36).
    pub fn refuse_stronger(&self) -> Result<(), Error> {
        if self.target.is_some() && !self.actor_is_owner {
            return Err(Error::Forbidden("permission.missing"));
        }
        Ok(())
    }
}
