//! What hosted pages and the account centre look like: one struct per page, plain data in, HTML out.
//!
//! Owns the templates' data and nothing else. Who may see a page, what a form means and which page comes next
//! is decided by the handlers that fill these structs.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::web::error::Failure;

pub mod account;
mod brand;
mod code;
mod consent;
mod demo;
mod failure;
mod frame;
mod password;
mod problems;
mod register;
mod reset;
mod sign_in;
mod sign_out;

pub(crate) use brand::initial;
pub use brand::{Brand, Logo};
pub use code::{CodePurpose, EnterCode};
pub use consent::{Consent, ScopeInWords};
pub use demo::{Claim, Demo, DemoDone};
pub use failure::{FailureKind, FailurePage};
pub use frame::{Frame, Notice, Theme};
pub use password::PasswordRule;
pub use problems::Problems;
pub use register::{Need, Register};
pub use reset::{NewPassword, NewPasswordReason, PasswordReset, ResetPassword};
pub use sign_in::{IdentifierKinds, Method, SignIn, StatementBox};
pub use sign_out::{SignOut, SignedOut};

/// A page as a response. The security headers are added by the frame around all handlers.
pub fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(body) => (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response(),
        Err(err) => Failure::internal(err).into_response(),
    }
}

#[cfg(test)]
mod tests;
