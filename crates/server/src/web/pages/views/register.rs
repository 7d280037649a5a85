//! `/register`.

use askama::Template;

use super::{Frame, PasswordRule, Problems, StatementBox};

/// Whether a field is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Not shown.
    Off,
    /// May be left empty.
    Optional,
    /// Must be filled.
    Required,
}

/// The registration form (H4). Posts `username`, `email`, `password`, `statement` to `/register`.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/register.html")]
pub struct Register {
    /// What every page shares; its brand is the application's.
    pub frame: Frame,
    /// Whether a user name is asked for.
    pub username_need: Need,
    /// What was typed before.
    pub username: String,
    /// Whether an address is asked for.
    pub email_need: Need,
    /// What was typed before.
    pub email: String,
    /// Whether a password is set now.
    pub password_need: Need,
    /// The rules it must meet.
    pub rules: Vec<PasswordRule>,
    /// Statements to accept.
    pub statements: Vec<StatementBox>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}
