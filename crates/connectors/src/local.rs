//! The connector of a fresh install: a message counts as delivered, and administrators read it in
//! the Outbox, which shows the queue's own rows.

use crate::{Delivery, Outgoing};

/// Its name in the queue.
pub const NAME: &str = "local";

/// Takes a message.
pub fn deliver(message: &Outgoing<'_>) -> Delivery {
    tracing::debug!(message.id = message.id, "kept in the outbox");
    Delivery::Accepted
}
