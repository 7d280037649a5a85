//! Counting wrong passwords, and locking a person out for a while (A-157 to A-163, B-015, B-016).
//!
//! The states here are pure; storing them in one transaction with the attempt belongs to `store` and `service`.
//! An attempt is counted as a failure *before* its password is looked at and forgiven afterwards if it was right,
//! so that many attempts at once are never worth more than as many in a row (W9).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::patch::{Change, patch};

/// When wrong passwords lock, and for how long. All three are required once the lock is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockPolicy {
    /// The wrong password with this number locks; 1 to 999 (A-158, Z-24: the Nth, not the one after it).
    pub threshold: u32,
    /// The frame within which failures count together, in hours from its first failure; 1 to 99 999.
    pub window_hours: u32,
    /// How long the lock holds, in minutes; 1 to 999 999.
    pub unlock_minutes: u32,
}

impl Default for LockPolicy {
    /// Ten failures (B-015) within a day, for half an hour.
    fn default() -> Self {
        Self {
            threshold: 10,
            window_hours: 24,
            unlock_minutes: 30,
        }
    }
}

patch! {
    /// A change of a lock policy.
    LockPolicyPatch of LockPolicy {
        threshold: u32,
        window_hours: u32,
        unlock_minutes: u32,
    }
}

impl Change<Option<LockPolicy>> for Option<LockPolicyPatch> {
    /// A lock that is switched on needs all its numbers: those that are not given are zero, which no range
    /// allows.
    fn change(self, target: &mut Option<LockPolicy>) {
        *target = self.map(|patch| {
            let mut policy = target.take().unwrap_or(LockPolicy {
                threshold: 0,
                window_hours: 0,
                unlock_minutes: 0,
            });
            patch.change(&mut policy);
            policy
        });
    }
}

/// What is remembered of one person's wrong passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Failures within the present frame.
    pub failures: u32,
    /// When the present frame's first failure happened.
    pub window_started_at: Option<Timestamp>,
    /// Until when the right password is refused too.
    pub locked_until: Option<Timestamp>,
    /// Failures since the last success, however long ago, for the CAPTCHA.
    pub consecutive: u32,
}

impl Attempts {
    /// Whether even the right password is refused now.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// Whether the next attempt needs a CAPTCHA, `captcha_after` failures in a row being enough.
    pub fn needs_captcha(&self, captcha_after: Option<u32>) -> bool {
        captcha_after.is_some_and(|limit| self.consecutive >= limit)
    }

    /// Counts one failure. During a lock nothing changes, so that trying on does not prolong it (B-016).
    /// `policy` is none where the lock is off.
    #[must_use]
    pub fn after_failure(self, policy: Option<&LockPolicy>, now: Timestamp) -> Self {
        if self.is_locked(now) {
            return self;
        }
        let consecutive = self.consecutive.saturating_add(1);
        let Some(policy) = policy else {
            return Self {
                consecutive,
                ..Self::default()
            };
        };

        let frame = i64::from(policy.window_hours) * 3600;
        // A lock that has ended takes the failures that caused it along.
        let running = self
            .window_started_at
            .filter(|it| self.locked_until.is_none() && now < it.plus_seconds(frame));
        let failures = if running.is_some() {
            self.failures.saturating_add(1)
        } else {
            1
        };
        let locks = failures >= policy.threshold;
        Self {
            failures,
            window_started_at: running.or(Some(now)),
            locked_until: locks.then(|| now.plus_seconds(i64::from(policy.unlock_minutes) * 60)),
            consecutive,
        }
    }

    /// Takes back an attempt that was counted and then never looked at, because the server was too busy.
    #[must_use]
    pub fn taken_back(self) -> Self {
        Self {
            failures: self.failures.saturating_sub(1),
            consecutive: self.consecutive.saturating_sub(1),
            locked_until: None,
            ..self
        }
    }

    /// Forgets everything: the right password was given while no lock held, it was reset, or someone unlocked.
    #[must_use]
    pub fn after_success(self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_800_000_000_000);

    fn policy(threshold: u32) -> LockPolicy {
        LockPolicy {
            threshold,
            window_hours: 1,
            unlock_minutes: 5,
        }
    }

