//! Whose page it is: name, picture, colour.

use crate::web::theme::{Rgb, theme_url};

/// The picture beside the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logo {
    /// An uploaded picture, by address.
    Picture(String),
    /// The product's own mark.
    Product,
    /// No picture: the first letter of the name.
    Letter,
}

/// The face of a pool or application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Name of the application, or of the pool where no application is involved.
    pub name: String,
    /// The picture beside it.
    pub logo: Logo,
    /// The style sheet of its colour, if it has one.
    pub theme_url: Option<String>,
}

impl Brand {
    /// A brand with a name and nothing else chosen.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            logo: Logo::Letter,
            theme_url: None,
        }
    }

    /// The product itself, for the console and before any pool exists.
    pub fn product() -> Self {
        Self {
            name: "Moongate".into(),
            logo: Logo::Product,
            theme_url: None,
        }
    }

    /// The same brand in a colour.
    #[must_use]
    pub fn coloured(mut self, colour: Rgb) -> Self {
        self.theme_url = Some(theme_url(colour));
        self
    }

    /// The uploaded picture's address.
    pub fn picture(&self) -> Option<&str> {
        match &self.logo {
            Logo::Picture(url) => Some(url),
            Logo::Product | Logo::Letter => None,
        }
    }

    /// Whether this is the product's own face.
    pub fn is_product(&self) -> bool {
        self.logo == Logo::Product
    }

    /// The first letter of the name.
    pub fn initial(&self) -> String {
        initial(&self.name)
    }
}

/// The first letter of a name, upper case.
pub(crate) fn initial(name: &str) -> String {
    name.trim()
        .chars()
        .next()
        .map(|it| it.to_uppercase().to_string())
        .unwrap_or_default()
}
