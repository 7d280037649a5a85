//! The question before signing out, and `/signed-out`. The logout endpoint itself is part of the protocol.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use moongate_domain::application::Application;
use moongate_service::sessions;

use super::in_run::form_target;
use super::stage::Stage;
use super::stop::Answer;
use super::views::{SignOut, SignedOut, html};
use super::{account_name, browser};
use crate::web::headers::PagePolicy;
use crate::web::next;

const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

/// Asks before signing out, as nothing proves that the request is the person's own (T13). The request's parameters
/// are `carried` through the form; its return address was found to be registered.
pub async fn ask(
    stage: &Stage,
    application: Option<&Application>,
    carried: Vec<(String, String)>,
) -> Answer {
    let token = stage.browser.session.as_ref();
    let Some((_, user)) = sessions::current(&stage.web.app, &stage.pool, token).await? else {
        return Ok(signed_out(stage));
    };
    let back = carried
        .iter()
        .find(|(name, _)| name == "post_logout_redirect_uri")
        .and_then(|(_, address)| form_target(address));
    let csrf = stage.visit.csrf_token(None);
    let page = SignOut {
        frame: stage.frame(stage.brand(application), None, csrf),
        account: account_name(&user),
        carried,
        stay: stage.address("/account/profile"),
    };
    let mut response = html(StatusCode::OK, &page);
    response.extensions_mut().insert(PagePolicy {
        form_action: back.into_iter().collect(),
    });
    Ok(response)
}

/// Sends a browser on whose session has ended: it forgets what it knew (W3).
pub fn leave(stage: &Stage, then: Option<&str>) -> Response {
    browser::forget_session(&stage.visit, &stage.pool);
    let mut response = match then {
        Some(address) => next::see_other(address),
        None => next::see_other(&stage.address("/signed-out")),
    };
    let kinds = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(CLEAR, kinds);
    response
}

/// `/signed-out`.
pub async fn done(stage: Stage) -> Response {
    signed_out(&stage)
}

fn signed_out(stage: &Stage) -> Response {
    let csrf = stage.visit.csrf_token(None);
    let page = SignedOut {
        frame: stage.frame(stage.brand(None), None, csrf),
        sign_in: Some(stage.address("/account/profile")),
    };
    html(StatusCode::OK, &page)
}
