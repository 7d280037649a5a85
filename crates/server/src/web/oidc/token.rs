//! The token endpoint (OAuth 2.0, section 3.2).

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use moongate_domain::oauth::error::OAuthError;
use moongate_domain::oauth::token::TokenRequest;
use moongate_domain::pool::Pool;
use moongate_service::error::Error;
use moongate_service::token::{self, TokenError, Tokens};

use super::cors;
use crate::web::Web;
use crate::web::error::Failure;
use crate::web::params::{Params, RepeatingForm};
use crate::web::pool::OfPool;
use crate::web::visit::Visit;

/// Answers a token request. Only the body is read, never the query (P8).
pub async fn exchange(
    State(web): State<Web>,
    OfPool(pool): OfPool,
    visit: Visit,
    headers: HeaderMap,
    form: Result<RepeatingForm, Failure>,
) -> Result<Response, Failure> {
    let form = form
        .map_err(|err| err.in_oauth_words("invalid_request", "the body is not a form"))?
        .0;
    let outcome = answer(&web, &pool, &visit, &headers, &form).await;
    let mut response = match outcome {
        Ok(tokens) => success(&tokens)?,
        Err(failure) => failure.into_response(),
    };
    cors::open(&web, &pool, form.get("client_id"), &headers, &mut response).await?;
    Ok(response)
}

async fn answer(
    web: &Web,
    pool: &Pool,
    visit: &Visit,
    headers: &HeaderMap,
    form: &Params,
) -> Result<Tokens, Failure> {
    let pairs: Vec<(String, String)> = form
        .pairs()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let authorization = match (lines.next().map(|it| it.to_str()), lines.next()) {
        (None, _) => None,
        (Some(Ok(text)), None) => Some(text),
        _ => {
            return Err(refused(
                OAuthError::InvalidClient,
                "the Authorization header is malformed",
                true,
            ));
        }
    };
    let by_basic = authorization.is_some();
    let request = TokenRequest::read(authorization, &pairs)
        .map_err(|it| refused(it.code, it.description, by_basic))?;
    token::exchange(&web.app, pool, request, &visit.trace())
        .await
        .map_err(|err| explain(err, by_basic))
}

/// The few words the wire may hear; the log gets the chain.
fn explain(err: TokenError, by_basic: bool) -> Failure {
    let code = err.wire();
    let description = match &err {
        TokenError::Request(_, description) => description,
        TokenError::Client(_) => "client authentication failed",
        TokenError::Code(_) | TokenError::CodeReplayed(_) => "the code is not valid",
        TokenError::Refresh(_) | TokenError::RefreshReplayed(_) => "the refresh token is not valid",
        TokenError::Other(_) => "try again later",
    };
    let retry = match &err {
        TokenError::Other(
            Error::Busy {
                retry_after_seconds,
            }
            | Error::TooOften {
                retry_after_seconds,
            },
        ) => Some(*retry_after_seconds),
        _ => None,
    };
    let failure = refused(code, description, by_basic).because(err);
    match retry {
        Some(seconds) => failure.retry_after(seconds.into()),
        None => failure,
    }
}

fn refused(code: OAuthError, description: &'static str, by_basic: bool) -> Failure {
    let status = axum::http::StatusCode::from_u16(code.status())
        .unwrap_or(axum::http::StatusCode::BAD_REQUEST);
    let failure = Failure::new(status, "oauth.refused").in_oauth_words(code.as_str(), description);
    if code == OAuthError::InvalidClient && by_basic {
        return failure.with_header(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"token\""),
        );
    }
    failure
}

fn success(tokens: &Tokens) -> Result<Response, Failure> {
    let body = serde_json::to_vec(tokens).map_err(Failure::internal)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::PRAGMA, HeaderValue::from_static("no-cache")),
    ];
    Ok((headers, body).into_response())
}
