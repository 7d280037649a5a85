//! Management keys: for owners, and for keys that may do `administration`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::administrator::{KeyAccess, ManagementKey};
use moongate_domain::id::{ManagementKeyId, PoolId};
use moongate_domain::{FieldError, Timestamp};
use moongate_service::administrators::{self, NewKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::created;
use super::caller::{Caller, Id};
use super::page::{List, only};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::json::Json;
use crate::web::params::Query;

/// A key for scripts, without the key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ManagementKey)]
struct KeyView {
    id: String,
    name: String,
    /// Its last four characters.
    hint: String,
    /// The only pool it reaches; `null` means all.
    pool_id: Option<String>,
    /// What it may do, such as `users:read`, `applications:write` or `*`.
    access: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// A new key and what it is, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedKey {
    #[serde(flatten)]
    about: KeyView,
    /// Shown this once.
    key: String,
}

/// A new key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreateKey {
    name: String,
    /// The only pool it reaches; left out, it reaches all.
    pool_id: Option<String>,
    /// What it may do: `{resource}:read` or `{resource}:write` of `pools`, `users`, `applications`, `sources`,
    /// `audit_events`, `outbox`, `signing_keys`, `administration`, or `*`.
    access: Vec<String>,
    /// When it stops working.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl KeyView {
    fn of(it: ManagementKey) -> Self {
        Self {
            id: it.id.to_string(),
            name: it.name,
            hint: format!("…{}", it.hint),
            pool_id: it.pool_id.map(|it| it.to_string()),
            access: it.access.0,
            created_at: it.created_at,
            last_used_at: it.last_used_at,
            expires_at: it.expires_at,
            revoked_at: it.revoked_at,
        }
    }
}

/// The routes of management keys.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(revoke))
}

/// List management keys
///
/// The newest first, revoked ones too.
#[utoipa::path(get, path = "/management-keys", tag = "Management keys",
    responses((status = 200, body = List<KeyView>)))]
async fn list(
    State(web): State<Web>,
    caller: Caller,
    Query(query): Query,
) -> Result<axum::Json<List<KeyView>>, Failure> {
    only(&query, &[])?;
    let found = administrators::list_keys(&web.app, &caller.actor).await?;
    Ok(List::whole(found.into_iter().map(KeyView::of).collect()))
}

/// Create a management key
///
/// Nobody hands on more than they hold.
#[utoipa::path(post, path = "/management-keys", tag = "Management keys", request_body = CreateKey,
    responses((status = 201, body = CreatedKey)))]
async fn create(
    State(web): State<Web>,
    caller: Caller,
    Json(body): Json<CreateKey>,
) -> Result<Response, Failure> {
    let pool_id = body.pool_id.as_deref().map(PoolId::parse).transpose();
    let pool_id = pool_id.map_err(|_| {
        let error = FieldError::new("pool_id", "field.invalid");
        Failure::invalid(StatusCode::UNPROCESSABLE_ENTITY, vec![error])
    })?;
    let new = NewKey {
        name: body.name,
        pool_id,
        access: KeyAccess(body.access),
        expires_at: body.expires_at,
    };
    let made = administrators::create_key(&web.app, &caller.actor, new, &caller.trace);
    let (secret, key) = made.await?;
    let path = format!("/management-keys/{}", key.id);
    let body = CreatedKey {
        about: KeyView::of(key),
        key: secret.expose().to_owned(),
    };
    Ok(created(&path, body, None))
}

/// Revoke a management key
///
/// It stops working at once.
#[utoipa::path(delete, path = "/management-keys/{id}", tag = "Management keys",
    responses((status = 204, description = "It is revoked.")))]
async fn revoke(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ManagementKeyId>,
) -> Result<StatusCode, Failure> {
    administrators::revoke_key(&web.app, &caller.actor, &id, &caller.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
