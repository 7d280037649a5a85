//! `/login`: sign in with a password or with a code.

use askama::Template;
use moongate_domain::flow::{Segment, Statement};

use super::{Frame, Notice, Problems};

/// A way to sign in that the page can show as a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Identifier and password.
    Password,
    /// A code sent to the e-mail address.
    Email,
}

impl Method {
    /// The value of `?m=` and of the hidden field `m`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Email => "email",
        }
    }

    /// Reads [`Method::name`].
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Password, Self::Email]
            .into_iter()
            .find(|it| it.name() == name)
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Password => "sign-in-tab-password",
            Self::Email => "sign-in-tab-email",
        }
    }
}

/// Which identifiers find a user in this pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentifierKinds {
    /// User names.
    pub username: bool,
    /// E-mail addresses.
    pub email: bool,
    /// Phone numbers.
    pub phone: bool,
}

impl IdentifierKinds {
    /// The variant of the label that names exactly these.
    pub const fn variant(self) -> &'static str {
        match (self.phone, self.email, self.username) {
            (false, true, true) => "email-username",
            (false, true, false) => "email",
            (false, false, true) => "username",
            (true, false, false) => "phone",
            (true, true, false) => "phone-email",
            (true, false, true) => "phone-username",
            _ => "any",
        }
    }
}

/// A statement with a box to tick. It is sent as `statement={its place}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementBox {
    /// The sentence, and whether nobody goes on without it.
    pub statement: Statement,
    /// Whether the person has ticked it. Never true on a fresh form.
    pub ticked: bool,
}

impl StatementBox {
    /// The boxes of a page, with those ticked whose places were sent.
    pub fn list(statements: &[Statement], sent: &[usize]) -> Vec<Self> {
        let places = statements.iter().enumerate();
        places
            .map(|(place, it)| Self {
                statement: it.clone(),
                ticked: sent.contains(&place),
            })
            .collect()
    }

    /// Words, and where they lead.
    pub fn parts(&self) -> Vec<(&str, Option<&str>)> {
        let segments = self.statement.segments().into_iter();
        segments
            .map(|it| match it {
                Segment::Text(text) => (text, None),
                Segment::Link { text, href } => (text, Some(href)),
            })
            .collect()
    }
}

/// The sign-in page (H1). The form posts `m`, `identifier`, `password`, `remember`, `statement` to `/login`.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/sign_in.html")]
pub struct SignIn {
    /// What every page shares; its brand is the application's.
    pub frame: Frame,
    /// Enabled methods, the preferred one first.
    pub methods: Vec<Method>,
    /// The tab that is open.
    pub method: Method,
    /// What the password tab asks for.
    pub kinds: IdentifierKinds,
    /// What was typed before, or the `login_hint`.
    pub identifier: String,
    /// Whether to offer registration.
    pub registration: bool,
    /// Whether to offer a password reset.
    pub reset: bool,
    /// Whether the browser may remember the password.
    pub remember_password: bool,
    /// For how many days the person may stay signed in, if that is offered.
    pub remember_days: Option<u32>,
    /// Whether that box is ticked.
    pub remember: bool,
    /// Statements to accept before signing in.
    pub statements: Vec<StatementBox>,
    /// What was done just now.
    pub notice: Option<Notice>,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}
