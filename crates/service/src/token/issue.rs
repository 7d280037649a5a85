//! Shapes tokens: access tokens as RFC 9068 JWTs, ID tokens as OpenID Connect Core 2.

use moongate_domain::application::Application;
use moongate_domain::grant::Grant;
use moongate_domain::jose::Algorithm;
use moongate_domain::jose::jwt::{Typ, half_hash};
use moongate_domain::oauth::claims;
use moongate_domain::oauth::token_claims::{AccessTokenClaims, IdTokenClaims};
use moongate_domain::pool::Pool;
use moongate_domain::user::User;

use super::Tokens;
use crate::App;
use crate::error::Error;
use crate::keys;
use crate::random;

/// The audience of access tokens that name no other: the pool's own endpoints.
pub(crate) fn own_audience(issuer: &str) -> String {
    format!("{issuer}/oauth2/userinfo")
}

/// Tokens of a grant.
pub(super) async fn for_grant(
    app: &App,
    pool: &Pool,
    application: &Application,
    grant: &Grant,
    user: &User,
    scope: &[String],
    refresh_token: Option<String>,
) -> Result<Tokens, Error> {
    let issuer = app.issuer(pool);
    let now = app.now();
    let keys = keys::signer(app, &pool.id, Algorithm::ES256).await?;
    let signer = keys.signer(Algorithm::ES256).ok_or(Error::NotFound)?;
    // The token names its grant, so that ending the grant ends the token at our own endpoints.
    let jti = format!("{}.{}", grant.id, random::token("").expose());
    let joined = scope.join(" ");
    let access_token = signer.sign(
        Typ::Access,
        &AccessTokenClaims {
            iss: &issuer,
            aud: &own_audience(&issuer),
            sub: user.id.as_str(),
            client_id: application.id.as_str(),
            iat: now.seconds(),
            exp: now.seconds() + application.access_token_ttl_seconds,
            jti: &jti,
            scope: &joined,
            auth_time: Some(grant.authenticated_at.seconds()),
        },
    );
    let id_token = if scope.iter().any(|it| it == "openid") {
        let algorithm = application.id_token_algorithm();
        let keys = keys::signer(app, &pool.id, algorithm).await?;
        let signer = keys.signer(algorithm).ok_or(Error::NotFound)?;
        let amr: Vec<&str> = grant.methods.iter().map(|it| it.amr()).collect();
        Some(signer.sign(
            Typ::Id,
            &IdTokenClaims {
                iss: &issuer,
                sub: user.id.as_str(),
                aud: application.id.as_str(),
                iat: now.seconds(),
                exp: now.seconds() + application.id_token_ttl_seconds,
                auth_time: grant.authenticated_at.seconds(),
                nonce: grant.nonce.as_deref(),
                amr: &amr,
                at_hash: &half_hash(algorithm, &access_token),
                sid: grant.session_id.as_ref().map(|it| it.as_str()),
                more: claims::in_id_token(application, user),
            },
        ))
    } else {
        None
    };
    Ok(Tokens {
        access_token,
        token_type: "Bearer",
        expires_in: application.access_token_ttl_seconds,
        refresh_token,
        id_token,
        scope: joined,
    })
}

/// An access token of a machine; its subject is the client itself (RFC 9068, 5).
pub(super) async fn for_machine(
    app: &App,
    pool: &Pool,
    application: &Application,
    scope: &[String],
) -> Result<Tokens, Error> {
    let issuer = app.issuer(pool);
    let now = app.now();
    let keys = keys::signer(app, &pool.id, Algorithm::ES256).await?;
    let signer = keys.signer(Algorithm::ES256).ok_or(Error::NotFound)?;
    let joined = scope.join(" ");
    let access_token = signer.sign(
        Typ::Access,
        &AccessTokenClaims {
            iss: &issuer,
            aud: &issuer,
            sub: application.id.as_str(),
            client_id: application.id.as_str(),
            iat: now.seconds(),
            exp: now.seconds() + application.access_token_ttl_seconds,
            jti: random::token("").expose(),
            scope: &joined,
            auth_time: None,
        },
    );
    Ok(Tokens {
        access_token,
        token_type: "Bearer",
        expires_in: application.access_token_ttl_seconds,
        refresh_token: None,
        id_token: None,
        scope: joined,
    })
}
