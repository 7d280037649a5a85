//! A failure as OAuth clients read it (RFC 6749, section 5.2; RFC 6750, section 3).

use axum::http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::Failure;

/// OAuth's own word for a failure, with a note for the client's developer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthWords {
    /// The registered error code.
    pub error: &'static str,
    /// English, in the characters that RFC 6749 allows; others are dropped.
    pub description: String,
}

#[derive(Serialize)]
struct Wire<'a> {
    error: &'a str,
    error_description: String,
}

pub fn body(failure: &Failure) -> Vec<u8> {
    let words = words(failure);
    let wire = Wire {
        error: words.error,
        error_description: words.description,
    };
    serde_json::to_vec(&wire).expect("two texts are always JSON")
}

/// The challenge of a resource that asked for a token.
pub fn challenge(failure: &Failure) -> Option<HeaderValue> {
    let words = words(failure);
    let text = match failure.status() {
        // Without a token there is nothing to complain about (RFC 6750, section 3.1).
        StatusCode::UNAUTHORIZED if failure.0.oauth.is_none() => "Bearer".to_owned(),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => format!(
            "Bearer error=\"{}\", error_description=\"{}\"",
            words.error, words.description
        ),
        _ => return None,
    };
    HeaderValue::from_str(&text).ok()
}

fn words(failure: &Failure) -> OAuthWords {
    let said = failure.0.oauth.clone().unwrap_or_else(|| general(failure));
    let allowed = |c: &char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    OAuthWords {
        error: said.error,
        description: said.description.chars().filter(allowed).collect(),
    }
}

/// For failures that happen before the protocol does: sizes, types, doubled parameters.
fn general(failure: &Failure) -> OAuthWords {
    let error = match failure.status().as_u16() {
        401 => "invalid_client",
        403 => "access_denied",
        429 | 503 => "temporarily_unavailable",
        500.. => "server_error",
        _ => "invalid_request",
    };
    let fields: Vec<String> = failure
        .fields()
        .iter()
        .map(|it| format!("{}: {}", it.field, it.code))
        .collect();
    let description = if fields.is_empty() {
        failure.code().to_owned()
    } else {
        fields.join(", ")
    };
    OAuthWords { error, description }
}

#[cfg(test)]
mod tests {
    use moongate_domain::FieldError;

    use super::*;

    fn json(failure: &Failure) -> String {
        String::from_utf8(body(failure)).unwrap()
    }

    #[test]
    fn a_doubled_parameter_is_an_invalid_request_that_names_it() {
        // P8
        let failure = Failure::invalid(
            StatusCode::BAD_REQUEST,
            vec![FieldError::new("scope", "request.repeated_field")],
        );
        assert_eq!(
            json(&failure),
            r#"{"error":"invalid_request","error_description":"scope: request.repeated_field"}"#
        );
    }

    #[test]
    fn a_description_holds_only_what_the_rfc_allows() {
        let failure = Failure::new(StatusCode::BAD_REQUEST, "x")
            .in_oauth_words("invalid_grant", "the \"code\"\r\n名 is spent");
        assert_eq!(
            json(&failure),
            r#"{"error":"invalid_grant","error_description":"the code is spent"}"#
        );
    }

    #[test]
    fn a_missing_token_is_asked_for_without_an_error() {
        let missing = Failure::new(StatusCode::UNAUTHORIZED, "token.missing");
        assert_eq!(challenge(&missing).unwrap(), "Bearer");
        let spent = missing.in_oauth_words("invalid_token", "expired");
        assert_eq!(
            challenge(&spent).unwrap(),
            "Bearer error=\"invalid_token\", error_description=\"expired\""
        );
    }
}
