//! A failure as programs read it (RFC 9457).

use serde::Serialize;

use super::{Caller, Failure};
use crate::web::arrival::Arrival;

#[derive(Serialize)]
struct Wire<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field<'a>>,
    request_id: &'a str,
}

#[derive(Serialize)]
struct Field<'a> {
    field: &'a str,
    code: &'a str,
}

pub fn body(failure: &Failure, _: &Caller, arrival: &Arrival) -> Vec<u8> {
    let errors = failure.fields().iter().map(|it| Field {
        field: &it.field,
        code: it.code,
    });
    let wire = Wire {
        r#type: format!("urn:moongate:problem:{}", failure.code()),
        title: failure.status().canonical_reason().unwrap_or_default(),
        status: failure.status().as_u16(),
        code: failure.code(),
        errors: errors.collect(),
        request_id: arrival.id(),
    };
    serde_json::to_vec(&wire).expect("texts and a number are always JSON")
}
