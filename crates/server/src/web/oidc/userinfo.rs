//! Claims about the person behind an access token (OpenID Connect Core, section 5.3; RFC 6750).

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use moongate_domain::Secret;
use moongate_domain::pool::Pool;
use moongate_service::error::Error;
use moongate_service::userinfo;

use super::cors;
use crate::web::Web;
use crate::web::error::{Face, Failure};
use crate::web::params::{Query, RepeatingForm};
use crate::web::pool::OfPool;

/// The token in the header; never in the query (P9).
pub async fn by_get(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    headers: HeaderMap,
    query: Result<Query, Failure>,
) -> Result<Response, Failure> {
    let in_query = query.is_ok_and(|Query(it)| it.get("access_token").is_some());
    let token = if in_query { None } else { bearer(&headers) };
    reply(&web, &pool, &headers, token).await
}

/// The token in the header, or in the form (RFC 6750, section 2.2), but not in both.
pub async fn by_post(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    headers: HeaderMap,
    form: Result<RepeatingForm, Failure>,
) -> Result<Response, Failure> {
    let in_form = form
        .ok()
        .and_then(|it| it.0.given("access_token").map(Secret::new));
    let token = match (bearer(&headers), in_form) {
        (Some(_), Some(_)) => {
            return Err(Failure::new(StatusCode::BAD_REQUEST, "oauth.refused")
                .in_oauth_words("invalid_request", "two access tokens in one request"));
        }
        (one, other) => one.or(other),
    };
    reply(&web, &pool, &headers, token).await
}

async fn reply(
    web: &Web,
    pool: &Pool,
    headers: &HeaderMap,
    token: Option<Secret>,
) -> Result<Response, Failure> {
    let mut response = match claims(web, pool, token).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    };
    cors::open(web, pool, None, headers, &mut response).await?;
    Ok(response)
}

async fn claims(web: &Web, pool: &Pool, token: Option<Secret>) -> Result<Response, Failure> {
    // Without a token there is nothing to complain about (RFC 6750, section 3.1).
    let missing =
        || Failure::new(StatusCode::UNAUTHORIZED, "oauth.refused").with_face(Face::Bearer);
    let refused = || missing().in_oauth_words("invalid_token", "the access token is not valid");
    let token = token.ok_or_else(missing)?;
    let claims = userinfo::claims(&web.app, pool, &token)
        .await
        .map_err(|err| match err {
            Error::Unauthenticated => refused(),
            other => other.into(),
        })?;
    let body = serde_json::to_vec(&claims).map_err(Failure::internal)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}

/// The token of the only `Authorization` line. Of two, whoever stands between may have read the other one.
fn bearer(headers: &HeaderMap) -> Option<Secret> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let text = lines.next()?.to_str().ok()?;
    if lines.next().is_some() {
        return None;
    }
    let (scheme, token) = text.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| Secret::new(token))
}
