//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0; security checklist P26).

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use moongate_domain::oauth::logout::LogoutRequest;
use moongate_domain::pool::Pool;
use moongate_service::sign_out::{self, Asked};

use axum::http::StatusCode;

use crate::web::Web;
use crate::web::csrf;
use crate::web::error::{Face, Failure};
use crate::web::next::see_other;
use crate::web::pages::{browser, sign_out as page};
use crate::web::params::{Form, Params, Query};
use crate::web::pool::OfPool;
use crate::web::visit::Visit;

const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

/// A request in the query.
pub async fn by_query(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    visit: Visit,
    Query(params): Query,
) -> Result<Response, Failure> {
    answer(&web, &pool, &visit, &params, false).await
}

/// A request in a form; or the person's own confirmation, which carries the page's token.
pub async fn by_form(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    visit: Visit,
    Form(params): Form,
) -> Result<Response, Failure> {
    let confirmed = match params.given(csrf::FIELD) {
        Some(token) => {
            visit.check_csrf(None, token)?;
            true
        }
        None => false,
    };
    answer(&web, &pool, &visit, &params, confirmed).await
}

async fn answer(
    web: &Web,
    pool: &Pool,
    visit: &Visit,
    params: &Params,
    confirmed: bool,
) -> Result<Response, Failure> {
    let pairs: Vec<(String, String)> = params
        .pairs()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let request = LogoutRequest::read(&pairs).map_err(|_| {
        Failure::new(StatusCode::BAD_REQUEST, "logout.malformed").with_face(Face::Page)
    })?;
    let browser = browser::of(visit, pool, request.ui_locales.as_deref());
    let asked: Asked = sign_out::judge(&web.app, pool, &request, &browser)
        .await
        .map_err(|err| match err {
            moongate_service::Error::Invalid(fields) => {
                let code = fields.first().map_or("logout.malformed", |it| it.code);
                Failure::new(StatusCode::BAD_REQUEST, code).with_face(Face::Page)
            }
            other => other.into(),
        })?;
    if asked.confirm && !confirmed {
        let carried = pairs
            .into_iter()
            .filter(|(name, _)| name != csrf::FIELD)
            .collect();
        return page::ask(
            web,
            pool,
            visit,
            &browser,
            asked.application.as_deref(),
            carried,
        )
        .await;
    }
    sign_out::end(&web.app, pool, Some(&asked), &browser).await?;
    browser::forget_session(visit, pool);
    let mut response = match &asked.then {
        Some(address) => see_other(address),
        None => see_other(&format!("/p/{}/signed-out", pool.slug)),
    };
    response
        .headers_mut()
        .insert(CLEAR, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
