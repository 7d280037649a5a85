//! `/livez` and `/readyz`: whether the process runs, and whether it should be sent people.

use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// How far the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// The database is being opened and migrated.
    Starting,
    /// People can come.
    Ready,
    /// No new people, the present ones are served to the end.
    Draining,
}

/// The phase that all parts of the server see.
#[derive(Debug)]
pub struct Readiness(AtomicU8);

impl Default for Readiness {
    fn default() -> Self {
        Self(AtomicU8::new(Phase::Starting as u8))
    }
}

impl Readiness {
    /// Moves to a later phase; never back.
    pub fn reach(&self, phase: Phase) {
        self.0.fetch_max(phase as u8, Ordering::AcqRel);
    }

    /// The present phase.
    pub fn phase(&self) -> Phase {
        match self.0.load(Ordering::Acquire) {
            0 => Phase::Starting,
            1 => Phase::Ready,
            _ => Phase::Draining,
        }
    }
}

/// Whether a path belongs to this file.
pub fn is_health(path: &str) -> bool {
    matches!(path, "/livez" | "/readyz")
}

/// Answers `/livez`.
pub fn live() -> Response {
    state(StatusCode::OK, "alive")
}

/// Answers `/readyz` as far as the phase decides it; `None` while ready, when the database has the last word.
pub fn not_ready(phase: Phase) -> Option<Response> {
    match phase {
        Phase::Starting => Some(state(StatusCode::SERVICE_UNAVAILABLE, "starting")),
        Phase::Draining => Some(state(StatusCode::SERVICE_UNAVAILABLE, "draining")),
        Phase::Ready => None,
    }
}

/// The answer while people can come. Switches that no real server has are told (D7).
pub fn ready(test_hooks: bool) -> Response {
    if test_hooks {
        return axum::Json(json!({ "status": "ready", "test_hooks": true })).into_response();
    }
    state(StatusCode::OK, "ready")
}

/// An answer of this file.
pub fn state(status: StatusCode, word: &'static str) -> Response {
    (status, axum::Json(json!({ "status": word }))).into_response()
}
