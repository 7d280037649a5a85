//! A key that signs the tokens of a pool: published first, then active, then retired.

use crate::Timestamp;
use crate::id::SigningKeyId;
use crate::jose::Algorithm;

/// A signing key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Its identifier, the JWK `kid`.
    pub id: SigningKeyId,
    /// What it signs with.
    pub algorithm: Algorithm,
    /// The public half as a JSON Web Key (RFC 7517).
    pub public_jwk: String,
    /// The private half, PKCS#8, sealed.
    pub private_sealed: String,
    /// When it was made and published.
    pub created_at: Timestamp,
    /// When it began to sign.
    pub activated_at: Option<Timestamp>,
    /// When it stopped signing.
    pub retired_at: Option<Timestamp>,
}

/// Where a key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningKeyStatus {
    /// Published, not yet signing.
    Next,
    /// Signing.
    Active,
    /// Published so that what it signed can be checked.
    Retired,
}

impl SigningKeyStatus {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

impl SigningKey {
    /// Where it stands.
    pub fn status(&self) -> SigningKeyStatus {
        match (self.activated_at, self.retired_at) {
            (_, Some(_)) => SigningKeyStatus::Retired,
            (Some(_), None) => SigningKeyStatus::Active,
            (None, None) => SigningKeyStatus::Next,
        }
    }
}
