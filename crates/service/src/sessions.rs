//! Login sessions: begun by a proof, found by a cookie, ended by time, people and administrators.

use moongate_domain::Timestamp;
use moongate_domain::id::{SessionId, UserId};
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::session::{Method, Session};
use moongate_domain::user::User;
use moongate_store::db::Tx;
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::Trace;
use crate::error::Error;
use crate::random;
use crate::sealing::hash_token;

/// A session is noted as seen at most once in this many seconds.
const TOUCH_SECONDS: i64 = 60;

/// A browser that opened one of our pages.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// The secret that binds interactions to it.
    pub flow: Option<Secret>,
    /// The token of its login session in this pool.
    pub session: Option<Secret>,
    /// The language it is served in: `zh-CN` or `en-US`.
    pub locale: String,
    /// Where it is.
    pub trace: Trace,
}

/// A new session and the token for its cookie, which exists nowhere else.
pub struct NewSession {
    /// What is stored.
    pub session: Session,
    /// What the cookie carries.
    pub token: Secret,
}

impl App {
    /// Shapes a session; the caller stores it in the transaction of the proof.
    pub(crate) fn new_session(
        &self,
        pool: &Pool,
        user: &UserId,
        method: Method,
        trace: &Trace,
    ) -> NewSession {
        let now = self.now();
        let life = pool.settings.session_life();
        let ends_at = now.plus_seconds(life.total_seconds);
        let session = Session {
            id: self.new_id(),
            pool_id: pool.id.clone(),
            user_id: user.clone(),
            methods: vec![method],
            authenticated_at: now,
            created_at: now,
            last_seen_at: now,
            idle_ends_at: life.idle_end(now, ends_at),
            ends_at,
            ended_at: None,
            ip: trace.ip.clone(),
            user_agent: trace.user_agent.clone(),
        };
        NewSession {
            session,
            token: random::token(""),
        }
    }
}

impl NewSession {
    /// Stores it; the browser's session before it ends (security checklist W2).
    pub(crate) fn begin(
        &self,
        pool: &mut InPool<'_, '_>,
        before: Option<&SessionId>,
    ) -> Result<(), Error> {
        if let Some(id) = before {
            pool.end_session(id, self.session.created_at)?;
        }
        pool.insert_session(&self.session, &hash_token(self.token.expose()))?;
        Ok(())
    }
}

/// The live session of a cookie and its user, if that user may still be signed in.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    pool: &Pool,
    token: Option<&Secret>,
    now: Timestamp,
) -> Result<Option<(Session, User)>, Error> {
    let Some(token) = token else { return Ok(None) };
    let mut it = tx.pool(&pool.id);
    let Some(session) = it
        .find_session_by_token(&hash_token(token.expose()))?
        .filter(|it| it.is_live(now))
    else {
        return Ok(None);
    };
    let Some(user) = it
        .find_user(&session.user_id)?
        .filter(|it| it.may_sign_in(now).is_ok())
    else {
        return Ok(None);
    };
    Ok(Some((session, user)))
}

/// Who is signed in in this browser; notes that the session was used.
pub async fn current(
    app: &App,
    pool: &Pool,
    token: Option<&Secret>,
) -> Result<Option<(Session, User)>, Error> {
    let (now, pool, token) = (app.now(), pool.clone(), token.cloned());
    let life = pool.settings.session_life();
    let pool_id = pool.id.clone();
    let found = app
        .store
        .read(move |tx| find(tx, &pool, token.as_ref(), now))
        .await?;
    if let Some((session, _)) = &found
        && now.seconds() - session.last_seen_at.seconds() >= TOUCH_SECONDS
    {
        let (id, idle) = (session.id.clone(), life.idle_end(now, session.ends_at));
        app.store
            .write(move |tx| Ok::<_, Error>(tx.pool(&pool_id).touch_session(&id, now, idle)?))
            .await?;
    }
    Ok(found)
}

/// Refuses to go on for a session that ended since it was looked at, by a reset or from elsewhere (W3, T6).
pub(crate) fn still_live(
    pool: &mut InPool<'_, '_>,
    id: &SessionId,
    now: Timestamp,
) -> Result<(), Error> {
    pool.find_session(id)?
        .filter(|it| it.is_live(now))
        .map(|_| ())
        .ok_or(Error::Unauthenticated)
}

/// Ends everything a user is signed in to: sessions, grants and with them all tokens.
pub(crate) fn end_all(
    pool: &mut InPool<'_, '_>,
    user: &UserId,
    keep: Option<&SessionId>,
    now: Timestamp,
) -> Result<u64, Error> {
    let ended = pool.end_sessions(user, keep, now)?;
    pool.revoke_grants_of_user(user, now)?;
    Ok(ended)
}
