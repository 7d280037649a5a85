//! An application: what people sign in to, an OAuth client (RFC 6749, section 2).
//!
//! This file says what one is; `kinds` what it may be, `rules` what must hold, `change` how it comes
//! to be and changes. Its secrets are stored apart and never part of it; its flows are described in
//! [`crate::flow`].

mod change;
mod kinds;
mod rules;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::flow::Flows;
use crate::id::{ApplicationId, ImageId, PoolId};
use crate::jose::Algorithm;

pub use change::{ApplicationPatch, NewApplication};
pub use kinds::{ApplicationType, GrantType, Profile, TokenEndpointAuthMethod};

/// What people sign in to. The members carry the names of the management API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its identifier, also its `client_id`.
    pub id: ApplicationId,
    /// The pool whose people sign in.
    pub pool_id: PoolId,
    /// What people read on the sign-in page.
    pub name: String,
    /// What kind of program it is.
    #[serde(rename = "type")]
    pub application_type: ApplicationType,
    /// Off: nobody can use it. A new one is off (Z-24).
    pub enabled: bool,
    /// Ours: people are not asked for consent (security checklist P28).
    pub first_party: bool,
    /// How strict the protocol is with it; no request can lower this.
    pub profile: Profile,
    /// How it proves itself at the token endpoint.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Where people may be sent with a code.
    pub redirect_uris: Vec<String>,
    /// Where people may be sent after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Origins besides those of its redirect URIs whose pages may call the protocol.
    #[serde(default)]
    pub cors_origins: Vec<String>,
    /// A native application may listen on any port of `localhost`, not only of the loopback addresses.
    pub loopback_localhost: bool,
    /// Life of an access token.
    pub access_token_ttl_seconds: i64,
    /// Life of an ID token.
    pub id_token_ttl_seconds: i64,
    /// Whether it gets refresh tokens.
    pub refresh_token_enabled: bool,
    /// Life of a refresh token family, counted from the sign-in.
    pub refresh_token_ttl_seconds: i64,
    /// How long a spent refresh token still gets the same answer, for many tabs and lost responses.
    pub refresh_token_reuse_seconds: i64,
    /// The scope values it may ask for.
    pub scopes: Vec<String>,
    /// The user attributes that ID token and userinfo carry. Nothing chosen: the scope alone
    /// decides, as OpenID Connect Core 5.4 says.
    pub claims: Option<Vec<String>>,
    /// For administrators.
    pub description: Option<String>,
    /// For administrators.
    pub industry: Option<String>,
    /// Its picture on hosted pages; none means the default one.
    pub logo: Option<ImageId>,
    /// Its colour on hosted pages, `#rrggbb`; none means the pool's.
    pub brand_color: Option<String>,
    /// Where a sign-in that begins elsewhere is started (OpenID Connect Core, section 4).
    pub initiate_login_uri: Option<String>,
    /// What its people can do on hosted pages.
    pub flows: Flows,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts its changes; the ETag.
    pub version: i64,
}

impl Application {
    /// Whether it cannot keep a secret, or shows none (RFC 6749, section 2.1).
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == TokenEndpointAuthMethod::None
            || self.application_type.runs_at_the_user()
    }

    /// Whether it must send a code challenge: always, except for confidential applications of the
    /// `oidc` profile (security checklist 0.1; A-087: a secret that users hold proves nothing alone).
    pub fn pkce_required(&self) -> bool {
        self.profile != Profile::Oidc || self.is_public()
    }

    /// What its ID tokens are signed with: RS256 where clients may know nothing else (OpenID Connect
    /// Core, section 3.1.3.7; security checklist 0.1).
    pub fn id_token_algorithm(&self) -> Algorithm {
        match self.profile {
            Profile::Oidc => Algorithm::RS256,
            Profile::Strict | Profile::Fapi2 => Algorithm::ES256,
        }
    }

    /// Whether it may use a grant at all (security checklist P7).
    pub fn allows(&self, grant: GrantType) -> bool {
        match grant {
            GrantType::AuthorizationCode => self.application_type.has_people(),
            GrantType::RefreshToken => {
                self.application_type.has_people() && self.refresh_token_enabled
            }
            GrantType::ClientCredentials => self.application_type == ApplicationType::M2m,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A switched-on web application of the `strict` profile, for the tests of other files.
    pub(crate) fn web() -> Application {
        of_type(ApplicationType::Web)
    }

    /// A switched-on application without sources, for the tests of other files.
    pub(crate) fn of_type(application_type: ApplicationType) -> Application {
        let new = NewApplication {
            name: "Shop".into(),
            application_type,
            settings: ApplicationPatch {
                redirect_uris: application_type
                    .has_people()
                    .then(|| vec!["https://app.example/cb".into()]),
                ..ApplicationPatch::default()
            },
        };
        let id = ApplicationId::shape(1, [1; 10]);
        let pool = PoolId::shape(1, [2; 10]);
        let made = new.build(id, pool, &[], Timestamp(1_000)).unwrap();
        Application {
            enabled: true,
            ..made
        }
    }

    #[test]
    fn only_a_confidential_application_of_the_oidc_profile_may_leave_pkce_out() {
        // P5, A-087
        let required = |kind, profile, method| {
            Application {
                profile,
                token_endpoint_auth_method: method,
                ..of_type(kind)
            }
            .pkce_required()
        };
        use TokenEndpointAuthMethod as Method;
        assert!(required(
            ApplicationType::Web,
            Profile::Strict,
            Method::ClientSecretBasic
        ));
        assert!(!required(
            ApplicationType::Web,
            Profile::Oidc,
            Method::ClientSecretBasic
        ));
        assert!(required(ApplicationType::Web, Profile::Oidc, Method::None));
        assert!(required(
            ApplicationType::Native,
            Profile::Oidc,
            Method::ClientSecretPost
        ));
    }

    #[test]
    fn machines_get_client_credentials_only_and_people_never_do() {
        // A-101, P7
        for kind in ApplicationType::ALL {
            let application = of_type(kind);
            let is_machine = kind == ApplicationType::M2m;
            assert_eq!(application.allows(GrantType::ClientCredentials), is_machine);
            assert_eq!(
                application.allows(GrantType::AuthorizationCode),
                !is_machine
            );
            assert_eq!(application.allows(GrantType::RefreshToken), !is_machine);
        }
    }

    #[test]
    fn a_switched_off_refresh_token_is_no_grant_any_more() {
        //
        let application = Application {
            refresh_token_enabled: false,
            ..web()
        };
        assert!(!application.allows(GrantType::RefreshToken));
    }
}
