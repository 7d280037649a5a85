//! `/images/{id}`: pictures of pools and applications, for everybody.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use moongate_domain::id::ImageId;
use moongate_service::pools;
use serde::Deserialize;

use crate::web::Web;
use crate::web::assets::IMMUTABLE;
use crate::web::error::Failure;
use crate::web::pool::OfPool;

/// Which picture.
#[derive(Deserialize)]
pub struct Named {
    id: String,
}

/// The picture. Another one has another address, so browsers may keep it; nothing in it can ever run (O3).
pub async fn get(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    Path(Named { id }): Path<Named>,
) -> Result<Response, Failure> {
    let id = ImageId::parse(&id).map_err(|_| Failure::not_found())?;
    let picture = pools::picture(&web.app, &pool, &id).await?;
    let kind = HeaderValue::from_str(&picture.content_type).map_err(Failure::internal)?;
    let mut response = Response::new(Body::from(picture.bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(IMMUTABLE));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    Ok(response)
}
