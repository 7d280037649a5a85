//! The login sessions of a user.

use axum::extract::State;
use moongate_domain::Timestamp;
use moongate_domain::id::UserId;
use moongate_service::users;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Id, Place};
use super::page::{List, only};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::Query;

/// A browser's signed-in state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionView {
    /// Also the `sid` claim.
    id: String,
    /// How the person proved who they are, as `amr` values.
    methods: Vec<&'static str>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// When it ends whatever happens.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    ip: Option<String>,
    user_agent: Option<String>,
}

/// The routes of sessions.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List a user's sessions
///
/// Those that are live, the newest first.
#[utoipa::path(get, path = "/pools/{pool}/users/{id}/sessions", tag = "Users",
    responses((status = 200, body = List<SessionView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
    Query(query): Query,
) -> Result<axum::Json<List<SessionView>>, Failure> {
    only(&query, &[])?;
    let found = users::list_sessions(&web.app, &at.actor, &at.pool.id, &id).await?;
    let views = found.into_iter().map(|it| SessionView {
        id: it.id.to_string(),
        methods: it.methods.iter().map(|it| it.amr()).collect(),
        created_at: it.created_at,
        last_seen_at: it.last_seen_at,
        ends_at: it.ends_at,
        ip: it.ip,
        user_agent: it.user_agent,
    });
    Ok(List::whole(views.collect()))
}
