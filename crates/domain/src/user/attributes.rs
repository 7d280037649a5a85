//! What is known about a user beyond their identifiers: a name and a text each.
//!
//! The fixed attributes are those of OpenID Connect Core 5.1 that people have in profiles. Attributes
//! that a pool defines for itself will stand in the same list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{FieldError, check};

/// Attribute names and values, in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attributes(pub BTreeMap<String, String>);

/// How the value of an attribute is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// A line of text with at most so many characters.
    Text(usize),
    /// A day as `YYYY-MM-DD`, or a year as `YYYY` (OpenID Connect Core, section 5.1).
    Date,
    /// An http or https address.
    Url,
    /// A language tag (BCP 47).
    Language,
    /// The name of a time zone, such as `Asia/Shanghai`.
    TimeZone,
}

/// An attribute that every pool has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedAttribute {
    /// Its name in the API.
    pub name: &'static str,
    /// How its value is written.
    pub kind: AttributeKind,
}

/// The attributes that every pool has, in the order of forms.
pub const FIXED: [FixedAttribute; 13] = [
    FixedAttribute {
        name: "name",
        kind: AttributeKind::Text(128),
    },
    FixedAttribute {
        name: "given_name",
        kind: AttributeKind::Text(128),
    },
    FixedAttribute {
        name: "middle_name",
        kind: AttributeKind::Text(128),
    },
    FixedAttribute {
        name: "family_name",
        kind: AttributeKind::Text(128),
    },
    FixedAttribute {
        name: "birthday",
        kind: AttributeKind::Date,
    },
    FixedAttribute {
        name: "gender",
        kind: AttributeKind::Text(32),
    },
    FixedAttribute {
        name: "address",
        kind: AttributeKind::Text(512),
    },
    FixedAttribute {
        name: "profile",
        kind: AttributeKind::Url,
    },
    FixedAttribute {
        name: "picture",
        kind: AttributeKind::Url,
    },
    FixedAttribute {
        name: "website",
        kind: AttributeKind::Url,
    },
    FixedAttribute {
        name: "locale",
        kind: AttributeKind::Language,
    },
    FixedAttribute {
        name: "zoneinfo",
        kind: AttributeKind::TimeZone,
    },
    FixedAttribute {
        name: "company",
        kind: AttributeKind::Text(128),
    },
];

/// The fixed attribute of a name.
pub fn fixed(name: &str) -> Option<&'static FixedAttribute> {
    FIXED.iter().find(|it| it.name == name)
}

impl Attributes {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Everything that is wrong, each with its field.
    pub(super) fn faults(&self) -> Vec<FieldError> {
        self.0
            .iter()
            .filter_map(|(name, value)| {
                let field = format!("attributes.{name}");
                match fixed(name) {
                    Some(attribute) => attribute.kind.fault(&field, value),
                    None => Some(FieldError::new(field, "attribute.unknown")),
                }
            })
            .collect()
    }
}

impl AttributeKind {
    fn fault(self, field: &str, value: &str) -> Option<FieldError> {
        if let Self::Text(max) = self {
            return check::required_text(field, value, max);
        }
        let (good, code) = match self {
            Self::Text(_) => return None,
            Self::Date => (is_date(value), "attribute.not_a_date"),
            Self::Url => (is_address(value), "attribute.not_an_address"),
            Self::Language => (is_language(value), "attribute.not_a_language"),
            Self::TimeZone => (is_time_zone(value), "attribute.not_a_time_zone"),
        };
        (!good).then(|| FieldError::new(field, code))
    }
}

fn is_date(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (text.len() == 4 && digits(text))
        || (text.len() == 10
            && text
                .parse::<jiff::civil::Date>()
                .is_ok_and(|it| it.year() > 0))
}

fn is_address(text: &str) -> bool {
    let plain = text.len() <= 2048
        && (text.starts_with("https://") || text.starts_with("http://"))
        && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    plain
        && Url::parse(text)
            .is_ok_and(|it| it.has_host() && it.username().is_empty() && it.password().is_none())
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let good = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    text.len() <= 35
        && parts.next().is_some_and(|it| {
            (2..=8).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic())
        })
        && parts.all(good)
}

fn is_time_zone(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_attribute_has_its_form() {
        let long = "址".repeat(513);
        for (name, value, expected) in [
            ("birthday", "1990-02-28", None),
            ("birthday", "1990", None),
            ("birthday", "1990-02-30", Some("attribute.not_a_date")),
            ("birthday", "28.2.1990", Some("attribute.not_a_date")),
            ("birthday", "1990-2-3", Some("attribute.not_a_date")),
            ("birthday", "", Some("attribute.not_a_date")),
            ("address", "上海市南京路 1 号", None),
            ("address", long.as_str(), Some("text.too_long")),
            ("website", "https://example.com/~ada", None),
            (
                "website",
                "javascript:alert(1)",
                Some("attribute.not_an_address"),
            ),
            (
                "picture",
                "https://user@example.com/",
                Some("attribute.not_an_address"),
            ),
            ("locale", "zh-Hans-CN", None),
            ("locale", "zh_CN", Some("attribute.not_a_language")),
            ("zoneinfo", "Asia/Shanghai", None),
            (
                "zoneinfo",
                "../etc/passwd",
                Some("attribute.not_a_time_zone"),
            ),
            ("name", " ", Some("text.required")),
            ("gender", "x\u{0}", Some("text.control_character")),
            ("roles", "owner", Some("attribute.unknown")),
        ] {
            let attributes = Attributes(BTreeMap::from([(name.to_owned(), value.to_owned())]));
            let found = attributes.faults();
            assert_eq!(
                found.first().map(|it| it.code),
                expected,
                "{name} {value:?}"
            );
            assert!(
                found
                    .iter()
                    .all(|it| it.field == format!("attributes.{name}"))
            );
        }
    }
}
