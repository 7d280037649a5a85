//! Counting a try before the proof is looked at, and what becomes of the count.
//!
//! Known and unknown accounts are counted alike, so that nothing tells them apart (W9, W13).

use std::net::Ipv6Addr;

use moongate_domain::Timestamp;
use moongate_domain::challenge::Scene;
use moongate_domain::event::EventType;
use moongate_domain::lock::{Attempts, LockPolicy};
use moongate_domain::pool::Pool;
use moongate_domain::user::User;
use moongate_store::pool::InPool;

use super::SignInError;
use crate::App;
use crate::actor::Actor;
use crate::audit::Draft;
use crate::error::Error;
use crate::messages;
use crate::sealing::Purpose;
use crate::sessions::Browser;

/// Effective failures an address may cause in ten minutes.
const FAILURES_PER_ADDRESS: i64 = 300;
const ADDRESS_WINDOW_SECONDS: i64 = 600;

/// What a password attempt found before the password was looked at.
pub(super) struct Found {
    pub user: Option<User>,
    pub hash: Option<String>,
    /// When that password was set.
    pub changed_at: Option<Timestamp>,
    pub subject: String,
    pub near_lock: Option<(u32, u32)>,
    pub locked_now: Option<Timestamp>,
}

/// Counts the try first; refuses at once while the subject or the address is closed.
pub(super) async fn count(
    app: &App,
    pool: &Pool,
    policy: Option<LockPolicy>,
    key: Option<String>,
    typed: &str,
    browser: &Browser,
) -> Result<Found, SignInError> {
    let unknown = unknown_subject(app, pool, key.as_deref().unwrap_or(typed));
    let (app, pool, browser) = (app.clone(), pool.id.clone(), browser.clone());
    app.clone()
        .store
        .write(move |tx| {
            let now = app.now();
            let mut it = tx.pool(&pool);
            let user = match &key {
                Some(key) => it.find_user_by_identifier(key)?,
                None => None,
            };
            let subject = user
                .as_ref()
                .map_or_else(|| unknown.clone(), |user| user.id.to_string());
            let before = it.hold_attempts(&subject, now)?;
            if let Some(until) = before.locked_until.filter(|_| before.is_locked(now)) {
                return Ok(Err(SignInError::Locked {
                    minutes: minutes(until, now),
                }));
            }
            if let Some(ip) = &browser.trace.ip
                && it.count_rate(&address_subject(ip), ADDRESS_WINDOW_SECONDS, now)?
                    > FAILURES_PER_ADDRESS
            {
                let busy = Error::TooOften {
                    retry_after_seconds: ADDRESS_WINDOW_SECONDS as u32,
                };
                return Ok(Err(SignInError::Other(busy)));
            }
            let attempts = before.after_failure(policy.as_ref(), now);
            it.put_attempts(&subject, &attempts)?;
            let password = match &user {
                Some(user) => it.find_password(&user.id)?,
                None => None,
            };
            Ok(Ok(Found {
                near_lock: policy.as_ref().and_then(|policy| near(policy, &attempts)),
                locked_now: attempts.locked_until,
                user,
                changed_at: password.as_ref().map(|it| it.changed_at),
                hash: password.map(|it| it.hash),
                subject,
            }))
        })
        .await
        .map_err(|err: Error| SignInError::Other(err))?
}

/// What failures are counted against when nobody is found: the same text gets the same count.
fn unknown_subject(app: &App, pool: &Pool, text: &str) -> String {
    let short: String = text.chars().take(256).collect();
    let mac = app.keyring.mac(
        Purpose::Code,
        &[b"unknown", pool.id.as_str().as_bytes(), short.as_bytes()],
    );
    let hex: String = mac[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("unknown:{hex}")
}

/// What failures of an address are counted against. A household of IPv6 has a /64 to itself (W9).
pub(super) fn address_subject(ip: &str) -> String {
    match ip.parse::<Ipv6Addr>() {
        Ok(ip) if ip.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = ip.segments();
            format!("fail:{a:x}:{b:x}:{c:x}:{d:x}")
        }
        _ => format!("fail:{ip}"),
    }
}

