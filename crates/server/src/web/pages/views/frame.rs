//! What every page shares: language, theme, brand, form token, addresses.

use std::borrow::Cow;
use std::fmt::Display;

use super::brand::Brand;
use crate::i18n::locale::own_name;
use crate::i18n::{Argument, Locale, t};
use crate::web::assets::asset_url;

/// Light, dark, or as the device says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the device says.
    #[default]
    System,
}

impl Theme {
    /// Every theme, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The name in the cookie, the query and `data-theme`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }

    /// Reads [`Theme::name`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
            Self::System => "theme-system",
        }
    }
}

/// A neutral or good message on top of a page, after something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Another code was sent.
    CodeResent,
    /// The account exists; its owner signs in now.
    Registered,
    /// What was edited is kept.
    Saved,
    /// The password is a new one.
    PasswordChanged,
    /// One other device was signed out.
    SessionEnded,
}

impl Notice {
    /// Its message.
    pub const fn key(self) -> &'static str {
        match self {
            Self::CodeResent => "code-resent",
            Self::Registered => "registered",
            Self::Saved => "notice-saved",
            Self::PasswordChanged => "notice-password-changed",
            Self::SessionEnded => "notice-session-ended",
        }
    }
}

/// The part of a page that does not depend on which page it is.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of the page.
    pub locale: Locale,
    /// Its theme.
    pub theme: Theme,
    /// Whose page it is.
    pub brand: Brand,
    /// Path prefix of the issuer: `/p/{slug}`, or empty on a pool's own domain and in the console.
    pub base: String,
    /// Path and query of this page, so that switching the language comes back to it; empty if no address leads here,
    /// and then the page offers no such switch.
    pub here: String,
    /// The running interaction, carried by every link and form of the flow.
    pub tx: Option<String>,
    /// The form token.
    pub csrf: String,
    /// Nonce of this response's `script-src`, where the policy has one.
    pub nonce: Option<String>,
    /// The request's id, which error pages show as reference number.
    pub request_id: String,
}

/// A link to this same page in another language or theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Where it leads.
    pub href: String,
    /// Language tag or theme name.
    pub value: &'static str,
    /// What is read.
    pub name: Cow<'static, str>,
    /// Whether it is what the page already is.
    pub current: bool,
}

impl Frame {
    /// The sentence of `key`.
    pub fn t(&self, key: &'static str) -> Cow<'static, str> {
        t(self.locale, key, &[])
    }

    /// The sentence of `key` with one value.
    pub fn t1(
        &self,
        key: &'static str,
        name: &'static str,
        value: impl Argument,
    ) -> Cow<'static, str> {
        t(self.locale, key, &[(name, &value)])
    }

    /// The sentence of `key` with two values.
    pub fn t2(
        &self,
        key: &'static str,
        name: &'static str,
        value: impl Argument,
        other_name: &'static str,
        other: impl Argument,
    ) -> Cow<'static, str> {
        t(self.locale, key, &[(name, &value), (other_name, &other)])
    }

    /// The sentence of `key` with three values.
    pub fn t3(
        &self,
        key: &'static str,
        first: (&'static str, &dyn Argument),
        second: (&'static str, &dyn Argument),
        third: (&'static str, &dyn Argument),
    ) -> Cow<'static, str> {
        t(self.locale, key, &[first, second, third])
    }

    /// What a form calls its field; empty for fields without a fixed label.
    pub fn label_of(&self, field: &str) -> Cow<'static, str> {
        match field {
            "identifier" => self.t("identifier"),
            "username" => self.t("username-label"),
            "email" => self.t("email-label"),
            "password" => self.t("password-label"),
            "new_password" => self.t("new-password-label"),
            "confirm_password" => self.t("confirm-password-label"),
            "nickname" => self.t("nickname-label"),
            _ => Cow::Borrowed(""),
        }
    }

    /// An address under the issuer that stays in the running interaction.
    pub fn to(&self, path: impl Display) -> String {
        let url = format!("{}{path}", self.base);
        match &self.tx {
            Some(tx) => with_query(&url, "tx", tx),
            None => url,
        }
    }

    /// The address of one of our own files.
    pub fn asset(&self, name: &str) -> &'static str {
        asset_url(name)
    }

    /// This page in the other languages.
    pub fn languages(&self) -> Vec<Switch> {
        let others = Locale::ALL.into_iter().filter(|it| *it != self.locale);
        others
            .map(|it| Switch {
                href: with_query(&self.here, "ui_locales", it.tag()),
                value: it.tag(),
                name: Cow::Borrowed(own_name(it)),
                current: false,
            })
            .collect()
    }

    /// This page in every theme.
    pub fn themes(&self) -> Vec<Switch> {
        let all = Theme::ALL.into_iter();
        all.map(|it| Switch {
            href: with_query(&self.here, "theme", it.name()),
            value: it.name(),
            name: self.t(it.label()),
            current: it == self.theme,
        })
        .collect()
    }
}

/// `url` with one query parameter set; a former value of the same name is dropped.
fn with_query(url: &str, name: &str, value: &str) -> String {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let kept = query
        .split('&')
        .filter(|it| !it.is_empty() && it.split('=').next() != Some(name));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    parts.push(serde_urlencoded::to_string([(name, value)]).unwrap_or_default());
    format!("{path}?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_replaced_and_the_others_stay() {
        assert_eq!(with_query("/login", "theme", "dark"), "/login?theme=dark");
        assert_eq!(
            with_query("/login?m=email&ui_locales=en&tx=a", "ui_locales", "zh-CN"),
            "/login?m=email&tx=a&ui_locales=zh-CN"
        );
        assert_eq!(
            with_query("/x?q=%26", "tx", "a&b=c"),
            "/x?q=%26&tx=a%26b%3Dc"
        );
    }
}
