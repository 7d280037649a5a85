//! Search on SQLite: its trigram index (FTS5).

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
        let phrase = format!("\"{}\"", wanted.replace('"', "\"\""));
        self.tx.list(
            "SELECT users.* FROM user_search JOIN users ON users.rowid = user_search.rowid
             WHERE user_search MATCH $2 AND users.pool_id = $1 AND (users.created_at, users.id) < ($3, $4)
             ORDER BY users.created_at DESC, users.id DESC LIMIT $5",
            args![self.id, phrase, *at, id, limit],
        )
    }
}
