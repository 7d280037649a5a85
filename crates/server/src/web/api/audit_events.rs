//! Audit events: only ever read.

use std::collections::BTreeMap;

use axum::extract::State;
use moongate_domain::Timestamp;
use moongate_domain::event::{Actor, AuditEvent, EventResult, EventType};
use moongate_domain::id::{ApplicationId, EventId, SourceId, UserId};
use moongate_service::audit::{self, EventFilter};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Id, Place, bad_query};
use super::page::{List, Page, only};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::{Params, Query};

const FILTERS: [&str; 9] = [
    "type",
    "result",
    "user_id",
    "application_id",
    "source_id",
    "ip",
    "request_id",
    "since",
    "until",
];

/// One recorded operation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
struct EventView {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What was done, such as `login` or `user.created`.
    r#type: &'static str,
    /// `success` or `failure`.
    result: &'static str,
    actor: ActorView,
    user_id: Option<String>,
    application_id: Option<String>,
    source_id: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
    /// What else is worth knowing, such as `reason`.
    details: BTreeMap<String, String>,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
struct ActorView {
    /// `anonymous`, `user`, `administrator`, `key`, `application` or `system`.
    r#type: &'static str,
    /// Their id, if they have one.
    id: Option<String>,
}

impl ActorView {
    fn of(actor: &Actor) -> Self {
        let (r#type, id) = match actor {
            Actor::Anonymous => ("anonymous", None),
            Actor::User(id) => ("user", Some(id.to_string())),
            Actor::Administrator(id) => ("administrator", Some(id.to_string())),
            Actor::Key(id) => ("key", Some(id.to_string())),
            Actor::Application(id) => ("application", Some(id.to_string())),
            Actor::System => ("system", None),
        };
        Self { r#type, id }
    }
}

impl EventView {
    fn of(it: AuditEvent) -> Self {
        Self {
            id: it.id.to_string(),
            at: it.at,
            r#type: it.event_type.as_str(),
            result: it.result.as_str(),
            actor: ActorView::of(&it.actor),
            user_id: it.user_id.map(|it| it.to_string()),
            application_id: it.application_id.map(|it| it.to_string()),
            source_id: it.source_id.map(|it| it.to_string()),
            ip: it.ip,
            user_agent: it.user_agent,
            request_id: it.request_id,
            details: it.details,
        }
    }
}

/// The routes of audit events.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
}

/// List audit events
///
/// The newest first.
#[utoipa::path(get, path = "/pools/{pool}/audit-events", tag = "Audit events", params(
    ("type" = Option<String>, Query, description = "What was done"),
    ("result" = Option<String>, Query, description = "`success` or `failure`"),
    ("user_id" = Option<String>, Query, description = "About this user"),
    ("application_id" = Option<String>, Query, description = "In this application"),
    ("source_id" = Option<String>, Query, description = "By this source"),
    ("ip" = Option<String>, Query, description = "From this address"),
    ("request_id" = Option<String>, Query, description = "Of this request"),
    ("since" = Option<String>, Query, description = "Not before this time (RFC 3339)"),
    ("until" = Option<String>, Query, description = "Before this time (RFC 3339)"),
    ("limit" = Option<u32>, Query, description = "1 to 100, 50 if left out"),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
), responses((status = 200, body = List<EventView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<EventView>>, Failure> {
    let app = &web.app;
    let name = format!("audit-events {}", at.pool.id);
    let page = Page::read(&app.keyring, &name, &query, &FILTERS)?;
    if page.counted {
        return Err(bad_query("count", "field.unknown"));
    }
    let filter = filter(&query)?;
    let before = page.after.clone().map(EventId::stored);
    let found = audit::list(app, &at.actor, &at.pool.id, filter, before, page.wanted()).await?;
    Ok(axum::Json(page.list(
        found,
        |it| it.id.to_string(),
        EventView::of,
    )))
}

/// Read an audit event
#[utoipa::path(get, path = "/pools/{pool}/audit-events/{id}", tag = "Audit events",
    responses((status = 200, body = EventView)))]
async fn read(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<EventId>,
    Query(query): Query,
) -> Result<axum::Json<EventView>, Failure> {
    only(&query, &[])?;
    let it = audit::get(&web.app, &at.actor, &at.pool.id, &id).await?;
    Ok(axum::Json(EventView::of(it)))
}

fn filter(query: &Params) -> Result<EventFilter, Failure> {
    Ok(EventFilter {
        event_type: given(query, "type", EventType::parse)?,
        result: given(query, "result", EventResult::parse)?,
        user_id: given(query, "user_id", |it| UserId::parse(it).ok())?,
        application_id: given(query, "application_id", |it| ApplicationId::parse(it).ok())?,
        source_id: given(query, "source_id", |it| SourceId::parse(it).ok())?,
        ip: query.given("ip").map(str::to_owned),
        request_id: query.given("request_id").map(str::to_owned),
        since: given(query, "since", Timestamp::parse)?,
        until: given(query, "until", Timestamp::parse)?,
    })
}

fn given<T>(
    query: &Params,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Failure> {
    let read = |text| parse(text).ok_or_else(|| bad_query(name, "field.invalid"));
    query.given(name).map(read).transpose()
}
