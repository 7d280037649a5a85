//! What console pages are made of: badges, pagers, filters, tabs, facts.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::i18n::Moment;
use crate::web::pages::views::Frame;

/// What a badge's colour says. The words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    Plain,
    /// As it should be.
    Ok,
    /// Worth a look.
    Warn,
    /// Stopped.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Ok => " ok",
            Self::Warn => " warn",
            Self::Bad => " bad",
        }
    }
}

/// A status: dot and word. In a template `{{ row.status }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    source = r#"<span class="badge{{ tone.class() }}"><span class="dot"></span>{{ text }}</span>"#,
    ext = "html"
)]
pub struct Badge {
    /// Its colour.
    pub tone: Tone,
    /// Its word.
    pub text: String,
}

impl HtmlSafe for Badge {}

impl Badge {
    /// A badge.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }
}

/// Where a list stands, and how to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// "1–20 of 2,317", or another sentence where the total is not known.
    pub text: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Offered page sizes: number, address, whether it is the present one.
    pub sizes: Vec<(u32, String, bool)>,
}

impl Pager {
    /// A pager that says which rows are shown, counted from 1, and of how many if that is known.
    pub fn new(frame: &Frame, from: u64, to: u64, total: Option<u64>) -> Self {
        let text = match total {
            Some(total) => frame.t3(
                "page-range",
                ("from", &from),
                ("to", &to),
                ("total", &total),
            ),
            None => frame.t2("page-part", "from", from, "to", to),
        };
        Self {
            text: text.into_owned(),
            previous: None,
            next: None,
            sizes: Vec::new(),
        }
    }
}

/// One way to narrow a list: a chip that opens its choices, or shows the one made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What it narrows by.
    pub label: String,
    /// The choice made, and the address without it.
    pub chosen: Option<(String, String)>,
    /// Choices with their addresses.
    pub choices: Vec<(String, String)>,
}

/// A tab with its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is open.
    pub current: bool,
}

/// What a fact looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// An id or address: monospace, with a Copy button.
    Copy(String),
    /// A status.
    Status(Badge),
    /// A time.
    Time(Moment),
    /// Nothing yet.
    None,
}

/// A row of a list of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: Value,
}

impl Fact {
    /// A row.
    pub fn new(label: impl Into<String>, value: Value) -> Self {
        Self {
            label: label.into(),
            value,
        }
    }
}

/// A link in the path above a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
}
