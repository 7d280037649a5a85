//! How the refusals of use cases look on the web.

use axum::http::{HeaderValue, StatusCode, header};
use moongate_service::Error;

use super::Failure;

impl From<Error> for Failure {
    fn from(err: Error) -> Self {
        match err {
            Error::Unauthenticated => {
                Self::new(StatusCode::UNAUTHORIZED, "request.unauthenticated")
                    .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
            }
            Error::Forbidden(code) => Self::new(StatusCode::FORBIDDEN, code),
            Error::NotFound => Self::not_found(),
            Error::Invalid(fields) => Self::invalid(StatusCode::UNPROCESSABLE_ENTITY, fields),
            Error::State { code, names } => {
                Self::new(StatusCode::CONFLICT, code).with("names", names.join(", "))
            }
            Error::Stale => Self::new(StatusCode::CONFLICT, "request.stale"),
            Error::Busy {
                retry_after_seconds,
            } => Self::busy(retry_after_seconds.into()),
            Error::TooOften {
                retry_after_seconds,
            } => Self::new(StatusCode::TOO_MANY_REQUESTS, "request.too_often")
                .retry_after(retry_after_seconds.into()),
            Error::Store(_) | Error::Secret(_) => Self::internal(err),
        }
    }
}
