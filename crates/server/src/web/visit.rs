//! One request as handlers see it: who comes from where, with which cookies, and whether a post can be trusted.
//!
//! Who is signed in is not known here; a visit only carries the cookie that may tell.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use moongate_service::{Trace, random};

use super::Web;
use super::arrival::Arrival;
use super::cookies::{self, Cookie};
use super::csrf::{self, Binding};
use super::error::Failure;
use super::pages::views::Theme;
use crate::i18n::{Locale, Wishes, negotiate};

/// Longest `User-Agent` that is kept, in characters.
const USER_AGENT: usize = 256;

/// A request with all that surrounds it. Cookies set through it are in the answer, whatever that will be.
pub struct Visit {
    web: Web,
    arrival: Arc<Arrival>,
    cookies: String,
    user_agent: String,
    accept_language: String,
    from_our_page: Result<(), Failure>,
    flow: OnceLock<String>,
}

impl Visit {
    /// The id that is in the answer's `X-Request-Id`, in the log and in audit events.
    pub fn request_id(&self) -> &str {
        self.arrival.id()
    }

    /// The client's address (D3).
    pub fn address(&self) -> IpAddr {
        self.arrival.address()
    }

    /// What the client calls itself, cut and without control characters.
    pub fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// Where this request came from, for the audit.
    pub fn trace(&self) -> Trace {
        Trace {
            ip: Some(self.address().to_string()),
            user_agent: Some(self.user_agent.clone()).filter(|it| !it.is_empty()),
            request_id: Some(self.request_id().to_owned()),
        }
    }

    /// The language for this person: what the request asked for, then what was chosen in this browser, then what the
    /// browser prefers, then the pool's own.
    pub fn locale(&self, ui_locales: Option<&str>, pool: Locale) -> Locale {
        let wishes = Wishes {
            ui_locales,
            cookie: self.cookie(cookies::LANGUAGE),
            accept_language: Some(&self.accept_language),
        };
        negotiate(wishes, pool)
    }

    /// What scripts and styles of this answer's page must carry.
    pub fn nonce(&self) -> &str {
        self.arrival.nonce()
    }

    /// The theme that was chosen in this browser.
    pub fn theme(&self) -> Theme {
        self.cookie(cookies::THEME)
            .and_then(Theme::parse)
            .unwrap_or_default()
    }

    /// The value of a cookie, by its name without prefix.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookies::find(&self.cookies, name, self.is_https())
    }

    /// Sets a cookie on the answer.
    pub fn set_cookie(&self, cookie: Cookie<'_>) {
        match cookie.line(self.is_https()) {
            Some(line) => self.arrival.set_cookie(line),
            None => tracing::error!(name = cookie.name, "a cookie's value cannot be written"),
        }
    }

    /// Makes the browser forget a cookie.
    pub fn clear_cookie(&self, name: &str) {
        self.set_cookie(Cookie::new(name, "").kept_for(0));
    }

    /// The browser's flow secret, 256 random bits. It is given to the browser if it has none, so ask for it only where
    /// a form or a flow needs one.
    pub fn flow(&self) -> &str {
        self.flow.get_or_init(|| match self.cookie(cookies::FLOW) {
            Some(secret) if is_flow_secret(secret) => secret.to_owned(),
            _ => self.give_flow(),
        })
    }

    /// The token for a form: bound to the login if there is one, else to the browser's flow secret.
    pub fn csrf_token(&self, login: Option<&str>) -> String {
        csrf::token(&self.web.app.keyring, self.binding(login))
    }

    /// Refuses a post that did not come from our own page in this browser (W4). `token` is the form's field
    /// [`csrf::FIELD`].
    pub fn check_csrf(&self, login: Option<&str>, token: &str) -> Result<(), Failure> {
        self.check_origin()?;
        csrf::check_token(&self.web.app.keyring, self.binding(login), token)
    }

    /// Refuses a post that the browser does not say came from our own page.
    pub fn check_origin(&self) -> Result<(), Failure> {
        self.from_our_page.clone()
    }

    fn binding<'a>(&'a self, login: Option<&'a str>) -> Binding<'a> {
        match login {
            Some(secret) => Binding::Login(secret),
            None => Binding::Flow(self.flow()),
        }
    }

    fn give_flow(&self) -> String {
        let secret = random::token("").expose().to_owned();
        self.set_cookie(Cookie::new(cookies::FLOW, &secret));
        secret
    }

    fn is_https(&self) -> bool {
        self.web.config.public_url.is_https()
    }
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let arrival = parts.extensions.get::<Arc<Arrival>>().cloned();
        let arrival = arrival
            .ok_or_else(|| Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "server.failed"))?;
        let headers = &parts.headers;
        let text = |name| {
            let value = headers.get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        Ok(Self {
            arrival,
            cookies: all_cookies(headers),
            user_agent: text(header::USER_AGENT).chars().take(USER_AGENT).collect(),
            accept_language: text(header::ACCEPT_LANGUAGE),
            from_our_page: csrf::check_origin(headers, &web.config.public_url),
            flow: OnceLock::new(),
            web: web.clone(),
        })
    }
}

/// All `Cookie` headers as one text; HTTP/2 may part them (RFC 9113, section 8.2.3).
fn all_cookies(headers: &HeaderMap) -> String {
    let lines = headers.get_all(header::COOKIE).iter();
    let texts: Vec<&str> = lines.filter_map(|it| it.to_str().ok()).collect();
    texts.join("; ")
}

/// Whether a value has the form in which we give it; anything else was not ours.
fn is_flow_secret(value: &str) -> bool {
    let letter = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    value.len() == 43 && value.bytes().all(letter)
}
