//! Before there is an administrator, strangers are served the set-up page and nothing else (D1).

use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use moongate_service::setup;

use super::Web;
use super::error::Failure;
use super::pages::views::FailureKind;

/// Whether the first administrator is still missing. Once there is one, this is never asked again.
#[derive(Debug)]
pub struct SetupGate(AtomicBool);

impl SetupGate {
    /// Closed or open as the start found it.
    pub fn new(waiting: bool) -> Self {
        Self(AtomicBool::new(waiting))
    }

    /// Whether a request has to wait for the first administrator. Holders of a management key are no strangers.
    pub fn holds(&self, request: &Request<Body>) -> bool {
        self.0.load(Ordering::Relaxed) && !is_open(request)
    }
}

/// Why a held request is refused; `None` if there is an administrator by now.
pub async fn refusal(web: &Web) -> Option<Failure> {
    // Another node, or the set-up page, may have made one meanwhile.
    match setup::is_waiting(&web.app).await {
        Ok(true) => {
            let failure = Failure::new(StatusCode::SERVICE_UNAVAILABLE, "server.not_set_up");
            Some(failure.shown_as(FailureKind::NotSetUp))
        }
        Ok(false) => {
            web.gate.0.store(false, Ordering::Relaxed);
            None
        }
        Err(err) => Some(err.into()),
    }
}

fn is_open(request: &Request<Body>) -> bool {
    let path = request.uri().path();
    let has_key = request.headers().contains_key(header::AUTHORIZATION);
    path == "/console/setup"
        || path.starts_with("/assets/")
        || path.starts_with("/theme/")
        || path.starts_with("/test/")
        || (path.starts_with("/api/v1/") && has_key)
}
