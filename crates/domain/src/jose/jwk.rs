//! Public keys: as RFC 7517 shows them, and parsed once so that they can check signatures.

use std::fmt;

use aws_lc_rs::digest::{self, SHA256};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Algorithm;

/// A public key on the wire. Symmetric and private members have no place here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Jwk {
    /// `RSA`, `EC` or `OKP`.
    pub kty: String,
    /// The key's name within its set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// `sig` for ours.
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The one algorithm the key is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// The curve of an `EC` or `OKP` key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// First coordinate, or the whole Ed25519 key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Second coordinate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// RSA modulus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA exponent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
}

impl Jwk {
    /// The key's own fingerprint, base64url of SHA-256 (RFC 7638), also `jkt` of RFC 9449.
    /// `None` when a member that its kind requires is missing.
    pub fn thumbprint(&self) -> Option<String> {
        // Only the required members, in alphabetical order, without white space: section 3.
        let text = match (
            self.kty.as_str(),
            &self.crv,
            &self.x,
            &self.y,
            &self.n,
            &self.e,
        ) {
            ("OKP", Some(crv), Some(x), ..) => {
                serde_json::json!({ "crv": crv, "kty": "OKP", "x": x })
            }
            ("EC", Some(crv), Some(x), Some(y), ..) => {
                serde_json::json!({ "crv": crv, "kty": "EC", "x": x, "y": y })
            }
            ("RSA", .., Some(n), Some(e)) => serde_json::json!({ "e": e, "kty": "RSA", "n": n }),
            _ => return None,
        };
        Some(URL_SAFE_NO_PAD.encode(digest::digest(&SHA256, text.to_string().as_bytes())))
    }
}

/// A set of public keys on the wire (RFC 7517, section 5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct JwkSet {
    /// The keys, in no meaningful order.
    pub keys: Vec<Jwk>,
}

/// The text is not a key set that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKeySet {
    /// Not a JSON object with an array `keys`.
    #[error("not a JSON object with an array of keys")]
    Malformed,
    /// A key shows its private or symmetric part.
    #[error("a key shows its private part")]
    Private,
    /// More than [`KeySet::MAX_KEYS`].
    #[error("more than {} keys", KeySet::MAX_KEYS)]
    TooMany,
}

/// Public keys that can check signatures.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<PublicKey>,
}

impl KeySet {
    /// The most keys a set may hold. A token without `kid` may be tried against each.
    pub const MAX_KEYS: usize = 32;

    /// Reads a key set that came from outside. Keys of a kind, curve, size or use that is not known here are skipped,
    /// as RFC 7517, section 5, asks.
    pub fn parse(text: &[u8]) -> Result<Self, BadKeySet> {
        let set = super::json::object(text).ok_or(BadKeySet::Malformed)?;
        let keys = set
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(BadKeySet::Malformed)?;
        if keys.len() > Self::MAX_KEYS {
            return Err(BadKeySet::TooMany);
        }
        if keys
            .iter()
            .any(|it| it.get("d").is_some() || it.get("k").is_some())
        {
            return Err(BadKeySet::Private);
        }
        Ok(keys
            .iter()
            .filter_map(|it| Jwk::deserialize(it).ok())
            .filter_map(|it| PublicKey::parse(&it))
            .collect())
    }

    /// The keys, in the order of the set.
    pub fn iter(&self) -> impl Iterator<Item = &PublicKey> {
        self.keys.iter()
    }
}

impl FromIterator<PublicKey> for KeySet {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> Self {
        Self {
            keys: keys.into_iter().collect(),
        }
    }
}

/// A public key, and the algorithms that it is good for: its kind fixes them, and `alg` narrows them to one.
#[derive(Clone)]
pub struct PublicKey {
    kid: Option<String>,
    thumbprint: String,
    checks: Vec<(Algorithm, ParsedPublicKey)>,
}

