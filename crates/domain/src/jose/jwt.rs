//! What the product's own tokens have in common: their kinds, and the half hashes that tie one to another.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Algorithm;

/// A kind of token that we sign. Each has its own `typ`, and a verifier takes one kind only (K2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typ {
    /// An ID token (OpenID Connect Core, section 2).
    Id,
    /// An access token (RFC 9068).
    Access,
    /// A logout token (OpenID Connect Back-Channel Logout, section 2.4).
    Logout,
}

impl Typ {
    pub(super) const ALL: [Self; 3] = [Self::Id, Self::Access, Self::Logout];

    /// The header's `typ`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "JWT",
            Self::Access => "at+jwt",
            Self::Logout => "logout+jwt",
        }
    }
}

/// `at_hash`, `c_hash` and `s_hash`: the left half of the value's hash, by the hash of the ID token's algorithm
/// (OpenID Connect Core, sections 3.1.3.6 and 3.3.2.11).
pub fn half_hash(algorithm: Algorithm, value: &str) -> String {
    let hash = digest::digest(algorithm.hash(), value.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_hashes_are_those_of_the_examples_in_openid_connect_core() {
        // Appendix A.3 and A.6.
        let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(
            half_hash(Algorithm::RS256, access_token),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        let code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        assert_eq!(half_hash(Algorithm::RS256, code), "LDktKdoQak3Pk0cnXxCltA");
    }

    #[test]
    fn ed25519_halves_sha_512() {
        assert_eq!(half_hash(Algorithm::EdDSA, "abc").len(), 43);
        assert_eq!(half_hash(Algorithm::ES256, "abc").len(), 22);
    }
}
