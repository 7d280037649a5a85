//! How a field is refused: a stable dotted code beside the field's name.
//!
//! The sentence that a person reads lives in the locales of `server`, keyed by the code.

use serde::Serialize;

/// One field that cannot be accepted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's path as the caller wrote it, such as `password.lock.threshold`.
    pub field: String,
    /// A stable dotted code, such as `number.out_of_range`.
    pub code: &'static str,
    /// Values that the sentence mentions, such as `("max", "128")`. Never a secret.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, String)>,
}

impl FieldError {
    /// Refuses `field` for the reason `code`.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: field.into(),
            code,
            args: Vec::new(),
        }
    }

    /// Adds a value that the sentence mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_its_field_its_code_and_its_bounds() {
        let refusal = FieldError::new("history", "number.out_of_range")
            .with("min", 1)
            .with("max", 128);
        assert_eq!(
            serde_json::to_string(&refusal).unwrap(),
            r#"{"field":"history","code":"number.out_of_range","args":[["min","1"],["max","128"]]}"#
        );
    }
}
