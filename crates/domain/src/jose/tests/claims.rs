//! What a well signed token must say, and when.

use super::*;

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
