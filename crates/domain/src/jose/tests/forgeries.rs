//! T11: tokens that are not what they pretend to be.

use super::*;

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
