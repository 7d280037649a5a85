//! `/demo/{application}`: the *Experience* page, which plays the application with its own sign-in (A-142, A-143).

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_domain::application::Application;
use moongate_domain::id::ApplicationId;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_service::demo::{self, Experienced};
use moongate_service::{App, Error};

use super::Web;
use super::console::outside;
use super::console::views::Plain;
use super::cookies::Cookie;
use super::error::Failure;
use super::next::see_other;
use super::pages::views::{Brand, Claim, Demo, DemoDone, Frame, Logo, html};
use super::params::{Params, Query};
use super::theme::Rgb;
use super::visit::Visit;

/// Carries the secret of a try under way.
const COOKIE: &str = "mg_demo";
const TRY_SECONDS: i64 = 3600;

/// `/demo/{application}`, `…/start`, `…/callback`
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/demo/{id}", get(show))
        .route("/demo/{id}/start", get(start))
        .route("/demo/{id}/callback", get(callback))
}

/// An application that can be tried, and the page's frame with its face.
struct Stage {
    app: App,
    pool: Pool,
    application: Application,
    frame: Frame,
}

impl Stage {
    async fn enter(
        web: &Web,
        visit: &Visit,
        query: &Params,
        id: &str,
    ) -> Result<Result<Self, Response>, Failure> {
        let id = ApplicationId::parse(id).map_err(|_| Failure::not_found())?;
        let here = format!("/demo/{id}");
        let frame = outside(visit, query, &here);
        match demo::find(&web.app, &id).await {
            Ok((pool, application)) => Ok(Ok(Self {
                frame: Frame {
                    brand: brand(&pool, &application),
                    ..frame
                },
                app: web.app.clone(),
                pool,
                application,
            })),
            Err(Error::State {
                code: "demo.redirect_not_registered",
                names,
            }) => Ok(Err(unregistered(frame, &names.join(", ")))),
            Err(Error::State { .. }) => Ok(Err(switched_off(frame))),
            Err(other) => Err(other.into()),
        }
    }

    fn page(&self, error: Option<String>) -> Response {
        let here = format!("/demo/{}", self.application.id);
        let page = Demo {
            enabled: true,
            sign_in: format!("{here}/start"),
            // The sign-in page leads to registration itself.
            register: None,
            client_id: self.application.id.to_string(),
            issuer: self.app.issuer(&self.pool),
            error,
            frame: self.frame.clone(),
        };
        html(StatusCode::OK, &page)
    }
}

fn brand(pool: &Pool, application: &Application) -> Brand {
    let picture = application.logo.as_ref().or(pool.logo.as_ref());
    let colour = application
        .brand_color
        .as_ref()
        .or(pool.brand_color.as_ref());
    let mut brand = Brand::named(application.name.as_str());
    if let Some(id) = picture {
        brand.logo = Logo::Picture(format!("/p/{}/images/{id}", pool.slug));
    }
    match colour.and_then(|it| it.parse::<Rgb>().ok()) {
        Some(colour) => brand.coloured(colour),
        None => brand,
    }
}

/// The page names the address that is missing among the redirect URIs.
fn unregistered(frame: Frame, address: &str) -> Response {
    let page = Plain {
        title: frame.t("demo-not-registered").into_owned(),
        text: frame
            .t1("demo-not-registered-text", "address", address)
            .into_owned(),
        is_good: false,
        onward: None,
        frame,
    };
    html(StatusCode::CONFLICT, &page)
}

fn switched_off(frame: Frame) -> Response {
    let page = Plain {
        title: frame.t("demo-closed").into_owned(),
        text: frame.t("demo-off").into_owned(),
        is_good: false,
        onward: None,
        frame,
    };
    html(StatusCode::CONFLICT, &page)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Failure> {
    Ok(match Stage::enter(&web, &visit, &query, &id).await? {
        Ok(stage) => stage.page(None),
        Err(page) => page,
    })
}

async fn start(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let stage = match Stage::enter(&web, &visit, &query, &id).await? {
        Ok(stage) => stage,
        Err(page) => return Ok(page),
    };
    let begun = demo::begin(&web.app, &stage.pool, &stage.application);
    visit.set_cookie(Cookie::new(COOKIE, begun.secret.expose()).kept_for(TRY_SECONDS));
    Ok(see_other(&begun.location))
}

async fn callback(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let stage = match Stage::enter(&web, &visit, &query, &id).await? {
        Ok(stage) => stage,
        Err(page) => return Ok(page),
    };
    if let Some(error) = query.given("error") {
        return Ok(stage.page(Some(error.chars().take(64).collect())));
    }
    let (Some(secret), Some(code)) = (visit.cookie(COOKIE), query.given("code")) else {
        return Ok(stage.page(Some("state_missing".to_owned())));
    };
    let application = Arc::new(stage.application.clone());
    let finished = demo::finish(
        &web.app,
        &stage.pool,
        &application,
        &Secret::new(secret.to_owned()),
        (query.field("state"), Secret::new(code.to_owned())),
        &visit.trace(),
    )
    .await;
    visit.clear_cookie(COOKIE);
    match finished {
        Ok(experienced) => Ok(html(StatusCode::OK, &done(stage, experienced))),
        Err(Error::Unauthenticated) => Ok(stage.page(Some("invalid_grant".to_owned()))),
        Err(other) => Err(other.into()),
    }
}

fn done(stage: Stage, it: Experienced) -> DemoDone {
    let issuer = stage.app.issuer(&stage.pool);
    let here = demo::address(&stage.app, &stage.application.id);
    let id_token = it.tokens.id_token.unwrap_or_default();
    let names = ["nickname", "preferred_username", "email", "sub"];
    let account = names
        .into_iter()
        .find_map(|name| it.userinfo.get(name)?.as_str())
        .unwrap_or_default()
        .to_owned();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("id_token_hint", &id_token)
        .append_pair("post_logout_redirect_uri", &here)
        .finish();
    let registered = stage.application.post_logout_redirect_uris.contains(&here);
    DemoDone {
        account,
        client_id: stage.application.id.to_string(),
        callback: format!("{here}/callback"),
        claims: claims(&id_token),
        access_token_seconds: u32::try_from(it.tokens.expires_in).unwrap_or_default(),
        sign_out: if registered {
            format!("{issuer}/oauth2/logout?{query}")
        } else {
            format!("{issuer}/oauth2/logout")
        },
        account_url: format!("{issuer}/account/profile"),
        id_token,
        issuer,
        frame: stage.frame,
    }
}

/// What an ID token says, as an application reads it; it came from our own token endpoint a moment ago.
fn claims(id_token: &str) -> Vec<Claim> {
    let payload = id_token.split('.').nth(1).unwrap_or_default();
    let json = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    let read: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&json).unwrap_or_default();
    read.into_iter()
        .map(|(name, value)| Claim {
            name,
            value: match value {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_token_is_decoded_for_reading() {
        // A-143
        let token = format!("x.{}.y", URL_SAFE_NO_PAD.encode(r#"{"sub":"a","exp":7}"#));
        let read: Vec<(String, String)> = claims(&token)
            .into_iter()
            .map(|it| (it.name, it.value))
            .collect();
        assert!(read.contains(&("sub".into(), "a".into())));
        assert!(read.contains(&("exp".into(), "7".into())));
        assert!(claims("nonsense").is_empty());
    }
}
