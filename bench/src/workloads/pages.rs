//! Reads one address again and again.

use crate::Error;
use crate::connection::Connection;
use crate::load::Worker;

/// A reader with headers of its own.
pub struct Get {
    connection: Connection,
    target: String,
    headers: String,
}

impl Get {
    /// Some readers of the same address, each on its own connection.
    pub fn many(count: usize, port: u16, target: &str, headers: &str) -> Vec<Self> {
        let one = || Self {
            connection: Connection::new(port),
            target: target.into(),
            headers: headers.into(),
        };
        (0..count).map(|_| one()).collect()
    }
}

impl Worker for Get {
    async fn step(&mut self) -> Result<(), Error> {
        let answer = self
            .connection
            .send("GET", &self.target, &self.headers, b"")
            .await?;
        if answer.status == 200 {
            return Ok(());
        }
        Err(format!(
            "GET {} answered {}: {}",
            self.target,
            answer.status,
            answer.text()
        )
        .into())
    }
}
