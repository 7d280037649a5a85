//! Who a client is, by exactly the method it registered (security checklist P10).

use std::sync::Arc;

use moongate_domain::application::{Application, TokenEndpointAuthMethod};
use moongate_domain::id::ApplicationId;
use moongate_domain::oauth::token::PresentedClient;
use moongate_domain::pool::Pool;

use super::TokenError;
use crate::App;
use crate::error::Error;
use crate::sealing::{hash_token, same};

/// Checks what a client presented.
pub async fn authenticate(
    app: &App,
    pool: &Pool,
    presented: &PresentedClient,
) -> Result<Arc<Application>, TokenError> {
    let id = ApplicationId::parse(presented.client_id())
        .map_err(|_| TokenError::Client("unknown client"))?;
    let application = match app.application(&pool.id, &id).await {
        Ok(it) => it,
        Err(Error::NotFound) => return Err(TokenError::Client("unknown client")),
        Err(other) => return Err(other.into()),
    };
    if presented.method() != application.token_endpoint_auth_method {
        return Err(TokenError::Client("not the registered method"));
    }
    if presented.method() != TokenEndpointAuthMethod::None {
        let secret = presented.secret().ok_or(TokenError::Client("no secret"))?;
        let hash = hash_token(secret.expose());
        let known = app.secret_hashes(&pool.id, &id).await?;
        // Every stored hash is compared, so that the time tells nothing.
        let matches = known.iter().fold(false, |found, it| {
            same(it.as_bytes(), hash.as_bytes()) | found
        });
        if !matches {
            return Err(TokenError::Client("wrong secret"));
        }
    }
    if !application.enabled {
        return Err(TokenError::Client("the application is closed"));
    }
    Ok(application)
}
