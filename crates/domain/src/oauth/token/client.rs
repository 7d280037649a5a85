//! How a client presents itself (RFC 6749, section 2.3; P10).
//!
//! Exactly one method per request. Whether it is the registered one, and whether the secret is right,
//! is decided by `service`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

use crate::Secret;
use crate::application::TokenEndpointAuthMethod;
use crate::oauth::error::{OAuthError, Refused};
use crate::oauth::parameters::Parameters;

/// What a client presented; nothing of it is proven.
#[derive(Debug, Clone)]
pub struct PresentedClient {
    client_id: String,
    method: TokenEndpointAuthMethod,
    secret: Option<Secret>,
}

impl PresentedClient {
    /// Reads header and form. Two methods at once are `invalid_request`, none is `invalid_client`.
    pub fn read(authorization: Option<&str>, parameters: Parameters<'_>) -> Result<Self, Refused> {
        let form_id = parameters.get("client_id");
        let form_secret = parameters.get("client_secret");
        if parameters.get("client_assertion").is_some()
            || parameters.get("client_assertion_type").is_some()
        {
            return Err(unknown("client assertions are not supported"));
        }
        if let Some(header) = authorization {
            if form_secret.is_some() {
                let description = "two ways of client authentication in one request";
                return Err(Refused::new(OAuthError::InvalidRequest, description));
            }
            let (client_id, secret) =
                basic(header).ok_or(unknown("the Authorization header is malformed"))?;
            if form_id.is_some_and(|it| it != client_id) {
                let description = "client_id differs from the Authorization header";
                return Err(Refused::new(OAuthError::InvalidRequest, description));
            }
            return Ok(Self {
                client_id,
                method: TokenEndpointAuthMethod::ClientSecretBasic,
                secret: Some(secret),
            });
        }
        let client_id = form_id
            .ok_or(unknown("the client does not say who it is"))?
            .to_owned();
        let method = match form_secret {
            Some(_) => TokenEndpointAuthMethod::ClientSecretPost,
            None => TokenEndpointAuthMethod::None,
        };
        Ok(Self {
            client_id,
            method,
            secret: form_secret.map(Secret::new),
        })
    }

    /// Who it says it is.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The method it used.
    pub fn method(&self) -> TokenEndpointAuthMethod {
        self.method
    }

    /// The secret it showed.
    pub fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()
    }
}

fn unknown(description: &'static str) -> Refused {
    Refused::new(OAuthError::InvalidClient, description)
}

/// Client id and secret of an HTTP Basic header, whose halves are form-encoded before they are joined
/// (RFC 6749, section 2.3.1).
fn basic(header: &str) -> Option<(String, Secret)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(credentials.trim()).ok()?;
    let (client_id, secret) = str::from_utf8(&decoded).ok()?.split_once(':')?;
    let client_id = form_decode(client_id)?;
    (!client_id.is_empty()).then_some((client_id, Secret::new(form_decode(secret)?)))
}

/// One form-encoded value. The signs that would end it in a form are plain text here.
fn form_decode(text: &str) -> Option<String> {
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    let (decoded, _) = form_urlencoded::parse(escaped.as_bytes())
        .next()
        .unwrap_or_default();
    (!decoded.contains('\u{fffd}')).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::parameters::pairs;

    fn header(credentials: &str) -> String {
        format!("Basic {}", STANDARD.encode(credentials))
    }

    fn read(
        authorization: Option<&str>,
        form: &[(&str, &str)],
    ) -> Result<PresentedClient, &'static str> {
        let form = pairs(form);
        PresentedClient::read(authorization, Parameters::new(&form)).map_err(|it| it.code.as_str())
    }

    #[test]
    fn the_method_is_the_one_that_was_used() {
        // P10
        use TokenEndpointAuthMethod as Method;
        let basic = header("app_1:s3cret");
        for (authorization, form, method, secret) in [
            (
                Some(basic.as_str()),
                &[][..],
                Method::ClientSecretBasic,
                Some("s3cret"),
            ),
            (
                Some(basic.as_str()),
                &[("client_id", "app_1")],
                Method::ClientSecretBasic,
                Some("s3cret"),
            ),
            (
                None,
                &[("client_id", "app_1"), ("client_secret", "s3cret")],
                Method::ClientSecretPost,
                Some("s3cret"),
            ),
            (None, &[("client_id", "app_1")], Method::None, None),
            (
                None,
                &[("client_id", "app_1"), ("client_secret", "")],
                Method::None,
                None,
            ),
        ] {
            let client = read(authorization, form).unwrap();
            assert_eq!(
                (client.client_id(), client.method()),
                ("app_1", method),
                "{form:?}"
            );
            assert_eq!(client.secret().map(Secret::expose), secret);
        }
    }

    #[test]
    fn both_halves_of_a_basic_header_are_form_decoded() {
        // P10; RFC 6749, 2.3.1
        for (credentials, client_id, secret) in [
            ("app_1:a%3Ab+c%2B", "app_1", "a:b c+"),
            ("app%5F1:x", "app_1", "x"),
            ("app_1:a:b", "app_1", "a:b"),
            ("app_1:a&b=c", "app_1", "a&b=c"),
            ("app_1:%E6%9C%88", "app_1", "月"),
            ("app_1:100%", "app_1", "100%"),
            ("app_1:", "app_1", ""),
        ] {
            let client = read(Some(&header(credentials)), &[]).unwrap();
            assert_eq!(client.client_id(), client_id, "{credentials}");
            assert_eq!(client.secret().unwrap().expose(), secret, "{credentials}");
        }
        let (lower, _) = basic(&header("app_1:x").replace("Basic", "basic")).unwrap();
        assert_eq!(lower, "app_1");
    }

    #[test]
    fn two_methods_are_a_wrong_request_and_none_is_no_client() {
        // P10
        let good = header("app_1:s");
        let (no_colon, no_id, not_text) = (header("app_1"), header(":s"), header("app_1:%FF"));
        for (authorization, form, expected) in [
            (
                Some(good.as_str()),
                &[("client_secret", "s")][..],
                "invalid_request",
            ),
            (
                Some(good.as_str()),
                &[("client_id", "app_2")],
                "invalid_request",
            ),
            (None, &[], "invalid_client"),
            (None, &[("client_secret", "s")], "invalid_client"),
            (None, &[("client_id", "")], "invalid_client"),
            (
                None,
                &[("client_id", "app_1"), ("client_assertion", "e30.e30.")],
                "invalid_client",
            ),
            (Some("Basic"), &[], "invalid_client"),
            (Some("Basic !!!"), &[], "invalid_client"),
            (
                Some("Bearer abc"),
                &[("client_id", "app_1")],
                "invalid_client",
            ),
            (Some(no_colon.as_str()), &[], "invalid_client"),
            (Some(no_id.as_str()), &[], "invalid_client"),
            (Some(not_text.as_str()), &[], "invalid_client"),
        ] {
            assert_eq!(
                read(authorization, form).err(),
                Some(expected),
                "{authorization:?} {form:?}"
            );
        }
    }
}
