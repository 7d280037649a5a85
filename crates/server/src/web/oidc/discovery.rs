//! What a pool's issuer offers (OpenID Connect Discovery 1.0; RFC 8414) and the keys it signs with.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use moongate_domain::oauth::discovery::Metadata;
use moongate_service::keys;
use moongate_service::sealing::hash_token;

use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pool::OfPool;

/// The metadata document.
pub async fn metadata(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let document = Metadata::of(&web.app.issuer(&pool));
    let body = serde_json::to_string(&document).map_err(Failure::internal)?;
    Ok(document_answer(body, &headers))
}

/// The key set.
pub async fn jwks(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let keys = keys::of_pool(&web.app, &pool.id).await?;
    Ok(document_answer(keys.jwks().to_owned(), &headers))
}

/// A public document: for every origin (P19), kept by clients for ten minutes, 304 when they have it.
fn document_answer(body: String, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", &hash_token(&body)[..22]);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|it| it.as_bytes() == tag.as_bytes());
    let mut response = Response::new(if known {
        Body::empty()
    } else {
        Body::from(body)
    });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let set = response.headers_mut();
    set.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    set.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=600"),
    );
    set.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        set.insert(header::ETAG, tag);
    }
    response
}
