//! How much a request may bring (A6).

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};

use super::error::Failure;

/// Largest body, in bytes.
pub const BODY: usize = 1024 * 1024;
/// Largest body of a console form that brings a picture: the picture's megabyte, and room to see that it is
/// larger and say so beside its field.
pub const UPLOAD: usize = 2 * BODY;
/// Longest request target, in bytes.
pub const TARGET: usize = 8 * 1024;
/// All header lines together, in bytes.
pub const HEADERS: usize = 16 * 1024;
/// Longest time for one answer.
pub const TIME: Duration = Duration::from_secs(30);

/// Refuses a request whose head is too large, or whose body says that it will be.
pub fn check(request: &Request<Body>) -> Result<(), Failure> {
    let target = request
        .uri()
        .path_and_query()
        .map_or(0, |it| it.as_str().len());
    if target > TARGET {
        return Err(Failure::new(
            StatusCode::URI_TOO_LONG,
            "request.address_too_long",
        ));
    }
    if size(request.headers()) > HEADERS {
        return Err(Failure::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "request.headers_too_large",
        ));
    }
    let most = if is_upload(request) { UPLOAD } else { BODY };
    if announced(request.headers()).is_some_and(|it| it > most as u64) {
        return Err(too_large());
    }
    Ok(())
}

/// The refusal of a body over the limit, also when that is only seen while reading.
pub fn too_large() -> Failure {
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "request.body_too_large")
}

fn is_upload(request: &Request<Body>) -> bool {
    request.uri().path().starts_with("/console/")
        && super::body::is_of_type(request.headers(), &["multipart/form-data"])
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The bytes that `name: value` lines took.
fn size(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}
