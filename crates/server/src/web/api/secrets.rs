//! The secrets of an application: written, shown once, never read back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::Timestamp;
use moongate_domain::id::{ApplicationId, ApplicationSecretId};
use moongate_service::applications;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::created;
use super::batch::Nothing;
use super::caller::{Id, Place, SecretId};
use super::page::{List, only};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::Query;

/// A secret, without the secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Secret)]
struct SecretView {
    id: String,
    /// Always `true`: it is there, and never shown again.
    set: bool,
    /// Its last four characters.
    hint: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A secret that was just made.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedSecret {
    id: String,
    /// Shown this once.
    client_secret: String,
    /// Its last four characters.
    hint: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The routes of secrets.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(delete))
}

fn hint(last: &str) -> String {
    format!("…{last}")
}

/// List an application's secrets
///
/// The oldest first; at most two are valid at once.
#[utoipa::path(get, path = "/pools/{pool}/applications/{id}/secrets", tag = "Applications",
    responses((status = 200, body = List<SecretView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    Query(query): Query,
) -> Result<axum::Json<List<SecretView>>, Failure> {
    only(&query, &[])?;
    let found = applications::list_secrets(&web.app, &at.actor, &at.pool.id, &id).await?;
    let views = found.into_iter().map(|it| SecretView {
        id: it.id.to_string(),
        set: true,
        hint: hint(&it.hint),
        created_at: it.created_at,
    });
    Ok(List::whole(views.collect()))
}

/// Add a secret to an application
///
/// The oldest goes when there would be more than two, so that one can be changed without a gap.
#[utoipa::path(post, path = "/pools/{pool}/applications/{id}/secrets", tag = "Applications",
    responses((status = 201, body = CreatedSecret)))]
async fn create(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    _: Nothing,
) -> Result<Response, Failure> {
    let made = applications::add_secret(&web.app, &at.actor, &at.pool.id, &id, &at.trace);
    let (secret, stored) = made.await?;
    let path = format!(
        "/pools/{}/applications/{id}/secrets/{}",
        at.pool.id, stored.id
    );
    let body = CreatedSecret {
        id: stored.id.to_string(),
        client_secret: secret.expose().to_owned(),
        hint: hint(&stored.hint),
        created_at: stored.created_at,
    };
    Ok(created(&path, body, None))
}

/// Delete a secret
///
/// Who still presents it is refused at once.
#[utoipa::path(delete, path = "/pools/{pool}/applications/{id}/secrets/{secret}", tag = "Applications",
    responses((status = 204, description = "It is deleted.")))]
async fn delete(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    SecretId(secret): SecretId<ApplicationSecretId>,
) -> Result<StatusCode, Failure> {
    let (pool, secret) = (&at.pool.id, (&id, &secret));
    applications::delete_secret(&web.app, &at.actor, pool, secret, &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
