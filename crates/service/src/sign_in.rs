//! Signing in by a password or by a code sent by e-mail.
//!
//! An unknown person, a person without a password and a wrong password take the same time and get
//! the same answer. Failures are counted before the proof is looked at, so that parallel tries count.

use moongate_domain::Timestamp;
use moongate_domain::challenge::{Challenge, Scene};
use moongate_domain::event::EventType;
use moongate_domain::id::SourceId;
use moongate_domain::identifier::{EmailAddress, Identifier};
use moongate_domain::interaction::{Interaction, Proven};
use moongate_domain::lock::{Attempts, LockPolicy};
use moongate_domain::password::Password;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::session::Method;
use moongate_domain::user::{SignInBar, User};
use moongate_store::db::Tx;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::audit::Draft;
use crate::challenges::{self, WrongCode};
use crate::error::Error;
use crate::interactions::{self, Proved, Running};
use crate::messages;
use crate::sealing::Purpose;
use crate::sessions::{Browser, NewSession};
use crate::sources::{self, Offers};

/// Effective failures an address may cause in ten minutes.
const FAILURES_PER_ADDRESS: i64 = 300;
const ADDRESS_WINDOW_SECONDS: i64 = 600;

/// Why somebody was not signed in.
#[derive(Debug)]
pub enum SignInError {
    /// The account or the proof is wrong; nothing says which.
    Wrong {
        /// Tries before the account locks, and for how many minutes, when that is near.
        near_lock: Option<(u32, u32)>,
    },
    /// Too many failures: closed until then, for known and unknown accounts alike.
    Locked {
        /// Whole minutes, rounded up.
        minutes: u32,
    },
    /// The proof was right, but an administrator closed the account.
    Barred,
    /// The code was not accepted.
    Code(WrongCode),
    /// This application offers no sign-in, or not this way.
    Closed,
    /// Anything else.
    Other(Error),
}

impl<E: Into<Error>> From<E> for SignInError {
    fn from(err: E) -> Self {
        Self::Other(err.into())
    }
}

/// What a password attempt found before the password was looked at.
struct Found {
    user: Option<User>,
    hash: Option<String>,
    subject: String,
    near_lock: Option<(u32, u32)>,
    locked_now: Option<Timestamp>,
}

/// Signs in with an identifier and a password.
pub async fn with_password(
    app: &App,
    run: &Running,
    identifier: &str,
    password: Secret,
    browser: &Browser,
) -> Result<Proved, SignInError> {
    let source = sources::for_sign_in(run)
        .into_iter()
        .find(|it| it.password().is_some());
    let source = source.ok_or(SignInError::Closed)?;
    let policy = source.password().and_then(|it| it.password.lock.clone());
    // A text that cannot be a password is looked up and hashed like any other, as nobody's.
    let (password, usable) = match Password::parse(password.expose()) {
        Ok(password) => (password, true),
        Err(_) => (Password::nobodys(), false),
    };
    let key = Identifier::parse(identifier)
        .ok()
        .filter(|it| source.accepts(it.kind()))
        .map(|it| it.key());
    let found = count(app, &run.pool, policy, key, identifier, browser).await?;
    let share = browser.trace.ip.clone().unwrap_or_default();
    let verdict = app
        .passwords
        .verify(&password, found.hash.as_deref().filter(|_| usable), &share)
        .await;
    let verdict = match verdict {
        Ok(verdict) => verdict,
        Err(busy) => {
            forgive(app, &run.pool, &found.subject, browser).await?;
            return Err(busy.into());
        }
    };
    if !verdict.matches {
        let failed = app
            .event(
                &run.pool.id,
                EventType::Login,
                &Actor::Anonymous,
                &browser.trace,
            )
            .application(run.application.as_ref().map(|it| &it.id))
            .source(Some(&source.id));
        return Err(refuse(app, &run.pool, failed, found, browser).await?);
    }
    let Found {
        user: Some(user),
        hash: Some(hash),
        subject,
        ..
    } = found
    else {
        return Err(SignInError::Wrong {
            near_lock: found.near_lock,
        });
    };
    let rehashed = match verdict.needs_rehash {
        true => app
            .passwords
            .hash(&password, &share)
            .await
            .ok()
            .map(|new| (hash, new)),
        false => None,
    };
    if let Err(bar) = user.may_sign_in(app.now()) {
        return Err(barred(app, run, &user, &source.id, bar, browser).await?);
    }
    let proof = Proof {
        user,
        method: Method::Password,
        source: source.id,
        subject: Some(subject),
        rehashed,
    };
    welcome(app, run, proof, browser).await
}

