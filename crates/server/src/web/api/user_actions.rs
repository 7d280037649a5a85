//! What is done to a user without changing what is known about them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::id::UserId;
use moongate_service::users::{self, Reset};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::found;
use super::batch::Nothing;
use super::caller::{Id, Place};
use super::users::UserView;
use crate::web::Web;
use crate::web::error::Failure;

/// How a reset reaches the user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "delivery", rename_all = "snake_case")]
enum PasswordReset {
    /// A message to the verified address says how to choose a new password.
    Mailed,
    /// Shown this once; the user replaces it at the next sign-in.
    ShownOnce { temporary_password: String },
}

/// The routes of actions.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(lock))
        .routes(routes!(unlock))
        .routes(routes!(freeze))
        .routes(routes!(thaw))
        .routes(routes!(reset_password))
        .routes(routes!(end_sessions))
}

/// Defines an action that answers with the user.
macro_rules! action {
    ($(#[$doc:meta])* $name:ident at $path:literal) => {
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "Users", responses((status = 200, body = UserView)))]
        async fn $name(
            State(web): State<Web>,
            at: Place,
            Id(id): Id<UserId>,
            _: Nothing,
        ) -> Result<Response, Failure> {
            let user = users::$name(&web.app, &at.actor, (&at.pool.id, &id), &at.trace).await?;
            let version = user.version;
            Ok(found(UserView::masked(user, web.app.now()), version))
        }
    };
}

action! {
    /// Lock a user
    ///
    /// Every sign-in is refused until an administrator unlocks, and what they are signed in to ends.
    lock at "/pools/{pool}/users/{id}/lock"
}
action! {
    /// Unlock a user
    ///
    /// Whoever set the lock.
    unlock at "/pools/{pool}/users/{id}/unlock"
}
action! {
    /// Freeze a user
    ///
    /// Every sign-in is blocked, and what they are signed in to ends.
    freeze at "/pools/{pool}/users/{id}/freeze"
}
action! {
    /// Thaw a user
    thaw at "/pools/{pool}/users/{id}/thaw"
}

/// Reset a user's password
///
/// The old password stops working, every sign-in ends, and a lock by failures is lifted. An administrator's lock stays.
#[utoipa::path(post, path = "/pools/{pool}/users/{id}/reset-password", tag = "Users",
    responses((status = 200, body = PasswordReset)))]
async fn reset_password(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
    _: Nothing,
) -> Result<axum::Json<PasswordReset>, Failure> {
    let reset = users::reset_password(&web.app, &at.actor, (&at.pool, &id), &at.trace).await?;
    Ok(axum::Json(match reset {
        Reset::Mailed => PasswordReset::Mailed,
        Reset::Temporary(password) => PasswordReset::ShownOnce {
            temporary_password: password.expose().to_owned(),
        },
    }))
}

/// End a user's sessions
///
/// Everything they are signed in to ends, and with it all tokens.
#[utoipa::path(post, path = "/pools/{pool}/users/{id}/end-sessions", tag = "Users",
    responses((status = 204, description = "They are signed out everywhere.")))]
async fn end_sessions(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
    _: Nothing,
) -> Result<StatusCode, Failure> {
    users::end_sessions(&web.app, &at.actor, (&at.pool.id, &id), &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
