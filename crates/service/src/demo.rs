//! *Create now* and `--demo`: a pool with everything needed to see a sign-in work, and
//! the *Experience* page, which plays the application.

use std::sync::Arc;

use moongate_domain::application::{
    Application, ApplicationPatch, ApplicationType, NewApplication,
};
use moongate_domain::event::EventType;
use moongate_domain::id::ApplicationId;
use moongate_domain::locale::Locale;
use moongate_domain::oauth::token::AuthorizationCodeGrant;
use moongate_domain::pkce;
use moongate_domain::pool::{NewPool, Pool, PoolPatch, PoolSettingsPatch};
use moongate_domain::secret::Secret;
use moongate_domain::user::{NewUser, User, UserPatch, UserSource};

use crate::App;
use crate::actor::{Actor, Trace};
use crate::error::Error;
use crate::pools::Made;
use crate::random;
use crate::sealing::{Purpose, same};
use crate::token::{self, TokenError, Tokens};
use crate::userinfo;
use crate::users;

/// The slug of the demo pool.
pub const POOL: &str = "demo";
/// Its test user.
pub const USERNAME: &str = "demo";

/// What the demo consists of.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The pool.
    pub pool: Pool,
    /// The web application.
    pub application: Application,
    /// The test user.
    pub user: User,
    /// The password of the test user; known only when it was made just now.
    pub password: Secret,
}

/// Makes the demo pool if there is none; `None` if there is one already.
pub async fn create(
    app: &App,
    actor: &Actor,
    locale: &str,
    trace: &Trace,
) -> Result<Option<Demo>, Error> {
    use moongate_domain::administrator::{Access, Resource};
    actor.may(Resource::Pools, Access::Write, None)?;
    if is_there(app).await? {
        return Ok(None);
    }
    let text = |key| (app.texts)(locale, key, &[]);
    // The sources of the pool are named in its language, so it is that of whoever looks at it first.
    let spoken = Locale::ALL.into_iter().find(|it| it.tag() == locale);
    let new = NewPool {
        name: text("demo-pool-name"),
        slug: Some(POOL.to_owned()),
        settings: PoolPatch {
            settings: Some(PoolSettingsPatch {
                default_locale: spoken,
                ..PoolSettingsPatch::default()
            }),
            ..PoolPatch::default()
        },
    };
    let made = app.make_pool(new.build(app.new_id(), app.now()).map_err(Error::Invalid)?)?;
    let id: ApplicationId = app.new_id();
    let application = application(app, &made, id, text("demo-application-name"))?;
    let password = Secret::new(format!(
        "Moon-{}",
        random::code(12).expose().to_lowercase() + "7X"
    ));
    let credential = {
        let typed = moongate_domain::password::Password::parse(password.expose())
            .map_err(|err| Error::field("password", err.code()))?;
        app.credential(app.passwords.hash(&typed, "").await?, false)
    };
    let user = user(app, &made)?;
    let (app2, actor, trace) = (app.clone(), actor.clone(), trace.clone());
    let (kept_application, kept_user) = (application.clone(), user.clone());
    let pool = app
        .store
        .write(move |tx| {
            // Another node may have been faster.
            if tx.find_pool_by_slug(POOL)?.is_some() {
                return Ok::<_, Error>(None);
            }
            made.store(tx)?;
            let mut it = tx.pool(&made.pool.id);
            it.insert_application(&application)?;
            users::insert(&mut it, &user, Some(&credential))?;
            app2.event(&made.pool.id, EventType::PoolCreated, &actor, &trace)
                .detail("name", made.pool.name.as_str())
                .detail("demo", true)
                .write(&mut it)?;
            Ok(Some(made.pool.clone()))
        })
        .await;
    let pool = match pool {
        Ok(Some(pool)) => pool,
        Ok(None) => return Ok(None),
        // Two nodes at the very same moment: the database let one through.
        Err(Error::Invalid(_)) if is_there(app).await? => return Ok(None),
        Err(other) => return Err(other),
    };
    app.complete_keys_soon(&pool.id);
    Ok(Some(Demo {
        pool,
        application: kept_application,
        user: kept_user,
        password,
    }))
}

async fn is_there(app: &App) -> Result<bool, Error> {
    let found = app
        .store
        .read(|tx| Ok::<_, Error>(tx.find_pool_by_slug(POOL)?));
    Ok(found.await?.is_some())
}

fn application(
    app: &App,
    made: &Made,
    id: ApplicationId,
    name: String,
) -> Result<Application, Error> {
    let here = address(app, &id);
    let settings: ApplicationPatch = serde_json::from_value(serde_json::json!({
        "enabled": true,
        "token_endpoint_auth_method": "none",
        "redirect_uris": [format!("{here}/callback")],
        "post_logout_redirect_uris": [here],
    }))
    .map_err(|err| Error::Secret(Box::new(err)))?;
    NewApplication {
        name,
        application_type: ApplicationType::Web,
        settings,
    }
    .build(id, made.pool.id.clone(), &made.sources, app.now())
    .map_err(Error::Invalid)
}

