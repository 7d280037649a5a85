//! Scope values: what an application asks for (RFC 6749, section 3.3).

use crate::application::ApplicationType;

/// Asks for an ID token (OpenID Connect Core, section 3.1.2.1).
pub const OPENID: &str = "openid";
/// Asks for tokens that outlive the visit (OpenID Connect Core, section 11).
pub const OFFLINE_ACCESS: &str = "offline_access";
/// The values that OpenID Connect defines (Core, sections 5.4 and 11).
pub const STANDARD: [&str; 6] = [
    OPENID,
    "profile",
    "email",
    "address",
    "phone",
    OFFLINE_ACCESS,
];

const MAX_LENGTH: usize = 128;

/// The values a new application may ask for: all standard ones where people sign in, none for machines.
pub fn default_of(kind: ApplicationType) -> Vec<String> {
    if kind.has_people() {
        STANDARD.map(str::to_owned).to_vec()
    } else {
        Vec::new()
    }
}

/// Whether a text is one scope value.
pub fn is_token(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}

/// Splits a `scope` parameter into its values, each once, in the order asked. `None` if one is malformed.
pub fn parse(text: &str) -> Option<Vec<String>> {
    let mut values: Vec<String> = Vec::new();
    for value in text.split(' ').filter(|it| !it.is_empty()) {
        if !is_token(value) {
            return None;
        }
        if !values.iter().any(|it| it == value) {
            values.push(value.to_owned());
        }
    }
    Some(values)
}

/// Whether everything asked is among what is allowed. Nothing is dropped or widened in silence (T7).
pub fn is_within(asked: &[String], allowed: &[String]) -> bool {
    asked.iter().all(|it| allowed.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_split_at_spaces_and_each_value_counts_once() {
        assert_eq!(
            parse("openid email  openid"),
            Some(vec!["openid".into(), "email".into()])
        );
        assert_eq!(parse(""), Some(Vec::new()));
        for bad in ["open\"id", "a\\b", "a\tb", "é", "a\u{0}"] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn what_is_not_allowed_is_seen() {
        // T7
        let allowed = default_of(ApplicationType::Web);
        assert!(is_within(&parse("openid phone").unwrap(), &allowed));
        assert!(!is_within(&parse("openid admin").unwrap(), &allowed));
        assert!(default_of(ApplicationType::M2m).is_empty());
    }
}
