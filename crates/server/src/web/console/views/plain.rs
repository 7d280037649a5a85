//! A page that only says something, for people who are not in the console.

use askama::Template;

use crate::web::pages::views::Frame;

/// A title, a sentence and where to go on.
#[derive(Debug, Clone, Template)]
#[template(path = "console/plain.html")]
pub struct Plain {
    /// What every page shares.
    pub frame: Frame,
    /// The title.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// Whether it is as it should be.
    pub is_good: bool,
    /// Words and address.
    pub onward: Option<(String, String)>,
}
