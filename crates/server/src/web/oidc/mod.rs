//! The protocol endpoints of a pool, one file per step (OAuth 2.0, OpenID Connect). They speak HTTP;
//! what is allowed is decided by `domain::oauth` and `service`.

mod authorize;
mod cors;
mod discovery;
mod logout;
mod token;
mod userinfo;

use axum::Router;
use axum::routing::{get, post};

use super::Web;

/// The routes below a pool's issuer, and the path-inserted metadata at the root (RFC 8414, section 3).
pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/p/{slug}/.well-known/openid-configuration",
            get(discovery::metadata).options(cors::public),
        )
        .route(
            "/p/{slug}/.well-known/oauth-authorization-server",
            get(discovery::metadata).options(cors::public),
        )
        .route(
            "/.well-known/oauth-authorization-server/p/{slug}",
            get(discovery::metadata).options(cors::public),
        )
        .route(
            "/.well-known/openid-configuration/p/{slug}",
            get(discovery::metadata).options(cors::public),
        )
        .route(
            "/p/{slug}/oauth2/jwks",
            get(discovery::jwks).options(cors::public),
        )
        .route(
            "/p/{slug}/oauth2/authorize",
            get(authorize::by_query).post(authorize::by_form),
        )
        .route(
            "/p/{slug}/oauth2/token",
            post(token::exchange).options(cors::of_applications),
        )
        .route(
            "/p/{slug}/oauth2/userinfo",
            get(userinfo::by_get)
                .post(userinfo::by_post)
                .options(cors::of_applications),
        )
        .route(
            "/p/{slug}/oauth2/logout",
            get(logout::by_query).post(logout::by_form),
        )
}
