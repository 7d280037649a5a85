//! Who is asking, and which face of a failure they can read.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};

use crate::i18n::{Locale, Wishes, negotiate};
use crate::web::cookies;
use crate::web::pages::views::Theme;

/// How a failure looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// A page for a person.
    Page,
    /// JSON by RFC 6749, section 5.2, for OAuth clients.
    OAuth,
    /// The same at a resource, with the challenge of RFC 6750, section 3.
    Bearer,
    /// `application/problem+json` by RFC 9457, for programs.
    Problem,
}

/// What is remembered of a request so that it can be answered in its own terms and logged.
#[derive(Debug, Clone)]
pub struct Caller {
    method: Method,
    path: String,
    accept: Option<HeaderValue>,
    accept_language: Option<HeaderValue>,
    cookies: Option<HeaderValue>,
    https: bool,
}

impl Caller {
    /// Remembers a request.
    pub fn of(request: &Request<Body>, https: bool) -> Self {
        let header = |name| request.headers().get(name).cloned();
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            accept: header(header::ACCEPT),
            accept_language: header(header::ACCEPT_LANGUAGE),
            cookies: header(header::COOKIE),
            https,
        }
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, without the query: that may hold codes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The language for this caller.
    pub fn locale(&self) -> Locale {
        let wishes = Wishes {
            ui_locales: None,
            cookie: self.cookie(cookies::LANGUAGE),
            accept_language: self
                .accept_language
                .as_ref()
                .and_then(|it| it.to_str().ok()),
        };
        negotiate(wishes, Locale::EnUs)
    }

    /// The theme for this caller.
    pub fn theme(&self) -> Theme {
        self.cookie(cookies::THEME)
            .and_then(Theme::parse)
            .unwrap_or_default()
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        cookies::find(self.cookies.as_ref()?.to_str().ok()?, name, self.https)
    }

    /// The face for this caller: by the address where only one kind of caller goes, else by what it accepts.
    pub fn face(&self) -> Face {
        by_path(&self.path, &self.method).unwrap_or_else(|| {
            let accept = self.accept.as_ref().and_then(|it| it.to_str().ok());
            by_accept(accept.unwrap_or_default())
        })
    }
}

fn by_path(path: &str, method: &Method) -> Option<Face> {
    if path.starts_with("/api/") {
        return Some(Face::Problem);
    }
    if path.contains("/.well-known/") {
        return Some(Face::OAuth);
    }
    match path.split_once("/oauth2/")?.1 {
        "userinfo" => Some(Face::Bearer),
        "token" | "jwks" | "introspect" | "revoke" | "par" => Some(Face::OAuth),
        "device" if method == Method::POST => Some(Face::OAuth),
        rest if rest == "register" || rest.starts_with("register/") => Some(Face::OAuth),
        _ => None,
    }
}

/// JSON for who names JSON before HTML; a page for everyone else, people above all.
fn by_accept(accept: &str) -> Face {
    let first = accept.split(',').find_map(|range| {
        let kind = range.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("text/html")
            || kind.eq_ignore_ascii_case("application/xhtml+xml")
        {
            Some(Face::Page)
        } else if kind.to_ascii_lowercase().ends_with("json") {
            Some(Face::Problem)
        } else {
            None
        }
    });
    first.unwrap_or(Face::Page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_tells_who_asks() {
        for (path, face) in [
            ("/api/v1/nothing", Some(Face::Problem)),
            ("/p/shop/oauth2/token", Some(Face::OAuth)),
            ("/oauth2/userinfo", Some(Face::Bearer)),
            (
                "/p/shop/.well-known/openid-configuration",
                Some(Face::OAuth),
            ),
            ("/p/shop/oauth2/authorize", None),
            ("/p/shop/oauth2/device", None),
            ("/apis", None),
        ] {
            assert_eq!(by_path(path, &Method::GET), face, "{path}");
        }
    }

    #[test]
    fn elsewhere_the_caller_says_what_it_can_read() {
        assert_eq!(by_accept("text/html,application/json;q=0.9"), Face::Page);
        assert_eq!(by_accept("application/json"), Face::Problem);
        assert_eq!(by_accept("application/problem+json, */*"), Face::Problem);
        assert_eq!(by_accept("*/*"), Face::Page);
        assert_eq!(by_accept(""), Face::Page);
    }
}
