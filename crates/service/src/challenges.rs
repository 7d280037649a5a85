//! Codes sent to an address: asked for, sent, tried.
//!
//! Whether anybody has the address is never told: a code is made in any case, and only the message
//! is left out (security checklist W13).

use moongate_domain::challenge::{Challenge, RESEND_SECONDS, SENDS_PER_DAY, Scene, TRIES};
use moongate_domain::event::EventType;
use moongate_domain::id::InteractionId;
use moongate_domain::identifier::EmailAddress;
use moongate_domain::interaction::Body;
use moongate_domain::message::Message;
use moongate_domain::secret::Secret;
use moongate_domain::source::CodePolicy;
use moongate_domain::user::User;
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::Actor;
use crate::audit::Draft;
use crate::error::Error;
use crate::interactions::Running;
use crate::messages;
use crate::random;
use crate::sealing::{Purpose, same};
use crate::sessions::Browser;

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

/// A code that is asked for.
#[derive(Clone)]
pub(crate) struct Ask {
    pub scene: Scene,
    pub email: EmailAddress,
    pub policy: CodePolicy,
}

/// Sends a code to an address, whoever has it, and notes in the run what it is for; all in one transaction.
pub(crate) async fn send<F>(
    app: &App,
    run: &Running,
    ask: Ask,
    browser: &Browser,
    note: F,
) -> Result<(), Error>
where
    F: Fn(&mut Body) + Send + 'static,
{
    let (app2, run, browser) = (app.clone(), run.clone(), browser.clone());
    app.store
        .write(move |tx| {
            let mut it = tx.pool(&run.pool.id);
            let owner = it.find_user_by_identifier(&ask.email.key())?;
            app2.prepare_code(&run, &ask, owner.as_ref(), &browser)
                .store(&mut it)?;
            let mut interaction = run.interaction.clone();
            note(&mut interaction.body);
            if !it.update_interaction(&interaction)? {
                return Err(Error::Stale);
            }
            Ok(())
        })
        .await?;
    app.wake_queue();
    Ok(())
}

/// A code, its message and its record.
struct Prepared {
    challenge: Challenge,
    message: Option<Message>,
    event: Draft,
}

impl App {
    fn prepare_code(
        &self,
        run: &Running,
        ask: &Ask,
        owner: Option<&User>,
        browser: &Browser,
    ) -> Prepared {
        let now = self.now();
        // Somebody who may not sign in gets no code for it, and nobody is told.
        let barred = ask.scene == Scene::Login;
        let user = owner.filter(|it| !barred || it.may_sign_in(now).is_ok());
        let length = usize::try_from(ask.policy.length).unwrap_or(6);
        let code = if ask.policy.length > CodePolicy::LONGEST_OF_DIGITS {
            random::code(length)
        } else {
            random::digits(length)
        };
        let challenge = Challenge {
            id: self.new_id(),
            code_mac: self.code_mac(&run.interaction.id, ask.scene, &code),
            interaction_id: run.interaction.id.clone(),
            scene: ask.scene,
            destination_key: ask.email.key(),
            user_id: user.map(|it| it.id.clone()),
            tries_left: TRIES,
            created_at: now,
            expires_at: now.plus_seconds(ask.policy.ttl_seconds),
        };
        let stored = user.and_then(|it| it.email.as_ref());
        let (scene, recipient) = match (ask.scene, stored) {
            (Scene::Register, Some(stored)) => (Scene::AlreadyRegistered, Some(stored)),
            (Scene::Register, None) => (Scene::Register, Some(&ask.email)),
            (scene, stored) => (scene, stored),
        };
        let minutes = (ask.policy.ttl_seconds / 60).max(1).to_string();
        let values = [("code", code.expose()), ("minutes", minutes.as_str())];
        // Written and sealed also for nobody, so that the time tells nothing (W13).
        let draft = messages::Draft {
            user_id: user.map(|it| &it.id),
            scene,
            recipient: recipient.unwrap_or(&ask.email).as_str(),
            locale: &browser.locale,
            values: &values,
        };
        let written = self.email(&run.pool, &draft);
        let message = recipient.map(|_| written);
        let mut event = self
            .event(
                &run.pool.id,
                EventType::CodeSent,
                &Actor::Anonymous,
                &browser.trace,
            )
            .application(run.application.as_ref().map(|it| &it.id))
            .detail("scene", ask.scene.as_str());
        if let Some(user) = user {
            event = event.user(&user.id);
        }
        Prepared {
            challenge,
            message,
            event,
        }
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
    fn store(&self, pool: &mut InPool<'_, '_>) -> Result<(), Error> {
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
        self.event.write(pool)?;
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
