//! Asks the token endpoint.

use serde_json::Value;

use crate::Error;
use crate::connection::Connection;
use crate::load::Worker;
use crate::product::text;

/// Sends one form again and again.
pub struct PostForm {
    connection: Connection,
    target: String,
    headers: String,
    body: String,
}

impl PostForm {
    /// Some senders of the same form, each on its own connection; `headers` are complete lines.
    pub fn many(count: usize, port: u16, target: &str, headers: &str, body: &str) -> Vec<Self> {
        let one = || Self {
            connection: Connection::new(port),
            target: target.into(),
            headers: form_headers(headers),
            body: body.into(),
        };
        (0..count).map(|_| one()).collect()
    }
}

impl Worker for PostForm {
    async fn step(&mut self) -> Result<(), Error> {
        post(
            &mut self.connection,
            &self.target,
            &self.headers,
            &self.body,
        )
        .await
        .map(drop)
    }
}

/// Renews one family of refresh tokens, strictly one after another.
pub struct Refresh {
    connection: Connection,
    target: String,
    headers: String,
    token: String,
}

impl Refresh {
    /// Goes on with a family whose newest token this is.
    pub fn new(port: u16, target: &str, headers: &str, token: String) -> Self {
        Self {
            connection: Connection::new(port),
            target: target.into(),
            headers: form_headers(headers),
            token,
        }
    }
}

impl Worker for Refresh {
    async fn step(&mut self) -> Result<(), Error> {
        let body = format!("grant_type=refresh_token&refresh_token={}", self.token);
        let answer = post(&mut self.connection, &self.target, &self.headers, &body).await?;
        self.token = text(&serde_json::from_slice::<Value>(&answer)?, "refresh_token")?;
        Ok(())
    }
}

fn form_headers(headers: &str) -> String {
    format!("{headers}Content-Type: application/x-www-form-urlencoded\r\n")
}

async fn post(
    connection: &mut Connection,
    target: &str,
    headers: &str,
    body: &str,
) -> Result<Vec<u8>, Error> {
    let answer = connection
        .send("POST", target, headers, body.as_bytes())
        .await?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    Err(format!(
        "POST {target} answered {}: {}",
        answer.status,
        answer.text()
    )
    .into())
}
