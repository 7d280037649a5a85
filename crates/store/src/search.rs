//! Finding users by a part of their name, address, number or identifier.
//!
//! Three characters and more use an index over three-character windows, which differs by engine
//! (`search_sqlite`, `search_postgres`); fewer look at the beginnings of identifiers.

use moongate_domain::Timestamp;
use moongate_domain::id::UserId;
use moongate_domain::user::User;

use crate::args;
use crate::db::{Engine, Error};
use crate::pool::InPool;

/// The shortest text that the index can find.
const SHORTEST: usize = 3;

impl InPool<'_, '_> {
    /// Users whose searchable text holds `wanted` (already folded), the newest first, before a cursor.
    pub fn search_users(
        &mut self,
        wanted: &str,
        before: Option<(Timestamp, UserId)>,
        limit: i64,
    ) -> Result<Vec<User>, Error> {
        let before = before.unwrap_or_else(|| (Timestamp(i64::MAX), UserId::stored(String::new())));
        if wanted.chars().count() < SHORTEST {
            return self.search_by_beginning(wanted, &before, limit);
        }
        match self.tx.engine() {
            Engine::Sqlite => self.search_sqlite(wanted, &before, limit),
            Engine::Postgres => self.search_postgres(wanted, &before, limit),
        }
    }

    /// How many users' searchable text holds `wanted` (already folded).
    pub fn count_found_users(&mut self, wanted: &str) -> Result<i64, Error> {
        if wanted.chars().count() < SHORTEST {
            return self.tx.get(
                "SELECT COUNT(DISTINCT user_id) FROM identifiers WHERE pool_id = $1 AND key >= $2 AND key < $3",
                args![self.id, wanted, format!("{wanted}\u{10ffff}")],
            );
        }
        match self.tx.engine() {
            Engine::Sqlite => self.count_sqlite(wanted),
            Engine::Postgres => self.count_postgres(wanted),
        }
    }

    fn search_by_beginning(
        &mut self,
        wanted: &str,
        (at, id): &(Timestamp, UserId),
        limit: i64,
    ) -> Result<Vec<User>, Error> {
        self.tx.list(
            "SELECT * FROM users WHERE pool_id = $1 AND (created_at, id) < ($4, $5) AND id IN
                (SELECT user_id FROM identifiers WHERE pool_id = $1 AND key >= $2 AND key < $3)
             ORDER BY created_at DESC, id DESC LIMIT $6",
            args![
                self.id,
                wanted,
                format!("{wanted}\u{10ffff}"),
                *at,
                id,
                limit
            ],
        )
    }
}

/// A pattern for `LIKE … ESCAPE '!'` that finds a text anywhere.
pub(crate) fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    #[test]
    fn wildcards_of_the_searcher_are_ordinary_characters() {
        assert_eq!(super::anywhere("50%_!"), "%50!%!_!!%");
    }
}
