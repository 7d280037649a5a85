//! The management API: JSON for scripts under `/api/v1`, and its description (contract, section 4).
//!
//! Every route stands behind [`caller::guard`], which asks who calls; the use cases decide what they may. What all
//! routes have in common (who asks, pages of lists, ETags, idempotency keys) has a file each, then every resource one.

mod answer;
mod applications;
mod audit_events;
mod batch;
mod caller;
mod docs;
mod etag;
mod idempotency;
mod logo;
mod management_keys;
pub mod openapi;
mod outbox;
mod page;
mod pools;
mod secrets;
mod sessions;
pub mod shapes;
mod signing_keys;
mod sources;
mod user_actions;
mod users;

use axum::{Router, middleware};
use utoipa_axum::router::OpenApiRouter;

use super::Web;

/// Where the API begins.
const BASE: &str = "/api/v1";

/// `/api/…`.
pub fn routes(web: &Web) -> Router<Web> {
    let (router, _) = resources().split_for_parts();
    let guarded = router
        .route_layer(middleware::from_fn_with_state(
            web.clone(),
            idempotency::answer,
        ))
        .route_layer(middleware::from_fn_with_state(web.clone(), caller::guard));
    Router::new()
        .nest(BASE, guarded)
        .merge(openapi::routes())
        .merge(docs::routes())
}

/// Every resource, with the description of its routes.
fn resources() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .merge(pools::routes())
        .merge(logo::routes())
        .merge(users::routes())
        .merge(user_actions::routes())
        .merge(batch::routes())
        .merge(sessions::routes())
        .merge(applications::routes())
        .merge(secrets::routes())
        .merge(sources::routes())
        .merge(audit_events::routes())
        .merge(outbox::routes())
        .merge(signing_keys::routes())
        .merge(management_keys::routes())
}
