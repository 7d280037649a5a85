//! What every console page shares: the page's own frame, the pool it is about, the navigation.

use std::ops::Deref;

use crate::web::pages::views::Frame;
use crate::web::pages::views::account::Person;

/// The entry of the sidebar that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `/console/p/{pool}`
    Overview,
    /// `…/users`
    Users,
    /// `…/apps`
    Applications,
    /// `…/audit`
    Audit,
    /// `…/outbox`
    Outbox,
    /// `/console/pools`
    Pools,
    /// `/console/system/keys`
    Keys,
}

/// The pool a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentPool {
    /// Its slug, as paths carry it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its picture's address, if it has one.
    pub picture: Option<String>,
    /// Whether it is this administrator's default.
    pub is_default: bool,
    /// Whether its messages only go to the Outbox.
    pub is_local: bool,
}

/// A pool in the switcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolLink {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A short message about what was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// Whether it was refused; such a message stays until the next page.
    pub is_failure: bool,
}

/// The part of a console page that does not depend on which page it is.
#[derive(Debug, Clone)]
pub struct ConsoleFrame {
    /// Language, theme, form token and the like.
    pub page: Frame,
    /// The entry of the sidebar that is open.
    pub section: Section,
    /// The pool it is about; none before the first pool and on pages about all pools.
    pub pool: Option<CurrentPool>,
    /// The first pools for the switcher.
    pub pools: Vec<PoolLink>,
    /// Who is signed in.
    pub administrator: Person,
    /// Whether they may see administrators' own affairs: management keys.
    pub is_owner: bool,
    /// What was just done.
    pub toast: Option<Toast>,
    /// The product's version.
    pub version: &'static str,
}

/// So that `frame.t(…)` and `frame.locale` read alike in every template.
impl Deref for ConsoleFrame {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.page
    }
}

impl ConsoleFrame {
    /// Whether the sidebar's entry of this name is open.
    pub fn is_at(&self, entry: &str) -> bool {
        entry
            == match self.section {
                Section::Overview => "overview",
                Section::Users => "users",
                Section::Applications => "applications",
                Section::Audit => "audit",
                Section::Outbox => "outbox",
                Section::Pools => "pools",
                Section::Keys => "keys",
            }
    }

    /// An address below the current pool: `in_pool("/users")`; below `/console/pools` if there is none.
    pub fn in_pool(&self, path: &str) -> String {
        match &self.pool {
            Some(pool) => format!("/console/p/{}{path}", pool.slug),
            None => "/console/pools".to_owned(),
        }
    }
}
