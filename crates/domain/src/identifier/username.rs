//! User names (W15), in the spirit of the UsernameCaseMapped profile of RFC 8265 with the script rules
//! of Unicode Technical Standard 39.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::{GeneralSecurityProfile, RestrictionLevel, RestrictionLevelDetection};

use super::{NotAnIdentifier, checked_text, phone};
use crate::fold::fold;

const MAX_CHARACTERS: usize = 64;

/// A name the user chose: letters and digits of scripts that are written together, with `.`, `_` and
/// `-` between them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Username(String);
checked_text!(Username);

impl Username {
    /// Reads a name as typed. It keeps its case; blanks around it do not count.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
        let name: String = text.trim().nfkc().collect();
        let refuse = |code| Err(NotAnIdentifier(code));
        if name.is_empty() {
            return refuse("text.required");
        }
        // Far beyond the limit nothing else is looked at.
        if name.chars().count() > MAX_CHARACTERS {
            return refuse("username.too_long");
        }
        if name.contains('@') {
            return refuse("username.looks_like_email");
        }
        if phone::looks_like_phone(&name) {
            return refuse("username.looks_like_phone");
        }
        if !name.chars().all(is_allowed) {
            return refuse("username.character");
        }
        if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
            return refuse("username.dot");
        }
        if name.chars().next().is_some_and(is_combining_mark)
            || !name.chars().any(char::is_alphanumeric)
        {
            return refuse("username.character");
        }
        // Latin may stand beside Chinese, Japanese or Korean; any other mix hides look-alikes.
        if name.as_str().detect_restriction_level() > RestrictionLevel::HighlyRestrictive {
            return refuse("username.mixed_scripts");
        }
        Ok(Self(name))
    }

    /// What is compared, and unique in the pool.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

/// Letters, digits and marks in common use (UTS 39, identifier status), and three signs. What cannot
/// be seen is not among them.
fn is_allowed(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
        || ((c.is_alphanumeric() || is_combining_mark(c)) && c.identifier_allowed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_letters_and_digits_that_belong_together() {
        // W15, T26
        for (text, expected) in [
            ("lin", Ok("lin")),
            (" Lin.Yue_2-x ", Ok("Lin.Yue_2-x")),
            ("林月", Ok("林月")),
            ("林Yue", Ok("林Yue")),
            ("さくらSakura", Ok("さくらSakura")),
            ("Élodie", Ok("Élodie")),
            ("E\u{301}lodie", Ok("Élodie")),
            ("Дмитрий", Ok("Дмитрий")),
            ("हिन्दी", Ok("हिन्दी")),
            ("ａｄｍｉｎ", Ok("admin")),
            ("12345", Ok("12345")),
            ("", Err("text.required")),
            ("\u{3000} ", Err("text.required")),
            ("a b", Err("username.character")),
            ("a+b", Err("username.character")),
            ("a/b", Err("username.character")),
            ("<b>", Err("username.character")),
            ("a\0", Err("username.character")),
            ("🙂", Err("username.character")),
            ("admin\u{200b}", Err("username.character")),
            ("admin\u{200d}x", Err("username.character")),
            ("\u{301}a", Err("username.character")),
            ("_-_", Err("username.character")),
            ("admin.", Err("username.dot")),
            (".admin", Err("username.dot")),
            ("ad..min", Err("username.dot")),
            ("аdmin", Err("username.mixed_scripts")),
            ("αdmin", Err("username.mixed_scripts")),
            ("a@b", Err("username.looks_like_email")),
            ("1234567", Err("username.looks_like_phone")),
            ("+86x", Err("username.character")),
        ] {
            let parsed = Username::parse(text).map(|it| it.0).map_err(|it| it.0);
            assert_eq!(parsed.as_deref().map_err(|it| *it), expected, "{text:?}");
        }
    }

    #[test]
    fn a_user_name_has_1_to_64_characters() {
        assert!(Username::parse("a").is_ok());
        assert!(Username::parse(&"月".repeat(64)).is_ok());
        assert_eq!(
            Username::parse(&"月".repeat(65)),
            Err(NotAnIdentifier("username.too_long"))
        );
        // One sign can stand for eighteen letters: the expanded form counts.
        assert!(Username::parse(&"ﷺ".repeat(4)).is_err());
    }
}
