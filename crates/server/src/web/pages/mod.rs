//! Hosted pages: what people see between an application and its code. One file per page.
//!
//! Handlers read forms, call a use case and show what came of it. What comes next is decided by the run.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use moongate_domain::identifier::Identifier;
use moongate_domain::user::User;

use super::Web;
use super::error::Failure;

pub mod browser;
mod change_password;
mod code;
mod consent;
mod images;
mod in_run;
mod register;
mod reset_password;
mod sign_in;
pub mod sign_out;
pub mod stage;
mod statements;
pub mod stop;
pub mod views;

/// The pages below a pool's issuer.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/p/{slug}/login", get(sign_in::show).post(sign_in::submit))
        .route("/p/{slug}/login/code", get(code::show).post(code::submit))
        .route(
            "/p/{slug}/register",
            get(register::show).post(register::submit),
        )
        .route(
            "/p/{slug}/register/verify",
            get(register::show_verify).post(register::submit_verify),
        )
        .route(
            "/p/{slug}/reset-password",
            get(reset_password::show).post(reset_password::submit),
        )
        .route(
            "/p/{slug}/reset-password/code",
            get(reset_password::show_code).post(reset_password::submit_code),
        )
        .route(
            "/p/{slug}/reset-password/new",
            get(reset_password::show_new).post(reset_password::submit_new),
        )
        .route("/p/{slug}/reset-password/done", get(reset_password::done))
        .route(
            "/p/{slug}/change-password",
            get(change_password::show).post(change_password::submit),
        )
        .route(
            "/p/{slug}/consent",
            get(consent::show).post(consent::submit),
        )
        .route("/p/{slug}/signed-out", get(sign_out::done))
        .route("/p/{slug}/error", get(error))
        .route("/p/{slug}/images/{id}", get(images::get))
}

/// `/error`: nothing leads here but a failure without an address of its own.
async fn error() -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "request.invalid")
}

/// What a person signs in with: the first of their identifiers.
pub fn account_name(user: &User) -> String {
    match user.identifiers().first() {
        Some(Identifier::Username(it)) => it.to_string(),
        Some(Identifier::Email(it)) => it.to_string(),
        Some(Identifier::Phone(it)) => it.to_string(),
        None => user.id.to_string(),
    }
}
