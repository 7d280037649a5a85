//! Checks that many forms share: each looks at one field and says what is wrong with it.
//!
//! Rules of one noun only stand with that noun. Lengths count characters, not bytes.

use std::ops::RangeInclusive;

use crate::FieldError;

/// A text that must be there, on one line, with at most `max` characters.
pub fn required_text(field: &str, text: &str, max: usize) -> Option<FieldError> {
    if text.trim().is_empty() {
        return Some(FieldError::new(field, "text.required"));
    }
    line(field, text, max)
}

/// A text that may be missing; otherwise on one line, with at most `max` characters.
pub fn optional_text(field: &str, text: Option<&str>, max: usize) -> Option<FieldError> {
    text.and_then(|text| line(field, text, max))
}

/// A number within bounds.
pub fn number(field: &str, value: i64, bounds: RangeInclusive<i64>) -> Option<FieldError> {
    (!bounds.contains(&value)).then(|| {
        FieldError::new(field, "number.out_of_range")
            .with("min", bounds.start())
            .with("max", bounds.end())
    })
}

/// A list with at most `max` entries.
pub fn list<T>(field: &str, entries: &[T], max: usize) -> Option<FieldError> {
    (entries.len() > max).then(|| FieldError::new(field, "list.too_long").with("max", max))
}

/// An entry of a list that stands there for the second time, named by its place.
pub fn repeated<T: PartialEq>(field: &str, entries: &[T]) -> Option<FieldError> {
    let place = (1..entries.len()).find(|&i| entries[..i].contains(&entries[i]))?;
    Some(FieldError::new(format!("{field}.{place}"), "list.repeated"))
}

/// A colour as `#rrggbb`, the only form that pages ever print.
pub fn color(field: &str, color: Option<&str>) -> Option<FieldError> {
    let digits = color?.strip_prefix('#').unwrap_or_default();
    let good = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    (!good).then(|| FieldError::new(field, "color.malformed"))
}

fn line(field: &str, text: &str, max: usize) -> Option<FieldError> {
    if text.chars().count() > max {
        return Some(FieldError::new(field, "text.too_long").with("max", max));
    }
    text.chars()
        .any(is_unprintable)
        .then(|| FieldError::new(field, "text.control_character"))
}

/// Control characters, and those that turn the reading direction of what follows them.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(fault: Option<FieldError>) -> Option<&'static str> {
        fault.map(|it| it.code)
    }

    #[test]
    fn lengths_count_characters_and_blanks_are_nothing() {
        //
        for (text, expected) in [
            ("", Some("text.required")),
            (" \u{3000}\t", Some("text.required")),
            ("月", None),
            (&"月".repeat(128), None),
            (&"月".repeat(129), Some("text.too_long")),
            ("a\u{0}b", Some("text.control_character")),
            ("a\nb", Some("text.control_character")),
            ("a\u{202e}b", Some("text.control_character")),
        ] {
            assert_eq!(code(required_text("name", text, 128)), expected, "{text:?}");
        }
        assert_eq!(optional_text("note", None, 1), None);
    }

    #[test]
    fn a_number_out_of_bounds_names_both_bounds() {
        assert_eq!(number("n", 10, 1..=10), None);
        let fault = number("n", 11, 1..=10).unwrap();
        assert_eq!(
            fault.args,
            [("min", "1".to_owned()), ("max", "10".to_owned())]
        );
    }

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        for (text, good) in [
            ("#2f54d4", true),
            ("#ABCDEF", true),
            ("#fff", false),
            ("2f54d4", false),
            ("red", false),
            ("#2f54d4;}", false),
            ("#２f54d", false),
        ] {
            assert_eq!(color("brand_color", Some(text)).is_none(), good, "{text}");
        }
    }

    #[test]
    fn a_repeated_entry_is_named_by_its_place() {
        assert_eq!(
            repeated("scopes", &["a", "b", "a"]).unwrap().field,
            "scopes.2"
        );
        assert_eq!(repeated("scopes", &["a", "b"]), None);
    }
}
