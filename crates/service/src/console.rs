//! The console as an application of its own pool: administrators sign in by the very same flow and
//! pages as everybody else, and the console keeps a shorter session on top.

use moongate_domain::administrator::{Access, Administrator, Resource};
use moongate_domain::application::Application;
use moongate_domain::event::EventType;
use moongate_domain::id::{ApplicationId, PoolId};
use moongate_domain::oauth::token::AuthorizationCodeGrant;
use moongate_domain::secret::Secret;
use moongate_domain::user::User;

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::random;
use crate::sealing::{Purpose, hash_token};
use crate::token::{self, TokenError};

/// The fact that holds the console's own client id.
pub(crate) const APPLICATION: &str = "console_application_id";
const IDLE_SECONDS: i64 = 1800;
const WHOLE_SECONDS: i64 = 12 * 3600;
const TOUCH_SECONDS: i64 = 60;

/// Where the console's sign-in comes back to.
pub fn callback(app: &App) -> String {
    format!("{}/console/callback", app.public_url)
}

impl App {
    /// Whether an application is the console itself, which cannot be deleted.
    pub(crate) fn is_console(&self, application: &Application) -> bool {
        application
            .redirect_uris
            .iter()
            .any(|it| *it == callback(self))
    }
}

/// A sign-in to the console that begins. The secret stays in a cookie; everything else is derived from it.
pub struct Begun {
    /// Where the browser goes.
    pub location: String,
    /// What the cookie carries.
    pub secret: Secret,
}

/// Begins a sign-in: an authorization request with PKCE like any other client's.
pub async fn begin(app: &App) -> Result<Begun, Error> {
    let client_id = client_id(app).await?;
    let pool = app.console_pool().await?;
    let secret = random::token("");
    let challenge = moongate_domain::pkce::challenge(&verifier(app, &secret));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id.as_str())
        .append_pair("redirect_uri", &callback(app))
        .append_pair("response_type", "code")
        .append_pair("scope", "openid profile")
        .append_pair("state", &derive(app, "state", &secret))
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .finish();
    Ok(Begun {
        location: format!("{}/oauth2/authorize?{query}", app.issuer(&pool)),
        secret,
    })
}

async fn client_id(app: &App) -> Result<ApplicationId, Error> {
    let id = app
        .store
        .read(|tx| tx.find_fact(APPLICATION)?.ok_or(Error::NotFound))
        .await?;
    Ok(ApplicationId::stored(id))
}

fn derive(app: &App, what: &str, secret: &Secret) -> String {
    use base64::prelude::*;
    let mac = app.keyring.mac(
        Purpose::Csrf,
        &[b"console", what.as_bytes(), secret.expose().as_bytes()],
    );
    BASE64_URL_SAFE_NO_PAD.encode(mac)
}

fn verifier(app: &App, secret: &Secret) -> String {
    derive(app, "verifier", secret)
}

/// An administrator in the console.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// What they may do, and where they land.
    pub administrator: Administrator,
}

impl SignedIn {
    /// As whom they act.
    pub fn actor(&self) -> Actor {
        Actor::Administrator {
            user_id: self.user.id.clone(),
            role: self.administrator.role,
        }
    }
}

