//! The question before signing out, and `/signed-out`.

use askama::Template;

use super::Frame;

/// The question before signing out, where no application proved that it asks for this person (H10).
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/sign_out.html")]
pub struct SignOut {
    /// What every page shares.
    pub frame: Frame,
    /// Who is signed in.
    pub account: String,
    /// The request's parameters, posted back to `/oauth2/logout` as they came.
    pub carried: Vec<(String, String)>,
    /// Where "stay signed in" leads.
    pub stay: String,
}

/// Signed out, with nowhere to return to.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/signed_out.html")]
pub struct SignedOut {
    /// What every page shares.
    pub frame: Frame,
    /// Where to sign in again, if that makes sense without an application.
    pub sign_in: Option<String>,
}
