//! Redirect URIs: which may be registered, and when a sent one is a registered one (RFC 9700, section 2.1).
//!
//! Comparison is byte for byte; the only freedom is the port of a native application that listens on
//! its own machine (RFC 8252, section 7.3). Nothing here normalises: a spelling that a URL parser
//! would change is refused at registration and never matches.

mod registration;

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::application::{Application, ApplicationType};

pub use registration::{Refused, Schemes, check};

const LOOPBACK: [&str; 2] = ["127.0.0.1", "[::1]"];
const LOCALHOST: &str = "localhost";

/// A redirect URI that was proven to belong to the application of the request. Before one exists,
/// errors are shown on our own page; afterwards they go back to the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redirect(String);

impl Redirect {
    /// Trusts what was sent if it is registered for sign-in (security checklist P1).
    pub fn trust(application: &Application, sent: &str) -> Option<Self> {
        application
            .redirect_uris
            .iter()
            .any(|registered| matches(registered, sent, Ports::of(application)))
            .then(|| Self(sent.to_owned()))
    }

    /// Trusts what was sent if it is registered for the way back from signing out (P26).
    pub fn trust_after_logout(application: &Application, sent: &str) -> Option<Self> {
        application
            .post_logout_redirect_uris
            .iter()
            .any(|registered| matches(registered, sent, Ports::of(application)))
            .then(|| Self(sent.to_owned()))
    }

    /// The URI exactly as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URI with more parameters in its query; what stands there already stays (RFC 6749, section 3.1.2).
    pub fn with(&self, parameters: &[(&str, &str)]) -> String {
        if parameters.is_empty() {
            return self.0.clone();
        }
        let added = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let separator = match self.0.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        format!("{}{separator}{added}", self.0)
    }
}

/// A colon and a number from 1 to 65535.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|digits| {
        digits.len() <= 5
            && digits.bytes().all(|b| b.is_ascii_digit())
            && digits.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

/// Whose ports are free when a sent URI is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ports {
    Exact,
    FreeOnLoopback,
    FreeOnLoopbackAndLocalhost,
}

impl Ports {
    fn of(application: &Application) -> Self {
        match (application.application_type, application.loopback_localhost) {
            (ApplicationType::Native, false) => Self::FreeOnLoopback,
            (ApplicationType::Native, true) => Self::FreeOnLoopbackAndLocalhost,
            _ => Self::Exact,
        }
    }

    fn free_on(self, host: &str) -> bool {
        match self {
            Self::Exact => false,
            Self::FreeOnLoopback => LOOPBACK.contains(&host),
            Self::FreeOnLoopbackAndLocalhost => LOOPBACK.contains(&host) || host == LOCALHOST,
        }
    }
}

fn matches(registered: &str, sent: &str, ports: Ports) -> bool {
    if registered == sent {
        return true;
    }
    let (Some((host, rest)), Some((sent_host, sent_rest))) = (loopback(registered), loopback(sent))
    else {
        return false;
    };
    ports.free_on(host) && host == sent_host && rest == sent_rest
}

/// Splits `http://{loopback host}[:port]{rest}` into host and rest.
fn loopback(uri: &str) -> Option<(&'static str, &str)> {
    let authority = uri.strip_prefix("http://")?;
    let host = LOOPBACK
        .into_iter()
        .chain([LOCALHOST])
        .find(|host| authority.starts_with(host))?;
    let after = &authority[host.len()..];
    let end = after.find(['/', '?']).unwrap_or(after.len());
    let (port, rest) = after.split_at(end);
    (port.is_empty() || is_port(port)).then_some((host, rest))
}

#[cfg(test)]
mod tests;
