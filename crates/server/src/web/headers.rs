//! The headers of every answer (W5).

use std::fmt::Write;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use super::arrival::Arrival;

/// Where a page departs from the usual policy. Handlers put it into the answer's extensions.
#[derive(Debug, Clone, Default)]
pub struct PagePolicy {
    /// Origins besides ours to which a form of this page may lead, as browsers follow redirects of a post with it:
    /// the validated redirect origin of the application.
    pub form_action: Vec<String>,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Completes an answer's headers. `Cache-Control` stays if the handler chose one.
pub fn complete(response: &mut Response, arrival: &Arrival, https: bool) {
    let policy = response.extensions_mut().remove::<PagePolicy>();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(arrival.id()) {
        headers.insert(REQUEST_ID, id);
    }
    for line in arrival.take_cookies() {
        headers.append(header::SET_COOKIE, line);
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    if https {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000",
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    if is_page(headers) {
        page(headers, &policy.unwrap_or_default(), arrival.nonce());
    } else if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        // Should a browser ever be led to show it as a page, it can do nothing.
        set(
            headers,
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        );
    }
}

fn page(headers: &mut HeaderMap, policy: &PagePolicy, nonce: &str) {
    set(headers, OPENER, "same-origin");
    set(
        headers,
        PERMISSIONS,
        "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), geolocation=(), \
         microphone=(), payment=(), usb=()",
    );
    if let Ok(value) = HeaderValue::from_str(&content_policy(policy, nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
}

fn content_policy(policy: &PagePolicy, nonce: &str) -> String {
    let mut text = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'; form-action 'self'"
    );
    for origin in &policy.form_action {
        // What could end the directive was never an origin.
        if !origin.contains([';', ',', ' ', '\'']) {
            write!(text, " {origin}").expect("writing to a string cannot fail");
        }
    }
    text.push_str(
        "; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'",
    );
    text
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|it| it.as_bytes().starts_with(b"text/html"))
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_nonce_and_the_one_origin_it_may_post_to() {
        // W5
        let policy = PagePolicy {
            form_action: vec!["https://shop.example".into(), "x; script-src *".into()],
        };
        assert_eq!(
            content_policy(&policy, "N"),
            "default-src 'none'; script-src 'self' 'nonce-N'; style-src 'self' 'nonce-N'; img-src 'self' data:; \
             connect-src 'self'; form-action 'self' https://shop.example; base-uri 'none'; object-src 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        );
    }
}
