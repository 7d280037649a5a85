//! Idempotency keys of the management API: a repeated POST gets the first answer again, for 24 hours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_store::idempotent_answers::IdempotentAnswer;

use crate::App;
use crate::actor::Actor;
use crate::error::Error;
use crate::sealing::{Purpose, hash_token};

/// How long an answer is given again (contract, section 4).
const KEPT_SECONDS: i64 = 86_400;
/// No request takes this long: one that began before was cut off with its server, and its key is free.
const LONGEST_SECONDS: i64 = 60;

/// What is known about a request with a key.
pub enum Known {
    /// It is new: do it, then [`keep`] or [`free`].
    New(Reserved),
    /// It was answered: give this answer again.
    Answered(Answer),
}

/// A reserved key.
#[derive(Debug, Clone)]
pub struct Reserved(String);

/// A kept answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Looks a key up, and reserves it if it is new. The same key with another request is refused.
pub async fn begin(app: &App, actor: &Actor, key: &str, request: &[u8]) -> Result<Known, Error> {
    if key.is_empty() || key.len() > 255 || !key.bytes().all(|it| it.is_ascii_graphic()) {
        return Err(Error::field("Idempotency-Key", "idempotency_key.malformed"));
    }
    let key_hash = hash_token(&format!("{}\n{key}", actor.recorded()));
    let parts: [&[u8]; 2] = [b"idempotency", request];
    let request_hash = URL_SAFE_NO_PAD.encode(app.keyring.mac(Purpose::Code, &parts));
    let now = app.now();
    let hash = key_hash.clone();
    let wanted = request_hash.clone();
    let found = app
        .store
        .write(move |tx| {
            let limits = (
                now.plus_seconds(-KEPT_SECONDS),
                now.plus_seconds(-LONGEST_SECONDS),
            );
            if tx.reserve_answer(&hash, &wanted, now, limits)? {
                return Ok::<_, Error>(None);
            }
            Ok(tx.find_answer(&hash)?)
        })
        .await?;
    let Some(found) = found else {
        return Ok(Known::New(Reserved(key_hash)));
    };
    let known = URL_SAFE_NO_PAD
        .decode(&found.request_hash)
        .is_ok_and(|it| app.keyring.verify_mac(Purpose::Code, &parts, &it));
    if !known {
        return Err(Error::state("idempotency_key.other_request"));
    }
    let (Some(status), Some(sealed)) = (found.status, found.body_sealed) else {
        return Err(Error::state("idempotency_key.under_way"));
    };
    let body = app
        .keyring
        .open(&place(&key_hash), &sealed)
        .map_err(|err| Error::Secret(Box::new(err)))?;
    let status = u16::try_from(status).unwrap_or(200);
    Ok(Known::Answered(Answer {
        status,
        location: found.location,
        body: body.to_vec(),
    }))
}

fn place(key_hash: &str) -> String {
    format!("idempotent_answers/{key_hash}")
}

/// Keeps the answer.
pub async fn keep(app: &App, reserved: Reserved, answer: Answer) -> Result<(), Error> {
    let stored = IdempotentAnswer {
        request_hash: String::new(),
        status: Some(answer.status.into()),
        location: answer.location,
        body_sealed: Some(app.keyring.seal(&place(&reserved.0), &answer.body)),
    };
    app.store
        .write(move |tx| Ok::<_, Error>(tx.keep_answer(&reserved.0, &stored)?))
        .await
}

/// Frees the key of a request that failed.
pub async fn free(app: &App, reserved: Reserved) -> Result<(), Error> {
    app.store
        .write(move |tx| Ok::<_, Error>(tx.free_answer(&reserved.0)?))
        .await
}
