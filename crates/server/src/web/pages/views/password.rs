//! The rules a new password must meet, listed before it is typed.

use std::borrow::Cow;

use super::Frame;

/// One line of the list. The optional script ticks those that can be checked while typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// At least so many characters.
    MinLength(u32),
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
    /// A digit.
    Digit,
    /// One of the special characters of A-155.
    Symbol,
    /// Not one of the most used passwords.
    NotCommon,
    /// Not one of the last so many.
    NotReused(u32),
}

impl PasswordRule {
    /// What the script checks; empty for rules that only the server can check.
    pub const fn check(self) -> &'static str {
        match self {
            Self::MinLength(_) => "length",
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Digit => "digit",
            Self::Symbol => "symbol",
            Self::NotCommon | Self::NotReused(_) => "",
        }
    }

    /// The number in the rule, or 0.
    pub const fn number(self) -> u32 {
        match self {
            Self::MinLength(number) | Self::NotReused(number) => number,
            _ => 0,
        }
    }

    /// The rule in words.
    pub fn text(self, frame: &Frame) -> Cow<'static, str> {
        let number = self.number();
        match self {
            Self::MinLength(_) => frame.t1("password-rule-length", "count", number),
            Self::Lower => frame.t("password-rule-lower"),
            Self::Upper => frame.t("password-rule-upper"),
            Self::Digit => frame.t("password-rule-digit"),
            Self::Symbol => frame.t("password-rule-symbol"),
            Self::NotCommon => frame.t("password-rule-not-common"),
            Self::NotReused(_) => frame.t1("password-rule-not-reused", "count", number),
        }
    }
}
