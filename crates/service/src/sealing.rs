//! The secret key from outside the database, and all that is derived from it: sealing at rest, keyed hashes, the
//! pepper (K4, K6). Also the plain hash under which tokens are stored, and comparison in constant time.
//!
//! Where the key text comes from belongs to the settings; which rows are sealed belongs to the use cases.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{digest, hkdf, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_domain::Secret;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::random;

/// What a keyed hash is for. Each purpose has its own derived key, so that no value made for one is good for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Anti-forgery tokens of forms.
    Csrf,
    /// Short human codes at rest, and look-up keys for values with little randomness.
    Code,
    /// The pepper of password hashes.
    Pepper,
    /// A refresh token's successor, so that a repeat inside the reuse window gets the same answer.
    Refresh,
    /// Page cursors of lists.
    Cursor,
}

impl Purpose {
    const ALL: [Self; 5] = [
        Self::Csrf,
        Self::Code,
        Self::Pepper,
        Self::Refresh,
        Self::Cursor,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Csrf => "csrf",
            Self::Code => "code",
            Self::Pepper => "pepper",
            Self::Refresh => "refresh",
            Self::Cursor => "cursor",
        }
    }
}

/// The text is not a usable secret key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// There is no key in it.
    #[error("the secret key is empty")]
    Empty,
    /// A line is too short to be a key in any spelling.
    #[error("line {0} of the secret key is shorter than 32 characters")]
    TooShort(usize),
    /// A line is a placeholder rather than a drawn key.
    #[error("line {0} of the secret key is not random")]
    Guessable(usize),
}

/// A sealed text cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It was sealed under a key that is not in the ring.
    #[error("sealed under the secret key {0}, which is not configured")]
    UnknownKey(String),
    /// It was altered, cut, or belongs to another place.
    #[error("the sealed text is damaged or belongs to another place")]
    Damaged,
}

/// The secret keys in use: the first seals and makes keyed hashes, all of them open and check.
#[derive(Clone)]
pub struct Keyring {
    keys: Vec<Derived>,
}

#[derive(Clone)]
struct Derived {
    id: String,
    seal: Arc<LessSafeKey>,
    macs: [hmac::Key; Purpose::ALL.len()],
}

impl Keyring {
    /// Reads the secret key's text: one key a line, the current one first, older ones below it during a rotation.
    /// A key is any random text of at least 32 characters, so that every tool that draws one will do.
    /// Empty lines and lines that begin with `#` are skipped.
    pub fn parse(text: &Secret) -> Result<Self, BadKey> {
        let mut keys = Vec::new();
        for (line, text) in (1..).zip(text.expose().lines().map(str::trim)) {
            if !text.is_empty() && !text.starts_with('#') {
                keys.push(Derived::from_line(line, text)?);
            }
        }
        if keys.is_empty() {
            Err(BadKey::Empty)
        } else {
            Ok(Self { keys })
        }
    }

    /// The text of a new secret key.
    pub fn generate() -> Secret {
        random::token("")
    }

    /// Names the current key without telling anything of it.
    pub fn key_id(&self) -> &str {
        &self.current().id
    }

