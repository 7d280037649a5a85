//! Which pages of other origins may read an answer (security checklist P29).
//!
//! Discovery and keys are for everybody; the token endpoint and userinfo are for the origins of an
//! application's redirect URIs, without credentials; authorization and hosted pages are for nobody.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moongate_service::applications;

use crate::web::Web;
use crate::web::error::Failure;
use crate::web::pool::OfPool;

/// The preflight of a public document.
pub async fn public() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let set = response.headers_mut();
    set.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    set.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET"),
    );
    response
}

/// The preflight of an endpoint that applications call: allowed if any of the pool's applications has the origin.
pub async fn of_applications(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let set = response.headers_mut();
    set.insert(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin(&headers)
        && applications::has_origin(&web.app, &pool.id, None, origin).await?
    {
        allow(set, origin);
        set.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST"),
        );
        set.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("Authorization, Content-Type, DPoP"),
        );
        set.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("600"),
        );
    }
    Ok(response)
}

/// Lets the page that asked read the answer, if its origin belongs to the application.
pub async fn open(
    web: &Web,
    pool: &moongate_domain::pool::Pool,
    client_id: Option<&str>,
    headers: &HeaderMap,
    response: &mut Response,
) -> Result<(), Failure> {
    let Some(origin) = origin(headers) else {
        return Ok(());
    };
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("Origin"));
    if applications::has_origin(&web.app, &pool.id, client_id, origin).await? {
        allow(response.headers_mut(), origin);
        response.headers_mut().insert(
            HeaderName::from_static("access-control-expose-headers"),
            HeaderValue::from_static("WWW-Authenticate, X-Request-Id, Retry-After"),
        );
    }
    Ok(())
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::ORIGIN)
        .and_then(|it| it.to_str().ok())
        .filter(|it| *it != "null")
}

fn allow(headers: &mut HeaderMap, origin: &str) {
    if let Ok(origin) = HeaderValue::from_str(origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}
