//! Proof Key for Code Exchange (RFC 7636), method S256 only (P5).
//!
//! Whether a client must use it, and what happens to a code whose proof fails, belong to the grants.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// The hash that an authorization request brings along, 43 characters of base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeChallenge(String);

/// Why a request's challenge is refused; both are `invalid_request` (RFC 7636, section 4.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadChallenge {
    /// `plain`, which is also what a missing method means, or something unknown.
    #[error("code_challenge_method must be S256")]
    Method,
    /// Not the base64url of a SHA-256.
    #[error("code_challenge must be 43 characters of base64url")]
    Form,
}

impl CodeChallenge {
    /// Reads the two parameters of an authorization request.
    pub fn parse(challenge: &str, method: Option<&str>) -> Result<Self, BadChallenge> {
        if method != Some("S256") {
            return Err(BadChallenge::Method);
        }
        match URL_SAFE_NO_PAD.decode(challenge) {
            Ok(hash) if hash.len() == 32 => Ok(Self(challenge.to_owned())),
            _ => Err(BadChallenge::Form),
        }
    }

    /// Trusts a text that this product stored earlier.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The challenge as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `verifier` is the secret behind the challenge (section 4.6). One of the wrong form never is.
    pub fn is_answered_by(&self, verifier: &str) -> bool {
        if !is_verifier(verifier) {
            return false;
        }
        let answer = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        answer.as_bytes().ct_eq(self.0.as_bytes()).into()
    }
}

/// 43 to 128 unreserved characters (section 4.1).
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-._~".contains(&it))
}

/// The S256 challenge of a verifier, for the product's own client (RFC 7636, section 4.2).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn challenge_for(verifier: &str) -> CodeChallenge {
        let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        CodeChallenge::parse(&hash, Some("S256")).unwrap()
    }

    #[test]
    fn the_example_of_rfc_7636_is_answered_by_its_verifier_only() {
        let challenge = CodeChallenge::parse(CHALLENGE, Some("S256")).unwrap();
        assert!(challenge.is_answered_by(VERIFIER));
        assert!(!challenge.is_answered_by(&VERIFIER.to_lowercase()));
        assert!(
            !challenge.is_answered_by(CHALLENGE),
            "P5: as `plain` would have it"
        );
        assert!(!challenge.is_answered_by(""));
    }

    /// P5, T4: `plain` does not exist, neither named nor by leaving the method out.
    #[test]
    fn only_s256_is_a_method() {
        for method in [None, Some("plain"), Some("s256"), Some("S512"), Some("")] {
            assert_eq!(
                CodeChallenge::parse(CHALLENGE, method),
                Err(BadChallenge::Method)
            );
        }
    }

    #[test]
    fn a_challenge_has_43_characters_of_base64url() {
        let standard = format!("+{}", &CHALLENGE[1..]);
        let padded = format!("{CHALLENGE}=");
        let longer = format!("{CHALLENGE}A");
        for odd in [
            "",
            &CHALLENGE[1..],
            &standard,
            &padded,
            &longer,
            &"\u{e9}".repeat(43),
        ] {
            assert_eq!(
                CodeChallenge::parse(odd, Some("S256")),
                Err(BadChallenge::Form),
                "{odd}"
            );
        }
    }

    /// P5, T4 (e): 43 to 128 characters of the unreserved set.
    #[test]
    fn a_verifier_of_the_wrong_form_answers_nothing() {
        for (verifier, fits) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("-._~".repeat(32), true),
            ("a".repeat(129), false),
            (format!("{}+", "a".repeat(43)), false),
            (format!("{} ", "a".repeat(43)), false),
            (format!("{}\u{e9}", "a".repeat(43)), false),
        ] {
            assert_eq!(
                challenge_for(&verifier).is_answered_by(&verifier),
                fits,
                "{verifier}"
            );
        }
    }
}
