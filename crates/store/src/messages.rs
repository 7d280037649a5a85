//! The queue of messages: written with what caused them, taken by workers, kept for the Outbox.

use moongate_domain::Timestamp;
use moongate_domain::challenge::Scene;
use moongate_domain::id::{MessageId, UserId};
use moongate_domain::message::{Channel, Message};

use crate::args;
use crate::db::{Error, FromRow, Row, Tx};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Queues a message; one with the same key is left as it is.
    pub fn insert_message(&mut self, it: &Message) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO messages (id, pool_id, user_id, channel, scene, connector, recipient, body_sealed,
                dedupe_key, created_at, next_try_at, tries)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)
             ON CONFLICT (dedupe_key) DO NOTHING",
            args![
                &it.id, self.id, it.user_id.as_ref(), it.channel.as_str(), it.scene.as_str(),
                it.connector.as_str(), it.recipient.as_str(), it.body_sealed.as_str(), it.dedupe_key.as_str(),
                it.created_at, it.next_try_at
            ],
        )?;
        Ok(())
    }

    /// Delivered messages of a local connector, the newest first, before a cursor.
    pub fn list_messages(
        &mut self,
        connector: &str,
        recipient: Option<&str>,
        before: &str,
        limit: i64,
    ) -> Result<Vec<Message>, Error> {
        self.tx.list(
            "SELECT * FROM messages
             WHERE pool_id = $1 AND connector = $2 AND sent_at IS NOT NULL AND id < $3
               AND ($4 = '' OR recipient = $4)
             ORDER BY id DESC LIMIT $5",
            args![self.id, connector, before, recipient.unwrap_or(""), limit],
        )
    }

    /// One delivered message of a local connector.
    pub fn find_message(
        &mut self,
        connector: &str,
        id: &MessageId,
    ) -> Result<Option<Message>, Error> {
        self.tx.find(
            "SELECT * FROM messages WHERE pool_id = $1 AND connector = $2 AND sent_at IS NOT NULL AND id = $3",
            args![self.id, connector, id],
        )
    }

    /// Forgets the messages of a user.
    pub fn delete_messages_of(&mut self, user: &UserId) -> Result<(), Error> {
        self.tx.execute(
            "DELETE FROM messages WHERE pool_id = $1 AND user_id = $2",
            args![self.id, user],
        )?;
        Ok(())
    }
}

/// Work of the queue itself, over all pools.
impl Tx<'_> {
    /// Takes the messages that are due, so that no other worker sees them before the time given.
    pub fn take_due_messages(
        &mut self,
        now: Timestamp,
        hidden_until: Timestamp,
    ) -> Result<Vec<Message>, Error> {
        self.list(
            "UPDATE messages SET next_try_at = $2, tries = tries + 1
             WHERE id IN (SELECT id FROM messages WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT 64)
               AND next_try_at <= $1
             RETURNING *",
            args![now, hidden_until],
        )
    }

    /// Notes that the connector took a message.
    pub fn message_sent(&mut self, id: &MessageId, now: Timestamp) -> Result<(), Error> {
        self.execute(
            "UPDATE messages SET sent_at = $2, next_try_at = NULL, last_error = NULL WHERE id = $1",
            args![id, now],
        )?;
        Ok(())
    }

    /// Notes a failed try: again later, or given up when there is no later.
    pub fn message_failed(
        &mut self,
        id: &MessageId,
        why: &str,
        again_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.execute(
            "UPDATE messages SET last_error = $2, next_try_at = $3, failed_at = $4 WHERE id = $1",
            args![id, why, again_at, again_at.is_none().then_some(now)],
        )?;
        Ok(())
    }

    /// When the next message is due.
    pub fn next_message_due(&mut self) -> Result<Option<i64>, Error> {
        self.find(
            "SELECT next_try_at FROM messages WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1",
            args![],
        )
    }
}

impl FromRow for Message {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let scene: String = row.get("scene")?;
        let channel: String = row.get("channel")?;
        Ok(Self {
            id: row.get("id")?,
            pool_id: row.get("pool_id")?,
            user_id: row.get("user_id")?,
            channel: Channel::parse(&channel)
                .ok_or_else(|| Error::inconsistent(format!("channel {channel}")))?,
            scene: Scene::parse(&scene)
                .ok_or_else(|| Error::inconsistent(format!("scene {scene}")))?,
            connector: row.get("connector")?,
            recipient: row.get("recipient")?,
            body_sealed: row.get("body_sealed")?,
            dedupe_key: row.get("dedupe_key")?,
            created_at: row.get("created_at")?,
            next_try_at: row.get("next_try_at")?,
            tries: row.get("tries")?,
            sent_at: row.get("sent_at")?,
            failed_at: row.get("failed_at")?,
            last_error: row.get("last_error")?,
        })
    }
}
