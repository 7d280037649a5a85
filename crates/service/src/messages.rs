//! Messages to people: written into the queue with what causes them, carried by workers.
//!
//! The queue is durable: a message is lost neither by a crash nor by a connector that is down, and
//! its key keeps it from going out twice.

use std::time::Duration;

use moongate_connectors::{Delivery, Outgoing};
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::challenge::Scene;
use moongate_domain::id::{MessageId, PoolId, UserId};
use moongate_domain::message::{Channel, Message, MessageBody};
use moongate_domain::pool::Pool;
use moongate_store::db;
use moongate_store::pool::InPool;

use crate::App;
use crate::actor::Actor;
use crate::error::Error;

/// Seconds a worker has for a message before another one may take it.
const HIDDEN_SECONDS: i64 = 60;
/// After so many failed tries a message is given up.
const MOST_TRIES: i64 = 8;
/// The connector of a fresh install: messages go to the Outbox.
pub const LOCAL: &str = "local";

/// A message to write.
pub struct Draft<'a> {
    /// To whom, when the address belongs to somebody.
    pub user_id: Option<&'a UserId>,
    /// What about.
    pub scene: Scene,
    /// The stored address.
    pub recipient: &'a str,
    /// The language.
    pub locale: &'a str,
    /// The values of the text.
    pub values: &'a [(&'a str, &'a str)],
}

impl App {
    /// Shapes an e-mail; the caller queues it in the transaction of what causes it.
    pub fn email(&self, pool: &Pool, draft: &Draft<'_>) -> Message {
        let scene = draft.scene.as_str();
        let name = |part: &str| format!("message-{}-{part}", scene.replace('_', "-"));
        let plain_name: String = pool.name.chars().filter(|c| !c.is_control()).collect();
        let mut values = draft.values.to_vec();
        values.push(("pool", &plain_name));
        let text = (self.texts)(draft.locale, &name("text"), &values);
        let body = MessageBody {
            subject: (self.texts)(draft.locale, &name("subject"), &values)
                .replace(['\r', '\n'], " "),
            html: Some(html(&text)),
            text,
        };
        let id: MessageId = self.new_id();
        let json = serde_json::to_vec(&body).expect("a message body is plain data");
        Message {
            body_sealed: self.keyring.seal(&place(&id), &json),
            dedupe_key: id.as_str().to_owned(),
            id,
            pool_id: pool.id.clone(),
            user_id: draft.user_id.cloned(),
            channel: Channel::Email,
            scene: draft.scene,
            connector: LOCAL.to_owned(),
            recipient: draft.recipient.to_owned(),
            created_at: self.now(),
            next_try_at: Some(self.now()),
            tries: 0,
            sent_at: None,
            failed_at: None,
            last_error: None,
        }
    }

    fn open_body(&self, it: &Message) -> Result<MessageBody, Error> {
        let json = self
            .keyring
            .open(&place(&it.id), &it.body_sealed)
            .map_err(|err| Error::Secret(Box::new(err)))?;
        serde_json::from_slice(&json).map_err(|err| Error::Secret(Box::new(err)))
    }

    /// Wakes the workers after a message was queued and committed.
    pub fn wake_queue(&self) {
        self.queue.notify_one();
    }
}

/// Queues a message inside the transaction of what causes it.
pub fn queue(pool: &mut InPool<'_, '_>, message: &Message) -> Result<(), db::Error> {
    pool.insert_message(message)
}

fn place(id: &MessageId) -> String {
    format!("messages/{id}")
}

fn html(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    format!(
        "<p>{}</p>",
        escaped.replace("\n\n", "</p><p>").replace('\n', "<br>")
    )
}

/// Sends what is due, until the future is dropped. Every node runs one.
pub async fn work(app: App) {
    loop {
        let sent = match send_due(&app).await {
            Ok(sent) => sent,
            Err(err) => {
                tracing::warn!(
                    error = &err as &dyn std::error::Error,
                    "the message queue could not be read"
                );
                0
            }
        };
        if sent == 0 {
            let _ = tokio::time::timeout(Duration::from_secs(1), app.queue.notified()).await;
        }
    }
}

