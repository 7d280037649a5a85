//! The sentences that the service asks for: messages to people, and names of what the product makes by itself.

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Locale, format, locale};

/// The sentence of `key` in the language of a BCP 47 tag. Values stand as they are, so that a code keeps its zeros;
/// only numbers of minutes choose plural forms. An unknown key stands for itself, so that it is seen.
pub fn message(tag: &str, key: &str, values: &[(&str, &str)]) -> String {
    let locale = locale::parse(tag).unwrap_or(Locale::EnUs);
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        let value = match *name {
            "minutes" => FluentValue::try_number(value),
            _ => FluentValue::from(*value),
        };
        args.set(*name, value);
    }
    format(locale, key, &args).map_or_else(|| key.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_zeros() {
        let values = [("code", "012345"), ("minutes", "5"), ("pool", "2024")];
        let text = message("en", "message-login-text", &values);
        assert!(
            text.starts_with("Your code is 012345\n\nType it within 5 minutes"),
            "{text}"
        );
        assert!(text.contains("sign in to 2024."), "{text}");
    }

    #[test]
    fn every_scene_has_a_subject_and_a_text_in_both_languages() {
        let values = [
            ("code", "1"),
            ("minutes", "1"),
            ("pool", "Shop"),
            ("link", "/"),
        ];
        for locale in Locale::ALL {
            for scene in [
                "register",
                "login",
                "reset-password",
                "password-reset-by-admin",
                "already-registered",
                "password-changed",
                "account-locked",
            ] {
                for part in ["subject", "text"] {
                    let key = format!("message-{scene}-{part}");
                    assert_ne!(message(locale.tag(), &key, &values), key);
                }
            }
        }
    }
}
