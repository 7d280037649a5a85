//! A page about one thing: its head, its tabs, and cards of facts, tables and texts.

use askama::Template;

use super::ConsoleFrame;
use super::parts::{Badge, Crumb, Fact, Tab, Tone, Value};
use super::table::{Act, Cell, Table};

/// A part of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Card {
    /// Facts under a title.
    Facts {
        /// The title.
        title: String,
        /// One sentence; empty for none.
        text: String,
        /// The facts.
        facts: Vec<Fact>,
    },
    /// A table.
    Table(Box<Table>),
    /// A text as it is, with its line breaks.
    Text {
        /// The title.
        title: String,
        /// The text.
        text: String,
    },
    /// Something to do, with a sentence about it.
    Do {
        /// The title.
        title: String,
        /// What would happen.
        text: String,
        /// The button.
        act: Act,
    },
}

/// A short message above the cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How good or bad it is.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

impl Note {
    const fn class(&self) -> &'static str {
        match self.tone {
            Tone::Plain => "",
            Tone::Ok => " ok",
            Tone::Warn => " warn",
            Tone::Bad => " bad",
        }
    }
}

/// A page about one thing.
#[derive(Debug, Clone, Template)]
#[template(path = "console/detail.html")]
pub struct Detail {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The pages above.
    pub crumbs: Vec<Crumb>,
    /// What it is called.
    pub title: String,
    /// One line under it, such as the id.
    pub text: String,
    /// Its status.
    pub status: Option<Badge>,
    /// Buttons beside it.
    pub acts: Vec<Act>,
    /// Its tabs; none if there is only this page.
    pub tabs: Vec<Tab>,
    /// What to know first.
    pub note: Option<Note>,
    /// The cards.
    pub cards: Vec<Card>,
}
