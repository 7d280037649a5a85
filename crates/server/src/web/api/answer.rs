//! What answers look like: one object with its ETag, a new object with its address, or nothing.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{BASE, etag};

/// An object as it is now.
pub fn found<T: Serialize>(object: T, version: i64) -> Response {
    ([(header::ETAG, etag::of(version))], Json(object)).into_response()
}

/// An object that was just made, and the path it has below the API's base.
pub fn created<T: Serialize>(path: &str, object: T, version: Option<i64>) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(place) = HeaderValue::from_str(&format!("{BASE}{path}")) {
        headers.insert(header::LOCATION, place);
    }
    if let Some(version) = version {
        headers.insert(header::ETAG, etag::of(version));
    }
    (StatusCode::CREATED, headers, Json(object)).into_response()
}