impl PublicKey {
    /// Reads a key; `None` if it is not a sound signature key of a kind that is known here.
    pub fn parse(jwk: &Jwk) -> Option<Self> {
        if jwk.usage.as_deref().is_some_and(|it| it != "sig") {
            return None;
        }
        let mut checks = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("OKP", Some("Ed25519")) => {
                let x = fixed::<32>(jwk.x.as_deref()?)?;
                vec![(Algorithm::EdDSA, ParsedPublicKey::new(&ED25519, x).ok()?)]
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (
                    fixed::<32>(jwk.x.as_deref()?)?,
                    fixed::<32>(jwk.y.as_deref()?)?,
                );
                let point = [&[4][..], &x, &y].concat();
                vec![(
                    Algorithm::ES256,
                    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok()?,
                )]
            }
            ("RSA", None) => {
                let n = URL_SAFE_NO_PAD.decode(jwk.n.as_deref()?).ok()?;
                let e = URL_SAFE_NO_PAD.decode(jwk.e.as_deref()?).ok()?;
                // P20: 2048 bits and more; above 8192 a check costs too much, and an exponent is a small odd number.
                if !(256..=1024).contains(&n.len())
                    || n[0] == 0
                    || n.len() == 256 && n[0] < 0x80
                    || e.len() > 4
                {
                    return None;
                }
                let key = RsaPublicKeyComponents { n, e };
                vec![
                    (
                        Algorithm::RS256,
                        key.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).ok()?,
                    ),
                    (
                        Algorithm::PS256,
                        key.to_parsed_public_key(&RSA_PSS_2048_8192_SHA256).ok()?,
                    ),
                ]
            }
            _ => return None,
        };
        if let Some(alg) = &jwk.alg {
            checks.retain(|(algorithm, _)| algorithm.as_str() == alg);
        }
        let thumbprint = jwk.thumbprint()?;
        (!checks.is_empty()).then(|| Self {
            kid: jwk.kid.clone(),
            thumbprint,
            checks,
        })
    }

    /// The key's name within its set.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether the key may check signatures of this algorithm.
    pub fn is_for(&self, algorithm: Algorithm) -> bool {
        self.checks.iter().any(|(known, _)| *known == algorithm)
    }

    /// The key's fingerprint (RFC 7638).
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Whether this key made `signature` over `message` with `algorithm`.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.checks
            .iter()
            .any(|(known, key)| *known == algorithm && key.verify_sig(message, signature).is_ok())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("kid", &self.kid)
            .field("thumbprint", &self.thumbprint)
            .finish()
    }
}

fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    fn rfc7515_rsa() -> Value {
        json!({ "kty": "RSA", "e": "AQAB", "n": concat!(
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Q",
            "lL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYU",
            "sLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmou",
            "dF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
        )})
    }

    fn rfc7515_ec() -> Value {
        json!({ "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" })
    }

    fn rfc8037_ed() -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })
    }

    fn parse(jwk: Value) -> Option<PublicKey> {
        PublicKey::parse(&serde_json::from_value(jwk).ok()?)
    }

    fn verifies(jwk: Value, algorithm: Algorithm, input: &str, signature: &str) -> bool {
        parse(jwk).unwrap().verifies(
            algorithm,
            input.as_bytes(),
            &URL_SAFE_NO_PAD.decode(signature).unwrap(),
        )
    }

    #[test]
    fn the_examples_of_rfc_7515_and_rfc_8037_verify() {
        let rs256 = concat!(
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG",
            "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K",
            "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6",
            "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        );
        let es256 = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let eddsa = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        // A.2, A.3 and A.4 in that order.
        assert!(verifies(
            rfc7515_rsa(),
            Algorithm::RS256,
            &format!("eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}"),
            rs256
        ));
        assert!(verifies(
            rfc7515_ec(),
            Algorithm::ES256,
            &format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}"),
            es256
        ));
        let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        assert!(verifies(rfc8037_ed(), Algorithm::EdDSA, input, eddsa));

        assert!(!verifies(
            rfc7515_rsa(),
            Algorithm::PS256,
            &format!("eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}"),
            rs256
        ));
        assert!(!verifies(
            rfc7515_ec(),
            Algorithm::ES256,
            &format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}x"),
            es256
        ));
    }

    #[test]
    fn thumbprints_are_those_of_rfc_7638_and_rfc_8037() {
        let rsa = json!({ "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29", "n": concat!(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK",
            "RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMic",
            "AtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3",
            "XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        )});
        assert_eq!(
            parse(rsa).unwrap().thumbprint(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        assert_eq!(
            parse(rfc8037_ed()).unwrap().thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }

    #[test]
    fn a_key_is_good_only_for_the_algorithms_of_its_kind_and_its_alg() {
        let algorithms = |jwk: Value| -> Vec<Algorithm> {
            parse(jwk)
                .map(|it| it.checks.iter().map(|(known, _)| *known).collect())
                .unwrap_or_default()
        };
        let with = |mut jwk: Value, name: &str, value: &str| {
            jwk[name] = value.into();
            jwk
        };
        assert_eq!(
            algorithms(rfc7515_rsa()),
            [Algorithm::RS256, Algorithm::PS256]
        );
        assert_eq!(
            algorithms(with(rfc7515_rsa(), "alg", "PS256")),
            [Algorithm::PS256]
        );
        assert_eq!(algorithms(rfc7515_ec()), [Algorithm::ES256]);
        assert_eq!(algorithms(rfc8037_ed()), [Algorithm::EdDSA]);
        assert_eq!(algorithms(with(rfc7515_rsa(), "alg", "HS256")), []);
        assert_eq!(algorithms(with(rfc7515_ec(), "alg", "RS256")), []);
        assert_eq!(algorithms(with(rfc7515_rsa(), "use", "enc")), []);
    }

    /// P20: RSA of 2048 bits and more, P-256, Ed25519.
    #[test]
    fn unsound_keys_are_not_taken() {
        let with = |mut jwk: Value, name: &str, value: String| {
            jwk[name] = value.into();
            jwk
        };
        let bytes = |length: usize| URL_SAFE_NO_PAD.encode(vec![0xa5; length]);
        assert!(
            parse(with(rfc7515_rsa(), "n", bytes(128))).is_none(),
            "1024 bits"
        );
        assert!(
            parse(with(rfc7515_rsa(), "n", bytes(1025))).is_none(),
            "above 8192 bits"
        );
        assert!(parse(with(rfc7515_rsa(), "e", bytes(5))).is_none());
        assert!(
            parse(with(rfc7515_ec(), "y", bytes(32))).is_none(),
            "not on the curve"
        );
        assert!(parse(with(rfc7515_ec(), "x", bytes(31))).is_none());
        assert!(parse(with(rfc7515_ec(), "crv", "P-384".into())).is_none());
        assert!(parse(with(rfc8037_ed(), "x", bytes(33))).is_none());
        assert!(parse(with(rfc8037_ed(), "kty", "oct".into())).is_none());
    }

    #[test]
    fn a_set_skips_keys_it_does_not_know_and_refuses_private_ones() {
        let parse = |set: Value| KeySet::parse(set.to_string().as_bytes()).map(|it| it.keys.len());
        let odd = json!({ "kty": "AKP", "alg": "ML-DSA-44" });
        assert_eq!(
            parse(json!({ "keys": [odd, 7, rfc7515_ec(), rfc8037_ed()] })),
            Ok(2)
        );
        assert_eq!(parse(json!({ "keys": {} })), Err(BadKeySet::Malformed));
        assert_eq!(parse(json!([])), Err(BadKeySet::Malformed));
        assert_eq!(
            parse(json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] })),
            Err(BadKeySet::Private)
        );
        assert_eq!(
            parse(json!({ "keys": vec![rfc8037_ed(); 33] })),
            Err(BadKeySet::TooMany)
        );
    }
}
