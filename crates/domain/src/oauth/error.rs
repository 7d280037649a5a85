//! The one table of OAuth error codes, and the HTTP status each has where the answer is no redirect.

use std::fmt;

macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal;)*) => {
        /// What a client may hear about a refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum OAuthError {
            $($(#[$doc])* $name,)*
        }

        impl OAuthError {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The registered code.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The HTTP status of a JSON answer.
            pub fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                }
            }
        }
    };
}

errors! {
    /// A parameter is missing, doubled or malformed (RFC 6749, sections 4.1.2.1 and 5.2; RFC 6750, section 3.1).
    InvalidRequest = "invalid_request", 400;
    /// The client may not do this (RFC 6749, sections 4.1.2.1 and 5.2).
    UnauthorizedClient = "unauthorized_client", 400;
    /// The person or a policy said no (RFC 6749, section 4.1.2.1).
    AccessDenied = "access_denied", 400;
    /// Not this response type (RFC 6749, section 4.1.2.1).
    UnsupportedResponseType = "unsupported_response_type", 400;
    /// A scope value is unknown, malformed or not allowed (RFC 6749, sections 4.1.2.1 and 5.2).
    InvalidScope = "invalid_scope", 400;
    /// Our failure (RFC 6749, section 4.1.2.1).
    ServerError = "server_error", 500;
    /// Too much to do; later it will work (RFC 6749, section 4.1.2.1).
    TemporarilyUnavailable = "temporarily_unavailable", 503;
    /// The client did not prove itself (RFC 6749, section 5.2).
    InvalidClient = "invalid_client", 401;
    /// The code or refresh token is not good (RFC 6749, section 5.2).
    InvalidGrant = "invalid_grant", 400;
    /// Not this grant (RFC 6749, section 5.2).
    UnsupportedGrantType = "unsupported_grant_type", 400;
    /// The access token is not good (RFC 6750, section 3.1).
    InvalidToken = "invalid_token", 401;
    /// The access token is not good for this (RFC 6750, section 3.1).
    InsufficientScope = "insufficient_scope", 403;
    /// A page would have to be shown (OpenID Connect Core, section 3.1.2.6).
    InteractionRequired = "interaction_required", 400;
    /// Nobody is signed in, or not freshly enough (OpenID Connect Core, section 3.1.2.6).
    LoginRequired = "login_required", 400;
    /// The person would have to choose an account (OpenID Connect Core, section 3.1.2.6).
    AccountSelectionRequired = "account_selection_required", 400;
    /// The person would have to allow it (OpenID Connect Core, section 3.1.2.6).
    ConsentRequired = "consent_required", 400;
    /// Request objects are not read (OpenID Connect Core, section 3.1.2.6).
    RequestNotSupported = "request_not_supported", 400;
    /// Requests by reference are not read (OpenID Connect Core, section 3.1.2.6).
    RequestUriNotSupported = "request_uri_not_supported", 400;
    /// Registration inside the request is not read (OpenID Connect Core, section 3.1.2.6).
    RegistrationNotSupported = "registration_not_supported", 400;
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request refused by the rules of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {description}")]
pub struct Refused {
    /// What the client's program reads.
    pub code: OAuthError,
    /// What the client's developer reads: `error_description`, never anything the caller sent.
    pub description: &'static str,
}

impl Refused {
    /// Refuses with a code and a note for the client's developer.
    pub fn new(code: OAuthError, description: &'static str) -> Self {
        Self { code, description }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failed_proofs_are_401_and_every_other_mistake_of_the_client_is_400() {
        // P10; RFC 6749, 5.2; RFC 6750, 3.1
        for error in OAuthError::ALL {
            let expected = match error.as_str() {
                "invalid_client" | "invalid_token" => 401,
                "insufficient_scope" => 403,
                "server_error" => 500,
                "temporarily_unavailable" => 503,
                _ => 400,
            };
            assert_eq!(error.status(), expected, "{error}");
        }
    }

    #[test]
    fn codes_are_unique() {
        for (place, error) in OAuthError::ALL.iter().enumerate() {
            assert!(
                OAuthError::ALL[..place]
                    .iter()
                    .all(|it| it.as_str() != error.as_str())
            );
        }
    }
}
