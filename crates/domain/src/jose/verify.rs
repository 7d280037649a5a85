//! The one verifier of signed tokens (K1, T11).
//!
//! Everything a token must satisfy is an argument, none has a default. Keys come only from the given set: `jku`,
//! `x5u`, `jwk` and `x5c` in a header are never read. What further claims mean (`sub`, `nonce`, `azp`, `jti`, whether
//! a token was revoked) is for the callers.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Algorithm, KeySet, PublicKey, json};
use crate::Timestamp;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN: usize = 16 * 1024;

/// The most leeway that any verification gives, in seconds; more is cut to it.
pub const MAX_LEEWAY_SECONDS: i64 = 60;

/// What a token must be, to be believed.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The exact `iss`.
    pub issuer: &'a str,
    /// Whose keys may have signed it.
    pub keys: &'a KeySet,
    /// The algorithms it may be signed with.
    pub algorithms: &'a [Algorithm],
    /// Its kind.
    pub typ: TypRule<'a>,
    /// Whom it is for.
    pub audience: Audience<'a>,
    /// Whether an ended token is still good for something.
    pub lifetime: Lifetime,
    /// The present instant.
    pub now: Timestamp,
    /// How far the signer's clock may be off; at most [`MAX_LEEWAY_SECONDS`].
    pub leeway_seconds: i64,
}

/// Which `typ` headers are taken. Compared without regard to case and to a leading `application/` (RFC 7515, 4.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypRule<'a> {
    /// This one only.
    Exactly(&'a str),
    /// `JWT` or none at all, for tokens that others sign.
    JwtOrAbsent,
}

/// Which `aud` claims are taken. One must always be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience<'a> {
    /// This one, alone or among others.
    Contains(&'a str),
    /// This one as a single text; a list is refused even if it holds nothing else.
    Only(&'a str),
    /// Any; the caller reads from it whom the token was for (`id_token_hint`).
    Named,
}

/// How `exp` is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// The token must not have ended.
    Running,
    /// An ended token is fine; its beginning is still checked (`id_token_hint`, RP-initiated logout).
    MayHaveEnded,
}

/// A token that was believed.
#[derive(Debug, Clone)]
pub struct Verified<'a, C> {
    /// All its claims.
    pub claims: C,
    /// The key that signed it.
    pub key: &'a PublicKey,
    /// The algorithm it was signed with.
    pub algorithm: Algorithm,
}

/// Why a token was not believed. For logs; the wire hears only that the token is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Longer than [`MAX_TOKEN`].
    #[error("the token is too long")]
    TooLong,
    /// Not three parts of base64url around JSON objects with unique members.
    #[error("the token is malformed")]
    Malformed,
    /// Signed with an algorithm that is not allowed here, or with none.
    #[error("the algorithm is not allowed")]
    Algorithm,
    /// The header demands an extension; none is understood (RFC 7515, section 4.1.11).
    #[error("the header has critical extensions")]
    Critical,
    /// A token of another kind.
    #[error("the type is not the expected one")]
    Typ,
    /// No key of the set fits the header.
    #[error("no key fits")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
    /// A required claim is missing, or a claim has the wrong form.
    #[error("a claim is missing or malformed")]
    Claims,
    /// From someone else.
    #[error("the issuer is not the expected one")]
    Issuer,
    /// For someone else.
    #[error("the audience is not the expected one")]
    Audience,
    /// Ended.
    #[error("the token has expired")]
    Expired,
    /// Begins, or was issued, in the future.
    #[error("the token is not valid yet")]
    NotYet,
}

/// Checks a compact JWS and reads its claims.
///
/// Nothing of the payload is read before the signature is found good.
pub fn verify<'a, C: DeserializeOwned>(
    token: &str,
    expected: &Expected<'a>,
) -> Result<Verified<'a, C>, Refused> {
    if token.len() > MAX_TOKEN {
        return Err(Refused::TooLong);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(Refused::Malformed)?;
    let header = part(header)?;

    let algorithm = algorithm(&header, expected.algorithms)?;
    if header.contains_key("crit") {
        return Err(Refused::Critical);
    }
    check_typ(&header, expected.typ)?;
    let kid = match header.get("kid") {
        None => None,
        Some(Value::String(kid)) => Some(kid.as_str()),
        Some(_) => return Err(Refused::Malformed),
    };

    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Refused::Malformed)?;
    let mut candidates = candidates(expected.keys, kid, algorithm).peekable();
    candidates.peek().ok_or(Refused::UnknownKey)?;
    let key = candidates
        .find(|it| it.verifies(algorithm, message.as_bytes(), &signature))
        .ok_or(Refused::Signature)?;

    let claims = part(payload)?;
    check_claims(&claims, expected)?;
    let claims = C::deserialize(Value::Object(claims)).map_err(|_| Refused::Claims)?;
    Ok(Verified {
        claims,
        key,
        algorithm,
    })
}

