//! Tokens made and checked together, and the forgeries of T11.

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

/// T11: `alg: none` in any spelling, and a public key used as an HMAC secret.
#[test]
fn unsigned_and_symmetric_tokens_are_refused() {
    let key = key(Algorithm::RS256);
    let keys = set(&[&key]);
    let payload = URL_SAFE_NO_PAD.encode(claims().to_string());
    for alg in ["none", "None", "NONE", "HS256", "rs256", ""] {
        let header = json!({ "alg": alg, "typ": "at+jwt", "kid": "kid_1" }).to_string();
        let message = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header));
        let secret = key.public_jwk().n.clone().unwrap();
        let mac = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            message.as_bytes(),
        );
        for signature in ["".to_owned(), URL_SAFE_NO_PAD.encode(mac)] {
            assert_eq!(
                check(&format!("{message}.{signature}"), &expected(&keys)),
                Err(Refused::Algorithm),
                "{alg}"
            );
        }
    }
}

#[test]
fn an_algorithm_that_is_not_allowed_here_is_refused_even_with_a_good_signature() {
    let key = key(Algorithm::ES256);
    let keys = set(&[&key]);
    let strict = Expected {
        algorithms: &[Algorithm::EdDSA],
        ..expected(&keys)
    };
    assert_eq!(
        check(&key.sign(Typ::Access, &claims()), &strict),
        Err(Refused::Algorithm)
    );
}

/// K1, T11: the algorithm is bound to the key, not to the header.
#[test]
fn a_key_is_not_used_with_an_algorithm_it_is_not_for() {
    let (rs, es) = (key(Algorithm::RS256), key(Algorithm::ES256));
    let token = rs.sign(Typ::Access, &claims());
    assert_eq!(
        check(&token, &expected(&set(&[&es]))),
        Err(Refused::UnknownKey)
    );
    let ps = token.replacen(
        token.split_once('.').unwrap().0,
        &URL_SAFE_NO_PAD.encode(r#"{"alg":"PS256","typ":"at+jwt","kid":"kid_1"}"#),
        1,
    );
    assert_eq!(
        check(&ps, &expected(&set(&[&rs]))),
        Err(Refused::UnknownKey)
    );
}

/// T11: `kid` is only compared, whatever it holds; keys and addresses in the header are never used.
#[test]
fn keys_that_a_token_brings_along_are_ignored() {
    let (attacker, _) = raw_key();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "kid_1",
        "x": URL_SAFE_NO_PAD.encode(aws_lc_rs::signature::KeyPair::public_key(&attacker)) });
    let (_, ours) = raw_key();
    for kid in [
        "kid_1",
        "../../../../dev/null",
        "' OR 1=1 --",
        "http://evil.test/jwks",
        "",
    ] {
        let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": kid, "jwk": jwk,
            "jku": "http://evil.test/jwks", "x5u": "http://evil.test/x5u", "x5c": ["AAAA"] });
        let token = sign_raw(&attacker, &header.to_string(), &claims().to_string());
        let refused = if kid == "kid_1" {
            Refused::Signature
        } else {
            Refused::UnknownKey
        };
        assert_eq!(check(&token, &expected(&ours)), Err(refused), "{kid}");
    }
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "jwk": jwk });
    let token = sign_raw(&attacker, &header.to_string(), &claims().to_string());
    assert_eq!(check(&token, &expected(&ours)), Err(Refused::Signature));
}

#[test]
fn a_token_without_kid_is_tried_against_every_fitting_key() {
    let (raw, own) = raw_key();
    let token = sign_raw(
        &raw,
        r#"{"alg":"EdDSA","typ":"at+jwt"}"#,
        &claims().to_string(),
    );
    let other = key(Algorithm::EdDSA);
    let keys = [
        other.public_key().clone(),
        own.iter().next().unwrap().clone(),
    ]
    .into_iter()
    .collect();
    assert_eq!(check(&token, &expected(&keys)), Ok(claims()));
}