/// Finishes a sign-in and begins the console session; the answer is the token of its cookie.
pub async fn finish(
    app: &App,
    secret: &Secret,
    state: &str,
    code: Secret,
    trace: &Trace,
) -> Result<Secret, Error> {
    let expected = derive(app, "state", secret);
    if !crate::sealing::same(expected.as_bytes(), state.as_bytes()) {
        return Err(Error::Unauthenticated);
    }
    let pool = app.console_pool().await?;
    let application = app.application(&pool.id, &client_id(app).await?).await?;
    let request = AuthorizationCodeGrant {
        code,
        redirect_uri: Some(callback(app)),
        code_verifier: Some(Secret::new(verifier(app, secret))),
    };
    let spent = token::spend_code(app, &pool, &application, request, None, trace).await;
    let (grant, _) = spent.map_err(|err| match err {
        TokenError::Other(err) => err,
        _ => Error::Unauthenticated,
    })?;
    let session = grant.session_id.ok_or(Error::Unauthenticated)?;
    let token = random::token("");
    let (hash, now) = (hash_token(token.expose()), app.now());
    app.store
        .write(move |tx| {
            tx.find_administrator(&grant.user_id)?
                .ok_or(Error::Forbidden("console.not_an_administrator"))?;
            tx.insert_console_session(
                &hash,
                &session,
                now,
                now.plus_seconds(IDLE_SECONDS),
                now.plus_seconds(WHOLE_SECONDS),
            )?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(token)
}

/// Who is signed in to the console. Ends with the login session below it.
pub async fn current(app: &App, token: Option<&Secret>) -> Result<Option<SignedIn>, Error> {
    let Some(token) = token else { return Ok(None) };
    let pool = app.console_pool().await?;
    let (hash, now) = (hash_token(token.expose()), app.now());
    let hash2 = hash.clone();
    let found = app
        .store
        .read(move |tx| {
            let Some(console) = tx.find_console_session(&hash, now)? else {
                return Ok::<_, Error>(None);
            };
            let mut it = tx.pool(&pool.id);
            let Some(session) = it.find_session(&console.session_id)? else {
                return Ok(None);
            };
            if session.ended_at.is_some() || now >= session.ends_at {
                return Ok(None);
            }
            let Some(user) = it
                .find_user(&session.user_id)?
                .filter(|it| it.may_sign_in(now).is_ok())
            else {
                return Ok(None);
            };
            let Some(administrator) = tx.find_administrator(&user.id)? else {
                return Ok(None);
            };
            Ok(Some((
                console,
                SignedIn {
                    user,
                    administrator,
                },
            )))
        })
        .await?;
    let Some((console, signed_in)) = found else {
        return Ok(None);
    };
    let idle = now.plus_seconds(IDLE_SECONDS).min(console.ends_at);
    if idle.seconds() - console.idle_ends_at.seconds() >= TOUCH_SECONDS {
        app.store
            .write(move |tx| Ok::<_, Error>(tx.touch_console_session(&hash2, idle)?))
            .await?;
    }
    Ok(Some(signed_in))
}

/// Ends a console session and the login session below it, so that the next sign-in asks for a proof again.
pub async fn end(app: &App, token: &Secret, trace: &Trace) -> Result<(), Error> {
    let pool = app.console_pool().await?;
    let (app2, hash, trace) = (app.clone(), hash_token(token.expose()), trace.clone());
    app.store
        .write(move |tx| {
            let now = app2.now();
            let Some(console) = tx.find_console_session(&hash, now)? else {
                return Ok::<_, Error>(());
            };
            tx.delete_console_session(&hash)?;
            let mut it = tx.pool(&pool.id);
            let Some(session) = it.find_session(&console.session_id)? else {
                return Ok(());
            };
            it.end_session(&session.id, now)?;
            it.revoke_grants_of_session(&session.id, now)?;
            let person = Actor::Person(session.user_id.clone());
            app2.event(&pool.id, EventType::Logout, &person, &trace)
                .user(&session.user_id)
                .detail("session_id", session.id.as_str())
                .write(&mut it)?;
            Ok(())
        })
        .await
}

/// Sets the pool an administrator lands in.
pub async fn set_default_pool(app: &App, signed_in: &SignedIn, pool: &PoolId) -> Result<(), Error> {
    signed_in
        .actor()
        .may(Resource::Pools, Access::Read, Some(pool))?;
    let (user, pool) = (signed_in.user.id.clone(), pool.clone());
    app.store
        .write(move |tx| {
            tx.find_pool(&pool)?.ok_or(Error::NotFound)?;
            Ok(tx.set_default_pool(&user, Some(&pool))?)
        })
        .await
}
