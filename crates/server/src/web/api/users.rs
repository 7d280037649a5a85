//! Users: list, search, read, create, change, delete.
//!
//! Addresses and numbers are masked. They are shown whole to who just wrote them, and by `?reveal=true`, which
//! needs the right to change users and is recorded.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::id::UserId;
use moongate_domain::secret::Secret;
use moongate_domain::user::{AttributesPatch, NewUser, User, UserPatch};
use moongate_domain::{Timestamp, mask};
use moongate_service::users;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{created, found};
use super::caller::{Id, Place, bad_query};
use super::etag::IfMatch;
use super::page::{List, Page, only};
use super::shapes;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::json::Json;
use crate::web::params::Query;

/// A person in a pool.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    id: String,
    username: Option<String>,
    nickname: Option<String>,
    /// Masked, such as `lin***@example.com`, unless it was revealed.
    email: Option<String>,
    email_verified: bool,
    /// In E.164; masked, such as `+86-186****0001`, unless it was revealed.
    phone: Option<String>,
    phone_verified: bool,
    /// `not_enabled`, `normal`, `locked` or `frozen`.
    status: &'static str,
    lock: Option<LockView>,
    /// `ADMIN_ADD`, `SELF_REGISTERED`, `IMPORT`, `API`, or the id of the source that brought them.
    source: String,
    /// The groups they belong to.
    groups: Vec<String>,
    attributes: BTreeMap<String, String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_sign_in_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// A lock in force.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lock)]
struct LockView {
    /// `admin` or `policy`.
    by: &'static str,
    /// When it ends by itself; an administrator's does not.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

impl UserView {
    /// A user with masked values.
    pub fn masked(user: User, now: Timestamp) -> Self {
        let (email, phone) = (
            user.email.as_ref().map(mask::email),
            user.phone.as_ref().map(mask::phone),
        );
        Self {
            email,
            phone,
            ..Self::whole(user, now)
        }
    }

    /// A user with whole values.
    pub fn whole(user: User, now: Timestamp) -> Self {
        let status = user.status(now);
        Self {
            id: user.id.to_string(),
            username: user.username.map(|it| it.to_string()),
            nickname: user.nickname,
            email: user.email.map(|it| it.to_string()),
            email_verified: user.email_verified,
            phone: user.phone.map(|it| it.to_string()),
            phone_verified: user.phone_verified,
            status: status.as_str(),
            lock: status.lock().map(|it| LockView {
                by: it.by.as_str(),
                until: it.until,
            }),
            source: user.source.as_str().to_owned(),
            groups: Vec::new(),
            attributes: user.attributes.0,
            last_sign_in_at: user.last_sign_in_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

/// A new user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    username: Option<String>,
    nickname: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    /// Without a country code it is read as a Chinese number.
    phone: Option<String>,
    #[serde(default)]
    phone_verified: bool,
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    attributes: AttributesPatch,
    /// Follows the pool's policy. Without one the user signs in by code, or resets it.
    #[schema(value_type = Option<String>)]
    password: Option<Secret>,
}

impl CreateUser {
    /// As the use case takes it.
    pub fn into_new(self) -> (NewUser, Option<Secret>) {
        let members = UserPatch {
            username: Some(self.username),
            nickname: Some(self.nickname),
            email: Some(self.email),
            email_verified: Some(self.email_verified),
            phone: Some(self.phone),
            phone_verified: Some(self.phone_verified),
            attributes: Some(self.attributes),
        };
        (NewUser { members }, self.password)
    }
}

/// The routes of users.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, change, delete))
}

/// List users
///
/// The newest first.
#[utoipa::path(get, path = "/pools/{pool}/users", tag = "Users", params(
    ("search" = Option<String>, Query,
        description = "A part of a user name, nickname, e-mail address, phone number or id"),
    ("limit" = Option<u32>, Query, description = "1 to 100, 50 if left out"),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ("count" = Option<String>, Query, description = "`exact` or `estimate` adds `total`"),
), responses((status = 200, body = List<UserView>)))]
async fn list(
    State(web): State<Web>,
    at: Place,
    Query(query): Query,
) -> Result<axum::Json<List<UserView>>, Failure> {
    let app = &web.app;
    let name = format!("users {}", at.pool.id);
    let page = Page::read(&app.keyring, &name, &query, &["search"])?;
    let search = query.given("search");
    if search.is_some_and(|it| it.chars().count() > 256) {
        return Err(bad_query("search", "text.too_long").with("max", 256));
    }
    let before = page.after.as_deref().and_then(place);
    let (actor, pool) = (&at.actor, &at.pool.id);
    let found = users::list(app, actor, pool, search, before, page.wanted()).await?;
    let now = app.now();
    let mut list = page.list(
        found,
        |it| format!("{},{}", it.created_at.0, it.id),
        |it| UserView::masked(it, now),
    );
    if page.counted {
        list.total = Some(users::count_found(app, actor, pool, search).await?);
    }
    Ok(axum::Json(list))
}

