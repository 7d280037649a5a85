//! The place of a pool in addresses.

use crate::FieldError;
use crate::id::PoolId;

/// The slug of the built-in pool of administrators.
pub const CONSOLE: &str = "console";

const LENGTH: std::ops::RangeInclusive<usize> = 2..=40;

/// Words that would be mistaken for a part of the product in `/p/{slug}` or in a host name.
const RESERVED: [&str; 1] = [CONSOLE];

/// What is wrong with a slug: it holds 2 to 40 of `a-z`, `0-9` and single inner dashes. Only the
/// built-in pool may have a reserved one.
pub fn check_slug(slug: &str, built_in: bool) -> Option<FieldError> {
    let shaped = LENGTH.contains(&slug.len())
        && slug
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !slug.contains("--");
    if !shaped {
        return Some(
            FieldError::new("slug", "slug.malformed")
                .with("min", LENGTH.start())
                .with("max", LENGTH.end()),
        );
    }
    (!built_in && RESERVED.contains(&slug)).then(|| FieldError::new("slug", "slug.reserved"))
}

/// A slug from the Latin letters and digits of a name. A name that has too few of them, or spells a
/// reserved word, gets one from the end of the pool's identifier.
pub fn slug_from_name(name: &str, id: &PoolId) -> String {
    let mut slug = String::new();
    for c in crate::fold::fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() == *LENGTH.end() {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if check_slug(slug, false).is_none() {
        return slug.to_owned();
    }
    let tail = &id.as_str()[id.as_str().len() - 8..];
    format!("pool-{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain_and_not_reserved() {
        for (slug, expected) in [
            ("shop", None),
            ("a1", None),
            ("my-shop-2", None),
            (&"a".repeat(40), None),
            ("a", Some("slug.malformed")),
            ("", Some("slug.malformed")),
            (&"a".repeat(41), Some("slug.malformed")),
            ("Shop", Some("slug.malformed")),
            ("-shop", Some("slug.malformed")),
            ("shop-", Some("slug.malformed")),
            ("my--shop", Some("slug.malformed")),
            ("my_shop", Some("slug.malformed")),
            ("店", Some("slug.malformed")),
            ("../x", Some("slug.malformed")),
            ("console", Some("slug.reserved")),
            ("api", None),
        ] {
            assert_eq!(
                check_slug(slug, false).map(|it| it.code),
                expected,
                "{slug}"
            );
        }
        assert_eq!(check_slug(CONSOLE, true), None);
    }

    #[test]
    fn a_name_makes_a_slug_or_the_identifier_does() {
        let id = PoolId::shape(1, [1; 10]);
        for (name, expected) in [
            ("My Shop", "my-shop"),
            ("  Ａｃｍｅ — Ltd. ", "acme-ltd"),
            ("Shop 店 2", "shop-2"),
        ] {
            assert_eq!(slug_from_name(name, &id), expected);
        }
        for name in ["月亮门", "A", "console", ""] {
            let slug = slug_from_name(name, &id);
            assert!(
                slug.starts_with("pool-") && check_slug(&slug, false).is_none(),
                "{slug}"
            );
        }
        let long = slug_from_name(&"abc ".repeat(30), &id);
        assert_eq!(check_slug(&long, false), None);
    }
}
