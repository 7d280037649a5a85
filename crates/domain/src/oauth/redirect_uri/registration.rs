//! Which URIs may be registered (security checklist P1).

use url::Url;

use super::{LOCALHOST, LOOPBACK, is_port};
use crate::application::ApplicationType;

const MAX_LENGTH: usize = 2048;
const NEVER: [&str; 6] = ["javascript", "data", "vbscript", "file", "about", "blob"];

/// Which schemes a registration may use besides https and http on loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schemes {
    /// None.
    Web,
    /// Private-use schemes with a dot (RFC 8252, section 7.1).
    Native,
}

impl Schemes {
    /// Those of an application's type.
    pub fn of(kind: ApplicationType) -> Self {
        if kind == ApplicationType::Native {
            Self::Native
        } else {
            Self::Web
        }
    }
}

/// Why a URI cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nothing there.
    Empty,
    /// Longer than 2048 bytes.
    TooLong,
    /// Holds a character outside ASCII.
    NotAscii,
    /// Holds a control character or a blank.
    ControlCharacter,
    /// Holds a backslash, which browsers read as a slash.
    Backslash,
    /// Holds a wildcard.
    Wildcard,
    /// Holds a fragment.
    Fragment,
    /// Does not begin with a scheme.
    Relative,
    /// The scheme is not one of those allowed.
    Scheme,
    /// Plain http to another machine.
    HttpNotLoopback,
    /// Holds a user name or password.
    UserInfo,
    /// A browser would read it differently from how it is written.
    Malformed,
}

impl Refused {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text.required",
            Self::TooLong => "uri.too_long",
            Self::NotAscii => "uri.not_ascii",
            Self::ControlCharacter => "uri.control_character",
            Self::Backslash => "uri.backslash",
            Self::Wildcard => "uri.wildcard",
            Self::Fragment => "uri.fragment",
            Self::Relative => "uri.relative",
            Self::Scheme => "uri.scheme_refused",
            Self::HttpNotLoopback => "uri.http_not_loopback",
            Self::UserInfo => "uri.user_info",
            Self::Malformed => "uri.malformed",
        }
    }
}

/// Whether a URI may be registered (security checklist P1).
pub fn check(uri: &str, schemes: Schemes) -> Result<(), Refused> {
    if uri.is_empty() {
        return Err(Refused::Empty);
    }
    if uri.len() > MAX_LENGTH {
        return Err(Refused::TooLong);
    }
    if !uri.is_ascii() {
        return Err(Refused::NotAscii);
    }
    if uri.bytes().any(|b| b == b' ' || b.is_ascii_control()) {
        return Err(Refused::ControlCharacter);
    }
    for (sign, refused) in [
        ('\\', Refused::Backslash),
        ('*', Refused::Wildcard),
        ('#', Refused::Fragment),
    ] {
        if uri.contains(sign) {
            return Err(refused);
        }
    }
    let (scheme, rest) = uri
        .split_once(':')
        .filter(|(scheme, _)| is_scheme(scheme))
        .ok_or(Refused::Relative)?;
    if NEVER.contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(Refused::Scheme);
    }
    match scheme {
        "https" | "http" => check_web(uri, scheme, rest),
        _ if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => {
            Err(Refused::Malformed)
        }
        // A digit after the colon is a port: "example.com:8080/cb" has lost its scheme.
        _ if schemes == Schemes::Native
            && scheme.contains('.')
            && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Url::parse(uri).map(|_| ()).map_err(|_| Refused::Malformed)
        }
        _ => Err(Refused::Scheme),
    }
}

fn check_web(uri: &str, scheme: &str, rest: &str) -> Result<(), Refused> {
    let rest = rest.strip_prefix("//").ok_or(Refused::Malformed)?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Refused::UserInfo);
    }
    let url = Url::parse(uri).map_err(|_| Refused::Malformed)?;
    let host = url.host_str().unwrap_or_default();
    let port = authority
        .strip_prefix(host)
        .filter(|_| !host.is_empty())
        .ok_or(Refused::Malformed)?;
    if !(port.is_empty() || is_port(port)) {
        return Err(Refused::Malformed);
    }
    if scheme == "http" && !LOOPBACK.contains(&host) && host != LOCALHOST {
        return Err(Refused::HttpNotLoopback);
    }
    Ok(())
}

/// RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registration_takes_https_loopback_and_private_schemes_only() {
        // P1, A-089, A-092
        use Refused::*;
        for (uri, at_web, at_native) in [
            ("https://app.example/cb", None, None),
            ("https://app.example", None, None),
            ("https://app.example:8443/cb?a=b", None, None),
            ("https://xn--fsq.example/cb", None, None),
            ("http://localhost:3000/cb", None, None),
            ("http://127.0.0.1/cb", None, None),
            ("http://[::1]:8080/cb", None, None),
            ("com.example.app:/cb", Some(Scheme), None),
            ("com.example.app://cb", Some(Scheme), None),
            ("myapp:/cb", Some(Scheme), Some(Scheme)),
            ("", Some(Empty), Some(Empty)),
            ("example.com/cb", Some(Relative), Some(Relative)),
            ("/cb", Some(Relative), Some(Relative)),
            ("//app.example/cb", Some(Relative), Some(Relative)),
            ("example.com:8080/cb", Some(Scheme), Some(Scheme)),
            (
                "http://app.example/cb",
                Some(HttpNotLoopback),
                Some(HttpNotLoopback),
            ),
            (
                "http://0.0.0.0/cb",
                Some(HttpNotLoopback),
                Some(HttpNotLoopback),
            ),
            (
                "http://[::ffff:127.0.0.1]/cb",
                Some(Malformed),
                Some(Malformed),
            ),
            ("http://127.1/cb", Some(Malformed), Some(Malformed)),
            ("https://app.example/cb#f", Some(Fragment), Some(Fragment)),
            ("https://*.app.example/cb", Some(Wildcard), Some(Wildcard)),
            ("https://app.example/*", Some(Wildcard), Some(Wildcard)),
            ("https://user@app.example/", Some(UserInfo), Some(UserInfo)),
            (
                "https://app.example\\@evil.test",
                Some(Backslash),
                Some(Backslash),
            ),
            (
                "https://app.example/\u{1}",
                Some(ControlCharacter),
                Some(ControlCharacter),
            ),
            (
                " https://app.example/",
                Some(ControlCharacter),
                Some(ControlCharacter),
            ),
            ("https://例子.example/", Some(NotAscii), Some(NotAscii)),
            ("HTTPS://app.example/cb", Some(Malformed), Some(Malformed)),
            ("https://APP.example/cb", Some(Malformed), Some(Malformed)),
            ("https:app.example/cb", Some(Malformed), Some(Malformed)),
            ("https:///cb", Some(Malformed), Some(Malformed)),
            ("https://app.example:/cb", Some(Malformed), Some(Malformed)),
            (
                "https://app.example:99999/cb",
                Some(Malformed),
                Some(Malformed),
            ),
            ("https://app%2eexample/cb", Some(Malformed), Some(Malformed)),
            ("javascript:alert(1)", Some(Scheme), Some(Scheme)),
            ("JaVaScRiPt:alert(1)", Some(Scheme), Some(Scheme)),
            ("data:text/html,x", Some(Scheme), Some(Scheme)),
            ("VBScript:x", Some(Scheme), Some(Scheme)),
            ("file:///etc/passwd", Some(Scheme), Some(Scheme)),
            ("about:blank", Some(Scheme), Some(Scheme)),
            ("blob:https://a.example/1", Some(Scheme), Some(Scheme)),
            ("ftp://a.example/", Some(Scheme), Some(Scheme)),
        ] {
            assert_eq!(
                check(uri, Schemes::Web).err(),
                at_web,
                "{uri} at a web application"
            );
            assert_eq!(
                check(uri, Schemes::Native).err(),
                at_native,
                "{uri} at a native application"
            );
        }
        let long = format!("https://app.example/{}", "a".repeat(10_000));
        assert_eq!(check(&long, Schemes::Web), Err(TooLong));
    }
}