#[test]
fn headers_of_odd_form_are_refused() {
    let (key, keys) = raw_key();
    let check = |header: &str| {
        check(
            &sign_raw(&key, header, &claims().to_string()),
            &expected(&keys),
        )
    };
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"at+jwt","kid":"kid_1"}"#),
        Ok(claims())
    );
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"application/AT+JWT"}"#),
        Ok(claims())
    );
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"at+jwt","crit":["exp"],"exp":1}"#),
        Err(Refused::Critical)
    );
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"at+jwt","crit":[]}"#),
        Err(Refused::Critical)
    );
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"at+jwt","alg":"none"}"#),
        Err(Refused::Malformed)
    );
    assert_eq!(
        check(r#"{"alg":["EdDSA"],"typ":"at+jwt"}"#),
        Err(Refused::Malformed)
    );
    assert_eq!(
        check(r#"{"alg":"EdDSA","typ":"at+jwt","kid":1}"#),
        Err(Refused::Malformed)
    );
    assert_eq!(check(r#"{"typ":"at+jwt"}"#), Err(Refused::Malformed));
    assert_eq!(check("[]"), Err(Refused::Malformed));
}

/// K2: every kind of token is good for its own purpose only.
#[test]
fn a_token_of_another_kind_is_refused() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    for typ in Typ::ALL {
        let token = key.sign(typ, &claims());
        for wanted in Typ::ALL {
            let expected = Expected {
                typ: TypRule::Exactly(wanted.as_str()),
                ..expected(&keys)
            };
            assert_eq!(
                check(&token, &expected).is_ok(),
                typ == wanted,
                "{typ:?} as {wanted:?}"
            );
        }
        let foreign = Expected {
            typ: TypRule::JwtOrAbsent,
            ..expected(&keys)
        };
        assert_eq!(check(&token, &foreign).is_ok(), typ == Typ::Id);
    }
    let (raw, keys) = raw_key();
    let untyped = sign_raw(&raw, r#"{"alg":"EdDSA"}"#, &claims().to_string());
    assert_eq!(check(&untyped, &expected(&keys)), Err(Refused::Typ));
    assert!(
        check(
            &untyped,
            &Expected {
                typ: TypRule::JwtOrAbsent,
                ..expected(&keys)
            }
        )
        .is_ok()
    );
}

#[test]
fn a_changed_token_is_refused_at_every_character() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    let token = key.sign(Typ::Access, &claims());
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert!(
            check(std::str::from_utf8(&changed).unwrap(), &expected(&keys)).is_err(),
            "at {at}"
        );
    }
    for odd in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        &format!("{token}="),
        &format!("{token}.x"),
        &format!(" {token}"),
    ] {
        assert!(check(odd, &expected(&keys)).is_err(), "{odd}");
    }
}

/// T11: doubled claims, and tokens that are huge.
#[test]
fn doubled_claims_and_huge_tokens_are_refused() {
    let (key, keys) = raw_key();
    let header = r#"{"alg":"EdDSA","typ":"at+jwt"}"#;
    let doubled = claims().to_string().replacen('{', r#"{"sub":"usr_2","#, 1);
    assert_eq!(
        check(&sign_raw(&key, header, &doubled), &expected(&keys)),
        Err(Refused::Malformed)
    );
    let mut huge = claims();
    huge["pad"] = "x".repeat(verify::MAX_TOKEN).into();
    assert_eq!(
        check(&sign_raw(&key, header, &huge.to_string()), &expected(&keys)),
        Err(Refused::TooLong)
    );
}

#[test]
fn issuer_and_audience_must_be_the_expected_ones() {
    assert_eq!(
        check_claim("iss", json!("https://id.example/")),
        Err(Refused::Issuer)
    );
    assert_eq!(check_claim("iss", json!([ISSUER])), Err(Refused::Issuer));
    assert_eq!(
        check_claim("iss", json!("HTTPS://ID.EXAMPLE")),
        Err(Refused::Issuer)
    );
    assert_eq!(check_claim("aud", json!("other")), Err(Refused::Audience));
    assert_eq!(check_claim("aud", json!([])), Err(Refused::Audience));
    assert_eq!(check_claim("aud", json!(["api", 7])), Err(Refused::Claims));
    assert_eq!(check_claim("aud", Value::Null), Err(Refused::Claims));
    assert!(check_claim("aud", json!(["other", "api"])).is_ok());
}

/// P11: a client assertion's audience is one text; T10: a list of two is refused.
#[test]
fn where_one_audience_is_wanted_a_list_is_refused() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    let sign = |aud: Value| {
        let mut claims = claims();
        claims["aud"] = aud;
        key.sign(Typ::Access, &claims)
    };
    let only = Expected {
        audience: Audience::Only("api"),
        ..expected(&keys)
    };
    assert!(check(&sign(json!("api")), &only).is_ok());
    assert_eq!(check(&sign(json!(["api"])), &only), Err(Refused::Audience));
    assert_eq!(
        check(&sign(json!(["api", "evil"])), &only),
        Err(Refused::Audience)
    );
    let named = Expected {
        audience: Audience::Named,
        ..expected(&keys)
    };
    assert!(check(&sign(json!(["whoever"])), &named).is_ok());
    assert_eq!(check(&sign(json!([])), &named), Err(Refused::Audience));
}

