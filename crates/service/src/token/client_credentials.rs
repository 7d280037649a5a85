//! Tokens for a machine that speaks for itself (OAuth 2.0, 4.4). Nothing is stored.

use moongate_domain::application::Application;
use moongate_domain::oauth::error::OAuthError;
use moongate_domain::oauth::token::ClientCredentialsGrant;
use moongate_domain::pool::Pool;

use super::{TokenError, Tokens, issue};
use crate::App;
use crate::actor::Trace;

/// Grants the asked scope, or everything the application has when it asks for nothing in particular.
pub(super) async fn exchange(
    app: &App,
    pool: &Pool,
    application: &Application,
    request: ClientCredentialsGrant,
    _trace: &Trace,
) -> Result<Tokens, TokenError> {
    let scope = match request.scope {
        Some(asked) if asked.iter().all(|it| application.scopes.contains(it)) => asked,
        Some(_) => {
            return Err(TokenError::Request(
                OAuthError::InvalidScope,
                "not registered for this client",
            ));
        }
        None => application.scopes.clone(),
    };
    Ok(issue::for_machine(app, pool, application, &scope).await?)
}
