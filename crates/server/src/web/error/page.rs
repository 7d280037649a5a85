//! A failure as a person reads it.

use super::{Caller, Failure};
use crate::web::arrival::Arrival;

pub fn body(failure: &Failure, _: &Caller, arrival: &Arrival) -> Vec<u8> {
    let status = failure.status();
    let title = status.canonical_reason().unwrap_or_default();
    format!(
        "<!doctype html><html lang=\"en\"><title>{title}</title><h1>{title}</h1><p>{}</p></html>",
        arrival.id()
    )
    .into_bytes()
}
