//! `/demo/{application}`: try an application's sign-in without writing one.

use std::borrow::Cow;

use askama::Template;

use super::Frame;

/// The *Experience* page of an application.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/demo.html")]
pub struct Demo {
    /// What every page shares; its brand is the application's.
    pub frame: Frame,
    /// Whether the application is on; off, nothing can be tried.
    pub enabled: bool,
    /// Starts a sign-in.
    pub sign_in: String,
    /// Starts a registration, if the application takes any.
    pub register: Option<String>,
    /// The application's id.
    pub client_id: String,
    /// The pool's issuer.
    pub issuer: String,
    /// Why the last try did not end with a sign-in, such as `access_denied`.
    pub error: Option<String>,
}

/// One claim of the ID token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its value as JSON, or the text itself.
    pub value: String,
}

/// After the sign-in: what an application does now, with this sign-in's real values, in three folded sections.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/demo_done.html")]
pub struct DemoDone {
    /// What every page shares; its brand is the application's.
    pub frame: Frame,
    /// Who signed in.
    pub account: String,
    /// The application's id.
    pub client_id: String,
    /// The pool's issuer.
    pub issuer: String,
    /// The address the browser came back to, without its query.
    pub callback: String,
    /// The ID token as it came.
    pub id_token: String,
    /// What it says.
    pub claims: Vec<Claim>,
    /// For how many seconds the access token is good.
    pub access_token_seconds: u32,
    /// Signs out and comes back to the Experience page.
    pub sign_out: String,
    /// The account centre.
    pub account_url: String,
}

impl DemoDone {
    /// What a claim means; empty for the operator's own.
    fn meaning(&self, claim: &Claim) -> Cow<'static, str> {
        match claim.name.as_str() {
            "iss" => self.frame.t("claim-iss"),
            "sub" => self.frame.t("claim-sub"),
            "aud" => self.frame.t("claim-aud"),
            "exp" => self.frame.t("claim-exp"),
            "iat" => self.frame.t("claim-iat"),
            "auth_time" => self.frame.t("claim-auth-time"),
            "nonce" => self.frame.t("claim-nonce"),
            "amr" => self.frame.t("claim-amr"),
            "sid" => self.frame.t("claim-sid"),
            "at_hash" => self.frame.t("claim-at-hash"),
            "email" => self.frame.t("claim-email"),
            "email_verified" => self.frame.t("claim-email-verified"),
            "nickname" | "name" | "preferred_username" => self.frame.t("claim-name"),
            _ => Cow::Borrowed(""),
        }
    }
}
