//! Applications and the hashes of their secrets.

use moongate_domain::Timestamp;
use moongate_domain::application::Application;
use moongate_domain::id::{ApplicationId, ApplicationSecretId};
use moongate_domain::pool::Pool;

use crate::args;
use crate::db::{Error, FromRow, Row, Tx};
use crate::pool::InPool;

/// One secret of an application, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSecret {
    /// Its identifier.
    pub id: ApplicationSecretId,
    /// Its hash.
    pub secret_hash: String,
    /// Its last four characters.
    pub hint: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl InPool<'_, '_> {
    /// Stores a new application.
    pub fn insert_application(&mut self, it: &Application) -> Result<(), Error> {
        let body = serde_json::to_string(it).map_err(Error::inconsistent)?;
        self.tx.execute(
            "INSERT INTO applications (id, pool_id, name, enabled, body, created_at, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                &it.id, self.id, it.name.as_str(), it.enabled, body, it.created_at, it.updated_at, it.version
            ],
        )?;
        Ok(())
    }

    /// Writes an application back. `false` if it was changed since the version that was read.
    pub fn update_application(
        &mut self,
        it: &Application,
        read_version: i64,
    ) -> Result<bool, Error> {
        let body = serde_json::to_string(it).map_err(Error::inconsistent)?;
        let changed = self.tx.execute(
            "UPDATE applications SET name = $3, enabled = $4, body = $5, updated_at = $6, version = $7
             WHERE pool_id = $1 AND id = $2 AND version = $8",
            args![
                self.id, &it.id, it.name.as_str(), it.enabled, body, it.updated_at, it.version, read_version
            ],
        )?;
        Ok(changed > 0)
    }

    /// An application of this pool.
    pub fn find_application(&mut self, id: &ApplicationId) -> Result<Option<Application>, Error> {
        self.tx.find(
            "SELECT body FROM applications WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// Applications, the newest first, before a cursor.
    pub fn list_applications(
        &mut self,
        before: Option<&ApplicationId>,
        limit: i64,
    ) -> Result<Vec<Application>, Error> {
        self.tx.list(
            "SELECT body FROM applications WHERE pool_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
            args![self.id, before.map_or("app_~", ApplicationId::as_str), limit],
        )
    }

    /// The applications that are switched on.
    pub fn list_applications_enabled(&mut self) -> Result<Vec<Application>, Error> {
        self.tx.list(
            "SELECT body FROM applications WHERE pool_id = $1 AND enabled ORDER BY id LIMIT 1000",
            args![self.id],
        )
    }

    /// How many applications there are.
    pub fn count_applications(&mut self) -> Result<i64, Error> {
        self.tx.get(
            "SELECT COUNT(*) FROM applications WHERE pool_id = $1",
            args![self.id],
        )
    }

    /// Deletes an application with everything it was given.
    pub fn delete_application(&mut self, id: &ApplicationId) -> Result<(), Error> {
        self.tx.execute(
            "DELETE FROM applications WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )?;
        Ok(())
    }

    /// Stores the hash of a secret.
    pub fn insert_secret(
        &mut self,
        application: &ApplicationId,
        it: &ApplicationSecret,
    ) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO application_secrets (id, pool_id, application_id, secret_hash, hint, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            args![&it.id, self.id, application, it.secret_hash.as_str(), it.hint.as_str(), it.created_at],
        )?;
        Ok(())
    }

    /// The secrets of an application, the oldest first.
    pub fn list_secrets(
        &mut self,
        application: &ApplicationId,
    ) -> Result<Vec<ApplicationSecret>, Error> {
        self.tx.list(
            "SELECT * FROM application_secrets WHERE pool_id = $1 AND application_id = $2 ORDER BY created_at, id",
            args![self.id, application],
        )
    }

    /// Deletes a secret. `false` if there is none.
    pub fn delete_secret(
        &mut self,
        application: &ApplicationId,
        id: &ApplicationSecretId,
    ) -> Result<bool, Error> {
        let gone = self.tx.execute(
            "DELETE FROM application_secrets WHERE pool_id = $1 AND application_id = $2 AND id = $3",
            args![self.id, application, id],
        )?;
        Ok(gone > 0)
    }
}

impl Tx<'_> {
    /// An application by its identifier alone, with its pool: for addresses that name no pool.
    pub fn find_application_anywhere(
        &mut self,
        id: &ApplicationId,
    ) -> Result<Option<(Pool, Application)>, Error> {
        let Some(it) =
            self.find::<Application>("SELECT body FROM applications WHERE id = $1", args![id])?
        else {
            return Ok(None);
        };
        Ok(self.find_pool(&it.pool_id)?.map(|pool| (pool, it)))
    }
}

impl FromRow for Application {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        row.json("body")
    }
}

impl FromRow for ApplicationSecret {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            secret_hash: row.get("secret_hash")?,
            hint: row.get("hint")?,
            created_at: row.get("created_at")?,
        })
    }
}
