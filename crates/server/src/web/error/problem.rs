//! A failure as programs read it (RFC 9457).

use std::borrow::Cow;

use axum::http::StatusCode;
use serde::Serialize;

use super::{Caller, Failure};
use crate::i18n::{Locale, refusal, t};
use crate::web::arrival::Arrival;

#[derive(Serialize)]
struct Wire<'a> {
    r#type: String,
    title: Cow<'a, str>,
    status: u16,
    detail: String,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field<'a>>,
    request_id: &'a str,
}

#[derive(Serialize)]
struct Field<'a> {
    field: &'a str,
    code: &'a str,
    message: String,
}

pub fn body(failure: &Failure, caller: &Caller, arrival: &Arrival) -> Vec<u8> {
    let locale = caller.locale();
    let errors = failure.fields().iter().map(|it| Field {
        field: &it.field,
        code: it.code,
        message: refusal(locale, it.code, &it.args),
    });
    let wire = Wire {
        r#type: format!("urn:moongate:problem:{}", failure.code()),
        title: title(locale, failure.status()),
        status: failure.status().as_u16(),
        detail: refusal(locale, failure.code(), &failure.0.args),
        code: failure.code(),
        errors: errors.collect(),
        request_id: arrival.id(),
    };
    serde_json::to_vec(&wire).expect("texts and a number are always JSON")
}

/// What a status means, in a word or two.
fn title(locale: Locale, status: StatusCode) -> Cow<'static, str> {
    let key = match status.as_u16() {
        401 => "problem-401",
        403 => "problem-403",
        404 => "problem-404",
        405 => "problem-405",
        409 => "problem-409",
        412 => "problem-412",
        413 => "problem-413",
        415 => "problem-415",
        422 => "problem-422",
        428 => "problem-428",
        429 => "problem-429",
        503 => "problem-503",
        500.. => "problem-500",
        _ => "problem-400",
    };
    t(locale, key, &[])
}
