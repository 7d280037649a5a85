//! Parameters of queries and forms: pairs of texts in the order they came, none of them read twice.
//!
//! A name that stands twice is refused unless the handler asks for lists, as servers disagree about which one counts
//! (RFC 6749, section 3.1; P8).

use std::collections::HashSet;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use moongate_domain::FieldError;

use super::body;
use super::error::Failure;

/// Most pairs that are read (A6).
const MOST: usize = 1000;

/// Names with their texts.
#[derive(Clone, Default)]
pub struct Params(Vec<(String, String)>);

/// The parameters of the address, each at most once.
pub struct Query(pub Params);
/// The fields of a posted form, each at most once.
pub struct Form(pub Params);
/// The parameters of the address, where a name may stand more than once.
pub struct RepeatingQuery(pub Params);
/// The fields of a posted form, where a name may stand more than once: lists of ticked boxes.
pub struct RepeatingForm(pub Params);

impl Params {
    /// Reads `application/x-www-form-urlencoded` text. What is not UTF-8 or holds NUL is refused, as the database
    /// could not keep it.
    pub fn parse(text: &[u8]) -> Result<Self, Failure> {
        let mut pairs = Vec::new();
        for pair in text.split(|it| *it == b'&').filter(|it| !it.is_empty()) {
            if pairs.len() == MOST {
                return Err(bad("request.too_many_fields"));
            }
            let border = pair.iter().position(|it| *it == b'=');
            let (name, value) = match border {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            let name = decode(name).ok_or_else(|| bad("request.not_text"))?;
            match decode(value) {
                Some(value) if !value.contains('\0') => pairs.push((name, value)),
                _ => return Err(bad_field(&name, "text.control_character")),
            }
        }
        Ok(Self(pairs))
    }

    /// Fields that were read in another way, each at most once.
    pub fn of_pairs(pairs: Vec<(String, String)>) -> Result<Self, Failure> {
        if pairs.len() > MOST {
            return Err(bad("request.too_many_fields"));
        }
        Self(pairs).once()
    }

    /// The first text under a name; an empty one counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The first text under a name unless it is empty, as OAuth reads parameters (RFC 6749, section 3.1).
    pub fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|it| !it.is_empty())
    }

    /// The text of a form's field, empty if it was not sent.
    pub fn field(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// Every text under a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// All pairs, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A name that stands more than once.
    pub fn doubled(&self) -> Option<&str> {
        let mut seen = HashSet::with_capacity(self.0.len());
        self.0
            .iter()
            .map(|(name, _)| name.as_str())
            .find(|name| !seen.insert(*name))
    }

    fn once(self) -> Result<Self, Failure> {
        match self.doubled() {
            Some(name) => Err(bad_field(name, "request.repeated_field")),
            None => Ok(self),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for RepeatingQuery {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Params::parse(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let RepeatingQuery(params) = RepeatingQuery::from_request_parts(parts, state).await?;
        params.once().map(Self)
    }
}

impl<S: Sync> FromRequest<S> for RepeatingForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !body::is_of_type(request.headers(), &["application/x-www-form-urlencoded"]) {
            return Err(body::wrong_type());
        }
        Params::parse(&body::read(request).await?).map(Self)
    }
}

impl<S: Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let RepeatingForm(params) = RepeatingForm::from_request(request, state).await?;
        params.once().map(Self)
    }
}

fn decode(text: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, tail @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = tail;
                }
                _ => out.push(b'%'),
            },
            (other, _) => out.push(*other),
        }
    }
    String::from_utf8(out).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|it| u8::try_from(it).ok())
}

fn bad(code: &'static str) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, code)
}

fn bad_field(name: &str, code: &'static str) -> Failure {
    let name: String = name
        .chars()
        .filter(|it| !it.is_control())
        .take(64)
        .collect();
    bad("request.invalid").field(FieldError::new(name, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn texts_are_decoded_as_browsers_write_them() {
        let params = read("a=1+2%2B3&%E5%90%8D=%e6%9c%88&empty=&bare&odd=100%");
        assert_eq!(params.get("a"), Some("1 2+3"));
        assert_eq!(params.get("名"), Some("月"));
        assert_eq!(params.get("empty"), Some(""));
        assert_eq!(params.given("empty"), None);
        assert_eq!(params.get("bare"), Some(""));
        assert_eq!(params.get("odd"), Some("100%"));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_by_name() {
        // P8
        let refused = read("scope=a&state=x&scope=b").once().err().unwrap();
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        assert_eq!(refused.fields()[0].field, "scope");
        assert_eq!(
            read("ids=1&ids=2").all("ids").collect::<Vec<_>>(),
            ["1", "2"]
        );
    }

    #[test]
    fn what_the_database_cannot_keep_is_refused() {
        // T27
        for bad in ["a=%00", "a=%ff", "%ff=a"] {
            assert!(Params::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn too_many_fields_are_refused() {
        // A6
        assert!(Params::parse("a&".repeat(MOST).as_bytes()).is_ok());
        assert!(Params::parse("a&".repeat(MOST + 1).as_bytes()).is_err());
    }
}
