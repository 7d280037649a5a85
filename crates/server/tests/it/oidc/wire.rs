//! Raw requests, for what browsers and well-behaved applications never send.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use serde_json::Value;

use crate::support::TestApp;

/// What came back.
pub struct Wire {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Wire {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }
}

/// Sends a form, or gets without one.
pub async fn send(
    app: &TestApp,
    path: &str,
    headers: &[(&str, &str)],
    form: Option<&[(&str, &str)]>,
) -> Wire {
    let mut request = match form {
        Some(_) => {
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        }
        None => Request::get(path),
    };
    request = request.header(header::HOST, "localhost:8080");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = form.map_or_else(String::new, |form| {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish()
    });
    let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let response = app
        .answer(from, request.body(Body::from(body)).unwrap())
        .await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    Wire {
        status,
        headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// The claims of a token, unchecked.
pub fn claims(token: &str) -> Value {
    part(token, 1)
}

/// A part of a token: 0 is the header, 1 the claims.
pub fn part(token: &str, index: usize) -> Value {
    use base64::prelude::*;
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
