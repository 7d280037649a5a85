//! What checks from outside may do to a server that was started with `--test-hooks`: move the one clock. Never part
//! of a server that strangers can reach.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde::{Deserialize, Serialize};

use super::Web;
use super::json::Json;

/// How to move the clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: i64,
}

/// What time it is then.
#[derive(Debug, Serialize)]
struct Now {
    now: moongate_domain::Timestamp,
}

/// `/test/…`, or nothing without the switch.
pub fn routes(web: &Web) -> Router<Web> {
    if !web.config.test_hooks {
        return Router::new();
    }
    Router::new().route("/test/clock", post(advance))
}

async fn advance(State(web): State<Web>, Json(form): Json<Advance>) -> axum::Json<Now> {
    web.clock.advance(form.advance_seconds);
    let now = web.clock.now();
    tracing::warn!(%now, "the clock was moved");
    axum::Json(Now { now })
}