/// Counts the try first; refuses at once while the subject or the address is closed.
async fn count(
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
                && it.count_rate(&format!("fail:{ip}"), ADDRESS_WINDOW_SECONDS, now)?
                    > FAILURES_PER_ADDRESS
            {
                let busy = Error::TooOften {
                    retry_after_seconds: ADDRESS_WINDOW_SECONDS as u32,
                };
                return Ok(Err(SignInError::Other(busy)));
            }
            let attempts = before.after_failure(policy.as_ref(), now);
            it.put_attempts(&subject, &attempts)?;
            let hash = match &user {
                Some(user) => it.find_password(&user.id)?.map(|it| it.hash),
                None => None,
            };
            Ok(Ok(Found {
                near_lock: policy.as_ref().and_then(|policy| near(policy, &attempts)),
                locked_now: attempts.locked_until,
                user,
                hash,
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

/// Two or fewer tries left are worth a warning.
fn near(policy: &LockPolicy, attempts: &Attempts) -> Option<(u32, u32)> {
    let left = policy.threshold.saturating_sub(attempts.failures);
    (1..=2)
        .contains(&left)
        .then_some((left, policy.unlock_minutes))
}

fn minutes(until: Timestamp, now: Timestamp) -> u32 {
    u32::try_from((until.0 - now.0 + 59_999) / 60_000).unwrap_or(u32::MAX)
}

/// Checks the password of somebody who is signed in, counted like a sign-in (B-029).
pub(crate) async fn confirm_password(
    app: &App,
    pool: &Pool,
    user: &User,
    typed: &Secret,
    browser: &Browser,
) -> Result<(), SignInError> {
    let policy = sources::password_policy(app, &pool.id).await?.lock;
    let key = user.identifiers().first().map(Identifier::key);
    let found = count(app, pool, policy, key, user.id.as_str(), browser).await?;
    let (password, usable) = match Password::parse(typed.expose()) {
        Ok(password) => (password, true),
        Err(_) => (Password::nobodys(), false),
    };
    let share = browser.trace.ip.clone().unwrap_or_default();
    match app
        .passwords
        .verify(&password, found.hash.as_deref().filter(|_| usable), &share)
        .await
    {
        Err(busy) => {
            forgive(app, pool, &found.subject, browser).await?;
            Err(busy.into())
        }
        Ok(verdict) if verdict.matches => {
            let (pool, subject, ip) = (pool.id.clone(), found.subject, browser.trace.ip.clone());
            app.store
                .write(move |tx| {
                    let mut it = tx.pool(&pool);
                    it.clear_attempts(&subject)?;
                    if let Some(ip) = &ip {
                        it.take_back_rate(&format!("fail:{ip}"))?;
                    }
                    Ok::<_, Error>(())
                })
                .await?;
            Ok(())
        }
        Ok(_) => {
            let failed = app.event(
                &pool.id,
                EventType::PasswordChanged,
                &Actor::Person(user.id.clone()),
                &browser.trace,
            );
            Err(refuse(app, pool, failed, found, browser).await?)
        }
    }
}

/// Takes a counted try back that was never evaluated.
async fn forgive(app: &App, pool: &Pool, subject: &str, browser: &Browser) -> Result<(), Error> {
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
                it.take_back_rate(&format!("fail:{ip}"))?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Records a failure that stays counted; when it was the one that locks, the account is locked too
/// and its owner told.
async fn refuse(
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

async fn barred(
    app: &App,
    run: &Running,
    user: &User,
    source: &SourceId,
    bar: SignInBar,
    browser: &Browser,
) -> Result<SignInError, Error> {
    let reason = match bar {
        SignInBar::LockedByAdmin => "locked_by_admin",
        SignInBar::LockedByPolicy { .. } => "locked_by_policy",
        SignInBar::Frozen => "frozen",
    };
    let event = app
        .event(
            &run.pool.id,
            EventType::Login,
            &Actor::Person(user.id.clone()),
            &browser.trace,
        )
        .user(&user.id)
        .application(run.application.as_ref().map(|it| &it.id))
        .source(Some(source))
        .failed(reason);
    let pool = run.pool.id.clone();
    app.store
        .write(move |tx| Ok::<_, Error>(event.write(&mut tx.pool(&pool))?))
        .await?;
    Ok(SignInError::Barred)
}

/// Sends a sign-in code to an address, whoever has it.
pub async fn send_code(
    app: &App,
    run: &Running,
    email: &str,
    browser: &Browser,
) -> Result<(), SignInError> {
    let source = sources::for_sign_in(run)
        .into_iter()
        .find(|it| it.email_code().is_some());
    let source = source.ok_or(SignInError::Closed)?;
    let policy = source.email_code().cloned().ok_or(SignInError::Closed)?;
    let email = EmailAddress::parse(email).map_err(|err| Error::field("identifier", err.0))?;
    let (app2, run, locale) = (app.clone(), run.clone(), browser.locale.clone());
    app.store
        .write(move |tx| {
            let now = app2.now();
            let mut it = tx.pool(&run.pool.id);
            let user = it
                .find_user_by_identifier(&email.key())?
                .filter(|it| it.may_sign_in(now).is_ok());
            let request = challenges::Request {
                run: &run.interaction.id,
                scene: Scene::Login,
                key: &email.key(),
                user_id: user.as_ref().map(|it| &it.id),
                recipient: user
                    .as_ref()
                    .and_then(|it| it.email.as_ref().map(EmailAddress::as_str)),
                instead: None,
                locale: &locale,
            };
            app2.prepare_code(&run.pool, &policy, &request)
                .send(&mut it)?;
            let mut interaction = run.interaction.clone();
            interaction.body.code_for = Some(email.to_string());
            if !it.update_interaction(&interaction)? {
                return Err(Error::Stale);
            }
            Ok(())
        })
        .await?;
    app.wake_queue();
    Ok(())
}

/// The sign-in code that was sent last in this run, for the page that asks for it.
pub async fn pending_code(
    app: &App,
    run: &Running,
    scene: Scene,
) -> Result<Option<Challenge>, Error> {
    let (pool, id) = (run.pool.id.clone(), run.interaction.id.clone());
    app.store
        .read(move |tx| Ok(tx.pool(&pool).find_challenge(&id, scene)?))
        .await
}

/// Signs in with the code that was sent.
pub async fn with_code(
    app: &App,
    run: &Running,
    code: Secret,
    browser: &Browser,
) -> Result<Proved, SignInError> {
    let source = sources::for_sign_in(run)
        .into_iter()
        .find(|it| it.email_code().is_some());
    let source = source.ok_or(SignInError::Closed)?.id;
    let (app2, run2, trace, source2) = (
        app.clone(),
        run.clone(),
        browser.trace.clone(),
        source.clone(),
    );
    let checked = app
        .store
        .write(move |tx| {
            let mut it = tx.pool(&run2.pool.id);
            let checked =
                challenges::check(&app2, &mut it, &run2.interaction.id, Scene::Login, &code)?;
            if let Ok(Challenge {
                user_id: Some(id), ..
            }) = &checked
            {
                it.verify_email(id)?;
            }
            let user = match &checked {
                Ok(challenge) => match &challenge.user_id {
                    Some(id) => it.find_user(id)?,
                    None => None,
                },
                Err(_) => None,
            };
            if checked.is_err() || user.is_none() {
                app2.event(&run2.pool.id, EventType::Login, &Actor::Anonymous, &trace)
                    .application(run2.application.as_ref().map(|it| &it.id))
                    .source(Some(&source2))
                    .failed("wrong_code")
                    .write(&mut it)?;
            }
            Ok::<_, Error>(checked.map(|_| user))
        })
        .await?;
    let user = checked
        .map_err(SignInError::Code)?
        .ok_or(SignInError::Code(WrongCode::Expired))?;
    if let Err(bar) = user.may_sign_in(app.now()) {
        return Err(barred(app, run, &user, &source, bar, browser).await?);
    }
    let proof = Proof {
        user,
        method: Method::EmailCode,
        source,
        subject: None,
        rehashed: None,
    };
    welcome(app, run, proof, browser).await
}

/// A proof that was right.
struct Proof {
    user: User,
    method: Method,
    source: SourceId,
    /// Whose failures are forgotten.
    subject: Option<String>,
    rehashed: Option<(String, String)>,
}

/// Begins the session and goes on, in one transaction with the audit event.
async fn welcome(
    app: &App,
    run: &Running,
    proof: Proof,
    browser: &Browser,
) -> Result<Proved, SignInError> {
    let session = app.new_session(&run.pool, &proof.user.id, proof.method, &browser.trace);
    let token = session.token.clone();
    let (app2, run, trace) = (app.clone(), run.clone(), browser.trace.clone());
    let next = app
        .store
        .write(move |tx| {
            if let Some(subject) = &proof.subject {
                let mut it = tx.pool(&run.pool.id);
                it.clear_attempts(subject)?;
                if let Some(ip) = &trace.ip {
                    it.take_back_rate(&format!("fail:{ip}"))?;
                }
                if let Some((old, new)) = &proof.rehashed {
                    it.rehash_password(&proof.user.id, old, new)?;
                }
            }
            let interaction = run.interaction.clone();
            enter(
                &app2,
                tx,
                &run,
                interaction,
                &session,
                proof.user.clone(),
                Some(&proof.source),
                &trace,
            )
        })
        .await?;
    Ok(Proved {
        next,
        session: Some(token),
    })
}

/// Begins a session after a proof, in the transaction of the proof.
#[expect(
    clippy::too_many_arguments,
    reason = "one proof, seen from all sides; only three callers"
)]
pub(crate) fn enter(
    app: &App,
    tx: &mut Tx<'_>,
    run: &Running,
    mut interaction: Interaction,
    session: &NewSession,
    user: User,
    source: Option<&SourceId>,
    trace: &Trace,
) -> Result<interactions::Next, Error> {
    let now = app.now();
    let before = run.signed_in.as_ref().map(|(session, _)| &session.id);
    let mut it = tx.pool(&run.pool.id);
    // Looked at again inside the transaction: somebody may have locked the account since.
    let user = it.find_user(&user.id)?.ok_or(Error::NotFound)?;
    if user.may_sign_in(now).is_err() {
        return Err(Error::Forbidden("sign_in.barred"));
    }
    session.begin(&mut it, before)?;
    it.note_sign_in(&user.id, now)?;
    let event = app
        .event(
            &run.pool.id,
            EventType::Login,
            &Actor::Person(user.id.clone()),
            trace,
        )
        .user(&user.id)
        .application(run.application.as_ref().map(|it| &it.id))
        .source(source)
        .detail("session_id", session.session.id.as_str())
        .detail("method", session.session.methods[0].amr());
    event.write(&mut it)?;
    interaction.body.proven = Some(Proven {
        session_id: session.session.id.clone(),
    });
    interactions::advance(
        app,
        tx,
        run,
        &interaction,
        &(session.session.clone(), user),
        trace,
    )
}
