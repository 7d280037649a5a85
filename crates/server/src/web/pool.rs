//! The pool that a path is about: `/p/{slug}/…`.

use std::sync::Arc;

use axum::RequestPartsExt;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use moongate_domain::pool::Pool;
use serde::Deserialize;

use super::Web;
use super::error::Failure;

/// The pool of the path. An unknown one is not found.
pub struct OfPool(pub Arc<Pool>);

#[derive(Deserialize)]
struct Slug {
    slug: String,
}

impl FromRequestParts<Web> for OfPool {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Path(Slug { slug }) = parts
            .extract::<Path<Slug>>()
            .await
            .map_err(|_| Failure::not_found())?;
        Ok(Self(web.app.pool_by_slug(&slug).await?))
    }
}
