//! A script that calls the management API with a key.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::TestApp;
use super::app::KEY;

/// A script, with a key or without.
#[derive(Clone)]
pub struct Script {
    app: TestApp,
    key: Option<String>,
}

/// What it hears.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// A header, empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The body, `null` if there is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The first field that was refused, and why.
    pub fn field(&self) -> (String, String) {
        let field = &self.json()["errors"][0];
        let part = |name: &str| field[name].as_str().unwrap_or_default().to_owned();
        (part("field"), part("code"))
    }

    /// The id of the object.
    pub fn id(&self) -> String {
        let id = self.json()["id"].as_str().map(str::to_owned);
        id.unwrap_or_else(|| panic!("no id in {self:?}"))
    }
}

impl TestApp {
    /// A script with a key that may do everything.
    pub fn script(&self) -> Script {
        self.script_with(KEY)
    }

    /// A script with a key.
    pub fn script_with(&self, key: &str) -> Script {
        Script {
            app: self.clone(),
            key: Some(key.to_owned()),
        }
    }

    /// A script without a key.
    pub fn stranger(&self) -> Script {
        Script {
            app: self.clone(),
            key: None,
        }
    }

    /// A script with a new key.
    pub async fn script_that_may(&self, access: &[&str], pool: Option<&str>) -> Script {
        let body = json!({ "name": "test", "access": access, "pool_id": pool });
        let made = self.script().post("/management-keys", body).await;
        self.script_with(made.json()["key"].as_str().unwrap())
    }
}

impl Script {
    /// Sends a request below `/api/v1`.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::HOST, "localhost:8080");
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (parts, body) = self.app.answer(from, request).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Sends JSON.
    pub async fn json(&self, method: &str, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string()).await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Body::empty()).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.json("POST", path, body).await
    }

    /// Changes.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.json("PATCH", path, body).await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], Body::empty()).await
    }

    /// Posts JSON with an idempotency key.
    pub async fn post_once(&self, key: &str, path: &str, body: Value) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        self.send("POST", path, &headers, body.to_string()).await
    }
}
