//! What an authorization request must satisfy once its client and redirect URI are trusted.

use super::{AuthorizationRequest, AuthorizeError, Prompt, ResponseMode, ResponseType};
use crate::application::{Application, GrantType};
use crate::oauth::error::OAuthError;
use crate::oauth::parameters::Parameters;
use crate::oauth::scope;
use crate::pkce::{BadChallenge, CodeChallenge};

/// What a request says, and whose it is.
pub(super) struct Asked<'a> {
    pub application: &'a Application,
    pub parameters: Parameters<'a>,
}

/// Looks at its own parameters and notes in the request what they say.
type Rule = fn(&Asked<'_>, &mut AuthorizationRequest) -> Result<(), AuthorizeError>;

/// Order matters: the first refusal is the one the client hears.
pub(super) const RULES: &[Rule] = &[
    each_once,       // RFC 6749, 3.1
    by_itself,       // OpenID Connect Core, 6 and 7.2.1
    response_type,   // RFC 6749, 3.1.1
    response_mode,   // OAuth 2.0 Multiple Response Types, 2.1
    pkce,            // RFC 7636, 4.3 and 4.4.1
    requested_scope, // RFC 6749, 3.3
    state,           // RFC 6749, 4.1.1
    nonce,           // OpenID Connect Core, 3.1.2.1
    prompt,          // OpenID Connect Core, 3.1.2.1
    max_age,         // OpenID Connect Core, 3.1.2.1
    wishes,          // OpenID Connect Core, 3.1.2.1
];

const MAX_STATE: usize = 4096;
const MAX_NONCE: usize = 512;
const MAX_WISH: usize = 512;
const MAX_DOCUMENT: usize = 16_384;

fn invalid(description: &'static str) -> AuthorizeError {
    AuthorizeError::new(OAuthError::InvalidRequest, description)
}

fn each_once(asked: &Asked<'_>, _: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    asked.parameters.each_once()
}

/// The request says everything itself: nothing in a signed object, behind a reference or about the client.
fn by_itself(asked: &Asked<'_>, _: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    for (name, code, description) in [
        (
            "request",
            OAuthError::RequestNotSupported,
            "request objects are not supported",
        ),
        (
            "request_uri",
            OAuthError::RequestUriNotSupported,
            "request_uri is not supported",
        ),
        (
            "registration",
            OAuthError::RegistrationNotSupported,
            "registration is not supported here",
        ),
    ] {
        if asked.parameters.get(name).is_some() {
            return Err(AuthorizeError::new(code, description));
        }
    }
    Ok(())
}

fn response_type(
    asked: &Asked<'_>,
    request: &mut AuthorizationRequest,
) -> Result<(), AuthorizeError> {
    let sent = asked
        .parameters
        .get("response_type")
        .ok_or(invalid("response_type is missing"))?;
    let known = ResponseType::ALL.into_iter().find(|it| it.as_str() == sent);
    request.response_type = known.ok_or(AuthorizeError::new(
        OAuthError::UnsupportedResponseType,
        "response_type must be code",
    ))?;
    if !asked.application.allows(GrantType::AuthorizationCode) {
        let description = "this client has no people to sign in";
        return Err(AuthorizeError::new(
            OAuthError::UnauthorizedClient,
            description,
        ));
    }
    Ok(())
}

fn response_mode(
    asked: &Asked<'_>,
    request: &mut AuthorizationRequest,
) -> Result<(), AuthorizeError> {
    if let Some(sent) = asked.parameters.get("response_mode") {
        let known = ResponseMode::ALL.into_iter().find(|it| it.as_str() == sent);
        request.response_mode = known.ok_or(invalid("response_mode must be query"))?;
    }
    Ok(())
}

fn pkce(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    let method = asked.parameters.get("code_challenge_method");
    request.code_challenge = match asked.parameters.get("code_challenge") {
        Some(sent) => Some(CodeChallenge::parse(sent, method).map_err(|bad| match bad {
            BadChallenge::Method => invalid("code_challenge_method must be S256"),
            BadChallenge::Form => invalid("code_challenge must be 43 characters of base64url"),
        })?),
        None if asked.application.pkce_required() => {
            return Err(invalid("code_challenge is missing"));
        }
        None if method.is_some() => {
            return Err(invalid("code_challenge_method without code_challenge"));
        }
        None => None,
    };
    Ok(())
}

/// Every value must be registered; none is dropped in silence (T7), except that an application without
/// refresh tokens has no use for `offline_access` (OpenID Connect Core, section 11).
fn requested_scope(
    asked: &Asked<'_>,
    request: &mut AuthorizationRequest,
) -> Result<(), AuthorizeError> {
    let refuse = |description| AuthorizeError::new(OAuthError::InvalidScope, description);
    let sent = asked
        .parameters
        .get("scope")
        .ok_or(refuse("scope is missing"))?;
    let mut values = scope::parse(sent).ok_or(refuse("scope is malformed"))?;
    if values.is_empty() {
        return Err(refuse("scope is missing"));
    }
    if !scope::is_within(&values, &asked.application.scopes) {
        return Err(refuse("a scope value is not registered for this client"));
    }
    if !asked.application.allows(GrantType::RefreshToken) {
        values.retain(|it| it != scope::OFFLINE_ACCESS);
    }
    request.scope = values;
    Ok(())
}

fn state(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    request.state = bounded(asked, "state", MAX_STATE, "state is too long")?;
    Ok(())
}

fn nonce(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    request.nonce = bounded(asked, "nonce", MAX_NONCE, "nonce is too long")?;
    Ok(())
}

fn bounded(
    asked: &Asked<'_>,
    name: &str,
    max: usize,
    too_long: &'static str,
) -> Result<Option<String>, AuthorizeError> {
    match asked.parameters.get(name) {
        Some(value) if value.len() > max => Err(invalid(too_long)),
        value => Ok(value.map(str::to_owned)),
    }
}

fn prompt(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    for sent in asked
        .parameters
        .get("prompt")
        .unwrap_or_default()
        .split_whitespace()
    {
        let known = Prompt::ALL.into_iter().find(|it| it.as_str() == sent);
        let known = known.ok_or(invalid("prompt has an unknown value"))?;
        if !request.prompt.contains(&known) {
            request.prompt.push(known);
        }
    }
    if request.is_silent() && request.prompt.len() > 1 {
        return Err(invalid("prompt=none stands alone"));
    }
    Ok(())
}

fn max_age(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    if let Some(sent) = asked.parameters.get("max_age") {
        let seconds = Some(sent).filter(|it| it.bytes().all(|b| b.is_ascii_digit()));
        let seconds = seconds.and_then(|it| it.parse::<u32>().ok());
        request.max_age = Some(
            seconds
                .ok_or(invalid("max_age must be a number of seconds"))?
                .into(),
        );
    }
    Ok(())
}

/// What the client would like but does not demand: what is too long to be meant is passed over.
fn wishes(asked: &Asked<'_>, request: &mut AuthorizationRequest) -> Result<(), AuthorizeError> {
    let wish = |name, max| asked.parameters.get_short(name, max).map(str::to_owned);
    request.login_hint = wish("login_hint", MAX_WISH);
    request.id_token_hint = wish("id_token_hint", MAX_DOCUMENT);
    request.ui_locales = wish("ui_locales", MAX_WISH);
    request.display = wish("display", MAX_WISH);
    request.acr_values = wish("acr_values", MAX_WISH);
    request.claims = wish("claims", MAX_DOCUMENT);
    Ok(())
}
