//! Answers to POSTs that carried an Idempotency-Key.

use moongate_domain::Timestamp;

use crate::args;
use crate::db::{Error, FromRow, Row, Tx};

/// An answer as it is stored; without a status its request is still under way.
#[derive(Debug, Clone)]
pub struct IdempotentAnswer {
    /// What was asked.
    pub request_hash: String,
    /// The HTTP status.
    pub status: Option<i64>,
    /// The `Location` header.
    pub location: Option<String>,
    /// The sealed body.
    pub body_sealed: Option<String>,
}

impl Tx<'_> {
    /// Reserves a key. `false` if it was used before: answered since `kept`, or begun since `begun`.
    pub fn reserve_answer(
        &mut self,
        key_hash: &str,
        request_hash: &str,
        now: Timestamp,
        (kept, begun): (Timestamp, Timestamp),
    ) -> Result<bool, Error> {
        let reserved = self.execute(
            "INSERT INTO idempotent_answers (key_hash, request_hash, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (key_hash) DO UPDATE
                SET request_hash = $2, created_at = $3, status = NULL, location = NULL, body_sealed = NULL
                WHERE idempotent_answers.created_at <= $4
                   OR (idempotent_answers.status IS NULL AND idempotent_answers.created_at <= $5)",
            args![key_hash, request_hash, now, kept, begun],
        )?;
        Ok(reserved > 0)
    }

    /// The answer kept under a key.
    pub fn find_answer(&mut self, key_hash: &str) -> Result<Option<IdempotentAnswer>, Error> {
        self.find(
            "SELECT * FROM idempotent_answers WHERE key_hash = $1",
            args![key_hash],
        )
    }

    /// Keeps the answer of a reserved key.
    pub fn keep_answer(&mut self, key_hash: &str, answer: &IdempotentAnswer) -> Result<(), Error> {
        self.execute(
            "UPDATE idempotent_answers SET status = $2, location = $3, body_sealed = $4 WHERE key_hash = $1",
            args![key_hash, answer.status, answer.location.clone(), answer.body_sealed.clone()],
        )?;
        Ok(())
    }

    /// Frees a reserved key whose request failed, so that it may be tried again.
    pub fn free_answer(&mut self, key_hash: &str) -> Result<(), Error> {
        self.execute(
            "DELETE FROM idempotent_answers WHERE key_hash = $1 AND status IS NULL",
            args![key_hash],
        )?;
        Ok(())
    }
}

impl FromRow for IdempotentAnswer {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            request_hash: row.get("request_hash")?,
            status: row.get("status")?,
            location: row.get("location")?,
            body_sealed: row.get("body_sealed")?,
        })
    }
}
