//! The page that asks for a code sent by e-mail: after sign-in, registration and reset.

use std::borrow::Cow;

use askama::Template;

use super::{Frame, Notice, Problems};

/// What the code is for, which decides the page's words and addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    /// `/login/code`
    SignIn,
    /// `/register/verify`
    Register,
    /// `/reset-password/code`
    Reset,
}

impl CodePurpose {
    /// Where the form posts to.
    pub const fn action(self) -> &'static str {
        match self {
            Self::SignIn => "/login/code",
            Self::Register => "/register/verify",
            Self::Reset => "/reset-password/code",
        }
    }

    /// The step before, where another address can be given.
    pub const fn back(self) -> &'static str {
        match self {
            Self::SignIn => "/login?m=email",
            Self::Register => "/register",
            Self::Reset => "/reset-password",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::SignIn => "code-title-sign-in",
            Self::Register => "code-title-register",
            Self::Reset => "code-title-reset",
        }
    }
}

/// Enter a code (H2). The first form posts `code`; the second posts `resend=1` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/enter_code.html")]
pub struct EnterCode {
    /// What every page shares.
    pub frame: Frame,
    /// What the code is for.
    pub purpose: CodePurpose,
    /// The masked address it went to.
    pub destination: String,
    /// Whether the page must not tell that the address is known (reset).
    pub discreet: bool,
    /// How many characters it has: digits only up to ten, letters too beyond.
    pub length: u32,
    /// For how many seconds it is good.
    pub valid_seconds: u32,
    /// Seconds until another one may be sent; 0 for now.
    pub resend_in: u32,
    /// What was done just now.
    pub notice: Option<Notice>,
    /// What is wrong with the submitted form, including the tries that are left.
    pub problems: Problems,
}

impl EnterCode {
    const fn is_numeric(&self) -> bool {
        self.length <= 10
    }

    /// "Good for 5 minutes", or in seconds where minutes would not be exact.
    fn validity(&self) -> Cow<'static, str> {
        if self.valid_seconds.is_multiple_of(60) {
            self.frame
                .t1("code-hint-minutes", "minutes", self.valid_seconds / 60)
        } else {
            self.frame
                .t1("code-hint-seconds", "seconds", self.valid_seconds)
        }
    }
}
