//! `Idempotency-Key`: a POST that is sent again gets the first answer again, for 24 hours (contract, section 4).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use moongate_service::idempotency::{Answer, Known, begin, free, keep};

use super::caller::{Caller, bad_query};
use crate::web::error::Failure;
use crate::web::{Web, body};

/// The header.
pub const HEADER: &str = "idempotency-key";

/// Answers a POST with a key: anew the first time, from memory afterwards. Only successes are remembered; what failed
/// may be tried again.
pub async fn answer(
    State(web): State<Web>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(HEADER) {
        return next.run(request).await;
    }
    match once(&web, &caller, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn once(
    web: &Web,
    caller: &Caller,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let key = only_key(&request)
        .ok_or_else(|| bad_query("Idempotency-Key", "idempotency_key.malformed"))?;
    let (parts, unread) = request.into_parts();
    let text = body::read(Request::new(unread)).await?;
    let mut print = parts.uri.to_string().into_bytes();
    print.push(b'\n');
    print.extend_from_slice(&text);
    let reserved = match begin(&web.app, &caller.actor, &key, &print).await? {
        Known::Answered(answer) => return Ok(again(answer)),
        Known::New(reserved) => reserved,
    };
    let response = next.run(Request::from_parts(parts, Body::from(text))).await;
    if !response.status().is_success() {
        free(&web.app, reserved).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(Failure::internal)?.to_bytes();
    let location = parts.headers.get(header::LOCATION);
    let answer = Answer {
        status: parts.status.as_u16(),
        location: location.and_then(|it| it.to_str().ok()).map(str::to_owned),
        body: body.to_vec(),
    };
    keep(&web.app, reserved, answer).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn only_key(request: &Request) -> Option<String> {
    let mut lines = request.headers().get_all(HEADER).iter();
    let key = lines.next()?.to_str().ok()?.to_owned();
    lines.next().is_none().then_some(key)
}

fn again(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Body::from(answer.body)).into_response();
    let headers = response.headers_mut();
    if status != StatusCode::NO_CONTENT {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    if let Some(place) = answer
        .location
        .and_then(|it| HeaderValue::from_str(&it).ok())
    {
        headers.insert(header::LOCATION, place);
    }
    headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
