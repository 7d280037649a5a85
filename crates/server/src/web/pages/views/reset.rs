//! `/reset-password` and its steps; the code in between is asked by [`super::EnterCode`].

use askama::Template;

use super::{Frame, PasswordRule, Problems};

/// Whose password (H8). Posts `email` to `/reset-password`. The answer is the same for unknown addresses.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/reset_password.html")]
pub struct ResetPassword {
    /// What every page shares.
    pub frame: Frame,
    /// What was typed before or on the sign-in page.
    pub email: String,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

/// Why a new password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordReason {
    /// The old one is forgotten: `/reset-password/new`.
    Reset,
    /// The old one was temporary, from an administrator: `/change-password`.
    Temporary,
}

impl NewPasswordReason {
    /// Where the form posts to.
    pub const fn action(self) -> &'static str {
        match self {
            Self::Reset => "/reset-password/new",
            Self::Temporary => "/change-password",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Reset => "new-password-reset",
            Self::Temporary => "new-password-temporary",
        }
    }
}

/// The new password, twice. Posts `new_password` and `confirm_password`.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/new_password.html")]
pub struct NewPassword {
    /// What every page shares.
    pub frame: Frame,
    /// Why it is asked for.
    pub reason: NewPasswordReason,
    /// The account, for password managers: shown, not editable.
    pub account: String,
    /// The rules it must meet.
    pub rules: Vec<PasswordRule>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

/// The password is a new one; nobody is signed in by that.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/password_reset.html")]
pub struct PasswordReset {
    /// What every page shares.
    pub frame: Frame,
    /// Where to sign in, if the reset began there.
    pub sign_in: Option<String>,
}
