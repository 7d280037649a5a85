//! Applications: list, read, create, change, delete. Their secrets stand in [`super::secrets`].

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::FieldError;
use moongate_domain::Timestamp;
use moongate_domain::application::{Application, ApplicationPatch, NewApplication};
use moongate_domain::flow::Flows;
use moongate_domain::id::ApplicationId;
use moongate_service::applications;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{created, found};
use super::caller::{Id, Place};
use super::etag::IfMatch;
use super::page::{List, Page, only};
use super::shapes;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::json::Json;
use crate::web::params::Query;

/// What people sign in to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Application)]
pub struct ApplicationView {
    /// Also its `client_id`.
    id: String,
    name: String,
    #[schema(value_type = shapes::ApplicationType)]
    r#type: &'static str,
    enabled: bool,
    first_party: bool,
    #[schema(value_type = shapes::Profile)]
    profile: &'static str,
    #[schema(value_type = shapes::AuthMethod)]
    token_endpoint_auth_method: &'static str,
    redirect_uris: Vec<String>,
    post_logout_redirect_uris: Vec<String>,
    loopback_localhost: bool,
    access_token_ttl_seconds: i64,
    id_token_ttl_seconds: i64,
    refresh_token_enabled: bool,
    refresh_token_ttl_seconds: i64,
    refresh_token_reuse_seconds: i64,
    scopes: Vec<String>,
    claims: Option<Vec<String>>,
    /// Origins besides those of its redirect URIs whose pages may call the protocol.
    cors_origins: Vec<String>,
    description: Option<String>,
    industry: Option<String>,
    /// The id of its picture.
    logo: Option<String>,
    brand_color: Option<String>,
    initiate_login_uri: Option<String>,
    #[schema(value_type = shapes::Flows)]
    flows: Flows,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// A new application and its secret, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedApplication {
    #[serde(flatten)]
    application: ApplicationView,
    /// Shown this once; none if it proves itself without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

impl ApplicationView {
    /// An application.
    pub fn of(it: Application) -> Self {
        Self {
            id: it.id.to_string(),
            r#type: it.application_type.as_str(),
            enabled: it.enabled,
            first_party: it.first_party,
            profile: it.profile.as_str(),
            token_endpoint_auth_method: it.token_endpoint_auth_method.as_str(),
            cors_origins: it.cors_origins,
            redirect_uris: it.redirect_uris,
            post_logout_redirect_uris: it.post_logout_redirect_uris,
            loopback_localhost: it.loopback_localhost,
            access_token_ttl_seconds: it.access_token_ttl_seconds,
            id_token_ttl_seconds: it.id_token_ttl_seconds,
            refresh_token_enabled: it.refresh_token_enabled,
            refresh_token_ttl_seconds: it.refresh_token_ttl_seconds,
            refresh_token_reuse_seconds: it.refresh_token_reuse_seconds,
            scopes: it.scopes,
            claims: it.claims,
            description: it.description,
            industry: it.industry,
            logo: it.logo.map(|it| it.to_string()),
            brand_color: it.brand_color,
            initiate_login_uri: it.initiate_login_uri,
            flows: it.flows,
            name: it.name,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

/// The routes of applications.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, change, delete))
}

/// List applications
///
/// The newest first.
#[utoipa::path(get, path = "/pools/{pool}/applications", tag = "Applications", params(
    ("limit" = Option<u32>, Query, description = "1 to 100, 50 if left out"),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ("count" = Option<String>, Query, description = "`exact` or `estimate` adds `total`"),
), responses((status = 200, body = List<ApplicationView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<ApplicationView>>, Failure> {
    let app = &web.app;
    let name = format!("applications {}", at.pool.id);
    let page = Page::read(&app.keyring, &name, &query, &[])?;
    let before = page.after.clone().map(ApplicationId::stored);
    let (actor, pool) = (&at.actor, &at.pool.id);
    let found = applications::list(app, actor, pool, before, page.wanted()).await?;
    let mut list = page.list(found, |it| it.id.to_string(), ApplicationView::of);
    if page.counted {
        list.total = Some(applications::count(app, actor, pool).await?);
    }
    Ok(axum::Json(list))
}

/// Create an application
///
/// It is off unless `enabled` says otherwise. If it proves itself by a secret, the answer holds it, this once.
#[utoipa::path(post, path = "/pools/{pool}/applications", tag = "Applications",
    request_body = shapes::ApplicationChange, responses((status = 201, body = CreatedApplication)))]
async fn create(
    State(web): State<Web>,
    at: Place,
    Json(settings): Json<ApplicationPatch>,
) -> Result<Response, Failure> {
    let (Some(name), Some(application_type)) = (settings.name.clone(), settings.application_type)
    else {
        let missing = [
            ("name", settings.name.is_none()),
            ("type", settings.application_type.is_none()),
        ];
        let fields = missing.iter().filter(|(_, it)| *it);
        let fields = fields.map(|(name, _)| FieldError::new(*name, "field.required"));
        return Err(Failure::invalid(StatusCode::BAD_REQUEST, fields.collect()));
    };
    let new = NewApplication {
        name,
        application_type,
        settings,
    };
    let made = applications::create(&web.app, &at.actor, &at.pool.id, new, None, &at.trace).await?;
    let path = format!("/pools/{}/applications/{}", at.pool.id, made.application.id);
    let version = made.application.version;
    let body = CreatedApplication {
        application: ApplicationView::of(made.application),
        client_secret: made.secret.map(|it| it.expose().to_owned()),
    };
    Ok(created(&path, body, Some(version)))
}

/// Read an application
#[utoipa::path(get, path = "/pools/{pool}/applications/{id}", tag = "Applications",
    responses((status = 200, body = ApplicationView)))]
async fn read(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    Query(query): Query,
) -> Result<Response, Failure> {
    only(&query, &[])?;
    let it = applications::get(&web.app, &at.actor, &at.pool.id, &id).await?;
    let version = it.version;
    Ok(found(ApplicationView::of(it), version))
}

/// Change an application
///
/// Switching it off ends the tokens it has.
#[utoipa::path(patch, path = "/pools/{pool}/applications/{id}", tag = "Applications",
    request_body(content = shapes::ApplicationChange, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ApplicationView)))]
async fn change(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    expected: IfMatch,
    Json(patch): Json<ApplicationPatch>,
) -> Result<Response, Failure> {
    let (id, version) = ((&at.pool.id, &id), expected.version);
    let changed = applications::update(&web.app, &at.actor, id, patch, None, version, &at.trace);
    let it = changed.await.map_err(|err| expected.failure(err))?;
    let version = it.version;
    Ok(found(ApplicationView::of(it), version))
}

/// Delete an application
///
/// Its tokens stop working at once.
#[utoipa::path(delete, path = "/pools/{pool}/applications/{id}", tag = "Applications",
    responses((status = 204, description = "It is deleted.")))]
async fn delete(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
) -> Result<StatusCode, Failure> {
    applications::delete(&web.app, &at.actor, &at.pool.id, vec![id], &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
