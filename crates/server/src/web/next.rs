//! Where a browser goes after a step: the only place that knows the path of each step's page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moongate_domain::id::InteractionId;
use moongate_domain::interaction::Step;
use moongate_domain::pool::Pool;
use moongate_service::interactions::Next;

/// The page of a step, below the pool's path.
pub fn path(step: Step) -> &'static str {
    match step {
        Step::SignIn | Step::Finish => "/login",
        Step::ChangePassword => "/change-password",
        Step::Consent => "/consent",
    }
}

/// The address of a step's page for a run.
pub fn page(pool: &Pool, path: &str, run: &InteractionId) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("/p/{}{path}{joint}tx={run}", pool.slug)
}

/// Sends the browser on with 303, so that a post is never repeated elsewhere (P3).
pub fn go(pool: &Pool, next: &Next) -> Response {
    match next {
        Next::Step(run, step) => see_other(&page(pool, path(*step), run)),
        Next::Application(address) => see_other(address),
        Next::Account => see_other(&format!("/p/{}/account/profile", pool.slug)),
    }
}

/// A 303 to an address that was made or proven by us.
pub fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
