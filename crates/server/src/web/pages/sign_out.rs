//! The pages around signing out; what signing out does is the endpoint's and the service's.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::application::Application;
use moongate_domain::pool::Pool;
use moongate_service::sessions::{self, Browser};

use super::views::{SignOut, SignedOut, html};
use super::{browser, frame};
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pool::OfPool;
use crate::web::visit::Visit;

/// Asks whether to sign out. The request's parameters are posted back as they came.
pub async fn ask(
    web: &Web,
    pool: &Pool,
    visit: &Visit,
    browser: &Browser,
    application: Option<&Application>,
    carried: Vec<(String, String)>,
) -> Result<Response, Failure> {
    let signed_in = sessions::current(&web.app, pool, browser.session.as_ref()).await?;
    let account = signed_in.map_or_else(String::new, |(_, user)| user.display_name().to_owned());
    let locale = browser::locale(visit, pool, None);
    let page = SignOut {
        frame: frame::of(visit, pool, application, locale, ("/oauth2/logout", None)),
        account,
        carried,
        stay: format!("/p/{}/account/profile", pool.slug),
    };
    Ok(html(StatusCode::OK, &page))
}

/// Signed out, with nowhere to return to.
pub async fn done(State(_): State<Web>, OfPool(pool): OfPool, visit: Visit) -> Response {
    let locale = browser::locale(&visit, &pool, None);
    let page = SignedOut {
        frame: frame::of(&visit, &pool, None, locale, ("/signed-out", None)),
        sign_in: Some(format!("/p/{}/login", pool.slug)),
    };
    html(StatusCode::OK, &page)
}