/// Where a page ended, from its cursor.
fn place(text: &str) -> Option<users::After> {
    let (at, id) = text.split_once(',')?;
    Some((Timestamp(at.parse().ok()?), UserId::stored(id.to_owned())))
}

/// Create a user
#[utoipa::path(post, path = "/pools/{pool}/users", tag = "Users", request_body = CreateUser,
    responses((status = 201, body = UserView)))]
async fn create(
    State(web): State<Web>,
    at: Place,
    Json(body): Json<CreateUser>,
) -> Result<Response, Failure> {
    let (new, password) = body.into_new();
    let user = users::create(&web.app, &at.actor, &at.pool, new, password, &at.trace).await?;
    let path = format!("/pools/{}/users/{}", at.pool.id, user.id);
    let version = user.version;
    Ok(created(
        &path,
        UserView::whole(user, web.app.now()),
        Some(version),
    ))
}

/// Read a user
#[utoipa::path(get, path = "/pools/{pool}/users/{id}", tag = "Users",
    params(("reveal" = Option<bool>, Query,
        description = "`true` shows masked values; it needs `users:write` and is recorded")),
    responses((status = 200, body = UserView)))]
async fn read(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
    Query(query): Query,
) -> Result<Response, Failure> {
    only(&query, &["reveal"])?;
    let (app, now) = (&web.app, web.app.now());
    match query.get("reveal") {
        None | Some("false") => {
            let user = users::get(app, &at.actor, &at.pool.id, &id).await?;
            let version = user.version;
            Ok(found(UserView::masked(user, now), version))
        }
        Some("true") => {
            let user = users::reveal(app, &at.actor, &at.pool.id, &id, &at.trace).await?;
            let version = user.version;
            Ok(found(UserView::whole(user, now), version))
        }
        Some(_) => Err(bad_query("reveal", "field.unknown_choice")),
    }
}

/// Change a user
///
/// The answer shows what the change named, and masks the rest.
#[utoipa::path(patch, path = "/pools/{pool}/users/{id}", tag = "Users",
    request_body(content = shapes::UserChange, content_type = "application/merge-patch+json"),
    responses((status = 200, body = UserView)))]
async fn change(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
    expected: IfMatch,
    Json(patch): Json<UserPatch>,
) -> Result<Response, Failure> {
    let (email, phone) = (patch.email.is_some(), patch.phone.is_some());
    let user = (&at.pool.id, &id);
    let changed = users::update(
        &web.app,
        &at.actor,
        user,
        patch,
        expected.version,
        &at.trace,
    );
    let user = changed.await.map_err(|err| expected.failure(err))?;
    let (now, version) = (web.app.now(), user.version);
    let mut view = UserView::masked(user.clone(), now);
    if email {
        view.email = user.email.map(|it| it.to_string());
    }
    if phone {
        view.phone = user.phone.map(|it| it.to_string());
    }
    Ok(found(view, version))
}

/// Delete a user
///
/// Everything that is theirs is erased and cannot be restored.
#[utoipa::path(delete, path = "/pools/{pool}/users/{id}", tag = "Users",
    responses((status = 204, description = "They are deleted.")))]
async fn delete(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<UserId>,
) -> Result<StatusCode, Failure> {
    users::delete(&web.app, &at.actor, &at.pool.id, vec![id], &at.trace).await?;
    Ok(StatusCode::NO_CONTENT)
}
