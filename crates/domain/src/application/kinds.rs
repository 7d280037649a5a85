//! What an application may be: its type, its profile, and how it proves itself.

use serde::{Deserialize, Serialize};

/// What kind of program an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationType {
    /// Runs on a server and shows pages.
    Web,
    /// Runs in the browser only.
    Spa,
    /// Runs on a phone or desktop.
    Native,
    /// Runs inside WeChat.
    MiniProgram,
    /// A machine that speaks for itself.
    M2m,
}

impl ApplicationType {
    /// Every type, in the order forms offer them.
    pub const ALL: [Self; 5] = [
        Self::Web,
        Self::Spa,
        Self::Native,
        Self::MiniProgram,
        Self::M2m,
    ];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Spa => "spa",
            Self::Native => "native",
            Self::MiniProgram => "mini_program",
            Self::M2m => "m2m",
        }
    }

    /// Whether people sign in to it.
    pub fn has_people(self) -> bool {
        self != Self::M2m
    }

    /// Whether its code is in the hands of its users, so that no secret in it is one.
    pub fn runs_at_the_user(self) -> bool {
        matches!(self, Self::Spa | Self::Native | Self::MiniProgram)
    }

    /// Whether people see hosted pages and can try it from the console.
    pub fn has_pages(self) -> bool {
        matches!(self, Self::Web | Self::Spa | Self::Native)
    }

    /// How one may prove itself; the first is the default.
    pub fn auth_methods(self) -> &'static [TokenEndpointAuthMethod] {
        use TokenEndpointAuthMethod::{ClientSecretBasic, ClientSecretPost, None};
        match self {
            Self::Web => &[ClientSecretBasic, ClientSecretPost, None],
            Self::Spa => &[None],
            Self::Native | Self::MiniProgram => &[None, ClientSecretBasic, ClientSecretPost],
            Self::M2m => &[ClientSecretBasic, ClientSecretPost],
        }
    }
}

/// How strict the protocol is with an application (security checklist 0.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Today's best practice.
    #[default]
    Strict,
    /// What the certified OpenID Connect tests and old clients need.
    Oidc,
    /// FAPI 2.0.
    Fapi2,
}

impl Profile {
    /// The profiles that the protocol endpoints carry out.
    pub const OFFERED: [Self; 2] = [Self::Strict, Self::Oidc];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Oidc => "oidc",
            Self::Fapi2 => "fapi2",
        }
    }
}

/// How an application proves itself at the token endpoint (OpenID Connect Core, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// Not at all; PKCE binds the code.
    None,
    /// By HTTP Basic (RFC 6749, section 2.3.1).
    ClientSecretBasic,
    /// By form members (RFC 6749, section 2.3.1).
    ClientSecretPost,
}

impl TokenEndpointAuthMethod {
    /// Every method that exists.
    pub const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The registered name (RFC 7591, section 2).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
        }
    }

    /// Whether a secret is presented.
    pub fn needs_secret(self) -> bool {
        self != Self::None
    }
}

/// A way to get tokens (RFC 6749, section 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// For a code (RFC 6749, section 4.1).
    AuthorizationCode,
    /// For a refresh token (RFC 6749, section 6).
    RefreshToken,
    /// For the application itself (RFC 6749, section 4.4).
    ClientCredentials,
}

impl GrantType {
    /// Every grant that exists; the password grant never will (security checklist P7).
    pub const ALL: [Self; 3] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
    ];

    /// The value of `grant_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }

    /// Reads the value of `grant_type`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_names_and_stored_names_are_the_same() {
        //
        fn stored(value: impl Serialize) -> String {
            serde_json::to_value(value)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        }
        for it in ApplicationType::ALL {
            assert_eq!(stored(it), it.as_str());
        }
        for it in TokenEndpointAuthMethod::ALL {
            assert_eq!(stored(it), it.as_str());
        }
        for it in GrantType::ALL {
            assert_eq!(stored(it), it.as_str());
        }
        for it in [Profile::Strict, Profile::Oidc, Profile::Fapi2] {
            assert_eq!(stored(it), it.as_str());
        }
        assert!(serde_json::from_str::<ApplicationType>("\"desktop\"").is_err());
    }

    #[test]
    fn the_test_page_is_offered_where_a_hosted_page_exists() {
        //
        let offered = ApplicationType::ALL.map(ApplicationType::has_pages);
        assert_eq!(offered, [true, true, true, false, false]);
    }

    #[test]
    fn there_is_no_password_grant() {
        // P7
        assert_eq!(GrantType::parse("password"), None);
        assert_eq!(
            GrantType::parse("refresh_token"),
            Some(GrantType::RefreshToken)
        );
    }
}
