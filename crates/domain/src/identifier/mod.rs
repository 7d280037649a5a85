//! Identifiers: values that find a user at sign-in (W15).
//!
//! Each has a text as stored and shown, and a canonical key that is unique in its pool. The three
//! kinds cannot be mistaken for each other, so one key space holds them all: an e-mail address has
//! an `@`, a phone number begins with `+`, and a user name may have neither.

mod email;
mod phone;
mod username;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use email::EmailAddress;
pub use phone::{CHINA, PhoneNumber};
pub use username::Username;

/// The kinds of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A name the user chose.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

impl IdentifierKind {
    /// Every kind, in the order forms ask for them.
    pub const ALL: [Self; 3] = [Self::Username, Self::Email, Self::Phone];

    /// The stable name, also the name of the form input and of the API member.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// Why a text is not an identifier of its kind; the code says which rule it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAnIdentifier(pub &'static str);

/// A value that finds a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// A name the user chose.
    Username(Username),
    /// An e-mail address.
    Email(EmailAddress),
    /// A phone number.
    Phone(PhoneNumber),
}

impl Identifier {
    /// Reads what a person typed to sign in, in any spelling, and guesses its kind from its form.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
        if text.contains(['@', '＠']) {
            EmailAddress::parse(text).map(Self::Email)
        } else if phone::looks_like_phone(text) {
            PhoneNumber::parse(text, CHINA).map(Self::Phone)
        } else {
            Username::parse(text).map(Self::Username)
        }
    }

    /// Its kind.
    pub fn kind(&self) -> IdentifierKind {
        match self {
            Self::Username(_) => IdentifierKind::Username,
            Self::Email(_) => IdentifierKind::Email,
            Self::Phone(_) => IdentifierKind::Phone,
        }
    }

    /// What is compared, and unique in the pool.
    pub fn key(&self) -> String {
        match self {
            Self::Username(it) => it.key(),
            Self::Email(it) => it.key(),
            Self::Phone(it) => it.key(),
        }
    }

    /// The text as stored and shown.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Username(it) => it.as_str(),
            Self::Email(it) => it.as_str(),
            Self::Phone(it) => it.as_str(),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the three kinds share: a checked text that knows its key and trusts the store.
macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// Trusts a text that this product stored earlier.
            pub fn stored(text: String) -> Self {
                Self(text)
            }

            /// The text as stored and shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
use checked_text;

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Result<(IdentifierKind, String), &'static str> {
        let it = Identifier::parse(text).map_err(|it| it.0)?;
        Ok((it.kind(), it.key()))
    }

    #[test]
    fn any_spelling_of_one_key_reaches_the_one_account() {
        // W15, T26
        use IdentifierKind::*;
        for (spellings, kind, expected) in [
            (
                &["admin", "Admin", " ADMIN ", "ａｄｍｉｎ", "ADMİN", "admın"][..],
                Username,
                "admin",
            ),
            (
                &["Élodie", "E\u{301}LODIE", "e\u{301}lodie"],
                Username,
                "élodie",
            ),
            (
                &[
                    "Lin@Example.com",
                    "lin@EXAMPLE.COM",
                    " lin@example.com ",
                    "lin＠example.com",
                ],
                Email,
                "lin@example.com",
            ),
            (
                &["lin@bücher.example", "LIN@xn--bcher-kva.example"],
                Email,
                "lin@xn--bcher-kva.example",
            ),
            (
                &[
                    "+8618600000001",
                    "+86 186 0000 0001",
                    "008618600000001",
                    "0086-186-0000-0001",
                    "18600000001",
                    "186 0000 0001",
                    "＋８６１８６０００００００１",
                ],
                Phone,
                "+8618600000001",
            ),
        ] {
            for text in spellings {
                assert_eq!(key(text), Ok((kind, expected.to_owned())), "{text:?}");
            }
        }
    }

    #[test]
    fn twins_that_only_look_the_same_are_refused() {
        // T26
        for text in [
            "admin\u{200b}",
            "ad\u{ad}min",
            "\u{202e}nimda",
            "аdmin", // Cyrillic а
            "admin.",
            "",
            "   ",
            "lın@example.com",
            "lin@exa mple.com",
            "lin@example.com.",
            "lin@example",
            "12345678",
            "+12",
        ] {
            assert!(key(text).is_err(), "{text:?} {:?}", key(text));
        }
    }

    #[test]
    fn no_user_name_can_pass_for_an_address_or_a_number() {
        // W15, T26: a user name equal to someone's e-mail or phone
        for text in [
            "lin@example.com",
            "18600000001",
            "+8618600000001",
            "186-0000-0001",
            "2024.0001",
        ] {
            assert!(Username::parse(text).is_err(), "{text}");
        }
    }
}
