//! What tokens say: access tokens (RFC 9068) and ID tokens (OpenID Connect Core, section 2).
//!
//! The forms we sign borrow, the forms we read own. Signing and verifying are [`crate::jose`]'s.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The claims of an access token that we sign (RFC 9068, section 2.2). Nothing personal is among them (P16).
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AccessTokenClaims<'a> {
    /// The issuer of the pool.
    pub iss: &'a str,
    /// The resource it is for; never the client.
    pub aud: &'a str,
    /// The user, or the client itself where no user takes part.
    pub sub: &'a str,
    /// The client that got it.
    pub client_id: &'a str,
    /// When it was made, in seconds.
    pub iat: i64,
    /// When it ends, in seconds.
    pub exp: i64,
    /// Its own identifier.
    pub jti: &'a str,
    /// What it is good for, separated by spaces.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub scope: &'a str,
    /// When the person last proved themselves, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
}

/// The claims of an access token that came back to us.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReceivedAccessToken {
    /// The user, or the client itself.
    pub sub: String,
    /// The client that got it.
    pub client_id: String,
    /// When it ends, in seconds.
    pub exp: i64,
    /// Its own identifier.
    pub jti: String,
    /// What it is good for, separated by spaces.
    #[serde(default)]
    pub scope: String,
}

impl ReceivedAccessToken {
    /// Whether it is good for a scope value.
    pub fn has_scope(&self, value: &str) -> bool {
        self.scope.split(' ').any(|it| it == value)
    }
}

/// The claims of an ID token that we sign (OpenID Connect Core, sections 2 and 3.1.3.6; P17).
#[derive(Debug, Clone, Serialize)]
pub struct IdTokenClaims<'a> {
    /// The issuer of the pool.
    pub iss: &'a str,
    /// The user's stable identifier, never an address or number.
    pub sub: &'a str,
    /// The client.
    pub aud: &'a str,
    /// When it was made, in seconds.
    pub iat: i64,
    /// When it ends, in seconds.
    pub exp: i64,
    /// When the person last proved themselves, in seconds.
    pub auth_time: i64,
    /// The `nonce` of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<&'a str>,
    /// How the person proved themselves (RFC 8176).
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub amr: &'a [&'a str],
    /// Ties the access token beside it (section 3.1.3.6).
    pub at_hash: &'a str,
    /// The login session, for logout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<&'a str>,
    /// What it tells about the person.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The claims of an ID token that came back as a hint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IdTokenHint {
    /// The user.
    pub sub: String,
    /// The client it was made for; ours have exactly one.
    pub aud: String,
    /// The login session.
    pub sid: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_access_token_says_what_rfc_9068_asks_and_nothing_personal() {
        // P16
        let claims = AccessTokenClaims {
            iss: "https://id.example/p/shop",
            aud: "https://id.example/p/shop/oauth2/userinfo",
            sub: "usr_1",
            client_id: "app_1",
            iat: 1,
            exp: 601,
            jti: "t",
            scope: "openid email",
            auth_time: Some(1),
        };
        let json = serde_json::to_value(claims).unwrap();
        let names: Vec<_> = json
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let expected = [
            "aud",
            "auth_time",
            "client_id",
            "exp",
            "iat",
            "iss",
            "jti",
            "scope",
            "sub",
        ];
        assert_eq!(names, expected);
        let received: ReceivedAccessToken = serde_json::from_value(json).unwrap();
        assert!(received.has_scope("email") && !received.has_scope("mail"));
        let machine = AccessTokenClaims {
            scope: "",
            auth_time: None,
            ..claims
        };
        let json = serde_json::to_value(machine).unwrap();
        assert_eq!((json.get("scope"), json.get("auth_time")), (None, None));
    }

    #[test]
    fn an_id_token_echoes_the_nonce_and_leaves_out_what_is_not_known() {
        // P17
        let claims = IdTokenClaims {
            iss: "https://id.example/p/shop",
            sub: "usr_1",
            aud: "app_1",
            iat: 1,
            exp: 301,
            auth_time: 1,
            nonce: Some("n"),
            amr: &["pwd"],
            at_hash: "h",
            sid: Some("ses_1"),
            more: Map::from_iter([("birthdate".to_owned(), json!("1815-12-10"))]),
        };
        let json = serde_json::to_value(&claims).unwrap();
        assert_eq!(
            (&json["nonce"], &json["birthdate"]),
            (&json!("n"), &json!("1815-12-10"))
        );
        let hint: IdTokenHint = serde_json::from_value(json).unwrap();
        assert_eq!((hint.sub.as_str(), hint.aud.as_str()), ("usr_1", "app_1"));
        let bare = IdTokenClaims {
            nonce: None,
            amr: &[],
            sid: None,
            more: Map::new(),
            ..claims
        };
        let json = serde_json::to_value(&bare).unwrap();
        for name in ["nonce", "amr", "sid", "birthdate"] {
            assert_eq!(json.get(name), None, "{name}");
        }
    }
}
