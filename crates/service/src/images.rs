//! Pictures that administrators upload: judged by content, decoded and written anew (security checklist O3).

use base64::prelude::*;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use moongate_domain::Timestamp;
use moongate_domain::id::{ImageId, PoolId};
use moongate_domain::image::{Image, MAX_BYTES, MAX_PIXELS};
use std::io::Cursor;

use crate::App;
use crate::error::Error;
use crate::random;

/// A picture fit to be served: `image/png` or `image/jpeg`.
pub struct Served {
    /// Its type, fixed by us.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Checks an upload and writes it anew; `field` is named in a refusal.
pub async fn accept(field: &'static str, upload: Vec<u8>, now: Timestamp) -> Result<Image, Error> {
    if upload.len() > MAX_BYTES {
        return Err(Error::field(field, "image.too_large"));
    }
    tokio::task::spawn_blocking(move || rewrite(&upload, now))
        .await
        .map_err(|err| Error::Secret(Box::new(err)))?
        .ok_or_else(|| Error::field(field, "image.not_png_or_jpeg"))
}

/// A picture comes with an upload. By naming one it can only be taken away; otherwise one object would carry, and
/// later delete, the picture of another.
pub(crate) fn only_taken_away(named: Option<&Option<ImageId>>) -> Result<(), Error> {
    match named {
        Some(Some(_)) => Err(Error::field("logo", "image.not_uploaded")),
        _ => Ok(()),
    }
}

fn rewrite(upload: &[u8], now: Timestamp) -> Option<Image> {
    let mut reader = ImageReader::new(Cursor::new(upload))
        .with_guessed_format()
        .ok()?;
    let format = reader
        .format()
        .filter(|it| matches!(it, ImageFormat::Png | ImageFormat::Jpeg))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PIXELS);
    limits.max_image_height = Some(MAX_PIXELS);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let mut bytes = Cursor::new(Vec::new());
    let picture = if format == ImageFormat::Jpeg {
        DynamicImage::from(picture.to_rgb8())
    } else {
        picture
    };
    picture.write_to(&mut bytes, format).ok()?;
    let content_type = if format == ImageFormat::Png {
        "image/png"
    } else {
        "image/jpeg"
    };
    Some(Image {
        id: random::id(now),
        content_type: content_type.to_owned(),
        content: BASE64_URL_SAFE_NO_PAD.encode(bytes.into_inner()),
    })
}

/// A picture of a pool.
pub async fn get(app: &App, pool: &PoolId, id: &ImageId) -> Result<Served, Error> {
    let (pool, id) = (pool.clone(), id.clone());
    let image = app
        .store
        .read(move |tx| tx.pool(&pool).find_image(&id)?.ok_or(Error::NotFound))
        .await?;
    let bytes = BASE64_URL_SAFE_NO_PAD
        .decode(&image.content)
        .map_err(|err| Error::Secret(Box::new(err)))?;
    Ok(Served {
        content_type: image.content_type,
        bytes,
    })
}
