//! Redirect URIs: which may be registered, and when a sent one is a registered one (RFC 9700, section 2.1).
//!
//! Comparison is byte for byte; the only freedom is the port of a native application that listens on
//! its own machine (RFC 8252, section 7.3). Nothing here normalises: a spelling that a URL parser
//! would change is refused at registration and never matches.

use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use crate::application::{Application, ApplicationType};

const MAX_LENGTH: usize = 2048;
const LOOPBACK: [&str; 2] = ["127.0.0.1", "[::1]"];
const LOCALHOST: &str = "localhost";
const NEVER: [&str; 6] = ["javascript", "data", "vbscript", "file", "about", "blob"];

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
    for (refused, bad) in [
        (
            Refused::ControlCharacter,
            (|b| b <= b' ' || b == 0x7f) as fn(u8) -> bool,
        ),
        (Refused::Backslash, |b| b == b'\\'),
        (Refused::Wildcard, |b| b == b'*'),
        (Refused::Fragment, |b| b == b'#'),
    ] {
        if uri.bytes().any(bad) {
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
        // Without a dot it may be a host and its port: "example.com:8080" has one, "localhost:1" has none.
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
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        // "example.com/cb:1" and "localhost:8080/cb" are addresses without a scheme; the latter falls
        // through to the list of schemes and is refused there.
        && !text.contains('/')
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
mod tests {
    use super::*;
    use crate::application::tests::{of_type, web};

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

    #[test]
    fn look_alikes_of_a_registered_address_never_match() {
        // T1
        let application = web();
        assert!(Redirect::trust(&application, "https://app.example/cb").is_some());
        let long = format!("https://app.example/cb{}", "a".repeat(10_000));
        for sent in [
            "",
            "https://app.example/cb/",
            "https://app.example/cb/../x",
            "https://app.example/cb/..;/x",
            "https://app.example/cb%2f..%2fx",
            "https://app.example/cb%252f",
            "https://app.example/cb?x=1",
            "https://app.example/cb#f",
            "https://app.example.evil.test/cb",
            "https://app.example@evil.test/cb",
            "https://a@b@evil.test",
            "https://appxexample/cb",
            "HTTPS://APP.EXAMPLE/cb",
            "https://app.example:443/cb",
            "https://app.example\\@evil.test",
            "http://app.example/cb",
            "https://аpp.example/cb",
            " https://app.example/cb",
            long.as_str(),
        ] {
            assert_eq!(Redirect::trust(&application, sent), None, "{sent}");
        }
    }

    #[test]
    fn a_native_application_chooses_its_loopback_port_and_nothing_else() {
        // P1, T1
        let native = Application {
            redirect_uris: vec![
                "http://127.0.0.1/cb".into(),
                "http://[::1]:9/cb?a=1".into(),
                "http://localhost/cb".into(),
            ],
            ..of_type(ApplicationType::Native)
        };
        for (sent, good) in [
            ("http://127.0.0.1/cb", true),
            ("http://127.0.0.1:51004/cb", true),
            ("http://[::1]:51004/cb?a=1", true),
            ("http://[::1]:51004/cb", false),
            ("http://127.0.0.1:51004/cb/", false),
            ("http://127.0.0.1:51004/cb?x=1", false),
            ("http://127.0.0.1:0/cb", false),
            ("http://127.0.0.1:65536/cb", false),
            ("http://127.0.0.1:+80/cb", false),
            ("http://127.0.0.1:/cb", false),
            ("http://127.0.0.1@evil.test", false),
            ("http://127.0.0.1:1@evil.test/cb", false),
            ("http://127.0.0.1.evil.test", false),
            ("http://127.0.0.1.evil.test/cb", false),
            ("http://localhost:1/cb", false),
            ("http://0.0.0.0/cb", false),
            ("http://[::ffff:127.0.0.1]/cb", false),
            ("https://127.0.0.1:51004/cb", false),
        ] {
            assert_eq!(Redirect::trust(&native, sent).is_some(), good, "{sent}");
        }
        let desktop = Application {
            loopback_localhost: true,
            ..native.clone()
        };
        assert!(Redirect::trust(&desktop, "http://localhost:1/cb").is_some());
        assert_eq!(
            Redirect::trust(&desktop, "http://localhost:1@evil.test/cb"),
            None
        );
        let web = Application {
            application_type: ApplicationType::Web,
            ..native
        };
        assert_eq!(Redirect::trust(&web, "http://127.0.0.1:51004/cb"), None);
    }

    #[test]
    fn an_answer_is_added_to_the_query_that_is_there() {
        // P3
        for (uri, expected) in [
            (
                "https://a.example/cb",
                "https://a.example/cb?code=a+%26&iss=x",
            ),
            (
                "https://a.example/cb?",
                "https://a.example/cb?code=a+%26&iss=x",
            ),
            (
                "https://a.example/cb?b=%20",
                "https://a.example/cb?b=%20&code=a+%26&iss=x",
            ),
            (
                "com.example.app:/cb",
                "com.example.app:/cb?code=a+%26&iss=x",
            ),
        ] {
            assert_eq!(
                Redirect(uri.into()).with(&[("code", "a &"), ("iss", "x")]),
                expected
            );
        }
    }

    #[test]
    fn the_way_back_from_signing_out_is_registered_apart() {
        // A-092, P26, T12
        let application = Application {
            post_logout_redirect_uris: vec!["https://app.example/bye".into()],
            ..web()
        };
        assert!(Redirect::trust_after_logout(&application, "https://app.example/bye").is_some());
        for sent in [
            "https://app.example/cb",
            "https://evil.test",
            "//evil.test",
            "/\\evil.test",
            "/%09/evil.test",
            "https:evil.test",
            "https://app.example/bye\0",
            "JaVaScRiPt:alert(1)",
        ] {
            assert_eq!(
                Redirect::trust_after_logout(&application, sent),
                None,
                "{sent}"
            );
        }
    }
}
