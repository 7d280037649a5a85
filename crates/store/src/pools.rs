//! Pools.

use moongate_domain::id::PoolId;
use moongate_domain::pool::Pool;

use crate::args;
use crate::db::{Error, FromRow, Row, Tx};

/// Pools stand above everything else, so these statements need none.
impl Tx<'_> {
    /// Stores a new pool.
    pub fn insert_pool(&mut self, it: &Pool) -> Result<(), Error> {
        let settings = serde_json::to_string(&it.settings).map_err(Error::inconsistent)?;
        self.execute(
            "INSERT INTO pools (id, slug, name, name_key, built_in, logo_image_id, brand_color, settings, created_at,
                updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                &it.id, it.slug.as_str(), it.name.as_str(), it.name_key(), it.built_in, it.logo.as_ref(),
                it.brand_color.clone(), settings, it.created_at, it.updated_at, it.version
            ],
        )?;
        Ok(())
    }

    /// Writes a pool back. `false` if it was changed since the version that was read.
    pub fn update_pool(&mut self, it: &Pool, read_version: i64) -> Result<bool, Error> {
        let settings = serde_json::to_string(&it.settings).map_err(Error::inconsistent)?;
        let changed = self.execute(
            "UPDATE pools SET name = $2, name_key = $3, logo_image_id = $4, brand_color = $5, settings = $6,
                updated_at = $7, version = $8
             WHERE id = $1 AND version = $9",
            args![
                &it.id, it.name.as_str(), it.name_key(), it.logo.as_ref(), it.brand_color.clone(), settings,
                it.updated_at, it.version, read_version
            ],
        )?;
        Ok(changed > 0)
    }

    /// A pool by its identifier.
    pub fn find_pool(&mut self, id: &PoolId) -> Result<Option<Pool>, Error> {
        self.find("SELECT * FROM pools WHERE id = $1", args![id])
    }

    /// A pool by its slug.
    pub fn find_pool_by_slug(&mut self, slug: &str) -> Result<Option<Pool>, Error> {
        self.find("SELECT * FROM pools WHERE slug = $1", args![slug])
    }

    /// Pools but the built-in one, the oldest first, after a cursor.
    pub fn list_pools(&mut self, after: Option<&PoolId>, limit: i64) -> Result<Vec<Pool>, Error> {
        self.list(
            "SELECT * FROM pools WHERE id > $1 AND NOT built_in ORDER BY id LIMIT $2",
            args![after.map_or("", PoolId::as_str), limit],
        )
    }

    /// How many pools there are besides the built-in one.
    pub fn count_pools(&mut self) -> Result<i64, Error> {
        self.get("SELECT COUNT(*) FROM pools WHERE NOT built_in", args![])
    }

    /// Deletes a pool and everything in it.
    pub fn delete_pool(&mut self, id: &PoolId) -> Result<(), Error> {
        self.execute("DELETE FROM pools WHERE id = $1", args![id])?;
        Ok(())
    }
}

impl FromRow for Pool {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            logo: row.get("logo_image_id")?,
            brand_color: row.get("brand_color")?,
            built_in: row.get("built_in")?,
            settings: row.json("settings")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            version: row.get("version")?,
        })
    }
}
