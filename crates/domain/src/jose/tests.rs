//! Tokens made and checked together.

mod claims;
mod forgeries;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair,
};
use aws_lc_rs::{hmac, rsa};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;
use crate::Timestamp;

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const ISSUER: &str = "https://id.example";

fn key(algorithm: Algorithm) -> KeyPair {
    named_key(algorithm, "kid_1")
}

fn named_key(algorithm: Algorithm, kid: &str) -> KeyPair {
    let rsa = |key: rsa::KeyPair| {
        AsDer::<Pkcs8V1Der<'_>>::as_der(&key)
            .unwrap()
            .as_ref()
            .to_vec()
    };
    let der = match algorithm {
        Algorithm::EdDSA => Ed25519KeyPair::generate()
            .unwrap()
            .to_pkcs8v1()
            .unwrap()
            .as_ref()
            .to_vec(),
        Algorithm::ES256 => {
            let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
            key.to_pkcs8v1().unwrap().as_ref().to_vec()
        }
        Algorithm::RS256 | Algorithm::PS256 => rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()),
    };
    KeyPair::from_pkcs8(algorithm, kid, &der).unwrap()
}

fn set(keys: &[&KeyPair]) -> KeySet {
    let set = JwkSet {
        keys: keys.iter().map(|it| it.public_jwk().clone()).collect(),
    };
    KeySet::parse(&serde_json::to_vec(&set).unwrap()).unwrap()
}

fn expected(keys: &KeySet) -> Expected<'_> {
    Expected {
        issuer: ISSUER,
        keys,
        algorithms: &Algorithm::ALL,
        typ: TypRule::Exactly("at+jwt"),
        audience: Audience::Contains("api"),
        lifetime: Lifetime::Running,
        now: NOW,
        leeway_seconds: 10,
    }
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": "api", "sub": "usr_1", "exp": NOW.seconds() + 600, "iat": NOW.seconds() })
}

fn check(token: &str, expected: &Expected<'_>) -> Result<Value, Refused> {
    verify(token, expected).map(|it| it.claims)
}

/// What the verifier says of claims that differ from good ones in one member.
fn check_claim(name: &str, value: Value) -> Result<Value, Refused> {
    let key = key(Algorithm::EdDSA);
    let mut claims = claims();
    claims[name] = value;
    check(&key.sign(Typ::Access, &claims), &expected(&set(&[&key])))
}

/// Signs a header and a payload of any form with Ed25519.
fn sign_raw(key: &Ed25519KeyPair, header: &str, payload: &str) -> String {
    let message = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    format!(
        "{message}.{}",
        URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()))
    )
}

fn raw_key() -> (Ed25519KeyPair, KeySet) {
    let key = Ed25519KeyPair::generate().unwrap();
    let pair = KeyPair::from_pkcs8(
        Algorithm::EdDSA,
        "kid_1",
        key.to_pkcs8v1().unwrap().as_ref(),
    )
    .unwrap();
    (key, set(&[&pair]))
}

#[test]
fn a_token_of_every_algorithm_is_believed_by_its_own_key_only() {
    for algorithm in Algorithm::ALL {
        let (ours, theirs) = (key(algorithm), key(algorithm));
        let token = ours.sign(Typ::Access, &claims());
        let keys = set(&[&ours]);
        let verified = verify::<Value>(&token, &expected(&keys)).unwrap();
        assert_eq!(verified.claims, claims());
        assert_eq!(verified.algorithm, algorithm);
        assert_eq!(verified.key.kid(), Some("kid_1"));
        assert_eq!(
            check(&token, &expected(&set(&[&theirs]))),
            Err(Refused::Signature),
            "{algorithm}"
        );
    }
}

/// P20: `kid`, `use` and `alg` are on every published key.
#[test]
fn a_published_key_names_itself_and_shows_nothing_private() {
    for algorithm in Algorithm::ALL {
        let jwk = serde_json::to_value(key(algorithm).public_jwk()).unwrap();
        assert_eq!(jwk["kid"], "kid_1");
        assert_eq!(jwk["use"], "sig");
        assert_eq!(jwk["alg"], algorithm.as_str());
        assert!(
            ["d", "p", "q", "dp", "dq", "qi", "k"]
                .iter()
                .all(|it| jwk.get(it).is_none())
        );
    }
}

#[test]
fn an_es256_signature_is_two_numbers_of_32_bytes() {
    let token = key(Algorithm::ES256).sign(Typ::Access, &claims());
    let signature = token.rsplit_once('.').unwrap().1;
    assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap().len(), 64);
}

#[test]
fn a_private_key_of_another_kind_is_refused() {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
        .unwrap()
        .to_pkcs8v1()
        .unwrap();
    for algorithm in [Algorithm::EdDSA, Algorithm::RS256, Algorithm::PS256] {
        assert!(KeyPair::from_pkcs8(algorithm, "kid_1", key.as_ref()).is_err());
    }
    assert!(KeyPair::from_pkcs8(Algorithm::ES256, "kid_1", &key.as_ref()[1..]).is_err());
}

#[test]
fn claims_are_read_into_the_shape_the_caller_asks_for() {
    #[derive(Debug, serde::Deserialize)]
    struct Claims {
        sub: String,
    }
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    let token = key.sign(Typ::Access, &claims());
    assert_eq!(
        verify::<Claims>(&token, &expected(&keys))
            .unwrap()
            .claims
            .sub,
        "usr_1"
    );
    assert_eq!(
        verify::<Vec<u8>>(&token, &expected(&keys)).unwrap_err(),
        Refused::Claims
    );
}
