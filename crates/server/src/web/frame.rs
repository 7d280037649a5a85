//! What happens around every request, in this order: it gets an id, is refused if it is malformed or too large, is
//! answered in bounded time, its failure is given a face, its headers are completed, and the log gets one line.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};

use moongate_service::clock::Clock;

use super::arrival::Arrival;
use super::error::{self, Caller, Failure};
use super::metrics::Metrics;
use super::{address, headers, health, host, limits, panics};
use crate::config::Config;

/// What the frame needs to know; clones share it.
#[derive(Clone)]
pub struct Frame {
    /// The settings.
    pub config: Arc<Config>,
    /// The one clock.
    pub clock: Clock,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

impl Frame {
    /// Answers one request by way of `work`.
    pub async fn answer<F>(
        &self,
        peer: IpAddr,
        mut request: Request<Body>,
        work: impl FnOnce(Request<Body>) -> F,
    ) -> Response
    where
        F: Future<Output = Response>,
    {
        let started = Instant::now();
        let https = self.config.public_url.is_https();
        let address = address::client(peer, request.headers(), &self.config.trusted_proxies);
        let arrival = Arc::new(Arrival::new(address));
        let caller = Caller::of(&request, https);
        request.extensions_mut().insert(Arc::clone(&arrival));

        let response = match check(&self.config, &request) {
            Ok(()) => in_time(work(request)).await,
            Err(failure) => failure.into_response(),
        };
        let mut response = error::render(response, &caller, &arrival, self.clock.now());
        headers::complete(&mut response, &arrival, https);
        let took = started.elapsed();
        self.metrics.count(response.status(), took);
        log(&caller, &arrival, response.status(), took);
        response
    }
}

fn check(config: &Config, request: &Request<Body>) -> Result<(), Failure> {
    host::check_method(request.method())?;
    limits::check(request)?;
    let host = host::named(request.version(), request.uri(), request.headers())?;
    // Whoever watches over the machine asks by its inner address.
    if health::is_health(request.uri().path()) {
        return Ok(());
    }
    host::check(host, &config.public_url)
}

async fn in_time(work: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limits::TIME, panics::caught(work)).await {
        Ok(Ok(response)) => response,
        Ok(Err(panicked)) => Failure::internal(panicked).into_response(),
        Err(elapsed) => Failure::new(StatusCode::SERVICE_UNAVAILABLE, "server.timed_out")
            .retry_after(5)
            .because(elapsed)
            .into_response(),
    }
}

/// One line per request. Query strings are left out, as they may hold codes (O5).
fn log(caller: &Caller, arrival: &Arrival, status: StatusCode, took: Duration) {
    let path: String = caller.path().chars().take(256).collect();
    tracing::info!(
        request.id = arrival.id(),
        method = caller.method().as_str(),
        path,
        status = status.as_u16(),
        duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        client.address = %arrival.address(),
        "request"
    );
}

#[cfg(test)]
mod tests;
