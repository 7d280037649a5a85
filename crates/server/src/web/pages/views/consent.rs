//! `/consent`: what an application wants to know.

use std::borrow::Cow;

use askama::Template;

use super::{Frame, Logo};

/// A scope in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeInWords {
    /// What is shared or allowed.
    pub title: Cow<'static, str>,
    /// What exactly, if there is more to say.
    pub detail: Option<Cow<'static, str>>,
}

impl ScopeInWords {
    /// Words for the scopes an application asks for. Scopes of the operator's own are named as they are.
    pub fn list(frame: &Frame, scopes: &[String]) -> Vec<Self> {
        let known = |title, detail| Self {
            title: frame.t(title),
            detail: Some(frame.t(detail)),
        };
        let one = |it: &String| match it.as_str() {
            "openid" => known("scope-openid", "scope-openid-detail"),
            "profile" => known("scope-profile", "scope-profile-detail"),
            "email" => known("scope-email", "scope-email-detail"),
            "phone" => known("scope-phone", "scope-phone-detail"),
            "address" => known("scope-address", "scope-address-detail"),
            "offline_access" => known("scope-offline", "scope-offline-detail"),
            other => Self {
                title: Cow::Owned(other.to_owned()),
                detail: None,
            },
        };
        scopes.iter().map(one).collect()
    }
}

/// The consent question (H7). Posts `decision` = `allow` or `deny` to `/consent`.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/consent.html")]
pub struct Consent {
    /// What every page shares; its brand is the pool's.
    pub frame: Frame,
    /// The application that asks.
    pub application: String,
    /// Its picture.
    pub picture: Logo,
    /// Who would share: the account that is signed in.
    pub account: String,
    /// What would be shared.
    pub scopes: Vec<ScopeInWords>,
    /// Where the person goes next: the host of the return address.
    pub next_host: String,
}

impl Consent {
    fn initial(&self) -> String {
        super::brand::initial(&self.application)
    }

    fn picture_url(&self) -> Option<&str> {
        match &self.picture {
            Logo::Picture(url) => Some(url),
            Logo::Product | Logo::Letter => None,
        }
    }
}
