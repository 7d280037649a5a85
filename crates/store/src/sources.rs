//! Sources.

use moongate_domain::id::SourceId;
use moongate_domain::source::Source;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a new source.
    pub fn insert_source(&mut self, it: &Source) -> Result<(), Error> {
        let body = serde_json::to_string(it).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO sources (id, pool_id, name, enabled, body, created_at, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                &it.id, self.id, it.name.as_str(), it.enabled, body, it.created_at, it.updated_at, it.version
            ],
        )?;
        Ok(())
    }

    /// Writes a source back. `false` if it was changed since the version that was read.
    pub fn update_source(&mut self, it: &Source, read_version: i64) -> Result<bool, Error> {
        let body = serde_json::to_string(it).map_err(Error::inconsistent)?;
        let changed = self.tx.execute(
            "UPDATE sources SET name = $3, enabled = $4, body = $5, updated_at = $6, version = $7
             WHERE pool_id = $1 AND id = $2 AND version = $8",
            args![
                self.id,
                &it.id,
                it.name.as_str(),
                it.enabled,
                body,
                it.updated_at,
                it.version,
                read_version
            ],
        )?;
        Ok(changed > 0)
    }

    /// A source of this pool.
    pub fn find_source(&mut self, id: &SourceId) -> Result<Option<Source>, Error> {
        self.tx.find(
            "SELECT body FROM sources WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// The sources of this pool, the oldest first.
    pub fn list_sources(&mut self) -> Result<Vec<Source>, Error> {
        self.tx.list(
            "SELECT body FROM sources WHERE pool_id = $1 ORDER BY created_at, id LIMIT 1000",
            args![self.id],
        )
    }

    /// How many sources there are.
    pub fn count_sources(&mut self) -> Result<i64, Error> {
        self.tx.get(
            "SELECT COUNT(*) FROM sources WHERE pool_id = $1",
            args![self.id],
        )
    }
}

impl FromRow for Source {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        row.json("body")
    }
}