    /// Seals a value for one place, such as `sources.secret:src_01…`; it opens only with the same `place`.
    ///
    /// The form is `v1.<key id>.<base64url of nonce, ciphertext and tag>`, AES-256-GCM with a random nonce.
    pub fn seal(&self, place: &str, plain: &[u8]) -> String {
        let key = self.current();
        let nonce = random::bytes::<NONCE_LEN>();
        let mut sealed = Vec::with_capacity(NONCE_LEN + plain.len() + MAX_TAG_LEN);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let tag = key
            .seal
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.as_bytes()),
                &mut sealed[NONCE_LEN..],
            )
            .expect("what fits in memory is far below the limit of AES-GCM");
        sealed.extend_from_slice(tag.as_ref());
        let mut text = format!("v1.{}.", key.id);
        URL_SAFE_NO_PAD.encode_string(&sealed, &mut text);
        text
    }

    /// Opens what [`Keyring::seal`] made for the same place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (id, body) = sealed
            .strip_prefix("v1.")
            .and_then(|rest| rest.split_once('.'))
            .ok_or(OpenError::Damaged)?;
        let key = self
            .keys
            .iter()
            .find(|it| it.id == id)
            .ok_or_else(|| OpenError::UnknownKey(id.to_owned()))?;
        let mut body = Zeroizing::new(
            URL_SAFE_NO_PAD
                .decode(body)
                .map_err(|_| OpenError::Damaged)?,
        );
        let (nonce, boxed) = body
            .split_first_chunk_mut::<NONCE_LEN>()
            .ok_or(OpenError::Damaged)?;
        let plain = key
            .seal
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(place.as_bytes()),
                boxed,
            )
            .map_err(|_| OpenError::Damaged)?;
        Ok(Zeroizing::new(plain.to_vec()))
    }

    /// Whether a sealed text still stands under an older key and should be sealed again.
    pub fn is_outdated(&self, sealed: &str) -> bool {
        sealed
            .strip_prefix("v1.")
            .and_then(|rest| rest.split_once('.'))
            .is_none_or(|(id, _)| id != self.key_id())
    }

    /// A sealed constant to keep in the database, so that a wrong secret key is noticed at the next start.
    pub fn check_value(&self) -> String {
        self.seal(CHECK, CHECK.as_bytes())
    }

    /// Confirms that this ring can open what the database holds, by its [`Keyring::check_value`].
    pub fn confirm(&self, check_value: &str) -> Result<(), OpenError> {
        let plain = self.open(CHECK, check_value)?;
        if plain.as_slice() == CHECK.as_bytes() {
            Ok(())
        } else {
            Err(OpenError::Damaged)
        }
    }

    /// A keyed hash over parts whose borders count: `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        self.current().mac(purpose, parts)
    }

    /// The same keyed hash under a named key of the ring, for values that outlive a rotation.
    pub fn mac_under(&self, key_id: &str, purpose: Purpose, parts: &[&[u8]]) -> Option<[u8; 32]> {
        self.keys
            .iter()
            .find(|it| it.id == key_id)
            .map(|it| it.mac(purpose, parts))
    }

    /// Whether any key of the ring made this keyed hash. Compared in constant time.
    pub fn verify_mac(&self, purpose: Purpose, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.keys
            .iter()
            .any(|it| same(&it.mac(purpose, parts), tag))
    }

    fn current(&self) -> &Derived {
        self.keys
            .first()
            .expect("a ring is only made with at least one key")
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.keys.iter().map(|it| &it.id))
            .finish()
    }
}

const CHECK: &str = "keyring.check";
/// Fewest characters of a key: 128 bits in hexadecimal.
const SHORTEST: usize = 32;

impl Derived {
    fn from_line(line: usize, text: &str) -> Result<Self, BadKey> {
        if text.len() < SHORTEST {
            return Err(BadKey::TooShort(line));
        }
        // Drawn texts hold many different characters, also in hexadecimal; a placeholder typed by hand holds few.
        let mut distinct = Zeroizing::new(text.as_bytes().to_vec());
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < 10 {
            return Err(BadKey::Guessable(line));
        }

        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"moongate.v1").extract(text.as_bytes());
        let id = derive(&prk, "key id")[..4]
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        let seal = UnboundKey::new(&AES_256_GCM, &*derive(&prk, "seal"))
            .expect("32 bytes are an AES-256 key");
        let macs =
            Purpose::ALL.map(|it| hmac::Key::new(hmac::HMAC_SHA256, &*derive(&prk, it.label())));
        Ok(Self {
            id,
            seal: Arc::new(LessSafeKey::new(seal)),
            macs,
        })
    }

    fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.macs[purpose as usize]);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context
            .sign()
            .as_ref()
            .try_into()
            .expect("HMAC-SHA-256 gives 32 bytes")
    }
}

/// HKDF (RFC 5869) of one purpose's key.
fn derive(prk: &hkdf::Prk, label: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    prk.expand(&[label.as_bytes()], hkdf::HKDF_SHA256)
        .and_then(|it| it.fill(&mut *key))
        .expect("HKDF-SHA-256 gives up to 8160 bytes");
    key
}

/// The form under which a token with at least 128 random bits is stored: base64url of its SHA-256.
pub fn hash_token(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}

