//! Whom we talk to: one file per vendor, one word in the list.

pub mod local;

use moongate_domain::message::MessageBody;

/// A message on its way to a person.
pub struct Outgoing<'a> {
    /// Its identifier, by which a vendor can drop a repeat.
    pub id: &'a str,
    /// The address.
    pub recipient: &'a str,
    /// What it says.
    pub body: &'a MessageBody,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The vendor took it.
    Accepted,
}

/// Why a message did not go out.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("the vendor is not reachable: {0}")]
    Unreachable(String),
    /// It will not work with these settings.
    #[error("the vendor refused: {0}")]
    Refused(String),
}

/// The connectors that carry messages.
#[derive(Debug, Clone, Copy)]
pub enum Messenger {
    /// Messages stay in the Outbox.
    Local,
}

impl Messenger {
    /// Hands a message over.
    pub async fn deliver(self, message: &Outgoing<'_>) -> Result<Delivery, SendError> {
        match self {
            Self::Local => Ok(local::deliver(message)),
        }
    }
}

/// The connector of a name.
pub fn find(name: &str) -> Option<Messenger> {
    (name == local::NAME).then_some(Messenger::Local)
}
