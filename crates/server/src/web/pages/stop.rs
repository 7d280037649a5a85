//! What a hosted page's handler answers when it does not come to its own page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use moongate_service::Error;

use super::views::FailureKind;
use crate::web::error::Failure;

/// A failure, or another page to go to. Handlers leave early with it by `?`.
#[derive(Debug)]
pub struct Stop(Box<Response>);

/// What handlers of pages return.
pub type Answer = Result<Response, Stop>;

impl Stop {
    /// Leaves with this answer.
    pub fn with(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::with(failure.into_response())
    }
}

impl From<Error> for Stop {
    fn from(err: Error) -> Self {
        match err {
            // The same run was moved on in another window or by a second click.
            Error::Stale => Failure::new(StatusCode::CONFLICT, "request.stale")
                .shown_as(FailureKind::StaleForm)
                .into(),
            other => Failure::from(other).into(),
        }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        *self.0
    }
}
