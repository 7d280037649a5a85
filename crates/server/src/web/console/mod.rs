//! The console: where administrators run their pools.
//!
//! Every screen is the face of use cases that the management API shows too. One file per screen; `admin` says who
//! asks, `answer`, `done` and `paging` hold what all screens answer alike, `views` how they look.

mod admin;
mod answer;
mod application;
mod applications;
mod audit;
mod create_now;
mod done;
mod keys;
mod outbox;
mod overview;
mod paging;
mod pools;
mod preferences;
mod session;
mod setup;
mod user;
mod user_form;
mod users;
pub mod views;

pub use session::outside;

use axum::Router;

use super::Web;

/// `/`, `/console/…`
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(session::routes())
        .merge(setup::routes())
        .merge(overview::routes())
        .merge(pools::routes())
        .merge(users::routes())
        .merge(user::routes())
        .merge(applications::routes())
        .merge(application::routes())
        .merge(audit::routes())
        .merge(outbox::routes())
        .merge(keys::routes())
}
