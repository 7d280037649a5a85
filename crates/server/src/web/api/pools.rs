//! Pools.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::Timestamp;
use moongate_domain::id::PoolId;
use moongate_domain::pool::{NewPool, Pool, PoolPatch, PoolSettings, PoolSettingsPatch};
use moongate_service::{App, administrators, pools};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{created, found};
use super::caller::{Caller, Place};
use super::etag::IfMatch;
use super::page::{List, Page, only};
use super::shapes;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::json::Json;
use crate::web::params::Query;

/// A pool: an isolated directory of people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pool)]
pub struct PoolView {
    id: String,
    /// Its place in addresses; it never changes.
    slug: String,
    name: String,
    /// Where its protocol endpoints and hosted pages begin.
    issuer: String,
    /// Its own domain, if it has one.
    domain: Option<String>,
    /// Whether the caller, an administrator, lands in it.
    default: bool,
    /// The id of its picture.
    logo: Option<String>,
    brand_color: Option<String>,
    /// The pool of administrators, which cannot be deleted.
    built_in: bool,
    #[schema(value_type = shapes::PoolSettings)]
    settings: PoolSettings,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl PoolView {
    /// A pool as one caller sees it.
    pub fn of(app: &App, pool: Pool, default: Option<&PoolId>) -> Self {
        Self {
            issuer: app.issuer(&pool),
            default: default == Some(&pool.id),
            id: pool.id.to_string(),
            slug: pool.slug,
            name: pool.name,
            domain: None,
            logo: pool.logo.map(|it| it.to_string()),
            brand_color: pool.brand_color,
            built_in: pool.built_in,
            settings: pool.settings,
            created_at: pool.created_at,
            updated_at: pool.updated_at,
        }
    }
}

/// A new pool.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreatePool {
    /// What people read; unique, 1 to 128 characters.
    name: String,
    /// Its place in addresses; made from the name if it is left out.
    slug: Option<String>,
    /// The colour of hosted pages, `#rrggbb`.
    brand_color: Option<String>,
    #[schema(value_type = Option<shapes::PoolSettings>)]
    settings: Option<PoolSettingsPatch>,
}

/// The routes of pools.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, change, delete))
}

/// List pools
///
/// The oldest first. A key that is limited to one pool sees that one.
#[utoipa::path(get, path = "/pools", tag = "Pools", params(
    ("limit" = Option<u32>, Query, description = "1 to 100, 50 if left out"),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ("count" = Option<String>, Query, description = "`exact` or `estimate` adds `total`"),
), responses((status = 200, body = List<PoolView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Query(query): Query,
) -> Result<axum::Json<List<PoolView>>, Failure> {
    let app = &web.app;
    let page = Page::read(&app.keyring, "pools", &query, &[])?;
    let after = page.after.clone().map(PoolId::stored);
    let pools = pools::list(app, &caller.actor, after, page.wanted()).await?;
    let default = administrators::default_pool(app, &caller.actor).await?;
    let mut list = page.list(
        pools,
        |it| it.id.to_string(),
        |it| PoolView::of(app, it, default.as_ref()),
    );
    if page.counted {
        list.total = Some(pools::count(app, &caller.actor).await?);
    }
    Ok(axum::Json(list))
}

/// Create a pool
///
/// It begins with a password source, an e-mail code source and signing keys.
#[utoipa::path(post, path = "/pools", tag = "Pools", request_body = CreatePool,
    responses((status = 201, body = PoolView)))]
async fn create(
    State(web): State<Web>,
    caller: Caller,
    Json(body): Json<CreatePool>,
) -> Result<Response, Failure> {
    let new = NewPool {
        name: body.name.clone(),
        slug: body.slug,
        settings: PoolPatch {
            name: Some(body.name),
            brand_color: Some(body.brand_color),
            settings: body.settings,
            ..PoolPatch::default()
        },
    };
    let pool = pools::create(&web.app, &caller.actor, new, None, &caller.trace).await?;
    let (path, version) = (format!("/pools/{}", pool.id), pool.version);
    Ok(created(
        &path,
        PoolView::of(&web.app, pool, None),
        Some(version),
    ))
}

/// Read a pool
#[utoipa::path(get, path = "/pools/{pool}", tag = "Pools", responses((status = 200, body = PoolView)))]
async fn read(State(web): State<Web>, at: Place, Query(query): Query) -> Result<Response, Failure> {
    only(&query, &[])?;
    let pool = pools::get(&web.app, &at.actor, at.pool.id.as_str()).await?;
    let default = administrators::default_pool(&web.app, &at.actor).await?;
    let version = pool.version;
    Ok(found(
        PoolView::of(&web.app, pool, default.as_ref()),
        version,
    ))
}

/// Change a pool
#[utoipa::path(patch, path = "/pools/{pool}", tag = "Pools",
    request_body(content = shapes::PoolChange, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PoolView)))]
async fn change(
    State(web): State<Web>,
    at: Place,
    expected: IfMatch,
    Json(patch): Json<PoolPatch>,
) -> Result<Response, Failure> {
    let id = &at.pool.id;
    let changed = pools::update(
        &web.app,
        &at.actor,
        id,
        patch,
        None,
        expected.version,
        &at.trace,
    );
    let pool = changed.await.map_err(|err| expected.failure(err))?;
    let default = administrators::default_pool(&web.app, &at.actor).await?;
    let version = pool.version;
    Ok(found(
        PoolView::of(&web.app, pool, default.as_ref()),
        version,
    ))
}

/// Delete a pool
///
/// Everything in it is erased: users, applications, sources, keys and audit events. Its applications must be switched
/// off before.
#[utoipa::path(delete, path = "/pools/{pool}", tag = "Pools",
    params(("confirm" = String, Query, description = "The name of the pool")),
    responses((status = 204, description = "It is deleted.")))]
async fn delete(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<StatusCode, Failure> {
    only(&query, &["confirm"])?;
    let confirm = query.field("confirm");
    pools::delete(&web.app, &at.actor, &at.pool.id, confirm, &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
