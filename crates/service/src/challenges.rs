//! Codes sent to an address: asked for, sent, tried.
//!
//! Whether anybody has the address is never told: a code is made in any case, and only the message
//! is left out (security checklist W13).

use moongate_domain::challenge::{Challenge, RESEND_SECONDS, SENDS_PER_DAY, Scene, TRIES};
use moongate_domain::id::{InteractionId, UserId};
use moongate_domain::message::Message;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_domain::source::CodePolicy;
use moongate_store::pool::InPool;

use crate::App;
use crate::error::Error;
use crate::messages;
use crate::random;
use crate::sealing::{Purpose, same};

/// Wrong codes that a destination may see in an hour over all runs.
const TRIES_PER_HOUR: i64 = 20;

/// Why a code was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongCode {
    /// It is not the code; so many tries remain.
    Wrong {
        /// Tries that remain.
        tries_left: i64,
    },
    /// It has expired, was used, or no try is left: get a new one.
    Expired,
}

/// A code about to be sent.
pub(crate) struct Request<'a> {
    pub run: &'a InteractionId,
    pub scene: Scene,
    /// The canonical key of the address.
    pub key: &'a str,
    /// Whom the code proves.
    pub user_id: Option<&'a UserId>,
    /// The stored address; none means that nobody is written to.
    pub recipient: Option<&'a str>,
    /// What is sent instead of a code to an address that has one.
    pub instead: Option<Scene>,
    pub locale: &'a str,
}

/// A code and its message, shaped outside the transaction.
pub(crate) struct Prepared {
    challenge: Challenge,
    message: Option<Message>,
}

impl App {
    pub(crate) fn prepare_code(
        &self,
        pool: &Pool,
        policy: &CodePolicy,
        request: &Request<'_>,
    ) -> Prepared {
        let now = self.now();
        let length = usize::try_from(policy.length).unwrap_or(6);
        let code = if policy.length > CodePolicy::LONGEST_OF_DIGITS {
            random::code(length)
        } else {
            random::digits(length)
        };
        let id = self.new_id();
        let challenge = Challenge {
            code_mac: self.code_mac(request.run, request.scene, &code),
            id,
            interaction_id: request.run.clone(),
            scene: request.scene,
            destination_key: request.key.to_owned(),
            user_id: request.user_id.cloned(),
            tries_left: TRIES,
            created_at: now,
            expires_at: now.plus_seconds(policy.ttl_seconds),
        };
        let minutes = (policy.ttl_seconds / 60).max(1).to_string();
        let values = [("code", code.expose()), ("minutes", minutes.as_str())];
        let message = request.recipient.map(|recipient| {
            self.email(
                pool,
                &messages::Draft {
                    user_id: request.user_id,
                    scene: request.instead.unwrap_or(request.scene),
                    recipient,
                    locale: request.locale,
                    values: &values,
                },
            )
        });
        Prepared { challenge, message }
    }

    fn code_mac(&self, run: &InteractionId, scene: Scene, code: &Secret) -> String {
        use base64::prelude::*;
        let parts = [
            run.as_str().as_bytes(),
            scene.as_str().as_bytes(),
            code.expose().as_bytes(),
        ];
        BASE64_URL_SAFE_NO_PAD.encode(self.keyring.mac(Purpose::Code, &parts))
    }
}

impl Prepared {
    /// Stores the code and queues its message, unless the destination had one a moment ago.
    pub(crate) fn send(&self, pool: &mut InPool<'_, '_>) -> Result<(), Error> {
        let it = &self.challenge;
        let now = it.created_at;
        let key = &it.destination_key;
        if pool.count_rate(&format!("send:{key}"), RESEND_SECONDS, now)? > 1 {
            return Err(Error::TooOften {
                retry_after_seconds: RESEND_SECONDS as u32,
            });
        }
        if pool.count_rate(&format!("send-day:{key}"), 86_400, now)? > SENDS_PER_DAY {
            return Err(Error::TooOften {
                retry_after_seconds: 3600,
            });
        }
        pool.insert_challenge(it)?;
        if let Some(message) = &self.message {
            messages::queue(pool, message)?;
        }
        Ok(())
    }
}

/// Tries a code. Takes the try before it looks, and uses the code when it is right.
pub(crate) fn check(
    app: &App,
    pool: &mut InPool<'_, '_>,
    run: &InteractionId,
    scene: Scene,
    code: &Secret,
) -> Result<Result<Challenge, WrongCode>, Error> {
    let now = app.now();
    let Some(found) = pool.find_challenge(run, scene)? else {
        return Ok(Err(WrongCode::Expired));
    };
    let Some(taken) = pool.take_try(&found.id, now)? else {
        return Ok(Err(WrongCode::Expired));
    };
    let tried = pool.count_rate(&format!("code-tries:{}", taken.destination_key), 3600, now)?;
    let cleaned = Secret::new(clean(code.expose()));
    let right = same(
        app.code_mac(run, scene, &cleaned).as_bytes(),
        taken.code_mac.as_bytes(),
    );
    if right && tried <= TRIES_PER_HOUR {
        if !pool.use_challenge(&taken.id, now)? {
            return Ok(Err(WrongCode::Expired));
        }
        return Ok(Ok(taken));
    }
    if taken.tries_left == 0 || tried > TRIES_PER_HOUR {
        return Ok(Err(WrongCode::Expired));
    }
    Ok(Err(WrongCode::Wrong {
        tries_left: taken.tries_left,
    }))
}

/// Drops the blanks of a pasted code and reads full-width digits.
fn clean(code: &str) -> String {
    code.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_code_may_hold_blanks_and_full_width_digits() {
        assert_eq!(clean(" 12３ 4-56\n"), "123456");
    }
}
