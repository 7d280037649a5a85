//! Statements to agree to, on the pages that show them.

use moongate_domain::flow::Statement;
use moongate_domain::refusal::FieldError;
use moongate_service::interactions::Running;

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

/// The run after the person answered the statements of a page, or the refusal of a form on which a required box is not
/// ticked.
pub fn answered(
    run: &Running,
    enabled: bool,
    statements: &[Statement],
    ticked: &[usize],
) -> Result<Running, FieldError> {
    let mut run = run.clone();
    let shown = if enabled { statements } else { &[] };
    run.interaction.answer(shown, ticked)?;
    Ok(run)
}
