//! The metadata document (OpenID Connect Discovery, section 3; RFC 8414, section 2).
//!
//! It is made of the same constants that the endpoints obey, so it cannot promise what does not work (P19).

use serde::Serialize;

use super::authorize::{Prompt, ResponseMode, ResponseType};
use super::{claims, scope};
use crate::application::{GrantType, TokenEndpointAuthMethod};
use crate::jose::Algorithm;
use crate::locale::Locale;

/// Where the endpoints are, below the issuer.
pub mod path {
    /// The authorization endpoint.
    pub const AUTHORIZE: &str = "/oauth2/authorize";
    /// The token endpoint.
    pub const TOKEN: &str = "/oauth2/token";
    /// The userinfo endpoint.
    pub const USERINFO: &str = "/oauth2/userinfo";
    /// The key set.
    pub const JWKS: &str = "/oauth2/jwks";
    /// RP-initiated logout.
    pub const LOGOUT: &str = "/oauth2/logout";
}

/// What ID tokens can be signed with; the application's profile chooses.
pub const ID_TOKEN_ALGORITHMS: [Algorithm; 2] = [Algorithm::ES256, Algorithm::RS256];

/// The claims of every ID token; userinfo shares the first.
const TOKEN_CLAIMS: [&str; 10] = [
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "amr",
    "at_hash",
    "sid",
];

/// The metadata of one issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The issuer; equal to the address this document was fetched from.
    pub issuer: String,
    /// RFC 8414, section 2.
    pub authorization_endpoint: String,
    /// RFC 8414, section 2.
    pub token_endpoint: String,
    /// OpenID Connect Discovery, section 3.
    pub userinfo_endpoint: String,
    /// RFC 8414, section 2.
    pub jwks_uri: String,
    /// OpenID Connect RP-Initiated Logout, section 2.1.
    pub end_session_endpoint: String,
    /// RFC 8414, section 2.
    pub scopes_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub response_types_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub response_modes_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub grant_types_supported: Vec<&'static str>,
    /// OpenID Connect Discovery, section 3.
    pub subject_types_supported: Vec<&'static str>,
    /// OpenID Connect Discovery, section 3.
    pub id_token_signing_alg_values_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub code_challenge_methods_supported: Vec<&'static str>,
    /// OpenID Connect Discovery, section 3.
    pub claims_supported: Vec<&'static str>,
    /// OpenID Connect Discovery, section 3.
    pub claim_types_supported: Vec<&'static str>,
    /// Initiating User Registration via OpenID Connect, section 4.
    pub prompt_values_supported: Vec<&'static str>,
    /// RFC 8414, section 2.
    pub ui_locales_supported: Vec<&'static str>,
    /// RFC 9207, section 3 (P4).
    pub authorization_response_iss_parameter_supported: bool,
    /// OpenID Connect Discovery, section 3.
    pub claims_parameter_supported: bool,
    /// OpenID Connect Discovery, section 3.
    pub request_parameter_supported: bool,
    /// OpenID Connect Discovery, section 3; true where the member is missing.
    pub request_uri_parameter_supported: bool,
}

impl Metadata {
    /// The metadata of an issuer, which is an address without a slash at its end.
    pub fn of(issuer: &str) -> Self {
        let at = |path: &str| format!("{issuer}{path}");
        Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: at(path::AUTHORIZE),
            token_endpoint: at(path::TOKEN),
            userinfo_endpoint: at(path::USERINFO),
            jwks_uri: at(path::JWKS),
            end_session_endpoint: at(path::LOGOUT),
            scopes_supported: scope::STANDARD.to_vec(),
            response_types_supported: ResponseType::ALL.map(ResponseType::as_str).to_vec(),
            response_modes_supported: ResponseMode::ALL.map(ResponseMode::as_str).to_vec(),
            grant_types_supported: GrantType::ALL.map(GrantType::as_str).to_vec(),
            subject_types_supported: vec!["public"],
            id_token_signing_alg_values_supported: ID_TOKEN_ALGORITHMS
                .map(Algorithm::as_str)
                .to_vec(),
            token_endpoint_auth_methods_supported: TokenEndpointAuthMethod::ALL
                .map(TokenEndpointAuthMethod::as_str)
                .to_vec(),
            code_challenge_methods_supported: vec!["S256"],
            claims_supported: TOKEN_CLAIMS.into_iter().chain(claims::names()).collect(),
            claim_types_supported: vec!["normal"],
            prompt_values_supported: Prompt::ALL.map(Prompt::as_str).to_vec(),
            ui_locales_supported: Locale::ALL.map(Locale::tag).to_vec(),
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: false,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::web;
    use crate::application::{Application, Profile};

    #[test]
    fn the_document_promises_what_the_rules_obey() {
        // P4, P5, P7, P19
        let issuer = "https://id.example/p/shop";
        let json = serde_json::to_value(Metadata::of(issuer)).unwrap();
        assert_eq!(json["issuer"], issuer);
        for (member, value) in json.as_object().unwrap() {
            if member.ends_with("_endpoint") || member == "jwks_uri" {
                assert!(value.as_str().unwrap().starts_with(issuer), "{member}");
            }
        }
        assert_eq!(
            json["code_challenge_methods_supported"],
            serde_json::json!(["S256"])
        );
        assert_eq!(
            json["response_types_supported"],
            serde_json::json!(["code"])
        );
        assert_eq!(
            json["grant_types_supported"],
            serde_json::json!(["authorization_code", "refresh_token", "client_credentials"])
        );
        assert_eq!(json["authorization_response_iss_parameter_supported"], true);
    }

    #[test]
    fn every_profile_signs_with_a_promised_algorithm() {
        // P19
        for profile in Profile::OFFERED {
            let application = Application { profile, ..web() };
            assert!(ID_TOKEN_ALGORITHMS.contains(&application.id_token_algorithm()));
        }
    }

    #[test]
    fn no_claim_is_promised_twice() {
        let claims = Metadata::of("https://id.example").claims_supported;
        for (place, claim) in claims.iter().enumerate() {
            assert!(!claims[..place].contains(claim), "{claim}");
        }
    }
}
