//! The server as the listener sees it: it answers from the first moment, and serves the product once that is open.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;

use super::error::Failure;
use super::frame::Frame;
use super::health::{self, Phase, Readiness};
use super::{Web, host, setup_gate};
use crate::listener::Speaker;

/// The whole server. Clones are the same server.
#[derive(Clone)]
pub struct Shell {
    frame: Frame,
    readiness: Arc<Readiness>,
    product: Arc<OnceLock<Product>>,
}

/// What there is once the database is open.
struct Product {
    web: Web,
    router: Router,
}

impl Product {
    async fn answer(&self, request: Request<Body>) -> Response {
        if self.web.gate.holds(&request)
            && let Some(failure) = setup_gate::refusal(&self.web).await
        {
            return failure.into_response();
        }
        match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

impl Shell {
    /// A server that has not opened its database yet.
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            readiness: Arc::default(),
            product: Arc::default(),
        }
    }

    /// Serves the product from now on.
    pub fn open(&self, web: Web) {
        self.product.get_or_init(|| Product {
            router: super::router(web.clone()),
            web,
        });
        self.readiness.reach(Phase::Ready);
    }

    /// Tells watchers to send nobody more.
    pub fn drain(&self) {
        self.readiness.reach(Phase::Draining);
    }

    async fn work(&self, request: Request<Body>) -> Response {
        match request.uri().path() {
            path if health::is_health(path) && !is_reading(request.method()) => host::not_allowed()
                .with_header(header::ALLOW, HeaderValue::from_static("GET, HEAD"))
                .into_response(),
            "/livez" => health::live(),
            "/readyz" => self.ready().await,
            _ => match self.product.get() {
                Some(product) => product.answer(request).await,
                None => Failure::new(StatusCode::SERVICE_UNAVAILABLE, "server.starting")
                    .retry_after(1)
                    .into_response(),
            },
        }
    }

    async fn ready(&self) -> Response {
        if let Some(response) = health::not_ready(self.readiness.phase()) {
            return response;
        }
        if let Some(product) = self.product.get()
            && let Err(err) = product.web.app.ping().await
        {
            tracing::warn!(cause = %err, "the database does not answer");
            return health::state(StatusCode::SERVICE_UNAVAILABLE, "no database");
        }
        health::ready(self.frame.config.test_hooks)
    }
}

impl Speaker for Shell {
    async fn answer(&self, peer: IpAddr, request: Request<Body>) -> Response {
        self.frame
            .answer(peer, request, |request| self.work(request))
            .await
    }
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests;
