//! Uploaded pictures, already decoded and written anew.

use moongate_domain::Timestamp;
use moongate_domain::id::ImageId;
use moongate_domain::image::Image;

use crate::args;
use crate::db::{Error, FromRow, Row};
use crate::pool::InPool;

impl InPool<'_, '_> {
    /// Stores a picture; its content is base64url text.
    pub fn insert_image(&mut self, it: &Image, now: Timestamp) -> Result<(), Error> {
        self.tx.execute(
            "INSERT INTO images (id, pool_id, content_type, content, created_at) VALUES ($1, $2, $3, $4, $5)",
            args![&it.id, self.id, it.content_type.as_str(), it.content.as_str(), now],
        )?;
        Ok(())
    }

    /// A picture of this pool.
    pub fn find_image(&mut self, id: &ImageId) -> Result<Option<Image>, Error> {
        self.tx.find(
            "SELECT * FROM images WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )
    }

    /// Removes a picture that nothing shows any more.
    pub fn delete_image(&mut self, id: &ImageId) -> Result<(), Error> {
        self.tx.execute(
            "DELETE FROM images WHERE pool_id = $1 AND id = $2",
            args![self.id, id],
        )?;
        Ok(())
    }
}

impl FromRow for Image {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            content_type: row.get("content_type")?,
            content: row.get("content")?,
        })
    }
}