/// Two or fewer tries left are worth a warning.
fn near(policy: &LockPolicy, attempts: &Attempts) -> Option<(u32, u32)> {
    let left = policy.threshold.saturating_sub(attempts.failures);
    (1..=2)
        .contains(&left)
        .then_some((left, policy.unlock_minutes))
}

pub(super) fn minutes(until: Timestamp, now: Timestamp) -> u32 {
    u32::try_from((until.0 - now.0 + 59_999) / 60_000).unwrap_or(u32::MAX)
}

/// Takes a counted try back that was never evaluated.
pub(super) async fn forgive(
    app: &App,
    pool: &Pool,
    subject: &str,
    browser: &Browser,
) -> Result<(), Error> {
    let (pool, subject, ip, now) = (
        pool.id.clone(),
        subject.to_owned(),
        browser.trace.ip.clone(),
        app.now(),
    );
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool);
            let attempts = it.hold_attempts(&subject, now)?;
            it.put_attempts(&subject, &attempts.taken_back())?;
            if let Some(ip) = &ip {
                it.take_back_rate(&address_subject(ip))?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Records a failure that stays counted; when it was the one that locks, the account is locked too
/// and its owner told.
pub(super) async fn refuse(
    app: &App,
    pool: &Pool,
    failed: Draft,
    found: Found,
    browser: &Browser,
) -> Result<SignInError, Error> {
    let mut failed = failed.failed("wrong_credentials");
    let mut locked = app
        .event(
            &pool.id,
            EventType::UserLocked,
            &Actor::Anonymous,
            &browser.trace,
        )
        .detail("by", "policy");
    if let Some(user) = &found.user {
        failed = failed.user(&user.id);
        locked = locked.user(&user.id);
    }
    let minutes_left = found.locked_now.map(|until| minutes(until, app.now()));
    let (app2, pool, locale) = (app.clone(), pool.clone(), browser.locale.clone());
    let (user, until) = (found.user, found.locked_now);
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&pool.id);
            failed.write(&mut it)?;
            let (Some(user), Some(until)) = (&user, until) else {
                return Ok::<_, Error>(());
            };
            it.set_policy_lock(&user.id, Some(until))?;
            locked.write(&mut it)?;
            if let Some(address) = user.email.as_ref().filter(|_| user.email_verified) {
                let minutes = minutes(until, app2.now()).to_string();
                let draft = messages::Draft {
                    user_id: Some(&user.id),
                    scene: Scene::AccountLocked,
                    recipient: address.as_str(),
                    locale: &locale,
                    values: &[("minutes", &minutes)],
                };
                messages::queue(&mut it, &app2.email(&pool, &draft))?;
            }
            Ok(())
        })
        .await?;
    app.wake_queue();
    Ok(match minutes_left {
        Some(minutes) => SignInError::Locked { minutes },
        None => SignInError::Wrong {
            near_lock: found.near_lock,
        },
    })
}

/// Forgets what was counted, in the transaction of the right proof.
pub(super) fn forget(
    it: &mut InPool<'_, '_>,
    subject: &str,
    ip: Option<&str>,
) -> Result<(), Error> {
    it.clear_attempts(subject)?;
    if let Some(ip) = ip {
        it.take_back_rate(&address_subject(ip))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_ipv6_household_count_together() {
        // W9
        let subject = address_subject("2001:db8:1:2:aaaa::1");
        assert_eq!(subject, address_subject("2001:db8:1:2::ffff"));
        assert_ne!(subject, address_subject("2001:db8:1:3::1"));
        assert_ne!(address_subject("192.0.2.1"), address_subject("192.0.2.2"));
    }
}
