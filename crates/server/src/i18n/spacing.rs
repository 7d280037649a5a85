//! The gap between Chinese and Latin letters, where a name is put into a Chinese sentence.
//!
//! A sentence cannot know whether the name is `云杉商城` or `Spruce`, so names are marked on the way in and the
//! gap is set, or not, on the way out. Only the variable `$name` is treated so.

use fluent_bundle::FluentValue;

use super::Locale;

/// Private-use characters: they never occur in a name that is shown.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Marks a text value of a Chinese sentence.
pub(super) fn mark(locale: Locale, value: FluentValue<'_>) -> FluentValue<'_> {
    match value {
        FluentValue::String(text)
            if locale == Locale::ZhCn
                && text.starts_with(|it: char| it.is_ascii_alphanumeric()) =>
        {
            FluentValue::from(format!("{OPEN}{text}{CLOSE}"))
        }
        other => other,
    }
}

/// Replaces the marks by gaps where Chinese characters meet Latin ones.
pub(super) fn settle(text: String) -> String {
    if !text.contains(OPEN) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        let gap = match next {
            OPEN => out.chars().next_back().is_some_and(is_han),
            CLOSE => {
                let last = out
                    .chars()
                    .next_back()
                    .is_some_and(|it| it.is_ascii_alphanumeric());
                last && rest.peek().is_some_and(|it| is_han(*it))
            }
            _ => {
                out.push(next);
                continue;
            }
        };
        if gap {
            out.push(' ');
        }
    }
    out
}

fn is_han(it: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&it)
}