/// The test user: every standard claim is filled.
fn user(app: &App, made: &Made) -> Result<User, Error> {
    let members: UserPatch = serde_json::from_value(serde_json::json!({
        "username": USERNAME,
        "nickname": "Demo",
        "email": "demo@example.com",
        "email_verified": true,
        "phone": "+8613800000001",
        "phone_verified": true,
        "attributes": {
            "name": "Demo Person",
            "given_name": "Demo",
            "middle_name": "M",
            "family_name": "Person",
            "gender": "unspecified",
            "birthday": "1990-01-31",
            "address": "1 Example Street, Example City",
            "profile": "https://example.com/demo",
            "picture": "https://example.com/demo.png",
            "website": "https://example.com",
            "locale": "en-US",
            "zoneinfo": "Asia/Shanghai",
        },
    }))
    .map_err(|err| Error::Secret(Box::new(err)))?;
    NewUser { members }
        .build(
            app.new_id(),
            made.pool.id.clone(),
            UserSource::AdminAdd,
            app.now(),
        )
        .map_err(Error::Invalid)
}

/// The address of an application's *Experience* page.
pub fn address(app: &App, id: &ApplicationId) -> String {
    format!("{}/demo/{id}", app.public_url)
}

/// The application of an *Experience* page and its pool. Only what is on can be tried, and only
/// where the page's own address is among the application's redirect URIs.
pub async fn find(app: &App, id: &ApplicationId) -> Result<(Pool, Application), Error> {
    let id = id.clone();
    let callback = format!("{}/callback", address(app, &id));
    let (pool, application) = app
        .store
        .read(move |tx| tx.find_application_anywhere(&id)?.ok_or(Error::NotFound))
        .await?;
    if !application.enabled || !application.application_type.has_pages() {
        return Err(Error::state("application.closed"));
    }
    if !application.redirect_uris.contains(&callback) {
        return Err(Error::State {
            code: "demo.redirect_not_registered",
            names: vec![callback],
        });
    }
    Ok((pool, application))
}

/// A sign-in that the *Experience* page begins; the secret stays in a cookie.
pub struct Begun {
    /// Where the browser goes.
    pub location: String,
    /// What the cookie carries.
    pub secret: Secret,
}

/// Begins a sign-in like the application would: code, PKCE, state, nonce.
pub fn begin(app: &App, pool: &Pool, application: &Application) -> Begun {
    let secret = random::token("");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", application.id.as_str())
        .append_pair(
            "redirect_uri",
            &format!("{}/callback", address(app, &application.id)),
        )
        .append_pair("response_type", "code")
        .append_pair("scope", "openid profile email phone")
        .append_pair("state", &derive(app, "state", &secret))
        .append_pair("nonce", &derive(app, "nonce", &secret))
        .append_pair(
            "code_challenge",
            &pkce::challenge(&derive(app, "verifier", &secret)),
        )
        .append_pair("code_challenge_method", "S256")
        .finish();
    Begun {
        location: format!("{}/oauth2/authorize?{query}", app.issuer(pool)),
        secret,
    }
}

fn derive(app: &App, what: &str, secret: &Secret) -> String {
    use base64::prelude::*;
    let mac = app.keyring.mac(
        Purpose::Csrf,
        &[b"demo", what.as_bytes(), secret.expose().as_bytes()],
    );
    BASE64_URL_SAFE_NO_PAD.encode(mac)
}

/// What the success page shows.
pub struct Experienced {
    /// The token answer, as the application got it.
    pub tokens: Tokens,
    /// The claims of userinfo.
    pub userinfo: serde_json::Map<String, serde_json::Value>,
}

/// Redeems the code like the application would, and asks who it was.
pub async fn finish(
    app: &App,
    pool: &Pool,
    application: &Arc<Application>,
    secret: &Secret,
    (state, code): (&str, Secret),
    trace: &Trace,
) -> Result<Experienced, Error> {
    if !same(derive(app, "state", secret).as_bytes(), state.as_bytes()) {
        return Err(Error::Unauthenticated);
    }
    let request = AuthorizationCodeGrant {
        code,
        redirect_uri: Some(format!("{}/callback", address(app, &application.id))),
        code_verifier: Some(Secret::new(derive(app, "verifier", secret))),
    };
    // The page is part of the product, so it needs no secret to play the application.
    let tokens = token::redeem_code(app, pool, application, request, trace)
        .await
        .map_err(|err| match err {
            TokenError::Other(err) => err,
            _ => Error::Unauthenticated,
        })?;
    let userinfo = userinfo::claims(app, pool, &Secret::new(tokens.access_token.clone())).await?;
    Ok(Experienced { tokens, userinfo })
}
