//! Signing keys, parsed once, and the tokens they sign.
//!
//! How keys are drawn, sealed, published and retired belongs to `service`.

use std::fmt;

use aws_lc_rs::digest;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, PublicKey as RsaPublicKey};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaEncoding,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::{Algorithm, Jwk, PublicKey, Typ};

/// A key that signs with one algorithm under one name.
pub struct KeyPair {
    algorithm: Algorithm,
    key: Key,
    jwk: Jwk,
    public: PublicKey,
    /// Per [`Typ`], the encoded header and the dot behind it.
    headers: [String; Typ::ALL.len()],
}

enum Key {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
}

/// The private key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a PKCS#8 private key for {0}")]
pub struct BadPrivateKey(pub Algorithm);

impl KeyPair {
    /// Reads a PKCS#8 private key in DER (RFC 5958). `kid` is the name it is published under.
    pub fn from_pkcs8(algorithm: Algorithm, kid: &str, der: &[u8]) -> Result<Self, BadPrivateKey> {
        let rejected = |_| BadPrivateKey(algorithm);
        let mut jwk = Jwk {
            kid: Some(kid.to_owned()),
            usage: Some("sig".to_owned()),
            alg: Some(algorithm.to_string()),
            ..Jwk::default()
        };
        let key = match algorithm {
            Algorithm::EdDSA => {
                let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(rejected)?;
                jwk.kty = "OKP".to_owned();
                jwk.crv = Some("Ed25519".to_owned());
                jwk.x = Some(URL_SAFE_NO_PAD.encode(key.public_key()));
                Key::Ed25519(key)
            }
            Algorithm::ES256 => {
                let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der)
                    .map_err(rejected)?;
                // The point is 0x04, x, y (SEC 1, section 2.3.3).
                let point = key.public_key().as_ref();
                jwk.kty = "EC".to_owned();
                jwk.crv = Some("P-256".to_owned());
                jwk.x = Some(URL_SAFE_NO_PAD.encode(&point[1..33]));
                jwk.y = Some(URL_SAFE_NO_PAD.encode(&point[33..]));
                Key::P256(key)
            }
            Algorithm::RS256 | Algorithm::PS256 => {
                let key = RsaKeyPair::from_pkcs8(der).map_err(rejected)?;
                let public: &RsaPublicKey = key.public_key();
                jwk.kty = "RSA".to_owned();
                jwk.n = Some(
                    URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
                );
                jwk.e = Some(
                    URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
                );
                let padding: &'static dyn RsaEncoding = if algorithm == Algorithm::RS256 {
                    &RSA_PKCS1_SHA256
                } else {
                    &RSA_PSS_SHA256
                };
                Key::Rsa(key, padding)
            }
        };
        let public = PublicKey::parse(&jwk).ok_or(BadPrivateKey(algorithm))?;
        let headers = Typ::ALL.map(|typ| {
            let header = serde_json::json!({ "alg": algorithm, "typ": typ.as_str(), "kid": kid });
            URL_SAFE_NO_PAD.encode(header.to_string()) + "."
        });
        Ok(Self {
            algorithm,
            key,
            jwk,
            public,
            headers,
        })
    }

    /// What the key signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key as the key set shows it (P20: `kid`, `use` and `alg` are always there).
    pub fn public_jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// The key that checks this key's signatures.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs claims as a compact JWS (RFC 7515, section 7.1).
    ///
    /// # Panics
    /// If the claims cannot be written as JSON: a map with keys that are not texts.
    pub fn sign(&self, typ: Typ, claims: &impl Serialize) -> String {
        let payload =
            serde_json::to_vec(claims).expect("claims are structs and maps with text keys");
        let header = &self.headers[typ as usize];
        let mut token = String::with_capacity(
            header.len() + (payload.len() + self.signature_len()) * 4 / 3 + 4,
        );
        token.push_str(header);
        URL_SAFE_NO_PAD.encode_string(&payload, &mut token);
        self.append_signature(&mut token);
        token
    }

    fn append_signature(&self, token: &mut String) {
        fn append(token: &mut String, signature: &[u8]) {
            token.push('.');
            URL_SAFE_NO_PAD.encode_string(signature, token);
        }
        let message = token.as_bytes();
        // Given a digest, the library needs no source of randomness from us; it keeps its own.
        let sha256 = || digest::digest(&digest::SHA256, message);
        match &self.key {
            Key::Ed25519(key) => {
                let signature = key.sign(message);
                append(token, signature.as_ref());
            }
            Key::P256(key) => {
                let signature = key.sign_digest(&sha256()).expect("a parsed key signs");
                append(token, signature.as_ref());
            }
            Key::Rsa(key, padding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign_digest(*padding, &sha256(), &mut signature)
                    .expect("a parsed key signs");
                append(token, &signature);
            }
        }
    }

    fn signature_len(&self) -> usize {
        match &self.key {
            Key::Ed25519(_) | Key::P256(_) => 64,
            Key::Rsa(key, _) => key.public_modulus_len(),
        }
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPair")
            .field("kid", &self.jwk.kid)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