fn candidates<'a>(
    keys: &'a KeySet,
    kid: Option<&str>,
    algorithm: Algorithm,
) -> impl Iterator<Item = &'a PublicKey> {
    keys.iter()
        .filter(move |it| kid.is_none_or(|kid| it.kid() == Some(kid)) && it.is_for(algorithm))
}

fn part(text: &str) -> Result<Map<String, Value>, Refused> {
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Refused::Malformed)?;
    json::object(&bytes).ok_or(Refused::Malformed)
}

fn algorithm(header: &Map<String, Value>, allowed: &[Algorithm]) -> Result<Algorithm, Refused> {
    let name = header
        .get("alg")
        .and_then(Value::as_str)
        .ok_or(Refused::Malformed)?;
    Algorithm::parse(name)
        .filter(|it| allowed.contains(it))
        .ok_or(Refused::Algorithm)
}

fn check_typ(header: &Map<String, Value>, rule: TypRule<'_>) -> Result<(), Refused> {
    let typ = match header.get("typ") {
        None => None,
        Some(Value::String(typ)) => Some(typ.to_ascii_lowercase()),
        Some(_) => return Err(Refused::Typ),
    };
    let typ = typ
        .as_deref()
        .map(|it| it.strip_prefix("application/").unwrap_or(it));
    let fits = match (rule, typ) {
        (TypRule::Exactly(wanted), Some(typ)) => typ.eq_ignore_ascii_case(wanted),
        (TypRule::JwtOrAbsent, Some(typ)) => typ == "jwt",
        (TypRule::JwtOrAbsent, None) => true,
        (TypRule::Exactly(_), None) => false,
    };
    if fits { Ok(()) } else { Err(Refused::Typ) }
}

fn check_claims(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Refused> {
    if claims.get("iss").ok_or(Refused::Claims)? != expected.issuer {
        return Err(Refused::Issuer);
    }
    check_audience(claims.get("aud").ok_or(Refused::Claims)?, expected.audience)?;

    let now = expected.now.0;
    let leeway = expected.leeway_seconds.clamp(0, MAX_LEEWAY_SECONDS) * 1000;
    let ends = instant(claims, "exp")?.ok_or(Refused::Claims)?;
    if expected.lifetime == Lifetime::Running && ends.saturating_add(leeway) <= now {
        return Err(Refused::Expired);
    }
    for name in ["nbf", "iat"] {
        if instant(claims, name)?.is_some_and(|begins| begins > now.saturating_add(leeway)) {
            return Err(Refused::NotYet);
        }
    }
    Ok(())
}

fn check_audience(aud: &Value, wanted: Audience<'_>) -> Result<(), Refused> {
    let named: Vec<&str> = match aud {
        Value::String(one) => vec![one],
        Value::Array(several) => several
            .iter()
            .map(Value::as_str)
            .collect::<Option<_>>()
            .ok_or(Refused::Claims)?,
        _ => return Err(Refused::Claims),
    };
    let fits = match wanted {
        Audience::Contains(wanted) => named.contains(&wanted),
        Audience::Only(wanted) => aud == wanted,
        Audience::Named => !named.is_empty(),
    };
    if fits { Ok(()) } else { Err(Refused::Audience) }
}

/// A NumericDate (RFC 7519, section 2) in milliseconds; it may have a fraction.
fn instant(claims: &Map<String, Value>, name: &str) -> Result<Option<i64>, Refused> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(seconds)) => match seconds.as_i64() {
            Some(whole) => Ok(Some(whole.saturating_mul(1000))),
            // The cast saturates at the ends of the range.
            None => Ok(seconds.as_f64().map(|it| (it * 1000.0) as i64)),
        },
        Some(_) => Err(Refused::Claims),
    }
}
