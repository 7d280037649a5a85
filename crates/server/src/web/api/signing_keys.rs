//! The signing keys of a pool.

use axum::extract::State;
use moongate_domain::Timestamp;
use moongate_domain::signing_key::SigningKey;
use moongate_service::keys;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batch::Nothing;
use super::caller::Place;
use super::page::{List, only};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::Query;

/// A key that signs the tokens of a pool.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SigningKey)]
struct KeyView {
    kid: String,
    /// `ES256` or `RS256`.
    alg: &'static str,
    /// `next`, `active` or `retired`.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    activated_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    retired_at: Option<Timestamp>,
}

impl KeyView {
    fn of(it: SigningKey) -> Self {
        Self {
            status: it.status().as_str(),
            kid: it.id.to_string(),
            alg: it.algorithm.as_str(),
            created_at: it.created_at,
            activated_at: it.activated_at,
            retired_at: it.retired_at,
        }
    }
}

/// The routes of signing keys.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(rotate))
}

/// List signing keys
///
/// Every key that is published, the oldest first.
#[utoipa::path(get, path = "/pools/{pool}/signing-keys", tag = "Signing keys",
    responses((status = 200, body = List<KeyView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<KeyView>>, Failure> {
    only(&query, &[])?;
    let found = keys::list(&web.app, &at.actor, &at.pool.id).await?;
    Ok(List::whole(found.into_iter().map(KeyView::of).collect()))
}

/// Rotate signing keys
///
/// The next keys sign from now on, the active ones retire but stay published, and new next ones are published.
#[utoipa::path(post, path = "/pools/{pool}/signing-keys/rotate", tag = "Signing keys",
    responses((status = 200, body = List<KeyView>)))]
async fn rotate(
    State(web): State<Web>,
    at: Place,
    _: Nothing,
) -> Result<axum::Json<List<KeyView>>, Failure> {
    let keys = keys::rotate(&web.app, &at.actor, &at.pool.id, &at.trace).await?;
    Ok(List::whole(keys.into_iter().map(KeyView::of).collect()))
}
