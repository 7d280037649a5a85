//! Statements to agree to, on the pages that show them.

use moongate_domain::flow::Statement;
use moongate_domain::refusal::FieldError;

use super::views::StatementBox;
use crate::web::params::Params;

/// The places of the boxes that were ticked.
pub fn ticked(form: &Params) -> Vec<usize> {
    form.all("statement")
        .filter_map(|it| it.parse().ok())
        .collect()
}

/// The boxes of a page.
pub fn boxes(enabled: bool, statements: &[Statement], ticked: &[usize]) -> Vec<StatementBox> {
    if enabled {
        StatementBox::list(statements, ticked)
    } else {
        Vec::new()
    }
}

/// Refuses a form on which a required box is not ticked.
pub fn missing(enabled: bool, statements: &[Statement], ticked: &[usize]) -> Option<FieldError> {
    boxes(enabled, statements, ticked)
        .iter()
        .any(|it| it.statement.required && !it.ticked)
        .then(|| FieldError::new("statement", "statement.required"))
}
