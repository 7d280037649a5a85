//! The Outbox: what local connectors delivered.

use axum::extract::State;
use moongate_domain::Timestamp;
use moongate_domain::id::MessageId;
use moongate_service::messages::{self, OutboxMessage};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Place, bad_query};
use super::page::{List, Page};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::Query;

/// A message that a local connector delivered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutboxMessage)]
struct MessageView {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `email` or `sms`.
    channel: &'static str,
    to: String,
    /// What it is about, such as `register`.
    scene: &'static str,
    subject: String,
    text: String,
    html: Option<String>,
}

impl MessageView {
    fn of(it: OutboxMessage) -> Self {
        Self {
            id: it.message.id.to_string(),
            at: it.message.created_at,
            channel: it.message.channel.as_str(),
            to: it.message.recipient,
            scene: it.message.scene.as_str(),
            subject: it.body.subject,
            text: it.body.text,
            html: it.body.html,
        }
    }
}

/// The routes of the Outbox.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List delivered messages
///
/// The newest first; they are kept for 7 days.
#[utoipa::path(get, path = "/pools/{pool}/outbox", tag = "Outbox", params(
    ("to" = Option<String>, Query, description = "To this address"),
    ("limit" = Option<u32>, Query, description = "1 to 100, 50 if left out"),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
), responses((status = 200, body = List<MessageView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<MessageView>>, Failure> {
    let app = &web.app;
    let name = format!("outbox {}", at.pool.id);
    let page = Page::read(&app.keyring, &name, &query, &["to"])?;
    if page.counted {
        return Err(bad_query("count", "field.unknown"));
    }
    let to = query.given("to").map(str::to_owned);
    let before = page.after.clone().map(MessageId::stored);
    let found = messages::outbox(app, &at.actor, &at.pool.id, to, before, page.wanted()).await?;
    let place = |it: &OutboxMessage| it.message.id.to_string();
    Ok(axum::Json(page.list(found, place, MessageView::of)))
}