#[test]
fn a_missing_claim_is_refused() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    for name in ["iss", "aud", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        assert_eq!(
            check(&key.sign(Typ::Access, &claims), &expected(&keys)),
            Err(Refused::Claims),
            "{name}"
        );
    }
}

/// T11: expired and not yet valid; the leeway is ten seconds here.
#[test]
fn times_are_judged_to_the_second_with_leeway() {
    let now = NOW.seconds();
    assert!(check_claim("exp", json!(now - 9)).is_ok());
    assert_eq!(check_claim("exp", json!(now - 10)), Err(Refused::Expired));
    assert!(check_claim("nbf", json!(now + 10)).is_ok());
    assert_eq!(check_claim("nbf", json!(now + 11)), Err(Refused::NotYet));
    assert!(check_claim("iat", json!(now + 10)).is_ok());
    assert_eq!(check_claim("iat", json!(now + 11)), Err(Refused::NotYet));
    assert!(check_claim("exp", json!(now as f64 + 0.5)).is_ok());
    assert!(check_claim("exp", json!(i64::MAX)).is_ok());
    assert!(check_claim("exp", json!(1e300)).is_ok());
    assert_eq!(check_claim("exp", json!(-1e300)), Err(Refused::Expired));
    assert_eq!(check_claim("nbf", json!(u64::MAX)), Err(Refused::NotYet));
    assert_eq!(
        check_claim("exp", json!("1900000000")),
        Err(Refused::Claims)
    );
}

#[test]
fn leeway_is_never_more_than_a_minute() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    let mut claims = claims();
    claims["exp"] = json!(NOW.seconds() - 61);
    let lenient = Expected {
        leeway_seconds: i64::MAX,
        ..expected(&keys)
    };
    assert_eq!(
        check(&key.sign(Typ::Access, &claims), &lenient),
        Err(Refused::Expired)
    );
}

/// P26: an expired `id_token_hint` is fine, a forged one is not.
#[test]
fn an_ended_token_may_still_be_a_hint() {
    let key = key(Algorithm::EdDSA);
    let keys = set(&[&key]);
    let mut claims = claims();
    claims["exp"] = json!(NOW.seconds() - 86_400);
    let token = key.sign(Typ::Access, &claims);
    assert_eq!(check(&token, &expected(&keys)), Err(Refused::Expired));
    let hint = Expected {
        lifetime: Lifetime::MayHaveEnded,
        ..expected(&keys)
    };
    assert_eq!(check(&token, &hint), Ok(claims));
    let foreign = set(&[&named_key(Algorithm::EdDSA, "kid_1")]);
    assert_eq!(
        check(
            &token,
            &Expected {
                keys: &foreign,
                ..hint
            }
        ),
        Err(Refused::Signature)
    );
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
