//! A failure as a person reads it.

use askama::Template;
use axum::http::StatusCode;
use moongate_domain::Timestamp;

use super::{Caller, Failure};
use crate::i18n::Moment;
use crate::web::arrival::Arrival;
use crate::web::pages::views::{Brand, FailureKind, FailurePage, Frame};

pub fn body(failure: &Failure, caller: &Caller, arrival: &Arrival, now: Timestamp) -> Vec<u8> {
    let locale = caller.locale();
    let page = FailurePage {
        frame: Frame {
            locale,
            theme: caller.theme(),
            brand: Brand::product(),
            base: String::new(),
            here: caller.path().to_owned(),
            tx: None,
            csrf: String::new(),
            nonce: Some(arrival.nonce().to_owned()),
            request_id: arrival.id().to_owned(),
        },
        kind: failure.0.kind.unwrap_or_else(|| kind(failure.status())),
        code: Some(
            failure
                .0
                .oauth
                .as_ref()
                .map_or(failure.code(), |it| it.error)
                .to_owned(),
        ),
        at: Some(Moment::exact(locale, now)),
        onward: None,
        sign_out: None,
    };
    match page.render() {
        Ok(html) => html.into_bytes(),
        Err(err) => {
            tracing::error!(request.id = arrival.id(), cause = %err, "the error page could not be rendered");
            Vec::new()
        }
    }
}

/// The kind of page for a failure whose handler named none.
fn kind(status: StatusCode) -> FailureKind {
    match status.as_u16() {
        401 | 403 => FailureKind::Forbidden,
        404 => FailureKind::NotFound,
        413 => FailureKind::TooLarge,
        429 => FailureKind::TooMany,
        503 => FailureKind::Busy,
        500.. => FailureKind::Internal,
        _ => FailureKind::BadRequest,
    }
}
