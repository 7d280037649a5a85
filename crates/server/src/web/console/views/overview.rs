//! `/console/p/{pool}` and the page before there is any pool (A-011, C1).

use askama::Template;

use super::ConsoleFrame;
use crate::web::chart::{Bars, Lines};

/// A number with its name and how it moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: String,
    /// The number as it reads.
    pub value: String,
    /// One line under it, such as "vs previous period".
    pub note: String,
    /// How it moved, such as `+11.1%`, and whether that is good.
    pub change: Option<(String, bool)>,
    /// The last days, for the small line; empty for none.
    pub days: Vec<u64>,
}

impl Tile {
    fn spark(&self) -> Lines {
        Lines::fitted(&self.days, 120.0, 34.0)
    }
}

/// A day of the charts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `11-22`.
    pub label: String,
    /// Sign-ins that worked.
    pub signed_in: u64,
    /// Sign-ins that did not.
    pub failed: u64,
    /// Registrations.
    pub registered: u64,
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Of what.
    pub label: String,
    /// How much, in percent.
    pub percent: u32,
}

/// Something that an administrator should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// What it is.
    pub title: String,
    /// What is known about it.
    pub text: String,
    /// Where to see more.
    pub href: String,
    /// Whether it stops people.
    pub is_bad: bool,
}

/// A step of the first-days list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub label: String,
    /// Where, if there is a page for it.
    pub href: Option<String>,
    /// Whether it is done.
    pub done: bool,
}

/// The overview of a pool.
#[derive(Debug, Clone, Template)]
#[template(path = "console/overview.html")]
pub struct Overview {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The numbers on top, four of them.
    pub tiles: Vec<Tile>,
    /// How many days the page shows: 7, 30 or 90.
    pub range: u32,
    /// The days, oldest first.
    pub days: Vec<Day>,
    /// How people signed in.
    pub methods: Vec<Share>,
    /// What needs attention.
    pub attention: Vec<Attention>,
    /// The first-days list; empty once it is done or dismissed.
    pub steps: Vec<Step>,
}

impl Overview {
    const RANGES: [u32; 3] = [7, 30, 90];

    fn sign_ins(&self) -> Lines {
        let signed_in: Vec<u64> = self.days.iter().map(|it| it.signed_in).collect();
        let failed: Vec<u64> = self.days.iter().map(|it| it.failed).collect();
        Lines::two(&signed_in, &failed, 720.0, 132.0)
    }

    fn registrations(&self) -> Bars {
        let days: Vec<u64> = self.days.iter().map(|it| it.registered).collect();
        Bars::new(&days, 720.0, 64.0)
    }

    /// At most five labels under the charts, the first and the last among them.
    fn dates(&self) -> Vec<&str> {
        let last = self.days.len().saturating_sub(1);
        let parts = last.min(4);
        (0..=parts)
            .filter_map(|at| self.days.get(last * at / parts.max(1)))
            .map(|it| it.label.as_str())
            .collect()
    }

    fn is_quiet(&self) -> bool {
        self.days
            .iter()
            .all(|it| it.signed_in + it.failed + it.registered == 0)
    }

    fn done(&self) -> usize {
        self.steps.iter().filter(|it| it.done).count()
    }
}

/// Before the first pool. *Create now* posts to `/console/pools/demo`.
#[derive(Debug, Clone, Template)]
#[template(path = "console/first_use.html")]
pub struct FirstUse {
    /// What every console page shares; it has no pool.
    pub frame: ConsoleFrame,
}
