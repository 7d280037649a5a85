//! `/console/setup`: the first administrator.

use askama::Template;

use crate::web::pages::views::{Frame, PasswordRule, Problems};

/// The one-time set-up page. Posts `token`, `username`, `password`, `confirm_password` to `/console/setup`.
#[derive(Debug, Clone, Template)]
#[template(path = "console/setup.html")]
pub struct Setup {
    /// What every page shares; its brand is the product's.
    pub frame: Frame,
    /// The one-time token of the printed address.
    pub token: String,
    /// What was typed before.
    pub username: String,
    /// The rules the password must meet.
    pub rules: Vec<PasswordRule>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}
