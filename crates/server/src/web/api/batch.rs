//! Many objects in one request: all of them or none.

use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use moongate_domain::FieldError;
use moongate_domain::id::{ApplicationId, Identifier, UserId};
use moongate_service::{applications, users};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Place;
use super::users::{CreateUser, UserView};
use crate::web::error::Failure;
use crate::web::json::{self, Json};
use crate::web::{Web, body};

/// Most objects of one request.
const MOST: usize = 100;

/// Which objects.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Ids {
    /// 1 to 100 ids.
    ids: Vec<String>,
}

/// New users.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreateUsers {
    /// 1 to 100 users.
    users: Vec<CreateUser>,
}

/// The users that were made, in the order of the request.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedUsers {
    items: Vec<UserView>,
}

/// The body of an action that takes none: empty, or an object without members.
pub struct Nothing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoMembers {}

impl FromRequest<Web> for Nothing {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Failure> {
        let is_json = body::is_of_type(request.headers(), &["application/json"]);
        let has_type = request.headers().contains_key(header::CONTENT_TYPE);
        let text = body::read(request).await?;
        match (text.is_empty(), is_json) {
            (true, _) if is_json || !has_type => Ok(Self),
            (false, true) => json::read::<NoMembers>(&text).map(|_| Self),
            _ => Err(body::wrong_type()),
        }
    }
}

/// The routes of batches.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(create_users))
        .routes(routes!(delete_users))
        .routes(routes!(delete_applications))
}

/// Create users
///
/// All of them or none; a refused field is named with its place, such as `users.3.email`.
#[utoipa::path(post, path = "/pools/{pool}/users/batch", tag = "Users", request_body = CreateUsers,
    responses((status = 201, body = CreatedUsers)))]
async fn create_users(
    State(web): State<Web>,
    at: Place,
    Json(body): Json<CreateUsers>,
) -> Result<(StatusCode, axum::Json<CreatedUsers>), Failure> {
    check_length("users", body.users.len())?;
    let news = body.users.into_iter().map(CreateUser::into_new).collect();
    let made = users::create_many(&web.app, &at.actor, &at.pool, news, &at.trace).await?;
    let now = web.app.now();
    let items = made
        .into_iter()
        .map(|it| UserView::whole(it, now))
        .collect();
    Ok((StatusCode::CREATED, axum::Json(CreatedUsers { items })))
}

/// Delete users
///
/// All of them or none.
#[utoipa::path(post, path = "/pools/{pool}/users/batch-delete", tag = "Users", request_body = Ids,
    responses((status = 204, description = "They are deleted.")))]
async fn delete_users(
    State(web): State<Web>,
    at: Place,
    Json(body): Json<Ids>,
) -> Result<StatusCode, Failure> {
    let ids = parse::<UserId>(body.ids)?;
    users::delete(&web.app, &at.actor, &at.pool.id, ids, &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete applications
///
/// All of them or none.
#[utoipa::path(post, path = "/pools/{pool}/applications/batch-delete", tag = "Applications", request_body = Ids,
    responses((status = 204, description = "They are deleted.")))]
async fn delete_applications(
    State(web): State<Web>,
    at: Place,
    Json(body): Json<Ids>,
) -> Result<StatusCode, Failure> {
    let ids = parse::<ApplicationId>(body.ids)?;
    applications::delete(&web.app, &at.actor, &at.pool.id, ids, &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_length(field: &str, length: usize) -> Result<(), Failure> {
    let error = match length {
        0 => FieldError::new(field, "field.required"),
        1..=MOST => return Ok(()),
        _ => FieldError::new(field, "list.too_long").with("max", MOST),
    };
    Err(Failure::invalid(
        StatusCode::UNPROCESSABLE_ENTITY,
        vec![error],
    ))
}

/// Reads ids; one that stands there twice counts once, and one that never was an id is not found.
fn parse<T: Identifier>(mut ids: Vec<String>) -> Result<Vec<T>, Failure> {
    check_length("ids", ids.len())?;
    ids.sort();
    ids.dedup();
    let parsed: Result<Vec<T>, _> = ids.iter().map(|it| T::parse(it)).collect();
    parsed.map_err(|_| Failure::not_found())
}
