//! The 120 000 most used passwords of eight characters and more, offline (W7).
//!
//! Kept as the first five bytes of each one's SHA-256, sorted: small, quick to search, and no list of words in the
//! program. A password that is not on the list is taken for one that is with a chance of one in nine million.
//! `docs/how-to/renew-common-passwords.md` tells where the list comes from and how to make it again.

use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroizing;

static FINGERPRINTS: &[u8] = include_bytes!("common.bin");
const WIDTH: usize = 5;

/// Whether many people chose this password before, whatever its letters' case.
pub(super) fn is_common(password: &str) -> bool {
    let folded = Zeroizing::new(password.to_lowercase());
    let hash = digest(&SHA256, folded.as_bytes());
    let (fingerprints, _) = FINGERPRINTS.as_chunks::<WIDTH>();
    fingerprints
        .binary_search_by(|it| it[..].cmp(&hash.as_ref()[..WIDTH]))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_whole_and_long_enough() {
        let (fingerprints, rest) = FINGERPRINTS.as_chunks::<WIDTH>();
        assert!(rest.is_empty());
        assert!(fingerprints.len() >= 100_000);
        assert!(fingerprints.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn common_passwords_are_found_in_any_case() {
        for common in [
            "password",
            "Password1",
            "QWERTYUIOP",
            "p@ssw0rd",
            "admin123",
            "qq123456",
        ] {
            assert!(is_common(common), "{common}");
        }
        for rare in ["correct horse battery staple", "", "Zq7!mohnblume-trabant"] {
            assert!(!is_common(rare), "{rare}");
        }
    }
}
