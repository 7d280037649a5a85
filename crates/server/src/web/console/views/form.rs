//! A page that is one form: create and edit of users, pools, applications.

use askama::Template;

use super::ConsoleFrame;
use super::parts::{Crumb, Tab};
use crate::web::pages::views::{Frame, Problems};

impl Choice {
    /// A choice that needs no more words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            detail: String::new(),
        }
    }
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One line about it, for radio cards.
    pub detail: String,
}

/// How a field is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// An address.
    Email,
    /// A phone number.
    Phone,
    /// A day.
    Date,
    /// A colour.
    Colour,
    /// A new password for somebody else.
    Password,
    /// Several lines, such as redirect URIs.
    Lines,
    /// A box to tick; its value is `1`.
    Check,
    /// One of several, as a list.
    Select(Vec<Choice>),
    /// One of several, as cards.
    Cards(Vec<Choice>),
    /// Any of several; the value holds the ticked ones, parted by blanks.
    Checks(Vec<Choice>),
    /// A whole number.
    Number,
    /// A PNG or JPEG.
    Picture,
}

/// A field with its label and hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// Its name and id.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What to know before filling it; empty if nothing.
    pub hint: String,
    /// How it is filled.
    pub kind: Kind,
    /// What stands in it.
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
    /// The longest text, in characters.
    pub max: Option<u32>,
}

impl FormField {
    /// An optional line of text.
    pub fn text(name: &str, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            label: label.into(),
            hint: String::new(),
            kind: Kind::Text,
            value: value.into(),
            required: false,
            max: None,
        }
    }

    /// The same, filled in another way.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// A picture: the present one's address, or nothing. Its hint says what is taken.
    pub fn picture(
        frame: &Frame,
        name: &str,
        label: impl Into<String>,
        present: Option<String>,
    ) -> Self {
        let field = Self::text(name, label, present.unwrap_or_default());
        field.kind(Kind::Picture).hint(frame.t("picture-hint"))
    }

    /// The same, with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// The same, but it must be filled.
    #[must_use]
    pub fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// The same, with at most so many characters.
    #[must_use]
    pub fn at_most(self, max: u32) -> Self {
        Self {
            max: Some(max),
            ..self
        }
    }

    pub(super) const fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Email => "email",
            Kind::Phone => "tel",
            Kind::Date => "date",
            Kind::Colour => "color",
            Kind::Password => "password",
            Kind::Number => "number",
            _ => "text",
        }
    }

    pub(super) fn holds(&self, choice: &Choice) -> bool {
        self.value.split(' ').any(|it| it == choice.value)
    }

    /// Administrators fill in other people's data, so browsers must not offer their own.
    pub(super) const fn autocomplete(&self) -> &'static str {
        match self.kind {
            Kind::Password => "new-password",
            _ => "off",
        }
    }
}

/// A form page. Posts the fields to `action`; with a picture field as `multipart/form-data`.
#[derive(Debug, Clone, Template)]
#[template(path = "console/form.html")]
pub struct FormPage {
    /// What every console page shares.
    pub frame: ConsoleFrame,
    /// The pages above.
    pub crumbs: Vec<Crumb>,
    /// The title.
    pub title: String,
    /// One sentence under it; empty if none.
    pub text: String,
    /// The tabs it is one of; none if it stands alone.
    pub tabs: Vec<Tab>,
    /// Where the form posts to.
    pub action: String,
    /// What it carries besides, such as the version it edits.
    pub carried: Vec<(String, String)>,
    /// The fields.
    pub fields: Vec<FormField>,
    /// The verb.
    pub button: String,
    /// Where Cancel leads.
    pub cancel: String,
    /// What is wrong with the submitted form.
    pub problems: Problems,
}

impl FormPage {
    fn label_of(&self, field: &str) -> &str {
        self.fields
            .iter()
            .find(|it| it.name == field)
            .map_or("", |it| it.label.as_str())
    }

    fn has_picture(&self) -> bool {
        self.fields.iter().any(|it| it.kind == Kind::Picture)
    }
}
