//! Reading a request's body within the limit.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::error::Failure;
use super::limits;

/// The whole body, at most [`limits::BODY`] bytes.
pub async fn read(request: Request) -> Result<Bytes, Failure> {
    let body = Limited::new(request.into_body(), limits::BODY);
    match body.collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(err) if err.is::<LengthLimitError>() => Err(limits::too_large()),
        Err(_) => Err(Failure::new(StatusCode::BAD_REQUEST, "request.body_broken")),
    }
}

/// Whether the body is said to be of one of these media types; parameters such as `charset` do not count.
pub fn is_of_type(headers: &HeaderMap, types: &[&str]) -> bool {
    let said = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .and_then(|it| it.split(';').next())
        .map(str::trim)
        .unwrap_or_default();
    types.iter().any(|it| said.eq_ignore_ascii_case(it))
}

/// The refusal of a body of another type.
pub fn wrong_type() -> Failure {
    Failure::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "request.unsupported_type",
    )
}
