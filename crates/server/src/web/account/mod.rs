//! The account centre: what signed-in people see and change of their own account.

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use super::Web;
use super::next;
use super::pages::stage::Stage;

mod member;
mod profile;
pub mod security;
mod sessions;

/// Its pages, below a pool's issuer.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/p/{slug}/account", get(home))
        .route(
            "/p/{slug}/account/profile",
            get(profile::show).post(profile::submit),
        )
        .route("/p/{slug}/account/security", get(security::show))
        .route(
            "/p/{slug}/account/security/password",
            get(security::show_password).post(security::submit_password),
        )
        .route("/p/{slug}/account/sessions", get(sessions::show))
        .route("/p/{slug}/account/sessions/{id}/end", post(sessions::end))
        .route(
            "/p/{slug}/account/sessions/end-all",
            get(sessions::show_end_all).post(sessions::end_all),
        )
        .route(
            "/p/{slug}/.well-known/change-password",
            get(change_password),
        )
}

async fn home(stage: Stage) -> Response {
    next::see_other(&stage.address("/account/profile"))
}

/// Where password managers are sent (W3C, A Well-Known URL for Changing Passwords).
async fn change_password(stage: Stage) -> Response {
    next::see_other(&stage.address("/account/security/password"))
}
