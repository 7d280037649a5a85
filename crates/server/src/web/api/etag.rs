//! Preconditions: a change names the state it was thought for (RFC 9110, sections 8.8.3 and 13.1.1).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use moongate_service::Error;

use super::caller::bad_query;
use crate::web::Web;
use crate::web::error::Failure;

/// The ETag of an object's version.
pub fn of(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits in quotes are a header value")
}

/// What `If-Match` asks for.
pub struct IfMatch {
    /// The version the object must have; none means any.
    pub version: Option<i64>,
}

impl IfMatch {
    /// A failed precondition is told from two changes at once (contract, section 4).
    pub fn failure(&self, err: Error) -> Failure {
        match err {
            Error::Stale if self.version.is_some() => {
                Failure::new(StatusCode::PRECONDITION_FAILED, "request.stale")
            }
            other => other.into(),
        }
    }
}

impl FromRequestParts<Web> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        read(&parts.headers).ok_or_else(|| bad_query("If-Match", "field.invalid"))
    }
}

fn read(headers: &HeaderMap) -> Option<IfMatch> {
    let mut newest = None;
    for line in headers.get_all(header::IF_MATCH) {
        for tag in line.to_str().ok()?.split(',').map(str::trim) {
            if tag == "*" {
                return Some(IfMatch { version: None });
            }
            // Weak tags never match here, and other texts were never ours: both name a version that none has.
            let strong = tag.strip_prefix("W/").is_none();
            let inner = tag
                .trim_start_matches("W/")
                .strip_prefix('"')?
                .strip_suffix('"')?;
            let version = inner
                .parse()
                .ok()
                .filter(|it| strong && *it > 0)
                .unwrap_or(0);
            // Versions only grow: who has seen the newest of a list cannot mean an older one.
            newest = newest.max(Some(version));
        }
    }
    Some(IfMatch { version: newest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_precondition_names_a_version() {
        // A5
        let version = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(line));
            read(&headers).map(|it| it.version)
        };
        for (line, expected) in [
            ("\"3\"", Some(Some(3))),
            ("*", Some(None)),
            ("\"2\", \"5\"", Some(Some(5))),
            ("W/\"3\"", Some(Some(0))),
            ("\"abc\"", Some(Some(0))),
            ("3", None),
            ("\"3", None),
        ] {
            assert_eq!(version(line), expected, "{line}");
        }
        assert_eq!(read(&HeaderMap::new()).map(|it| it.version), Some(None));
    }
}
