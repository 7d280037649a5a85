//! A bare axum server that answers the same bytes as the product did once.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

use crate::Error;

pub fn router(file: &str, content_type: &str) -> Result<Router, Error> {
    let body = Bytes::from(std::fs::read(file)?);
    let content_type = content_type.to_owned();
    let answer = async move || ([(CONTENT_TYPE, content_type)], body);
    Ok(Router::new().route("/bytes", get(answer)))
}
