//! Search on PostgreSQL: an inverted index over three-character windows, then the text itself.

use moongate_domain::Timestamp;
use moongate_domain::id::UserId;
use moongate_domain::user::User;

use crate::args;
use crate::db::Error;
use crate::pool::InPool;
use crate::search::anywhere;

impl InPool<'_, '_> {
    pub(crate) fn search_postgres(
        &mut self,
        wanted: &str,
        (at, id): &(Timestamp, UserId),
        limit: i64,
    ) -> Result<Vec<User>, Error> {
        self.tx.list(
            "SELECT * FROM users
             WHERE search_grams @> search_grams($2) AND search LIKE $3 ESCAPE '!'
               AND pool_id = $1 AND (created_at, id) < ($4, $5)
             ORDER BY created_at DESC, id DESC LIMIT $6",
            args![self.id, wanted, anywhere(wanted), *at, id, limit],
        )
    }

    pub(crate) fn count_postgres(&mut self, wanted: &str) -> Result<i64, Error> {
        self.tx.get(
            "SELECT COUNT(*) FROM users
             WHERE search_grams @> search_grams($2) AND search LIKE $3 ESCAPE '!' AND pool_id = $1",
            args![self.id, wanted, anywhere(wanted)],
        )
    }
}
