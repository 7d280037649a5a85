//! Reading and writing cookies (W1).
//!
//! Over https every name gets the `__Host-` prefix and `Secure`, so that no neighbouring host can plant one. Where the
//! public address is plain http on this machine both are left out, so that ordinary tools can follow.

use axum::http::HeaderValue;

/// The browser's secret to which a run through flows and its forms are bound.
pub const FLOW: &str = "mg_flow";
/// Light, dark or as the system says.
pub const THEME: &str = "mg_theme";
/// The language that was chosen in this browser.
pub const LANGUAGE: &str = "mg_lang";

/// A cookie to set. It is always `HttpOnly`, for the whole host, and not sent with a post from another site.
#[derive(Debug, Clone, Copy)]
pub struct Cookie<'a> {
    /// Its name without prefix.
    pub name: &'a str,
    /// Letters, digits, `-`, `_` and `.`.
    pub value: &'a str,
    /// How long the browser keeps it, in seconds; until it closes if absent.
    pub max_age_seconds: Option<i64>,
}

impl<'a> Cookie<'a> {
    /// A cookie that ends with the browser.
    pub fn new(name: &'a str, value: &'a str) -> Self {
        Self {
            name,
            value,
            max_age_seconds: None,
        }
    }

    /// Keeps it for so many seconds.
    #[must_use]
    pub fn kept_for(mut self, seconds: i64) -> Self {
        self.max_age_seconds = Some(seconds);
        self
    }

    /// The `Set-Cookie` line (RFC 6265, section 4.1). Without one if the value holds what a cookie cannot.
    pub fn line(&self, https: bool) -> Option<HeaderValue> {
        let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.~".contains(&it);
        if !self.value.bytes().all(plain) {
            return None;
        }
        let mut line = format!(
            "{}={}; Path=/; HttpOnly; SameSite=Lax",
            full_name(self.name, https),
            self.value
        );
        if https {
            line.push_str("; Secure");
        }
        if let Some(seconds) = self.max_age_seconds {
            line.push_str(&format!("; Max-Age={seconds}"));
        }
        HeaderValue::from_str(&line).ok()
    }
}

/// The name as browsers see it.
pub fn full_name(name: &str, https: bool) -> String {
    if https {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The value of a cookie in a `Cookie` header's text.
pub fn find<'a>(header: &'a str, name: &str, https: bool) -> Option<&'a str> {
    header.split(';').find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        let bare = if https {
            found.strip_prefix("__Host-")?
        } else {
            found
        };
        (bare == name).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_cookie_belongs_to_this_host_alone() {
        // W1
        let line = Cookie::new(FLOW, "abc").kept_for(60).line(true).unwrap();
        assert_eq!(
            line,
            "__Host-mg_flow=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60"
        );
    }

    #[test]
    fn on_this_machine_ordinary_tools_can_follow() {
        let line = Cookie::new(FLOW, "abc").line(false).unwrap();
        assert_eq!(line, "mg_flow=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_value_cannot_add_attributes_or_lines() {
        for value in ["a; Domain=evil.test", "a\r\nX: y", "a b", "a,b"] {
            assert!(Cookie::new(FLOW, value).line(true).is_none(), "{value:?}");
        }
    }

    #[test]
    fn over_https_only_prefixed_cookies_are_read() {
        let header = "mg_flow=planted; __Host-mg_flow=ours; other=1";
        assert_eq!(find(header, FLOW, true), Some("ours"));
        assert_eq!(find(header, FLOW, false), Some("planted"));
        assert_eq!(find(header, THEME, true), None);
        assert_eq!(find("", FLOW, true), None);
    }
}
