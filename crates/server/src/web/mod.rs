//! The web: every route of the product on one page, and what stands around them.

pub mod account;
pub mod address;
pub mod api;
pub mod arrival;
pub mod assets;
pub mod body;
pub mod chart;
pub mod console;
pub mod cookies;
pub mod csrf;
pub mod demo;
pub mod error;
pub mod frame;
pub mod headers;
pub mod health;
pub mod host;
#[cfg(test)]
mod html_check;
pub mod json;
pub mod limits;
pub mod metrics;
pub mod next;
pub mod oidc;
pub mod pages;
pub mod panics;
pub mod params;
pub mod pool;
pub mod setup_gate;
pub mod shell;
pub mod test_hooks;
pub mod theme;
pub mod upload;
pub mod visit;

use std::sync::Arc;

use axum::Router;

use moongate_service::App;

use crate::config::Config;
use error::Failure;
use setup_gate::SetupGate;

/// What every handler can reach.
#[derive(Clone)]
pub struct Web {
    /// The product.
    pub app: App,
    /// The settings.
    pub config: Arc<Config>,
    /// Whether the first administrator is still missing.
    pub gate: Arc<SetupGate>,
}

/// Every route of the product. `/livez` and `/readyz` are answered by [`shell`], as they also answer before there is
/// a product.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(assets::routes())
        .merge(theme::routes())
        .merge(oidc::routes())
        .merge(pages::routes())
        .merge(account::routes())
        .merge(api::routes(&web))
        .merge(console::routes())
        .merge(demo::routes())
        .merge(test_hooks::routes(&web))
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || host::not_allowed())
        .with_state(web)
}
