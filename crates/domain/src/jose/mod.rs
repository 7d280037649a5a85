//! Signed JSON: keys as the wire shows them, tokens that we sign, and the one verifier of tokens from anywhere (K1).
//!
//! Only these algorithms exist here, so `none`, symmetric keys and everything weaker cannot be asked for. Fetching
//! key sets, keeping private keys and deciding which claims a token carries belong to other layers.
//! Making a signature draws randomness inside the library (ECDSA and PSS need it); nothing else here does.

mod json;
pub mod jwk;
pub mod jwt;
pub mod sign;
#[cfg(test)]
mod tests;
pub mod verify;

use std::fmt;

use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};

pub use jwk::{Jwk, JwkSet, KeySet, PublicKey};
pub use jwt::{Typ, half_hash};
pub use sign::KeyPair;
pub use verify::{Audience, Expected, Lifetime, Refused, TypRule, Verified, verify};

/// A signature algorithm, by its name in RFC 7518 and RFC 8037.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519.
    EdDSA,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, for clients that know nothing newer.
    RS256,
    /// RSASSA-PSS with SHA-256.
    PS256,
}

impl Algorithm {
    /// Every algorithm, in the order of preference.
    pub const ALL: [Self; 4] = [Self::EdDSA, Self::ES256, Self::PS256, Self::RS256];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EdDSA => "EdDSA",
            Self::ES256 => "ES256",
            Self::RS256 => "RS256",
            Self::PS256 => "PS256",
        }
    }

    /// Reads a name from the wire; names are case-sensitive (RFC 7515, section 4.1.1).
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// The hash that the algorithm is built on (for Ed25519, RFC 8032, section 5.1).
    fn hash(self) -> &'static digest::Algorithm {
        match self {
            Self::EdDSA => &digest::SHA512,
            Self::ES256 | Self::RS256 | Self::PS256 => &digest::SHA256,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
