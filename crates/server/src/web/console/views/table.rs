//! A table of rows: with search, filters, a bulk bar and pages, on a page of its own or as a part of one.

use askama::Template;

use super::ConsoleFrame;
use super::parts::{Badge, Crumb, Filter, Pager};
use crate::i18n::Moment;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// What the row is about: a link, and a smaller line under it.
    Name {
        /// What is read.
        text: String,
        /// The smaller line; empty for none.
        small: String,
        /// Where it leads.
        href: String,
    },
    /// Words.
    Text(String),
    /// Words that phones show too, and a smaller line.
    Two(String, String),
    /// A status.
    Status(Badge),
    /// A time.
    Time(Moment),
    /// A switch that acts at once. Needs a table with a bulk bar, whose form it posts.
    Switch {
        /// Whether it is on.
        on: bool,
        /// What it switches.
        label: String,
        /// Where it posts `enabled` to: `1` for on, `0` for off.
        action: String,
    },
    /// Nothing.
    None,
}

impl Cell {
    /// Phones show the name, the second line and the status.
    pub(super) const fn class(&self) -> &'static str {
        match self {
            Self::Name { .. } => "",
            Self::Two(..) => "full",
            Self::Status(_) | Self::Switch { .. } => "st",
            Self::Text(_) | Self::None => "x",
            Self::Time(_) => "x num",
        }
    }
}

/// A link in a row's menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it destroys.
    pub is_destructive: bool,
}

impl MenuItem {
    /// An ordinary link.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            is_destructive: false,
        }
    }

    /// The same, but it destroys.
    #[must_use]
    pub fn destructive(self) -> Self {
        Self {
            is_destructive: true,
            ..self
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What its box sends as `id`.
    pub id: String,
    /// What it is called, for people who do not see it.
    pub name: String,
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// What else can be done with it.
    pub menu: Vec<MenuItem>,
}

/// What can be done with the ticked rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// Where `id` (repeated) and `action` are posted to.
    pub action: String,
    /// Values of `action` with their words; the last one destroys.
    pub buttons: Vec<(String, String)>,
}

/// The search box above a table; sends `q`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Where to.
    pub action: String,
    /// What can be searched for.
    pub label: String,
    /// What is searched for.
    pub value: String,
    /// Filters to keep.
    pub kept: Vec<(String, String)>,
}

/// What stands in place of a table without rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Empty {
    /// What there is none of.
    pub title: String,
    /// What it is.
    pub text: String,
    /// The first step: words and address.
    pub act: Option<(String, String)>,
}

/// A table with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub title: String,
    /// The search box.
    pub search: Option<Search>,
    /// Ways to narrow it.
    pub filters: Vec<Filter>,
    /// The address without search and filters, if there are any.
    pub clear: Option<String>,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What can be done with several.
    pub bulk: Option<Bulk>,
    /// The pages.
    pub pager: Option<Pager>,
    /// What stands here without rows.
    pub empty: Empty,
}

impl Table {
    /// A table without anything around it.
    pub fn new(title: impl Into<String>, columns: Vec<String>, rows: Vec<Row>) -> Self {
        Self {
            title: title.into(),
            search: None,
            filters: Vec::new(),
            clear: None,
            columns,
            rows,
            bulk: None,
            pager: None,
            empty: Empty::default(),
        }
    }

    pub(super) fn has_menus(&self) -> bool {
        self.rows.iter().any(|it| !it.menu.is_empty())
    }

    pub(super) fn has_bar(&self) -> bool {
        self.search.is_some() || !self.filters.is_empty()
    }
}

/// A button in the head of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The verb.
    pub label: String,
    /// Where it leads or posts to.
    pub href: String,
    /// How it stands out: ` primary`, ` danger` or nothing.
    pub(super) look: &'static str,
    /// Whether it posts, and so does what it says at once.
    pub posts: bool,
    /// Whether it opens beside the console, in a tab of its own.
    pub is_beside: bool,
}

impl Act {
    /// A link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            look: "",
            posts: false,
            is_beside: false,
        }
    }

    /// A button that posts.
    pub fn post(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            posts: true,
            ..Self::link(label, href)
        }
    }

    /// The one thing most people came for.
    #[must_use]
    pub fn primary(self) -> Self {
        Self {
            look: " primary",
            ..self
        }
    }

    /// It leaves the console, which is still needed: it opens in a tab of its own.
    #[must_use]
    pub fn beside(self) -> Self {
        Self {
            is_beside: true,
            ..self
        }
    }

    /// It destroys, or is hard to undo.
    #[must_use]
    pub fn danger(self) -> Self {
        Self {
            look: " danger",
            ..self
        }
    }
}

/// A page that is one table.
#[derive(Debug, Clone, Template)]
#[template(path = "console/listing.html")]
pub struct Listing {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The pages above.
    pub crumbs: Vec<Crumb>,
    /// The title.
    pub title: String,
    /// One line under it.
    pub text: String,
    /// Buttons beside it.
    pub acts: Vec<Act>,
    /// The table.
    pub table: Table,
}
