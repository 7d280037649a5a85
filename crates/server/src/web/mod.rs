//! The web: every route of the product on one page, and what stands around them.

pub mod address;
pub mod arrival;
pub mod assets;
pub mod body;
pub mod chart;
pub mod console;
pub mod cookies;
pub mod csrf;
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
pub mod pages;
pub mod panics;
pub mod params;
pub mod shell;
pub mod test_hooks;
pub mod theme;
pub mod visit;

use std::sync::Arc;

use axum::Router;

use moongate_service::clock::Clock;
use moongate_service::sealing::Keyring;

use crate::config::Config;
use error::Failure;

/// What every handler can reach.
#[derive(Clone)]
pub struct Web {
    /// The settings.
    pub config: Arc<Config>,
    /// What seals, and signs forms.
    pub keyring: Arc<Keyring>,
    /// The one clock.
    pub clock: Clock,
}

/// Every route of the product. `/livez` and `/readyz` are answered by [`shell`], as they also answer before there is
/// a product.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(assets::routes())
        .merge(theme::routes())
        .merge(test_hooks::routes(&web))
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || host::not_allowed())
        .with_state(web)
}
