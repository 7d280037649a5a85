//! A message to a person, in a queue that survives a restart.

use crate::Timestamp;
use crate::challenge::Scene;
use crate::id::{MessageId, PoolId, UserId};
use serde::{Deserialize, Serialize};

/// By which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Short message.
    Sms,
}

impl Channel {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "email" => Some(Self::Email),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }
}

/// What a message says, sealed at rest because it may hold a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageBody {
    /// The subject line; empty for short messages.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML form, for e-mail.
    pub html: Option<String>,
}

/// A message as it stands in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identifier.
    pub id: MessageId,
    /// The pool it belongs to.
    pub pool_id: PoolId,
    /// To whom, when the address belongs to somebody.
    pub user_id: Option<UserId>,
    /// By which way.
    pub channel: Channel,
    /// What about.
    pub scene: Scene,
    /// The connector that carries it.
    pub connector: String,
    /// The stored address.
    pub recipient: String,
    /// The sealed [`MessageBody`].
    pub body_sealed: String,
    /// A message with the same key is never queued twice.
    pub dedupe_key: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is tried next; nothing when it is done with.
    pub next_try_at: Option<Timestamp>,
    /// How often it was tried.
    pub tries: i64,
    /// When the connector took it.
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
    /// Why the last try failed.
    pub last_error: Option<String>,
}
