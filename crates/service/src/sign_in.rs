//! Signing in by a password or by a code sent by e-mail.
//!
//! An unknown person, a person without a password and a wrong password take the same time and get
//! the same answer. Failures are counted before the proof is looked at, so that parallel tries count.

mod attempt;
mod code;
mod confirm;

use moongate_domain::Timestamp;
use moongate_domain::event::EventType;
use moongate_domain::id::SourceId;
use moongate_domain::identifier::Identifier;
use moongate_domain::interaction::{Interaction, Proven};
use moongate_domain::password::Password;
use moongate_domain::secret::Secret;
use moongate_domain::session::Method;
use moongate_domain::user::{SignInBar, User};
use moongate_store::db::Tx;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::challenges::WrongCode;
use crate::error::Error;
use crate::interactions::{self, Proved, Running};
use crate::sessions::{Browser, NewSession};
use crate::sources::{self, Offers};

use attempt::{Found, count, forget, forgive, refuse};
pub use code::{pending_code, send_code, with_code};
pub(crate) use confirm::confirm_password;

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
        changed_at,
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
        changed_at,
        rehashed,
    };
    welcome(app, run, proof, browser).await
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

/// A proof that was right.
struct Proof {
    user: User,
    method: Method,
    source: SourceId,
    /// Whose failures are forgotten.
    subject: Option<String>,
    /// When the password was set that was right; none for a code.
    changed_at: Option<Timestamp>,
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
                let password = it.find_password(&proof.user.id)?;
                // Hashing takes long: the password may have been replaced since, and what it opened was ended.
                if password.map(|it| it.changed_at) != proof.changed_at {
                    return Err(SignInError::Wrong { near_lock: None });
                }
                forget(&mut it, subject, trace.ip.as_deref())?;
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
            .map_err(SignInError::from)
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
        .detail("method", session.session.methods[0].amr())
        .answers(&interaction.body.answers);
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