/// Compares two values in a time that does not tell where they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(texts: &[&Secret]) -> Keyring {
        let lines: Vec<_> = texts.iter().map(|it| it.expose()).collect();
        Keyring::parse(&Secret::new(lines.join("\n"))).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_only_in_its_own_place() {
        let ring = ring(&[&Keyring::generate()]);
        let sealed = ring.seal("sources.secret:src_1", b"swordfish");
        assert!(sealed.starts_with(&format!("v1.{}.", ring.key_id())));
        assert_eq!(
            ring.open("sources.secret:src_1", &sealed)
                .unwrap()
                .as_slice(),
            b"swordfish"
        );
        assert_eq!(
            ring.open("sources.secret:src_2", &sealed),
            Err(OpenError::Damaged)
        );
        assert_ne!(
            sealed,
            ring.seal("sources.secret:src_1", b"swordfish"),
            "the nonce is drawn anew"
        );
    }

    #[test]
    fn an_altered_or_cut_sealed_text_is_refused() {
        let ring = ring(&[&Keyring::generate()]);
        let sealed = ring.seal("place", b"value");
        let (head, body) = sealed.rsplit_once('.').unwrap();
        for at in 0..body.len() {
            let mut altered = body.as_bytes().to_vec();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = format!("{head}.{}", String::from_utf8(altered).unwrap());
            assert_eq!(ring.open("place", &altered), Err(OpenError::Damaged));
            assert_eq!(
                ring.open("place", &format!("{head}.{}", &body[..at])),
                Err(OpenError::Damaged)
            );
        }
        for odd in ["", "v1", "v1.", "v1..", "v2.00.AA", "plain text"] {
            assert!(ring.open("place", odd).is_err(), "{odd}");
        }
    }

    /// K4: rotation keeps the old key below the new one until everything is sealed again.
    #[test]
    fn after_a_rotation_the_old_key_opens_and_the_new_one_seals() {
        let (old, new) = (Keyring::generate(), Keyring::generate());
        let before = ring(&[&old]);
        let sealed = before.seal("place", b"value");
        let tag = before.mac(Purpose::Code, &[b"123456"]);

        let both = ring(&[&new, &old]);
        assert_eq!(both.open("place", &sealed).unwrap().as_slice(), b"value");
        assert!(both.is_outdated(&sealed));
        assert!(!both.is_outdated(&both.seal("place", b"value")));
        assert!(both.verify_mac(Purpose::Code, &[b"123456"], &tag));
        assert_eq!(
            both.mac_under(before.key_id(), Purpose::Code, &[b"123456"]),
            Some(tag)
        );

        let after = ring(&[&new]);
        assert_eq!(
            after.open("place", &sealed),
            Err(OpenError::UnknownKey(before.key_id().to_owned()))
        );
    }

    #[test]
    fn a_wrong_secret_key_is_noticed_by_the_check_value() {
        let ours = ring(&[&Keyring::generate()]);
        let check = ours.check_value();
        assert_eq!(ours.confirm(&check), Ok(()));
        assert!(ring(&[&Keyring::generate()]).confirm(&check).is_err());
    }

    /// K6: one key never has two meanings.
    #[test]
    fn a_keyed_hash_is_good_for_one_purpose_and_one_division_into_parts() {
        let ring = ring(&[&Keyring::generate()]);
        let tags: Vec<_> = Purpose::ALL
            .iter()
            .map(|it| ring.mac(*it, &[b"ab", b"c"]))
            .collect();
        for (i, tag) in tags.iter().enumerate() {
            assert!(!tags[i + 1..].contains(tag));
        }
        assert_ne!(
            ring.mac(Purpose::Csrf, &[b"ab", b"c"]),
            ring.mac(Purpose::Csrf, &[b"a", b"bc"])
        );
        assert_ne!(
            ring.mac(Purpose::Csrf, &[b"ab"]),
            ring.mac(Purpose::Csrf, &[b"ab", b""])
        );
    }

    /// K4: a missing, short or placeholder key is refused, naming its line.
    #[test]
    fn an_unusable_secret_key_is_refused() {
        let good = Keyring::generate();
        let parse = |text: &str| Keyring::parse(&Secret::new(text)).map(|it| it.keys.len());
        assert_eq!(parse(" \n# none yet\n"), Err(BadKey::Empty));
        assert_eq!(parse("changeme"), Err(BadKey::TooShort(1)));
        assert_eq!(
            parse(&format!("{}\n{}", good.expose(), &good.expose()[..31])),
            Err(BadKey::TooShort(2))
        );
        assert_eq!(parse(&"A".repeat(43)), Err(BadKey::Guessable(1)));
        assert_eq!(parse(&format!("# current\n{}\r\n\n", good.expose())), Ok(1));
    }

    #[test]
    fn a_token_is_stored_as_its_sha_256() {
        // FIPS 180-4, the message "abc".
        assert_eq!(
            hash_token("abc"),
            "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        );
    }

    #[test]
    fn comparison_in_constant_time_compares() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd"));
        assert!(!same(b"abc", b"ab"));
    }

    #[test]
    fn a_ring_prints_key_ids_only() {
        let text = Keyring::generate();
        let ring = ring(&[&text]);
        assert_eq!(format!("{ring:?}"), format!("[{:?}]", ring.key_id()));
    }
}
