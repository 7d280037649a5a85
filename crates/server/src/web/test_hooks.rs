//! What checks from outside may do to a server that was started with `--test-hooks`: move the one clock, and read what
//! was sent. Never part of a server that strangers can reach.

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use moongate_domain::Timestamp;
use moongate_service::{Actor, messages, pools};
use serde::{Deserialize, Serialize};

use super::Web;
use super::error::Failure;
use super::json::Json;
use super::params::Query;

const MOST: u32 = 100;

/// How to move the clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: i64,
}

/// What time it is then.
#[derive(Debug, Serialize)]
struct Now {
    now: Timestamp,
}

/// Messages of all pools.
#[derive(Debug, Serialize)]
struct Outbox {
    items: Vec<Sent>,
}

/// One message, with the members that the management API shows, and its pool.
#[derive(Debug, Serialize)]
struct Sent {
    id: String,
    pool: String,
    at: Timestamp,
    channel: &'static str,
    to: String,
    scene: &'static str,
    subject: String,
    text: String,
    html: Option<String>,
}

/// `/test/…`, or nothing without the switch.
pub fn routes(web: &Web) -> Router<Web> {
    if !web.config.test_hooks {
        return Router::new();
    }
    Router::new()
        .route("/test/clock", post(advance))
        .route("/test/outbox", get(outbox))
}

async fn advance(State(web): State<Web>, Json(form): Json<Advance>) -> axum::Json<Now> {
    web.app.clock.advance(form.advance_seconds);
    let now = web.app.now();
    tracing::warn!(%now, "the clock was moved");
    axum::Json(Now { now })
}

/// The newest messages first, at most a hundred of each pool; `?to=` chooses an address. What is due is sent before.
async fn outbox(
    State(web): State<Web>,
    Query(query): Query,
) -> Result<axum::Json<Outbox>, Failure> {
    let app = &web.app;
    messages::send_due(app).await?;
    let mut pools = pools::list(app, &Actor::System, None, MOST).await?;
    pools.push((*app.console_pool().await?).clone());
    let mut items = Vec::new();
    for pool in pools {
        let to = query.given("to").map(str::to_owned);
        for sent in messages::outbox(app, &Actor::System, &pool.id, to, None, MOST).await? {
            items.push(Sent {
                id: sent.message.id.to_string(),
                pool: pool.slug.clone(),
                at: sent.message.created_at,
                channel: sent.message.channel.as_str(),
                to: sent.message.recipient,
                scene: sent.message.scene.as_str(),
                subject: sent.body.subject,
                text: sent.body.text,
                html: sent.body.html,
            });
        }
    }
    items.sort_by(|a, b| b.id.cmp(&a.id));
    Ok(axum::Json(Outbox { items }))
}
