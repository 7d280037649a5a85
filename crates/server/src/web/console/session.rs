//! Signing in to the console, and out: by the same flow and pages as everybody else (the console is an application
//! of the built-in pool).

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moongate_domain::secret::Secret;
use moongate_service::{Error, console, pools};

use super::admin::{self, Admin};
use super::answer::{Answer, see};
use super::preferences;
use super::views::{FirstUse, Plain, Section};
use crate::web::Web;
use crate::web::cookies::Cookie;
use crate::web::pages::views::{Brand, Frame, html};
use crate::web::params::{Form, Params, Query};
use crate::web::visit::Visit;

/// Carries the secret of a sign-in under way.
const FLOW: &str = "mg_console_flow";
/// Carries the page that was asked for before.
const BACK: &str = "mg_console_back";
const FLOW_SECONDS: i64 = 3600;

/// `/`, `/console` and the addresses around signing in.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/", get(async || see("/console")))
        .route("/console", get(enter))
        .route("/console/login", get(sign_in))
        .route("/console/callback", get(callback))
        .route("/console/logout", post(sign_out))
        .route("/console/signed-out", get(signed_out))
}

/// Lands in the default pool, else in the first one; without any, shows the first step.
async fn enter(admin: Admin) -> Answer {
    let actor = admin.actor();
    if let Some(id) = &admin.signed_in.administrator.default_pool_id
        && let Ok(pool) = pools::get(&admin.app, &actor, id.as_str()).await
    {
        return Ok(see(&format!("/console/p/{}", pool.slug)));
    }
    if let Some(pool) = pools::list(&admin.app, &actor, None, 1).await?.first() {
        return Ok(see(&format!("/console/p/{}", pool.slug)));
    }
    let frame = admin.frame(Section::Pools, None).await?;
    Ok(html(StatusCode::OK, &FirstUse { frame }))
}

/// Sends a stranger to sign in; `back` is the page to come back to.
pub fn sign_in_first(visit: &Visit, back: Option<&str>) -> Response {
    if let Some(back) = back.filter(|it| is_ours(it)) {
        let value = URL_SAFE_NO_PAD.encode(back);
        visit.set_cookie(Cookie::new(BACK, &value).kept_for(FLOW_SECONDS));
    }
    see("/console/login")
}

fn is_ours(path: &str) -> bool {
    let inside = path == "/console" || path.starts_with("/console/");
    // What a browser asked for is written so; a cookie may hold anything.
    let plain = path.bytes().all(|it| it.is_ascii_graphic()) && !path.contains("..");
    inside && plain && path.len() <= 1024 && !path.starts_with("/console/log")
}

async fn sign_in(State(web): State<Web>, visit: Visit) -> Answer {
    let begun = console::begin(&web.app).await?;
    let secret = begun.secret.expose();
    visit.set_cookie(Cookie::new(FLOW, secret).kept_for(FLOW_SECONDS));
    Ok(see(&begun.location))
}

async fn callback(State(web): State<Web>, visit: Visit, Query(query): Query) -> Answer {
    let (Some(secret), Some(code)) = (visit.cookie(FLOW), query.given("code")) else {
        return Ok(stopped(&visit, &query));
    };
    let finished = console::finish(
        &web.app,
        &Secret::new(secret.to_owned()),
        query.field("state"),
        Secret::new(code.to_owned()),
        &visit.trace(),
    )
    .await;
    visit.clear_cookie(FLOW);
    match finished {
        Ok(token) => {
            visit.set_cookie(Cookie::new(admin::COOKIE, token.expose()));
            let back = visit.cookie(BACK).and_then(read_back);
            visit.clear_cookie(BACK);
            Ok(see(back.as_deref().unwrap_or("/console")))
        }
        Err(Error::Unauthenticated) => Ok(stopped(&visit, &query)),
        Err(Error::Forbidden("console.not_an_administrator")) => {
            stranger(&web, &visit, &query).await
        }
        Err(other) => Err(other.into()),
    }
}

fn read_back(value: &str) -> Option<String> {
    let path = String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
    is_ours(&path).then_some(path)
}

/// A sign-in that was cancelled, took too long, or did not begin here.
fn stopped(visit: &Visit, query: &Params) -> Response {
    let frame = outside(visit, query, "/console/login");
    let page = Plain {
        title: frame.t("sign-in-stopped").into_owned(),
        text: frame.t("sign-in-stopped-text").into_owned(),
        is_good: false,
        onward: Some((frame.t("sign-in").into_owned(), "/console/login".to_owned())),
        frame,
    };
    html(StatusCode::BAD_REQUEST, &page)
}

/// Signed in, but not one of those who may come in.
async fn stranger(web: &Web, visit: &Visit, query: &Params) -> Answer {
    let pool = web.app.console_pool().await?;
    let frame = outside(visit, query, "/console/login");
    let sign_out = format!("{}/logout", web.app.issuer(&pool));
    let page = Plain {
        title: frame.t("not-an-administrator").into_owned(),
        text: frame.t("not-an-administrator-text").into_owned(),
        is_good: false,
        onward: Some((frame.t("sign-out").into_owned(), sign_out)),
        frame,
    };
    Ok(html(StatusCode::FORBIDDEN, &page))
}

async fn sign_out(admin: Admin, Form(form): Form) -> Answer {
    admin.check(&form)?;
    console::end(&admin.app, &admin.token(), &admin.trace()).await?;
    admin.visit.clear_cookie(admin::COOKIE);
    Ok(see("/console/signed-out"))
}

async fn signed_out(visit: Visit, Query(query): Query) -> Response {
    let frame = outside(&visit, &query, "/console/signed-out");
    let page = Plain {
        title: frame.t("signed-out-title").into_owned(),
        text: frame.t("signed-out-text").into_owned(),
        is_good: true,
        onward: Some((
            frame.t("signed-out-again").into_owned(),
            "/console".to_owned(),
        )),
        frame,
    };
    html(StatusCode::OK, &page)
}

/// The frame of a page for somebody who is not in the console.
pub fn outside(visit: &Visit, query: &Params, here: &str) -> Frame {
    let (locale, theme) = preferences::read(visit, query);
    Frame {
        locale,
        theme,
        brand: Brand::product(),
        base: String::new(),
        here: here.to_owned(),
        tx: None,
        csrf: visit.csrf_token(None),
        nonce: Some(visit.nonce().to_owned()),
        request_id: visit.request_id().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_console_are_come_back_to() {
        assert!(is_ours("/console"));
        assert!(is_ours("/console/p/shop/users?q=a"));
        for path in [
            "//evil.test",
            "/consolex",
            "https://evil.test/console/",
            "/p/shop/login",
            "/console/login",
            "/console/logout",
            "/console/\r\nX: y",
            "/console/../p/shop/login",
        ] {
            assert!(!is_ours(path), "{path}");
        }
        assert_eq!(read_back(&URL_SAFE_NO_PAD.encode("//evil.test")), None);
    }
}
