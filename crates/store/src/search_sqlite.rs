//! Search on SQLite: its trigram index (FTS5).
//!
//! `CROSS JOIN` keeps the order of the tables: SQLite would rather walk all users and ask the index
//! about each, which takes minutes where this takes a millisecond.

use moongate_domain::Timestamp;
use moongate_domain::id::UserId;
use moongate_domain::user::User;

use crate::args;
use crate::db::Error;
use crate::pool::InPool;

impl InPool<'_, '_> {
    pub(crate) fn search_sqlite(
        &mut self,
        wanted: &str,
        (at, id): &(Timestamp, UserId),
        limit: i64,
    ) -> Result<Vec<User>, Error> {
        self.tx.list(
            "SELECT users.* FROM user_search CROSS JOIN users ON users.rowid = user_search.rowid
             WHERE user_search MATCH $2 AND users.pool_id = $1 AND (users.created_at, users.id) < ($3, $4)
             ORDER BY users.created_at DESC, users.id DESC LIMIT $5",
            args![self.id, phrase(wanted), *at, id, limit],
        )
    }

    pub(crate) fn count_sqlite(&mut self, wanted: &str) -> Result<i64, Error> {
        self.tx.get(
            "SELECT COUNT(*) FROM user_search CROSS JOIN users ON users.rowid = user_search.rowid
             WHERE user_search MATCH $2 AND users.pool_id = $1",
            args![self.id, phrase(wanted)],
        )
    }
}

/// A text that FTS5 takes as it stands.
fn phrase(wanted: &str) -> String {
    format!("\"{}\"", wanted.replace('"', "\"\""))
}