/// Sends the messages that are due now; says how many were taken.
pub async fn send_due(app: &App) -> Result<usize, Error> {
    let now = app.now();
    let idle = app
        .store
        .read(move |tx| tx.next_message_due())
        .await
        .map_err(Error::from)?;
    if idle.is_none_or(|due| due > now.0) {
        return Ok(0);
    }
    let due = app
        .store
        .write(move |tx| {
            Ok::<_, Error>(tx.take_due_messages(now, now.plus_seconds(HIDDEN_SECONDS))?)
        })
        .await?;
    let taken = due.len();
    for message in due {
        let outcome = send(app, &message).await;
        let now = app.now();
        app.store
            .write(move |tx| {
                match &outcome {
                    Ok(()) => tx.message_sent(&message.id, now)?,
                    Err(why) => {
                        let again = message.tries < MOST_TRIES;
                        let wait = 5_i64.saturating_mul(1 << message.tries.clamp(0, 10));
                        tx.message_failed(
                            &message.id,
                            why,
                            again.then(|| now.plus_seconds(wait)),
                            now,
                        )?;
                    }
                }
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(taken)
}

async fn send(app: &App, message: &Message) -> Result<(), String> {
    let body = app
        .open_body(message)
        .map_err(|_| "the message could not be unsealed".to_owned())?;
    let connector = moongate_connectors::find(&message.connector)
        .ok_or_else(|| format!("there is no connector {}", message.connector))?;
    let outgoing = Outgoing {
        id: message.id.as_str(),
        recipient: &message.recipient,
        body: &body,
    };
    match connector.deliver(&outgoing).await {
        Ok(Delivery::Accepted) => Ok(()),
        Err(why) => Err(why.to_string()),
    }
}

/// A delivered message of the local connector, readable.
#[derive(Debug, Clone)]
pub struct OutboxMessage {
    /// The message.
    pub message: Message,
    /// What it says.
    pub body: MessageBody,
}

/// Messages hold codes: whoever reads those of administrators signs in as them (T36).
async fn may_read(app: &App, actor: &Actor, pool: &PoolId) -> Result<(), Error> {
    actor.may(Resource::Outbox, Access::Read, Some(pool))?;
    if app.console_pool().await?.id == *pool {
        actor.may(Resource::Administration, Access::Write, None)?;
    }
    Ok(())
}

/// What the local connector delivered in a pool, the newest first.
pub async fn outbox(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    to: Option<String>,
    before: Option<MessageId>,
    limit: u32,
) -> Result<Vec<OutboxMessage>, Error> {
    may_read(app, actor, pool).await?;
    let pool = pool.clone();
    let before = before.map_or_else(|| "msg_~".to_owned(), |id| id.as_str().to_owned());
    let messages = app
        .store
        .read(move |tx| {
            Ok::<_, Error>(tx.pool(&pool).list_messages(
                LOCAL,
                to.as_deref(),
                &before,
                limit.into(),
            )?)
        })
        .await?;
    messages
        .into_iter()
        .map(|message| {
            Ok(OutboxMessage {
                body: app.open_body(&message)?,
                message,
            })
        })
        .collect()
}

/// One message that the local connector delivered.
pub async fn delivered(
    app: &App,
    actor: &Actor,
    pool: &PoolId,
    id: &MessageId,
) -> Result<OutboxMessage, Error> {
    may_read(app, actor, pool).await?;
    let (pool, id) = (pool.clone(), id.clone());
    let message = app
        .store
        .read(move |tx| {
            let found = tx.pool(&pool).find_message(LOCAL, &id)?;
            found.ok_or(Error::NotFound)
        })
        .await?;
    Ok(OutboxMessage {
        body: app.open_body(&message)?,
        message,
    })
}
