//! The authorization request (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2.1).
//!
//! The caller proves client and redirect URI first, on its own page (P2); [`AuthorizationRequest::read`]
//! then applies the rules, and every refusal goes back to the client. What was read is stored with the
//! interaction and is the truth from then on: nothing a browser sends later changes it (T14).

mod rules;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::parameters::Parameters;
use super::redirect_uri::Redirect;
use crate::application::Application;
use crate::pkce::CodeChallenge;

pub use super::error::Refused as AuthorizeError;

/// A request that obeys the rules of its client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Where the answer goes.
    pub redirect_uri: Redirect,
    /// What is asked for.
    pub response_type: ResponseType,
    /// How the answer travels.
    pub response_mode: ResponseMode,
    /// The scope values, each registered for the client.
    pub scope: Vec<String>,
    /// Given back with the answer, exactly as it came.
    pub state: Option<String>,
    /// Repeated in the ID token.
    pub nonce: Option<String>,
    /// What the code's verifier must answer (RFC 7636).
    pub code_challenge: Option<CodeChallenge>,
    /// Which pages must or must not be shown.
    pub prompt: Vec<Prompt>,
    /// Seconds that the last proof may lie back.
    pub max_age: Option<i64>,
    /// Whom the client expects, as an identifier that the person may have typed there.
    pub login_hint: Option<String>,
    /// Whom the client believes to be signed in, as an ID token of ours; not yet verified.
    pub id_token_hint: Option<String>,
    /// Language tags in the order of preference.
    pub ui_locales: Option<String>,
    /// How the pages would be shown.
    pub display: Option<String>,
    /// Authentication contexts the client would like, by preference.
    pub acr_values: Option<String>,
    /// Single claims the client would like (OpenID Connect Core, section 5.5).
    pub claims: Option<String>,
}

/// What a request asks for (RFC 6749, section 3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseType {
    /// An authorization code.
    Code,
}

impl ResponseType {
    /// Every response type that is offered.
    pub const ALL: [Self; 1] = [Self::Code];

    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
        }
    }
}

/// How an answer travels (OAuth 2.0 Multiple Response Type Encoding Practices, section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
}

impl ResponseMode {
    /// Every response mode that is offered.
    pub const ALL: [Self; 1] = [Self::Query];

    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
        }
    }
}

/// Which pages must or must not be shown (OpenID Connect Core, section 3.1.2.1; Initiating User
/// Registration via OpenID Connect, section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// None at all.
    None,
    /// A fresh proof.
    Login,
    /// The consent page.
    Consent,
    /// A choice of accounts.
    SelectAccount,
    /// The registration page.
    Create,
}

impl Prompt {
    /// Every value that is understood.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Login,
        Self::Consent,
        Self::SelectAccount,
        Self::Create,
    ];

    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
            Self::Create => "create",
        }
    }
}

impl AuthorizationRequest {
    /// Reads the request of a client whose redirect URI is trusted. The first rule that is broken is
    /// the one the client hears.
    pub fn read(
        application: &Application,
        redirect_uri: Redirect,
        pairs: &[(String, String)],
    ) -> Result<Self, AuthorizeError> {
        let mut request = Self {
            redirect_uri,
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scope: Vec::new(),
            state: None,
            nonce: None,
            code_challenge: None,
            prompt: Vec::new(),
            max_age: None,
            login_hint: None,
            id_token_hint: None,
            ui_locales: None,
            display: None,
            acr_values: None,
            claims: None,
        };
        let asked = rules::Asked {
            application,
            parameters: Parameters::new(pairs),
        };
        for rule in rules::RULES {
            rule(&asked, &mut request)?;
        }
        Ok(request)
    }

    /// Whether the person must not see any page.
    pub fn is_silent(&self) -> bool {
        self.prompt.contains(&Prompt::None)
    }

    /// Whether an ID token is asked for, so that this is OpenID Connect and not OAuth alone.
    pub fn is_openid(&self) -> bool {
        self.scope.iter().any(|it| it == super::scope::OPENID)
    }
}