    fn fail(times: u32, policy: &LockPolicy, at: Timestamp) -> Attempts {
        (0..times).fold(Attempts::default(), |it, _| {
            it.after_failure(Some(policy), at)
        })
    }

    /// A-158, Z-24: the third failure locks where the threshold is three.
    #[test]
    fn the_nth_failure_locks() {
        assert!(!fail(2, &policy(3), START).is_locked(START));
        assert!(fail(3, &policy(3), START).is_locked(START));
        assert!(fail(1, &policy(1), START).is_locked(START));
        assert!(!fail(998, &policy(999), START).is_locked(START));
        assert!(fail(999, &policy(999), START).is_locked(START));
    }

    /// B-015: ten by default.
    #[test]
    fn ten_failures_lock_by_default() {
        let policy = LockPolicy::default();
        assert!(!fail(9, &policy, START).is_locked(START));
        assert!(fail(10, &policy, START).is_locked(START));
    }

    /// what lies outside the frame does not count.
    #[test]
    fn failures_older_than_the_frame_do_not_count() {
        let two = fail(2, &policy(3), START);
        let last_moment = Timestamp(START.plus_seconds(3600).0 - 1);
        assert!(
            two.after_failure(Some(&policy(3)), last_moment)
                .is_locked(last_moment)
        );
        let later = START.plus_seconds(3600);
        let counted = two.after_failure(Some(&policy(3)), later);
        assert!(!counted.is_locked(later));
        assert_eq!(
            (counted.failures, counted.window_started_at),
            (1, Some(later))
        );
    }

    /// A-160, B-016: the lock ends by itself at its time, and failures during it do not move that time.
    #[test]
    fn a_lock_ends_at_its_time_whatever_is_tried_meanwhile() {
        let locked = fail(3, &policy(3), START);
        let end = START.plus_seconds(300);
        assert_eq!(locked.locked_until, Some(end));
        let tried = locked.after_failure(Some(&policy(3)), Timestamp(end.0 - 1));
        assert_eq!(tried, locked);
        assert!(tried.is_locked(Timestamp(end.0 - 1)));
        assert!(!tried.is_locked(end));
    }

    #[test]
    fn after_a_lock_the_count_begins_anew() {
        let end = START.plus_seconds(300);
        let again = fail(3, &policy(3), START).after_failure(Some(&policy(3)), end);
        assert_eq!((again.failures, again.locked_until), (1, None));
        assert!(
            again
                .after_failure(Some(&policy(3)), end)
                .after_failure(Some(&policy(3)), end)
                .is_locked(end)
        );
    }

    /// switched off, nothing locks, and nothing is left to lock once it is switched on.
    #[test]
    fn without_a_policy_nothing_locks() {
        let many = (0..5_000).fold(Attempts::default(), |it, _| it.after_failure(None, START));
        assert!(!many.is_locked(START));
        assert!(!many.after_failure(Some(&policy(3)), START).is_locked(START));
    }

    /// after two failures the third attempt needs a CAPTCHA; success resets.
    #[test]
    fn failures_in_a_row_ask_for_a_captcha() {
        let one = fail(1, &policy(9), START);
        assert!(!one.needs_captcha(Some(2)));
        let much_later = START.plus_seconds(86_400);
        let two = one.after_failure(Some(&policy(9)), much_later);
        assert!(two.needs_captcha(Some(2)));
        assert!(!two.needs_captcha(None));
        assert!(!two.after_success().needs_captcha(Some(2)));
    }

    #[test]
    fn success_clears_the_count_and_the_lock() {
        assert_eq!(
            fail(3, &policy(3), START).after_success(),
            Attempts::default()
        );
    }

    /// W9: attempts are counted before they are judged, so many at once count as many in a row.
    #[test]
    fn attempts_at_once_are_worth_no_more_than_attempts_in_a_row() {
        let mut state = Attempts::default();
        let mut looked_at = 0;
        for _ in 0..200 {
            if !state.is_locked(START) {
                state = state.after_failure(Some(&policy(10)), START);
                looked_at += 1;
            }
        }
        assert_eq!(looked_at, 10);
    }
}
