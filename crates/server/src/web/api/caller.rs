//! Who calls: a management key or an access token of the console pool, never a cookie (W4), and what the path names.

use axum::RequestPartsExt;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use moongate_domain::administrator::{Access, Role};
use moongate_domain::id::Identifier;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_service::{Actor, Error, Trace, administrators, pools};

use crate::web::Web;
use crate::web::error::Failure;
use crate::web::visit::Visit;

/// Who calls, and from where.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// From where, for the audit.
    pub trace: Trace,
}

/// Lets only those pass who say who they are (A1).
pub async fn guard(
    State(web): State<Web>,
    visit: Visit,
    mut request: Request,
    next: Next,
) -> Response {
    let actor = match bearer(request.headers()) {
        Some(token) => administrators::authenticate(&web.app, &token).await,
        None => Err(Error::Unauthenticated),
    };
    match actor {
        // Before the body is looked at: whoever only reads hears so, whatever they sent (A1).
        Ok(Actor::Administrator {
            role: Role::Viewer, ..
        }) if !request.method().is_safe() => {
            Failure::from(Error::Forbidden("permission.missing")).into_response()
        }
        Ok(actor) => {
            let trace = visit.trace();
            request.extensions_mut().insert(Caller { actor, trace });
            next.run(request).await
        }
        Err(err) => Failure::from(err).into_response(),
    }
}

/// The bearer token (RFC 6750, section 2.1). Two `Authorization` lines are none: whoever stands between may have read
/// the other one.
fn bearer(headers: &HeaderMap) -> Option<Secret> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let line = lines.next()?.to_str().ok()?;
    if lines.next().is_some() {
        return None;
    }
    let (scheme, token) = line.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty()).then(|| Secret::new(token))
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        // A route that stands outside the guard is closed to everybody.
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Error::Unauthenticated.into())
    }
}

/// The pool of the path, and who asks something of it. A pool that the caller does not reach is not found (T35).
pub struct Place {
    /// The pool.
    pub pool: Pool,
    /// Who asks.
    pub actor: Actor,
    /// From where, for the audit.
    pub trace: Trace,
}

impl FromRequestParts<Web> for Place {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let Caller { actor, trace } = parts.extract_with_state(web).await?;
        let access = match parts.method {
            Method::GET | Method::HEAD => Access::Read,
            _ => Access::Write,
        };
        let name = segment(parts, "pool").await?;
        let pool = pools::reach(&web.app, &actor, &name, access).await?;
        Ok(Self { pool, actor, trace })
    }
}

/// The `{id}` of the path. What is no identifier of its kind is not found.
pub struct Id<T>(pub T);

impl<T: Identifier> FromRequestParts<Web> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        let text = segment(parts, "id").await?;
        T::parse(&text).map(Self).map_err(|_| Failure::not_found())
    }
}

/// The `{secret}` of the path.
pub struct SecretId<T>(pub T);

impl<T: Identifier> FromRequestParts<Web> for SecretId<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        let text = segment(parts, "secret").await?;
        T::parse(&text).map(Self).map_err(|_| Failure::not_found())
    }
}

async fn segment(parts: &mut Parts, name: &str) -> Result<String, Failure> {
    let params = parts.extract::<RawPathParams>().await;
    let params = params.map_err(|_| Failure::not_found())?;
    let found = params.iter().find(|(found, _)| *found == name);
    found
        .map(|(_, value)| value.to_owned())
        .ok_or_else(Failure::not_found)
}

/// The refusal of something that was asked in the address.
pub fn bad_query(field: &str, code: &'static str) -> Failure {
    let error = moongate_domain::FieldError::new(field, code);
    Failure::invalid(StatusCode::BAD_REQUEST, vec![error])
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_one_bearer_line_counts() {
        let read = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(line));
            }
            bearer(&headers).map(|it| it.expose().to_owned())
        };
        assert_eq!(read(&["Bearer mgk_x"]).as_deref(), Some("mgk_x"));
        assert_eq!(read(&["bearer  mgk_x "]).as_deref(), Some("mgk_x"));
        for bad in [
            &[][..],
            &["Basic eA=="],
            &["Bearer"],
            &["Bearer "],
            &["Bearer a", "Bearer b"],
        ] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
