//! The authorization endpoint (OAuth 2.0, section 3.1; OpenID Connect Core, section 3.1.2).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use moongate_domain::pool::Pool;
use moongate_service::authorize::{self, Untrusted};

use crate::web::Web;
use crate::web::error::{Face, Failure};
use crate::web::next;
use crate::web::pages::browser;
use crate::web::pages::views::FailureKind;
use crate::web::params::{Params, RepeatingForm, RepeatingQuery};
use crate::web::pool::OfPool;
use crate::web::visit::Visit;

/// A request in the query.
pub async fn by_query(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    visit: Visit,
    RepeatingQuery(params): RepeatingQuery,
) -> Result<Response, Failure> {
    answer(&web, &pool, &visit, &params).await
}

/// A request in a form (OpenID Connect Core, section 3.1.2.1).
pub async fn by_form(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    visit: Visit,
    RepeatingForm(params): RepeatingForm,
) -> Result<Response, Failure> {
    answer(&web, &pool, &visit, &params).await
}

async fn answer(
    web: &Web,
    pool: &Arc<Pool>,
    visit: &Visit,
    params: &Params,
) -> Result<Response, Failure> {
    let pairs: Vec<(String, String)> = params
        .pairs()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let browser = browser::of(visit, pool, params.get("ui_locales"));
    match authorize::begin(&web.app, pool, &pairs, &browser).await {
        Ok(next) => Ok(next::go(pool, &next)),
        Err(Untrusted::Other(err)) => Err(err.into()),
        Err(untrusted) => Err(page(&untrusted)),
    }
}

/// What cannot be answered to the client gets a page of ours; nothing of the request is a link in it (P2).
fn page(untrusted: &Untrusted) -> Failure {
    let (code, kind) = match untrusted {
        Untrusted::UnknownClient => ("authorize.unknown_client", FailureKind::UnknownApplication),
        Untrusted::Closed(_) => ("application.closed", FailureKind::ApplicationClosed),
        _ => (
            "authorize.redirect_uri_not_registered",
            FailureKind::RedirectNotRegistered,
        ),
    };
    Failure::new(StatusCode::BAD_REQUEST, code)
        .with_face(Face::Page)
        .shown_as(kind)
}
