//! The token request (RFC 6749, sections 4.1.3, 4.4.2 and 6): who asks, and for what.
//!
//! Only the form in the body is read, never the query (P8). Whether client and grant are good is
//! decided by `service`.

mod client;

use super::error::{OAuthError, Refused};
use super::parameters::Parameters;
use super::scope;
use crate::Secret;
use crate::application::GrantType;

pub use client::PresentedClient;

/// A token request whose form is right.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// Who asks.
    pub client: PresentedClient,
    /// For what.
    pub grant: Grant,
}

/// What a client offers for tokens.
#[derive(Debug, Clone)]
pub enum Grant {
    /// A code.
    AuthorizationCode(AuthorizationCodeGrant),
    /// A refresh token.
    RefreshToken(RefreshTokenGrant),
    /// Nothing but itself.
    ClientCredentials(ClientCredentialsGrant),
}

impl Grant {
    /// Which grant it is.
    pub fn grant_type(&self) -> GrantType {
        match self {
            Self::AuthorizationCode(_) => GrantType::AuthorizationCode,
            Self::RefreshToken(_) => GrantType::RefreshToken,
            Self::ClientCredentials(_) => GrantType::ClientCredentials,
        }
    }
}

/// A code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
#[derive(Debug, Clone)]
pub struct AuthorizationCodeGrant {
    /// The code.
    pub code: Secret,
    /// The redirect URI of the authorization request, repeated.
    pub redirect_uri: Option<String>,
    /// What answers the code challenge.
    pub code_verifier: Option<Secret>,
}

/// A refresh token (RFC 6749, section 6).
#[derive(Debug, Clone)]
pub struct RefreshTokenGrant {
    /// The refresh token.
    pub refresh_token: Secret,
    /// A part of the scope that was granted; all of it if left out.
    pub scope: Option<Vec<String>>,
}

/// Nothing but the client itself (RFC 6749, section 4.4).
#[derive(Debug, Clone)]
pub struct ClientCredentialsGrant {
    /// What is asked for; everything registered if left out.
    pub scope: Option<Vec<String>>,
}

impl TokenRequest {
    /// Reads the form of a token request and its `Authorization` header.
    pub fn read(authorization: Option<&str>, form: &[(String, String)]) -> Result<Self, Refused> {
        let parameters = Parameters::new(form);
        parameters.each_once()?;
        let client = PresentedClient::read(authorization, parameters)?;
        let sent = required(parameters, "grant_type", "grant_type is missing")?;
        let kind = GrantType::parse(sent).ok_or(Refused::new(
            OAuthError::UnsupportedGrantType,
            "this grant_type does not exist here",
        ))?;
        let grant = match kind {
            GrantType::AuthorizationCode => Grant::AuthorizationCode(AuthorizationCodeGrant {
                code: Secret::new(required(parameters, "code", "code is missing")?),
                redirect_uri: parameters.get("redirect_uri").map(str::to_owned),
                code_verifier: parameters.get("code_verifier").map(Secret::new),
            }),
            GrantType::RefreshToken => Grant::RefreshToken(RefreshTokenGrant {
                refresh_token: Secret::new(required(
                    parameters,
                    "refresh_token",
                    "refresh_token is missing",
                )?),
                scope: asked_scope(parameters)?,
            }),
            GrantType::ClientCredentials => Grant::ClientCredentials(ClientCredentialsGrant {
                scope: asked_scope(parameters)?,
            }),
        };
        Ok(Self { client, grant })
    }
}

fn required<'a>(
    parameters: Parameters<'a>,
    name: &str,
    missing: &'static str,
) -> Result<&'a str, Refused> {
    parameters
        .get(name)
        .ok_or(Refused::new(OAuthError::InvalidRequest, missing))
}

fn asked_scope(parameters: Parameters<'_>) -> Result<Option<Vec<String>>, Refused> {
    let malformed = Refused::new(OAuthError::InvalidScope, "scope is malformed");
    let Some(sent) = parameters.get("scope") else {
        return Ok(None);
    };
    let values = scope::parse(sent)
        .filter(|it| !it.is_empty())
        .ok_or(malformed)?;
    Ok(Some(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::parameters::pairs;

    fn read(form: &[(&str, &str)]) -> Result<TokenRequest, &'static str> {
        let mut form = pairs(form);
        form.push(("client_id".into(), "app_1".into()));
        TokenRequest::read(None, &form).map_err(|it| it.code.as_str())
    }

    #[test]
    fn each_grant_reads_its_own_parameters() {
        let code = read(&[
            ("grant_type", "authorization_code"),
            ("code", "c"),
            ("redirect_uri", "https://app.example/cb"),
            ("code_verifier", "v"),
            ("scope", "ignored here"),
        ]);
        let Grant::AuthorizationCode(it) = code.unwrap().grant else {
            panic!("another grant")
        };
        assert_eq!(
            (it.code.expose(), it.redirect_uri.as_deref()),
            ("c", Some("https://app.example/cb"))
        );
        assert_eq!(it.code_verifier.unwrap().expose(), "v");

        let refresh = read(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", "r"),
            ("scope", "openid"),
        ]);
        let refresh = refresh.unwrap().grant;
        assert_eq!(refresh.grant_type(), GrantType::RefreshToken);
        let Grant::RefreshToken(it) = refresh else {
            panic!("another grant")
        };
        assert_eq!(
            (it.refresh_token.expose(), it.scope),
            ("r", Some(vec!["openid".to_owned()]))
        );

        let machine = read(&[("grant_type", "client_credentials")]).unwrap().grant;
        assert!(matches!(
            machine,
            Grant::ClientCredentials(ClientCredentialsGrant { scope: None })
        ));
    }

    #[test]
    fn a_request_of_the_wrong_form_is_refused_with_the_code_of_rfc_6749() {
        for (form, expected) in [
            (&[][..], "invalid_request"),
            (&[("grant_type", "")], "invalid_request"),
            // P7: the password grant does not exist
            (
                &[
                    ("grant_type", "password"),
                    ("username", "a"),
                    ("password", "b"),
                ],
                "unsupported_grant_type",
            ),
            (
                &[(
                    "grant_type",
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                )],
                "unsupported_grant_type",
            ),
            (&[("grant_type", "authorization_code")], "invalid_request"),
            (
                &[("grant_type", "authorization_code"), ("code", "")],
                "invalid_request",
            ),
            (&[("grant_type", "refresh_token")], "invalid_request"),
            (
                &[
                    ("grant_type", "refresh_token"),
                    ("refresh_token", "r"),
                    ("scope", "a\"b"),
                ],
                "invalid_scope",
            ),
            (
                &[("grant_type", "client_credentials"), ("scope", " ")],
                "invalid_scope",
            ),
            // P8
            (
                &[
                    ("grant_type", "client_credentials"),
                    ("scope", "a"),
                    ("scope", "a"),
                ],
                "invalid_request",
            ),
            (
                &[
                    ("grant_type", "client_credentials"),
                    ("grant_type", "client_credentials"),
                ],
                "invalid_request",
            ),
            (
                &[("grant_type", "client_credentials"), ("client_id", "app_1")],
                "invalid_request",
            ),
        ] {
            assert_eq!(read(form).err(), Some(expected), "{form:?}");
        }
    }
}
