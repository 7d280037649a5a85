//! JSON bodies: read strictly, and every refusal names its field (A2, A6).

mod named;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use moongate_domain::FieldError;
use serde::de::DeserializeOwned;

use super::body;
use super::error::Failure;
use named::Named;

/// Deepest nesting (A6).
const DEPTH: usize = 32;
/// Most members of one array or object (A6).
const MEMBERS: usize = 1000;

/// A body read as `T`, which should `deny_unknown_fields`. Only JSON by its content type is taken, so that a page of
/// another site cannot post one with a plain form.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !body::is_of_type(
            request.headers(),
            &["application/json", "application/merge-patch+json"],
        ) {
            return Err(body::wrong_type());
        }
        read(&body::read(request).await?).map(Self)
    }
}

/// Reads JSON text as `T`.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Failure> {
    check_shape(text)?;
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(Named(&mut deserializer)).map_err(|err| {
        let path = err.path().to_string();
        let inner = err.into_inner();
        if inner.is_data() {
            bad("request.invalid").field(refused_field(&path, &inner.to_string()))
        } else {
            bad("request.not_json")
        }
    })?;
    deserializer.end().map_err(|_| bad("request.not_json"))?;
    Ok(value)
}

/// Which field a complaint of serde is about. The member it could not place stands in the message between back-ticks.
fn refused_field(path: &str, message: &str) -> FieldError {
    let path = if path == "." { "" } else { path };
    let member = message.split('`').nth(1).unwrap_or_default();
    let joined = match (path, member) {
        ("", member) => member.to_owned(),
        (path, member) if path == member || path.ends_with(&format!(".{member}")) => {
            path.to_owned()
        }
        (path, member) => format!("{path}.{member}"),
    };
    if message.starts_with("unknown field") {
        FieldError::new(joined, "field.unknown")
    } else if message.starts_with("missing field") {
        FieldError::new(joined, "field.required")
    } else if message.starts_with("duplicate field") {
        FieldError::new(joined, "request.repeated_field")
    } else if message.starts_with("unknown variant") {
        FieldError::new(path, "field.unknown_choice")
    } else if message.starts_with("invalid type") {
        FieldError::new(path, "field.wrong_type")
    } else {
        FieldError::new(path, "field.invalid")
    }
}

/// Refuses text that is too deep or too wide, or that holds NUL, before anything is made of it.
fn check_shape(text: &[u8]) -> Result<(), Failure> {
    let mut members: Vec<usize> = Vec::new();
    let mut in_string = false;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        at += 1;
        if in_string {
            match byte {
                b'\\' if text[at..].starts_with(b"u0000") => {
                    return Err(bad("text.control_character"));
                }
                b'\\' => at += 1,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                if members.len() == DEPTH {
                    return Err(bad("request.too_deep"));
                }
                members.push(1);
            }
            b'}' | b']' => {
                members.pop();
            }
            b',' => {
                if let Some(count) = members.last_mut() {
                    *count += 1;
                    if *count > MEMBERS {
                        return Err(bad("request.too_many_fields"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn bad(code: &'static str) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, code)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shop {
        #[expect(dead_code, reason = "only the reading is tested")]
        name: String,
        #[expect(dead_code, reason = "only the reading is tested")]
        address: Option<Address>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Address {
        #[expect(dead_code, reason = "only the reading is tested")]
        number: u32,
    }

    fn refused(text: &str) -> (String, String) {
        let failure = read::<Shop>(text.as_bytes()).unwrap_err();
        match failure.fields() {
            [field] => (field.field.clone(), field.code.to_owned()),
            _ => (String::new(), failure.code().to_owned()),
        }
    }

    #[test]
    fn every_refusal_names_its_field() {
        // A2, T25
        for (text, field, code) in [
            (r#"{"name":"x","role":"owner"}"#, "role", "field.unknown"),
            (r#"{"name":7}"#, "name", "field.wrong_type"),
            (r#"{"name":null}"#, "name", "field.wrong_type"),
            (r"{}", "name", "field.required"),
            (
                r#"{"name":"a","name":"b"}"#,
                "name",
                "request.repeated_field",
            ),
            (
                r#"{"name":"a","address":{"number":-1}}"#,
                "address.number",
                "field.invalid",
            ),
            (
                r#"{"name":"a","address":{"number":"1"}}"#,
                "address.number",
                "field.wrong_type",
            ),
            (
                r#"{"name":"a","address":{"number":1,"x":2}}"#,
                "address.x",
                "field.unknown",
            ),
            (r#"["a"]"#, "", "field.wrong_type"),
            (
                r#"{"name":"a","address":[7]}"#,
                "address",
                "field.wrong_type",
            ),
            (
                r#"{"name":"a","address":{}}"#,
                "address.number",
                "field.required",
            ),
            (r#"{"name":"a""#, "", "request.not_json"),
            (r#"{"name":"a"} {}"#, "", "request.not_json"),
            ("", "", "request.not_json"),
            (r#"{"name":"a\u0000"}"#, "", "text.control_character"),
        ] {
            assert_eq!(refused(text), (field.to_owned(), code.to_owned()), "{text}");
        }
        assert!(read::<Shop>(br#"{"name":"\\u0000 \"[["}"#).is_ok());
    }

    #[test]
    fn deep_and_wide_texts_are_refused_before_they_are_read() {
        // A6
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read::<serde_json::Value>(nested(DEPTH).as_bytes()).is_ok());
        assert_eq!(refused(&nested(DEPTH + 1)).1, "request.too_deep");
        let wide = |n: usize| format!("[{}1]", "1,".repeat(n - 1));
        assert!(read::<serde_json::Value>(wide(MEMBERS).as_bytes()).is_ok());
        assert_eq!(refused(&wide(MEMBERS + 1)).1, "request.too_many_fields");
    }
}
