//! A picture that an administrator uploaded: a logo or an icon.

use crate::id::ImageId;

/// The largest upload in bytes.
pub const MAX_BYTES: usize = 1_048_576;
/// The largest side in pixels (security checklist O3).
pub const MAX_PIXELS: u32 = 4096;

/// A picture as it is stored: decoded from what was uploaded and written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its identifier, part of its address.
    pub id: ImageId,
    /// `image/png` or `image/jpeg`.
    pub content_type: String,
    /// The bytes in base64url.
    pub content: String,
}
