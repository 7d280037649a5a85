//! What the frame knows of a request before any handler sees it.

use std::fmt::Write;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_service::random;

/// One request's id, origin and nonce, and the cookies its answer will carry. Stands in the request's extensions.
#[derive(Debug)]
pub struct Arrival {
    id: String,
    address: IpAddr,
    nonce: String,
    cookies: Mutex<Vec<HeaderValue>>,
}

impl Arrival {
    /// Gives a request its id. One that came with the request is ignored: strangers must not write into our log.
    pub fn new(address: IpAddr) -> Self {
        let drawn = random::bytes::<26>();
        let mut id = String::from("req_");
        for byte in &drawn[..10] {
            write!(id, "{byte:02x}").expect("writing to a string cannot fail");
        }
        Self {
            id,
            address,
            nonce: URL_SAFE_NO_PAD.encode(&drawn[10..]),
            cookies: Mutex::default(),
        }
    }

    /// The id that is in the answer's `X-Request-Id`, in the log and in audit events.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The client's address (D3).
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// What a script or style in this answer's page must carry to be run (W5).
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Adds a `Set-Cookie` line to the answer, whatever it will be.
    pub fn set_cookie(&self, line: HeaderValue) {
        self.cookies
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }

    /// Takes the gathered `Set-Cookie` lines.
    pub fn take_cookies(&self) -> Vec<HeaderValue> {
        std::mem::take(&mut *self.cookies.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
