//! The question before something that is hard to undo, as a page of its own (guide 9.2).

use askama::Template;

use super::ConsoleFrame;
use crate::web::pages::views::Problems;

/// A question with its consequences. Posts `fields`, and `confirm` if a name must be typed, to `action`.
#[derive(Debug, Clone, Template)]
#[template(path = "console/confirm.html")]
pub struct Confirm {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The question.
    pub question: String,
    /// What would happen, in real numbers; one paragraph each.
    pub consequences: Vec<String>,
    /// What stands in the way, with addresses; then there is nothing to confirm.
    pub obstacles: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// What it carries, such as the ids of the chosen users.
    pub fields: Vec<(String, String)>,
    /// The name that must be typed, and what it names.
    pub typed: Option<(String, String)>,
    /// The verb.
    pub button: String,
    /// Whether it destroys.
    pub is_destructive: bool,
    /// Where Cancel leads.
    pub cancel: String,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}
