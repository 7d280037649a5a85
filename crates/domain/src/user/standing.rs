//! What stands between a user and signing in.
//!
//! Four facts that do not exclude each other, each with the time it became true; the status shown is
//! the strongest one that holds now. So thawing somebody who was also locked leaves them locked, and
//! somebody who never signed in is still "not enabled" after an unlock.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The facts. All empty is a new account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// When the user first signed in.
    pub activated_at: Option<Timestamp>,
    /// When an administrator locked the user; it never ends by itself.
    pub admin_locked_at: Option<Timestamp>,
    /// Until when too many failures lock the user.
    pub policy_locked_until: Option<Timestamp>,
    /// When an administrator froze the user.
    pub frozen_at: Option<Timestamp>,
}

/// What lists and the API show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserStatus {
    /// Never signed in yet; may do so (Z-01).
    NotEnabled,
    /// Signs in.
    Normal,
    /// May not sign in.
    Locked(Lock),
    /// May not sign in, and is signed out everywhere.
    Frozen,
}

/// A lock in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Who set it.
    pub by: LockedBy,
    /// When it ends by itself; never for an administrator's.
    pub until: Option<Timestamp>,
}

/// Who set a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockedBy {
    /// An administrator.
    Admin,
    /// The lock policy, after too many failures.
    Policy,
}

impl LockedBy {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Policy => "policy",
        }
    }
}

impl UserStatus {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotEnabled => "not_enabled",
            Self::Normal => "normal",
            Self::Locked(_) => "locked",
            Self::Frozen => "frozen",
        }
    }

    /// The lock, when that is the status.
    pub fn lock(self) -> Option<Lock> {
        match self {
            Self::Locked(lock) => Some(lock),
            _ => None,
        }
    }
}

/// Why a user may not sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInBar {
    /// Locked by an administrator.
    #[error("locked by an administrator")]
    LockedByAdmin,
    /// Locked by the lock policy.
    #[error("locked by policy until {until}")]
    LockedByPolicy {
        /// When it ends by itself.
        until: Timestamp,
    },
    /// Frozen.
    #[error("frozen")]
    Frozen,
}

/// The change does not fit the present status; the code says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WrongStatus(pub &'static str);

impl Standing {
    /// The strongest fact that holds now.
    pub fn status(&self, now: Timestamp) -> UserStatus {
        match self.may_sign_in(now) {
            Err(SignInBar::Frozen) => UserStatus::Frozen,
            Err(SignInBar::LockedByAdmin) => UserStatus::Locked(Lock {
                by: LockedBy::Admin,
                until: None,
            }),
            Err(SignInBar::LockedByPolicy { until }) => UserStatus::Locked(Lock {
                by: LockedBy::Policy,
                until: Some(until),
            }),
            Ok(()) if self.activated_at.is_some() => UserStatus::Normal,
            Ok(()) => UserStatus::NotEnabled,
        }
    }

    /// Whether nothing forbids signing in now.
    pub fn may_sign_in(&self, now: Timestamp) -> Result<(), SignInBar> {
        if self.frozen_at.is_some() {
            return Err(SignInBar::Frozen);
        }
        if self.admin_locked_at.is_some() {
            return Err(SignInBar::LockedByAdmin);
        }
        match self.policy_locked_until {
            Some(until) if now < until => Err(SignInBar::LockedByPolicy { until }),
            _ => Ok(()),
        }
    }

    /// The first sign-in.
    pub fn activate(&mut self, now: Timestamp) {
        self.activated_at.get_or_insert(now);
    }

    /// An administrator locks.
    pub fn lock(&mut self, now: Timestamp) -> Result<(), WrongStatus> {
        set(&mut self.admin_locked_at, now, "user.already_locked")
    }

    /// An administrator lifts any lock.
    pub fn unlock(&mut self, now: Timestamp) -> Result<(), WrongStatus> {
        let by_policy = self
            .policy_locked_until
            .take()
            .is_some_and(|until| now < until);
        if self.admin_locked_at.take().is_some() || by_policy {
            Ok(())
        } else {
            Err(WrongStatus("user.not_locked"))
        }
    }

