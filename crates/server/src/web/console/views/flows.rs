//! The flows of one application: a card for each, with its own form (C6).

use askama::Template;

use super::ConsoleFrame;
use super::form::{FormField, Kind};
use super::parts::{Badge, Crumb, Tab};
use crate::web::pages::views::Problems;

/// One flow.
#[derive(Debug, Clone)]
pub struct FlowCard {
    /// Its name in the address and in the form's ids.
    pub id: &'static str,
    /// What it is.
    pub title: String,
    /// Its present setting in one line.
    pub summary: String,
    /// On or off.
    pub status: Badge,
    /// Whether the card is unfolded.
    pub open: bool,
    /// Where its form posts to.
    pub action: String,
    /// Its fields.
    pub fields: Vec<FormField>,
}

/// The page of all flows. Each form carries `version` and posts to its own address.
#[derive(Debug, Clone, Template)]
#[template(path = "console/flows.html")]
pub struct FlowsPage {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The pages above.
    pub crumbs: Vec<Crumb>,
    /// The application.
    pub title: String,
    /// Its tabs.
    pub tabs: Vec<Tab>,
    /// What of the application was read.
    pub version: i64,
    /// The flows.
    pub cards: Vec<FlowCard>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

impl FlowsPage {
    fn label_of(&self, field: &str) -> &str {
        let all = self.cards.iter().flat_map(|it| &it.fields);
        all.into_iter()
            .find(|it| it.name == field)
            .map_or("", |it| it.label.as_str())
    }
}
