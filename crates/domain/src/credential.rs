//! What a user proves themselves with. Now: a password.

use crate::Timestamp;

/// The password of a user, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordCredential {
    /// The Argon2id hash as a PHC string.
    pub hash: String,
    /// When it was set.
    pub changed_at: Timestamp,
    /// An administrator gave it: the owner replaces it at the next sign-in.
    pub must_change: bool,
}
