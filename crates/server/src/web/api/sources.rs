//! Sources: list, read, change, switch.

use axum::extract::State;
use axum::response::Response;
use moongate_domain::Timestamp;
use moongate_domain::id::SourceId;
use moongate_domain::source::{Source, SourcePatch, SourcePolicy};
use moongate_service::sources;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::found;
use super::batch::Nothing;
use super::caller::{Id, Place};
use super::etag::IfMatch;
use super::page::{List, only};
use super::shapes;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::json::Json;
use crate::web::params::Query;

/// A way to prove who one is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Source)]
struct SourceView {
    id: String,
    name: String,
    description: Option<String>,
    enabled: bool,
    /// `kind` is `password` or `email_code`.
    #[serde(flatten)]
    #[schema(value_type = shapes::KindAndPolicy)]
    policy: SourcePolicy,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl SourceView {
    fn of(it: Source) -> Self {
        Self {
            id: it.id.to_string(),
            name: it.name,
            description: it.description,
            enabled: it.enabled,
            policy: it.policy,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

fn answer(it: Source) -> Response {
    let version = it.version;
    found(SourceView::of(it), version)
}

/// The routes of sources.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, change))
        .routes(routes!(enable))
        .routes(routes!(disable))
}

/// List sources
///
/// The oldest first, all of them.
#[utoipa::path(get, path = "/pools/{pool}/sources", tag = "Sources",
    responses((status = 200, body = List<SourceView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<SourceView>>, Failure> {
    only(&query, &[])?;
    let found = sources::list(&web.app, &at.actor, &at.pool.id).await?;
    Ok(List::whole(found.into_iter().map(SourceView::of).collect()))
}

/// Read a source
#[utoipa::path(get, path = "/pools/{pool}/sources/{id}", tag = "Sources",
    responses((status = 200, body = SourceView)))]
async fn read(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<SourceId>,
    Query(query): Query,
) -> Result<Response, Failure> {
    only(&query, &[])?;
    Ok(answer(
        sources::get(&web.app, &at.actor, &at.pool.id, &id).await?,
    ))
}

/// Change a source
///
/// While it is on, only `enabled` can be changed: 409 `source.enabled_cannot_be_edited` otherwise. One that an
/// application prefers cannot be switched off: 409 `source.is_preferred`, which names the applications.
#[utoipa::path(patch, path = "/pools/{pool}/sources/{id}", tag = "Sources",
    request_body(content = shapes::SourceChange, content_type = "application/merge-patch+json"),
    responses((status = 200, body = SourceView)))]
async fn change(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<SourceId>,
    expected: IfMatch,
    Json(patch): Json<SourcePatch>,
) -> Result<Response, Failure> {
    let id = (&at.pool.id, &id);
    let changed = sources::update(&web.app, &at.actor, id, patch, expected.version, &at.trace);
    Ok(answer(changed.await.map_err(|err| expected.failure(err))?))
}

/// Switch a source on
#[utoipa::path(post, path = "/pools/{pool}/sources/{id}/enable", tag = "Sources",
    responses((status = 200, body = SourceView)))]
async fn enable(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<SourceId>,
    _: Nothing,
) -> Result<Response, Failure> {
    let id = (&at.pool.id, &id);
    Ok(answer(
        sources::switch(&web.app, &at.actor, id, true, &at.trace).await?,
    ))
}

/// Switch a source off
///
/// The sign-in pages of the applications that use it drop it.
#[utoipa::path(post, path = "/pools/{pool}/sources/{id}/disable", tag = "Sources",
    responses((status = 200, body = SourceView)))]
async fn disable(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<SourceId>,
    _: Nothing,
) -> Result<Response, Failure> {
    let id = (&at.pool.id, &id);
    Ok(answer(
        sources::switch(&web.app, &at.actor, id, false, &at.trace).await?,
    ))
}
