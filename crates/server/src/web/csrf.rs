//! Whether a post was meant by the person whose browser sent it (W4).
//!
//! Two independent proofs are asked for: a token that only our own page could hold, bound to the browser's flow
//! secret or to the login; and the browser's own word that our page sent it.

use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_service::sealing::{Keyring, Purpose};

use super::error::Failure;
use crate::config::PublicUrl;

/// The name under which every form carries its token.
pub const FIELD: &str = "csrf_token";

/// What a form's token is bound to.
#[derive(Debug, Clone, Copy)]
pub enum Binding<'a> {
    /// Before sign-in: the browser's flow secret.
    Flow(&'a str),
    /// After it: the login's secret.
    Login(&'a str),
}

impl<'a> Binding<'a> {
    fn parts(self) -> [&'a [u8]; 2] {
        match self {
            Self::Flow(secret) => [b"flow", secret.as_bytes()],
            Self::Login(secret) => [b"login", secret.as_bytes()],
        }
    }
}

/// The token that a form must carry.
pub fn token(keyring: &Keyring, binding: Binding<'_>) -> String {
    URL_SAFE_NO_PAD.encode(keyring.mac(Purpose::Csrf, &binding.parts()))
}

/// Refuses a token that was not made for this binding.
pub fn check_token(keyring: &Keyring, binding: Binding<'_>, token: &str) -> Result<(), Failure> {
    let fits = URL_SAFE_NO_PAD
        .decode(token)
        .is_ok_and(|tag| keyring.verify_mac(Purpose::Csrf, &binding.parts(), &tag));
    if fits { Ok(()) } else { Err(refused()) }
}

/// Refuses a request that the browser does not say came from our own page. `Sec-Fetch-Site` decides if it is there;
/// else `Origin` must be ours; with neither, nothing speaks for the request.
pub fn check_origin(headers: &HeaderMap, public: &PublicUrl) -> Result<(), Failure> {
    let text = |name| headers.get(name).map(|it| it.to_str().unwrap_or("?"));
    let origin = text(header::ORIGIN);
    // Our pages send no referrer, so browsers write `null` even for their own forms.
    let origin_is_foreign = origin.is_some_and(|it| it != "null" && !is_ours(it, headers, public));
    let allowed = match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => !origin_is_foreign,
        Some(_) => false,
        None => origin.is_some_and(|it| is_ours(it, headers, public)),
    };
    if allowed { Ok(()) } else { Err(refused()) }
}

/// Our public origin, or, on this machine, the other name of it under which the page was opened.
fn is_ours(origin: &str, headers: &HeaderMap, public: &PublicUrl) -> bool {
    if origin == public.as_str() {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    // The frame has already refused hosts that are not this machine.
    public.is_loopback()
        && !public.is_https()
        && host.is_some_and(|host| origin.strip_prefix("http://") == Some(host))
}

fn refused() -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "request.forged")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(public: &str, lines: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = lines
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    value.parse().unwrap(),
                )
            })
            .collect();
        check_origin(&headers, &PublicUrl::parse(public).unwrap()).is_ok()
    }

    #[test]
    fn only_our_own_pages_can_post() {
        // W4, T17
        let here = "https://id.example.com";
        assert!(allowed(
            here,
            &[("sec-fetch-site", "same-origin"), ("origin", "null")]
        ));
        assert!(allowed(here, &[("sec-fetch-site", "none")]));
        assert!(allowed(here, &[("origin", here)]));
        assert!(!allowed(here, &[]));
        assert!(!allowed(here, &[("origin", "null")]));
        assert!(!allowed(
            here,
            &[("origin", "https://id.example.com.evil.test")]
        ));
        assert!(!allowed(
            here,
            &[("sec-fetch-site", "cross-site"), ("origin", here)]
        ));
        assert!(!allowed(here, &[("sec-fetch-site", "same-site")]));
        assert!(!allowed(
            here,
            &[
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.test")
            ]
        ));
    }

    #[test]
    fn on_this_machine_the_page_may_have_been_opened_under_another_name() {
        let lines = [
            ("host", "127.0.0.1:8080"),
            ("origin", "http://127.0.0.1:8080"),
        ];
        assert!(allowed("http://localhost:8080", &lines));
        let other_port = [
            ("host", "127.0.0.1:8080"),
            ("origin", "http://127.0.0.1:9000"),
        ];
        assert!(!allowed("http://localhost:8080", &other_port));
    }

    #[test]
    fn a_token_is_good_for_its_own_browser_and_login_only() {
        let keyring = Keyring::parse(&Keyring::generate()).unwrap();
        let made = token(&keyring, Binding::Flow("ada"));
        assert!(check_token(&keyring, Binding::Flow("ada"), &made).is_ok());
        assert!(check_token(&keyring, Binding::Flow("bob"), &made).is_err());
        assert!(check_token(&keyring, Binding::Login("ada"), &made).is_err());
        assert!(check_token(&keyring, Binding::Flow("ada"), "").is_err());
    }
}
