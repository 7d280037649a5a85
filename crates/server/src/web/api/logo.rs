//! Pictures of pools and applications, uploaded as they are.

use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use moongate_domain::application::ApplicationPatch;
use moongate_domain::id::ApplicationId;
use moongate_domain::pool::PoolPatch;
use moongate_service::{administrators, applications, pools};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::found;
use super::applications::ApplicationView;
use super::caller::{Id, Place};
use super::pools::PoolView;
use crate::web::error::Failure;
use crate::web::{Web, body};

/// An uploaded picture; what it is will be seen from its content.
struct Picture(Vec<u8>);

impl FromRequest<Web> for Picture {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Failure> {
        if !body::is_of_type(request.headers(), &["image/png", "image/jpeg"]) {
            return Err(body::wrong_type());
        }
        Ok(Self(body::read(request).await?.to_vec()))
    }
}

/// The routes of pictures.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(of_pool))
        .routes(routes!(of_application))
}

/// Upload a pool's picture
///
/// PNG or JPEG within 1 MB, at most 4096 pixels wide and high. It is written anew before it is kept.
#[utoipa::path(put, path = "/pools/{pool}/logo", tag = "Pools",
    request_body(content(("image/png"), ("image/jpeg"))),
    responses((status = 200, body = PoolView)))]
async fn of_pool(
    State(web): State<Web>,
    at: Place,
    Picture(bytes): Picture,
) -> Result<Response, Failure> {
    let (app, patch) = (&web.app, PoolPatch::default());
    let changed = pools::update(
        app,
        &at.actor,
        &at.pool.id,
        patch,
        Some(bytes),
        None,
        &at.trace,
    );
    let pool = changed.await?;
    let default = administrators::default_pool(app, &at.actor).await?;
    let version = pool.version;
    Ok(found(PoolView::of(app, pool, default.as_ref()), version))
}

/// Upload an application's picture
///
/// PNG or JPEG within 1 MB, at most 4096 pixels wide and high. It is written anew before it is kept.
#[utoipa::path(put, path = "/pools/{pool}/applications/{id}/logo", tag = "Applications",
    request_body(content(("image/png"), ("image/jpeg"))),
    responses((status = 200, body = ApplicationView)))]
async fn of_application(
    State(web): State<Web>,
    at: Place,
    Id(id): Id<ApplicationId>,
    Picture(bytes): Picture,
) -> Result<Response, Failure> {
    let (id, patch) = ((&at.pool.id, &id), ApplicationPatch::default());
    let changed =
        applications::update(&web.app, &at.actor, id, patch, Some(bytes), None, &at.trace);
    let it = changed.await?;
    let version = it.version;
    Ok(found(ApplicationView::of(it), version))
}
