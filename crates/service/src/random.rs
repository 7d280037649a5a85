//! The one source of randomness: the operating system's generator (K3).
//!
//! What a drawn value means, how long it lives and how it is kept belong to the callers.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the module that draws randomness for everyone else"
)]

use std::sync::atomic::{AtomicU16, Ordering};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_domain::id::Identifier;
use moongate_domain::jose::Algorithm;
use moongate_domain::{Secret, Timestamp};
use zeroize::Zeroizing;

/// Letters and digits that cannot be mistaken for one another; 32 of them, so five bits choose one without bias.
const UNAMBIGUOUS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// `N` random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut drawn = [0; N];
    rand::fill(&mut drawn).expect("the operating system gives randomness once it has booted");
    drawn
}

/// A secret of 256 bits in base64url behind a prefix such as `mgk_`, so that a leaked one is recognised.
pub fn token(prefix: &str) -> Secret {
    let drawn = Zeroizing::new(bytes::<32>());
    let mut text = String::with_capacity(prefix.len() + 43);
    text.push_str(prefix);
    URL_SAFE_NO_PAD.encode_string(*drawn, &mut text);
    Secret::new(text)
}

/// A code of `length` decimal digits, each equally likely.
pub fn digits(length: usize) -> Secret {
    // 250 is the greatest multiple of ten in a byte: keeping more would favour the low digits.
    draw(length, |byte| {
        (byte < 250).then(|| char::from(b'0' + byte % 10))
    })
}

/// A code of `length` capital letters and digits without `0`, `O`, `1` and `I`, each equally likely.
pub fn code(length: usize) -> Secret {
    draw(length, |byte| {
        Some(char::from(UNAMBIGUOUS[usize::from(byte & 31)]))
    })
}

/// A new identifier whose order follows the time it was made; those of one millisecond keep the order in which this
/// process made them, so that an audit reads as things happened.
pub fn id<T: Identifier>(now: Timestamp) -> T {
    static COUNT: AtomicU16 = AtomicU16::new(0);
    let mut tail = bytes::<10>();
    tail[..2].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    T::shape(now.0, tail)
}

/// A new private key in PKCS#8 DER, for `KeyPair::from_pkcs8`. RSA keys have 2048 bits (P20) and take some tenths of a
/// second of computing; the others take microseconds.
pub fn private_key(algorithm: Algorithm) -> Zeroizing<Vec<u8>> {
    let drawn = || -> Result<Vec<u8>, Unspecified> {
        Ok(match algorithm {
            Algorithm::EdDSA => Ed25519KeyPair::generate()?.to_pkcs8v1()?.as_ref().to_vec(),
            Algorithm::ES256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?
                .to_pkcs8v1()?
                .as_ref()
                .to_vec(),
            Algorithm::RS256 | Algorithm::PS256 => {
                AsDer::<Pkcs8V1Der<'_>>::as_der(&RsaKeyPair::generate(KeySize::Rsa2048)?)?
                    .as_ref()
                    .to_vec()
            }
        })
    };
    Zeroizing::new(drawn().expect("drawing a key fails only without memory or randomness"))
}

fn draw(length: usize, pick: impl Fn(u8) -> Option<char>) -> Secret {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let drawn = Zeroizing::new(bytes::<32>());
        text.extend(
            drawn
                .iter()
                .copied()
                .filter_map(&pick)
                .take(length - text.len()),
        );
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_domain::id::UserId;
    use moongate_domain::jose::KeyPair;

    #[test]
    fn a_drawn_private_key_can_be_read_for_its_algorithm() {
        for algorithm in Algorithm::ALL {
            let key = KeyPair::from_pkcs8(algorithm, "kid_1", &private_key(algorithm)).unwrap();
            assert_eq!(key.algorithm(), algorithm);
            let other = KeyPair::from_pkcs8(algorithm, "kid_1", &private_key(algorithm)).unwrap();
            assert_ne!(key.public_jwk(), other.public_jwk());
        }
    }

    #[test]
    fn a_token_shows_its_kind_and_carries_256_bits() {
        let token = token("mgk_");
        let bytes = URL_SAFE_NO_PAD
            .decode(token.expose().strip_prefix("mgk_").unwrap())
            .unwrap();
        assert_eq!(bytes.len(), 32);
        assert_ne!(token, super::token("mgk_"));
    }

    #[test]
    fn codes_have_the_asked_length_and_only_their_alphabet() {
        for length in [0, 4, 6, 10, 11, 40] {
            let digits = digits(length);
            assert_eq!(digits.expose().len(), length);
            assert!(digits.expose().bytes().all(|it| it.is_ascii_digit()));
            let code = code(length);
            assert_eq!(code.expose().len(), length);
            assert!(code.expose().bytes().all(|it| UNAMBIGUOUS.contains(&it)));
        }
    }

    #[test]
    fn every_digit_and_every_letter_occurs() {
        let digits = digits(2_000);
        assert!(('0'..='9').all(|it| digits.expose().contains(it)));
        let code = code(2_000);
        assert!(
            UNAMBIGUOUS
                .iter()
                .all(|it| code.expose().contains(char::from(*it)))
        );
    }

    #[test]
    fn identifiers_carry_the_time_they_were_made() {
        let earlier: UserId = id(Timestamp(1_000));
        let later: UserId = id(Timestamp(2_000));
        assert!(earlier < later);
    }
}
