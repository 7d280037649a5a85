//! Claims about the person behind an access token (OpenID Connect Core, 5.3).
//!
//! A token that was checked once is remembered by its hash until it ends, because checking a
//! signature costs more than everything else here; whether its grant still lives is asked every time.

use std::time::Instant;

use moongate_domain::Timestamp;
use moongate_domain::id::{ApplicationId, GrantId, UserId};
use moongate_domain::jose::Algorithm;
use moongate_domain::jose::jwt::Typ;
use moongate_domain::jose::verify::{self, Audience, Expected, Lifetime, TypRule};
use moongate_domain::oauth::claims;
use moongate_domain::oauth::token_claims::ReceivedAccessToken;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;

use crate::App;
use crate::error::Error;
use crate::keys;
use crate::sealing::hash_token;
use crate::token::own_audience;

/// A token that was believed.
#[derive(Debug)]
pub(crate) struct Believed {
    user: UserId,
    application: ApplicationId,
    grant: GrantId,
    scope: Vec<String>,
    ends_at: Timestamp,
}

/// The grant that a token names.
pub(crate) fn grant_of(jti: &str) -> Option<GrantId> {
    GrantId::parse(jti.split_once('.')?.0).ok()
}

/// The claims of the person, by the scope of the token.
pub async fn claims(
    app: &App,
    pool: &Pool,
    bearer: &Secret,
) -> Result<serde_json::Map<String, serde_json::Value>, Error> {
    let now = app.now();
    let believed = believe(app, pool, bearer).await?;
    if now >= believed.ends_at || !believed.scope.iter().any(|it| it == "openid") {
        return Err(Error::Unauthenticated);
    }
    let pool_id = pool.id.clone();
    let app2 = app.clone();
    app.store
        .read(move |tx| {
            let application = app2
                .application_in(tx, &pool_id, &believed.application)
                .map_err(|_| Error::Unauthenticated)?;
            if !application.enabled {
                return Err(Error::Unauthenticated);
            }
            let mut it = tx.pool(&pool_id);
            it.find_grant(&believed.grant)?
                .filter(|it| it.is_live(now))
                .ok_or(Error::Unauthenticated)?;
            let user = it
                .find_user(&believed.user)?
                .filter(|it| it.may_sign_in(now).is_ok())
                .ok_or(Error::Unauthenticated)?;
            let mut told = claims::in_userinfo(&application, &user, &believed.scope);
            told.insert("sub".to_owned(), user.id.as_str().into());
            Ok(told)
        })
        .await
}

async fn believe(
    app: &App,
    pool: &Pool,
    bearer: &Secret,
) -> Result<std::sync::Arc<Believed>, Error> {
    let key = (pool.id.clone(), hash_token(bearer.expose()));
    if let Some(it) = app.believed.get(&key) {
        return Ok(it);
    }
    let asked = Instant::now();
    let issuer = app.issuer(pool);
    let keys = keys::of_pool(app, &pool.id).await?;
    let expected = Expected {
        issuer: &issuer,
        keys: keys.published(),
        algorithms: &Algorithm::ALL,
        typ: TypRule::Exactly(Typ::Access.as_str()),
        audience: Audience::Contains(&own_audience(&issuer)),
        lifetime: Lifetime::Running,
        now: app.now(),
        leeway_seconds: 0,
    };
    let claims: ReceivedAccessToken = verify::verify(bearer.expose(), &expected)
        .map_err(|_| Error::Unauthenticated)?
        .claims;
    let believed = Believed {
        user: UserId::parse(&claims.sub).map_err(|_| Error::Unauthenticated)?,
        application: ApplicationId::parse(&claims.client_id).map_err(|_| Error::Unauthenticated)?,
        grant: grant_of(&claims.jti).ok_or(Error::Unauthenticated)?,
        scope: claims.scope.split(' ').map(str::to_owned).collect(),
        ends_at: Timestamp(claims.exp * 1000),
    };
    Ok(app.believed.put(key, believed, asked))
}
