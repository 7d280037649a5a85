//! What is wrong with a submitted form, and where it is said.
//!
//! One wrong field: the sentence stands under it and the field is focused. Anything else: a summary on top,
//! which is focused and links to the fields.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use moongate_domain::FieldError;

use crate::i18n::{Locale, refusal, t};

/// The refusals of one form, as sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// What concerns the form as a whole.
    pub general: Option<String>,
    /// Field names with their sentences, in the order of the form.
    pub fields: Vec<(String, String)>,
}

impl Problems {
    /// Nothing is wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// A refusal of the form as a whole.
    pub fn whole(locale: Locale, code: &str, args: &[(&'static str, String)]) -> Self {
        Self {
            general: Some(refusal(locale, code, args)),
            fields: Vec::new(),
        }
    }

    /// Refusals of single fields.
    pub fn of_fields(locale: Locale, errors: &[FieldError]) -> Self {
        let sentence = |it: &FieldError| {
            let (field, place) = without_place(&it.field);
            let text = refusal(locale, it.code, &it.args);
            let text = match place {
                Some(place) => t(
                    locale,
                    "problem-at",
                    &[("place", &(place + 1)), ("text", &text)],
                )
                .into_owned(),
                None => text,
            };
            (field.to_owned(), text)
        };
        Self {
            general: None,
            fields: errors.iter().map(sentence).collect(),
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.general.is_none() && self.fields.is_empty()
    }

    /// Whether the form starts with a summary.
    pub fn has_summary(&self) -> bool {
        self.general.is_some() || self.fields.len() > 1
    }

    /// The sentence for a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, text)| text.as_str())
    }

    /// Attributes of a field without a hint.
    pub fn aria<'a>(&'a self, field: &'a str) -> Aria<'a> {
        Aria {
            problems: self,
            field,
            hint: false,
        }
    }

    /// Attributes of a field whose hint has the id `{field}-hint`.
    pub fn aria_hint<'a>(&'a self, field: &'a str) -> Aria<'a> {
        Aria {
            problems: self,
            field,
            hint: true,
        }
    }

    /// The sentence under a field, if there is one.
    pub fn show<'a>(&'a self, field: &'a str) -> UnderField<'a> {
        UnderField {
            field,
            text: self.get(field),
        }
    }
}

/// `redirect_uris.1` as the field of the form and the place in it, counted from 0.
fn without_place(field: &str) -> (&str, Option<u32>) {
    let mut end = 0;
    for part in field.split('.') {
        if let (Ok(place), true) = (part.parse(), end > 0) {
            return (&field[..end - 1], Some(place));
        }
        end += part.len() + 1;
    }
    (field, None)
}

/// `aria-invalid` and `aria-describedby` of an input.
pub struct Aria<'a> {
    problems: &'a Problems,
    field: &'a str,
    hint: bool,
}

impl HtmlSafe for Aria<'_> {}

impl fmt::Display for Aria<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Field names are written in our own templates, so they need no escaping.
        let field = self.field;
        match (self.problems.get(field).is_some(), self.hint) {
            (true, hint) => {
                write!(f, r#" aria-invalid="true" aria-describedby="{field}-error"#)?;
                f.write_str(&if hint {
                    format!(" {field}-hint\"")
                } else {
                    "\"".to_owned()
                })?;
                if !self.problems.has_summary() {
                    f.write_str(" autofocus")
                } else {
                    Ok(())
                }
            }
            (false, true) => write!(f, r#" aria-describedby="{field}-hint""#),
            (false, false) => Ok(()),
        }
    }
}

/// The sentence under a field.
#[derive(Template)]
#[template(path = "partials/field_error.html")]
pub struct UnderField<'a> {
    field: &'a str,
    text: Option<&'a str>,
}

impl HtmlSafe for UnderField<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_entry_of_a_list_is_said_at_the_list_with_its_place() {
        assert_eq!(without_place("redirect_uris.1"), ("redirect_uris", Some(1)));
        assert_eq!(
            without_place("flows.login.statements.0.content"),
            ("flows.login.statements", Some(0))
        );
        assert_eq!(
            without_place("policy.lock.threshold"),
            ("policy.lock.threshold", None)
        );
        let problems = Problems::of_fields(
            Locale::EnUs,
            &[FieldError::new("redirect_uris.1", "uri.fragment")],
        );
        assert_eq!(
            problems.get("redirect_uris"),
            Some("No. 2: No # in an address")
        );
    }

    #[test]
    fn one_wrong_field_is_focused_and_several_are_listed() {
        let one = Problems::of_fields(Locale::EnUs, &[FieldError::new("code", "code.expired")]);
        assert!(!one.has_summary());
        let attributes = one.aria_hint("code").to_string();
        assert_eq!(
            attributes,
            r#" aria-invalid="true" aria-describedby="code-error code-hint" autofocus"#
        );
        assert!(Problems::whole(Locale::EnUs, "sign_in.wrong", &[]).has_summary());
    }
}
