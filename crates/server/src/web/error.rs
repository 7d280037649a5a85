//! Failures of requests: named by handlers, rendered and logged here and nowhere else.
//!
//! A handler returns a [`Failure`] with a stable code. It travels as an answer without a body to the frame, which
//! knows the caller and gives it one of three faces: a page, OAuth's JSON, or the management API's.

mod face;
mod oauth;
mod page;
mod problem;
mod service;

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moongate_domain::{FieldError, Timestamp};

pub use face::{Caller, Face};
pub use oauth::OAuthWords;

use super::arrival::Arrival;
use super::limits;
use super::pages::views::FailureKind;

/// Why a request gets no ordinary answer.
#[derive(Debug, Clone)]
pub struct Failure(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    fields: Vec<FieldError>,
    args: Vec<(&'static str, String)>,
    face: Option<Face>,
    kind: Option<FailureKind>,
    oauth: Option<OAuthWords>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure with its stable dotted code, whose sentence is in the locales.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self(Box::new(Inner {
            status,
            code,
            fields: Vec::new(),
            args: Vec::new(),
            face: None,
            kind: None,
            oauth: None,
            headers: Vec::new(),
            cause: None,
        }))
    }

    /// What does not exist, or does not for this caller (0.3).
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "request.not_found")
    }

    /// Something that should not happen. The caller hears nothing of the cause, the log all of it.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server.failed").because(cause)
    }

    /// Too much at once: come back after so many seconds.
    pub fn busy(retry_after_seconds: u64) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy").retry_after(retry_after_seconds)
    }

    /// Values that cannot be accepted, each with its field.
    pub fn invalid(status: StatusCode, fields: Vec<FieldError>) -> Self {
        let mut failure = Self::new(status, "request.invalid");
        failure.0.fields = fields;
        failure
    }

    /// Adds a field that cannot be accepted.
    #[must_use]
    pub fn field(mut self, field: FieldError) -> Self {
        self.0.fields.push(field);
        self
    }

    /// Adds what went wrong beneath, for the log only.
    #[must_use]
    pub fn because(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.with_header(header::RETRY_AFTER, seconds.into())
    }

    /// Chooses the face, where the address and `Accept` would choose another.
    #[must_use]
    pub fn with_face(mut self, face: Face) -> Self {
        self.0.face = Some(face);
        self
    }

    /// Chooses the page that a person sees, where the status would choose a more general one.
    #[must_use]
    pub fn shown_as(mut self, kind: FailureKind) -> Self {
        self.0.kind = Some(kind);
        self
    }

    /// Adds a value that the code's sentence mentions. Never a secret.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.args.push((name, value.to_string()));
        self
    }

    /// Says it in OAuth's words (RFC 6749, section 5.2; RFC 6750, section 3.1), with that face.
    #[must_use]
    pub fn in_oauth_words(mut self, error: &'static str, description: impl Into<String>) -> Self {
        self.0.oauth = Some(OAuthWords {
            error,
            description: description.into(),
        });
        self.0.face.get_or_insert(Face::OAuth);
        self
    }

    /// Adds a header to the answer, such as `WWW-Authenticate` or `Allow`.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable dotted code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The fields that cannot be accepted.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// The whole chain of causes, for the log.
    pub fn chain(&self) -> Option<String> {
        let mut text = self.0.cause.as_ref()?.to_string();
        let mut inner = self.0.cause.as_ref()?.source();
        while let Some(cause) = inner {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            inner = cause.source();
        }
        Some(text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status.as_u16(), self.0.code)
    }
}

impl IntoResponse for Failure {
    /// An answer without a body; [`render`] gives it one.
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a failed answer the caller's face and tells the log. Other answers pass as they are.
pub fn render(
    mut response: Response,
    caller: &Caller,
    arrival: &Arrival,
    now: Timestamp,
) -> Response {
    let failure = response.extensions_mut().remove::<Failure>();
    let Some(failure) = failure.or_else(|| unnamed(&response)) else {
        return response;
    };
    log(&failure, arrival);
    let face = failure.0.face.unwrap_or_else(|| caller.face());
    let (media_type, body) = match face {
        Face::Page => (
            "text/html; charset=utf-8",
            page::body(&failure, caller, arrival, now),
        ),
        Face::OAuth | Face::Bearer => ("application/json", oauth::body(&failure)),
        Face::Problem => (
            "application/problem+json",
            problem::body(&failure, caller, arrival),
        ),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // The empty body had a length of its own.
    headers.remove(header::CONTENT_LENGTH);
    if face == Face::Bearer
        && let Some(value) = oauth::challenge(&failure)
    {
        headers.insert(header::WWW_AUTHENTICATE, value);
    }
    if face == Face::Problem {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    headers.extend(failure.0.headers);
    *response.body_mut() = Body::from(body);
    response
}

/// The failure behind an error that no handler of ours wrote: a router's or extractor's bare status or plain text.
fn unnamed(response: &Response) -> Option<Failure> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_bare = kind.is_none_or(|it| it.as_bytes().starts_with(b"text/plain"));
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Failure::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => limits::too_large(),
        _ if status.is_server_error() => Failure::new(status, "server.failed"),
        _ => Failure::new(status, "request.invalid"),
    })
}

fn log(failure: &Failure, arrival: &Arrival) {
    let status = failure.status().as_u16();
    match failure.chain() {
        Some(cause) if failure.status().is_server_error() => {
            tracing::error!(
                request.id = arrival.id(),
                status,
                code = failure.code(),
                cause,
                "request failed"
            );
        }
        Some(cause) => {
            tracing::warn!(
                request.id = arrival.id(),
                status,
                code = failure.code(),
                cause,
                "request refused"
            );
        }
        None => {
            tracing::debug!(
                request.id = arrival.id(),
                status,
                code = failure.code(),
                "request refused"
            );
        }
    }
}