    /// Too many failures.
    pub fn lock_by_policy(&mut self, until: Timestamp) {
        self.policy_locked_until = Some(until);
    }

    /// A new password lifts a lock by policy, never one by an administrator.
    pub fn password_was_reset(&mut self) {
        self.policy_locked_until = None;
    }

    /// An administrator freezes.
    pub fn freeze(&mut self, now: Timestamp) -> Result<(), WrongStatus> {
        set(&mut self.frozen_at, now, "user.already_frozen")
    }

    /// An administrator lifts the freeze.
    pub fn thaw(&mut self) -> Result<(), WrongStatus> {
        self.frozen_at
            .take()
            .map(|_| ())
            .ok_or(WrongStatus("user.not_frozen"))
    }
}

fn set(
    fact: &mut Option<Timestamp>,
    now: Timestamp,
    already: &'static str,
) -> Result<(), WrongStatus> {
    if fact.is_some() {
        return Err(WrongStatus(already));
    }
    *fact = Some(now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);
    const SOON: Timestamp = Timestamp(1_060_000);
    const NEXT_YEAR: Timestamp = Timestamp(1_000_000 + 366 * 86_400_000);

    fn names(standing: &Standing, now: Timestamp) -> (&'static str, Option<&'static str>) {
        let status = standing.status(now);
        (status.as_str(), status.lock().map(|it| it.by.as_str()))
    }

    #[test]
    fn one_user_goes_through_every_status() {
        //
        let mut it = Standing::default();
        assert_eq!(names(&it, NOW), ("not_enabled", None));
        it.activate(NOW);
        assert_eq!(names(&it, NOW), ("normal", None));
        it.lock_by_policy(SOON);
        assert_eq!(names(&it, NOW), ("locked", Some("policy")));
        it.lock(NOW).unwrap();
        assert_eq!(names(&it, NOW), ("locked", Some("admin")));
        it.freeze(NOW).unwrap();
        assert_eq!(names(&it, NOW), ("frozen", None));
        it.thaw().unwrap();
        assert_eq!(names(&it, NOW), ("locked", Some("admin")));
        it.unlock(NOW).unwrap();
        assert_eq!(names(&it, NOW), ("normal", None));
    }

    #[test]
    fn a_lock_by_an_administrator_never_ends_by_itself() {
        //
        let mut it = Standing::default();
        it.lock(NOW).unwrap();
        assert_eq!(it.may_sign_in(NEXT_YEAR), Err(SignInBar::LockedByAdmin));
        it.password_was_reset();
        assert_eq!(it.may_sign_in(NEXT_YEAR), Err(SignInBar::LockedByAdmin));
        it.unlock(NEXT_YEAR).unwrap();
        assert_eq!(it.may_sign_in(NEXT_YEAR), Ok(()));
    }

    #[test]
    fn a_lock_by_policy_ends_at_its_time() {
        //
        let mut it = Standing::default();
        it.lock_by_policy(SOON);
        let last = Timestamp(SOON.0 - 1);
        assert_eq!(
            it.may_sign_in(last),
            Err(SignInBar::LockedByPolicy { until: SOON })
        );
        assert_eq!(it.may_sign_in(SOON), Ok(()));
        assert_eq!(it.unlock(SOON), Err(WrongStatus("user.not_locked")));
    }

    #[test]
    fn a_new_password_lifts_the_lock_by_policy() {
        //
        let mut it = Standing::default();
        it.lock_by_policy(SOON);
        it.password_was_reset();
        assert_eq!(it.may_sign_in(NOW), Ok(()));
    }

    #[test]
    fn a_change_that_does_not_fit_is_an_error() {
        let mut it = Standing::default();
        assert_eq!(it.unlock(NOW), Err(WrongStatus("user.not_locked")));
        assert_eq!(it.thaw(), Err(WrongStatus("user.not_frozen")));
        it.lock(NOW).unwrap();
        it.freeze(NOW).unwrap();
        assert_eq!(it.lock(SOON), Err(WrongStatus("user.already_locked")));
        assert_eq!(it.freeze(SOON), Err(WrongStatus("user.already_frozen")));
        assert_eq!(it.admin_locked_at, Some(NOW));
    }
}
