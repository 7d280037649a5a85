//! Who asks in the console: the administrator of the console's own cookie (W1).
//!
//! Everybody else is sent to sign in. What an administrator may do is decided by the use cases; this file only says
//! who they are, and makes the frame of their pages.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use moongate_domain::administrator::{Access, Resource};
use moongate_domain::id::Identifier;
use moongate_domain::pool::Pool;
use moongate_domain::secret::Secret;
use moongate_service::console::{self, SignedIn};
use moongate_service::{Actor, App, Trace, pools};

use super::views::{ConsoleFrame, CurrentPool, PoolLink, Section};
use super::{done, preferences, session};
use crate::i18n::Locale;
use crate::web::Web;
use crate::web::csrf;
use crate::web::error::Failure;
use crate::web::pages::views::account::Person;
use crate::web::pages::views::{Brand, Frame, Theme};
use crate::web::params::Params;
use crate::web::visit::Visit;

/// The cookie of a console session.
pub const COOKIE: &str = "mg_console";
/// Pools in the switcher; the others are on the page of all pools.
const IN_SWITCHER: u32 = 20;

/// A request of a signed-in administrator.
pub struct Admin {
    /// The request.
    pub visit: Visit,
    /// The product.
    pub app: App,
    /// The administrator.
    pub signed_in: SignedIn,
    /// The language of the page.
    pub locale: Locale,
    theme: Theme,
    here: String,
    token: String,
}

impl Admin {
    /// As whom they act.
    pub fn actor(&self) -> Actor {
        self.signed_in.actor()
    }

    /// Where the request came from, for the audit.
    pub fn trace(&self) -> Trace {
        self.visit.trace()
    }

    /// Refuses a post that did not come from one of our pages in this session (W4).
    pub fn check(&self, form: &Params) -> Result<(), Failure> {
        self.visit
            .check_csrf(Some(&self.token), form.field(csrf::FIELD))
    }

    /// Refuses whoever may not change this; for pages that would only lead to a refusal.
    pub fn may_change(&self, resource: Resource, pool: Option<&Pool>) -> Result<(), Failure> {
        let pool = pool.map(|it| &it.id);
        Ok(self.actor().may(resource, Access::Write, pool)?)
    }

    /// The frame of a page, about a pool or about none.
    pub async fn frame(
        &self,
        section: Section,
        pool: Option<&Pool>,
    ) -> Result<ConsoleFrame, Failure> {
        let mine = &self.signed_in.administrator.default_pool_id;
        let current = pool.map(|it| CurrentPool {
            slug: it.slug.clone(),
            name: it.name.clone(),
            picture: it.logo.as_ref().map(|id| picture(it, id.as_str())),
            is_default: mine.as_ref() == Some(&it.id),
            is_local: true,
        });
        let first = pools::list(&self.app, &self.actor(), None, IN_SWITCHER).await?;
        let user = &self.signed_in.user;
        let account = user.identifiers().first().map(|it| it.as_str().to_owned());
        Ok(ConsoleFrame {
            page: Frame {
                locale: self.locale,
                theme: self.theme,
                brand: Brand::product(),
                base: String::new(),
                here: self.here.clone(),
                tx: None,
                csrf: self.visit.csrf_token(Some(&self.token)),
                nonce: Some(self.visit.nonce().to_owned()),
                request_id: self.visit.request_id().to_owned(),
            },
            section,
            pool: current,
            pools: first
                .into_iter()
                .map(|it| PoolLink {
                    slug: it.slug,
                    name: it.name,
                })
                .collect(),
            administrator: Person {
                name: user.display_name().to_owned(),
                account: account.unwrap_or_default(),
            },
            is_owner: self
                .actor()
                .may(Resource::Administration, Access::Read, None)
                .is_ok(),
            toast: done::told(&self.visit, self.locale),
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// The token of this session's cookie.
    pub fn token(&self) -> Secret {
        Secret::new(self.token.clone())
    }
}

/// The address of a picture of a pool.
pub fn picture(pool: &Pool, id: &str) -> String {
    format!("/p/{}/images/{id}", pool.slug)
}

impl FromRequestParts<Web> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, web)
            .await
            .map_err(IntoResponse::into_response)?;
        // What answers a form may be shown once: no address leads back to it.
        let here = parts
            .uri
            .path_and_query()
            .filter(|_| parts.method == Method::GET)
            .map_or("", |it| it.as_str())
            .to_owned();
        let token = visit.cookie(COOKIE).unwrap_or_default().to_owned();
        let secret = (!token.is_empty()).then(|| Secret::new(token.clone()));
        let found = console::current(&web.app, secret.as_ref())
            .await
            .map_err(|err| Failure::from(err).into_response())?;
        let Some(signed_in) = found else {
            let back = Some(here.as_str()).filter(|it| !it.is_empty());
            return Err(session::sign_in_first(&visit, back));
        };
        let query = parts.uri.query().unwrap_or_default();
        let query = Params::parse(query.as_bytes()).map_err(IntoResponse::into_response)?;
        let (locale, theme) = preferences::read(&visit, &query);
        Ok(Self {
            app: web.app.clone(),
            visit,
            signed_in,
            locale,
            theme,
            here,
            token,
        })
    }
}

/// A request of an administrator about one pool, and mostly about one thing in it.
pub struct Place {
    /// The administrator.
    pub admin: Admin,
    /// The pool of the path.
    pub pool: Pool,
    path: HashMap<String, String>,
}

impl Place {
    /// The id in the path. What is no id of this kind does not exist.
    pub fn id<T: Identifier>(&self) -> Result<T, Failure> {
        self.path
            .get("id")
            .and_then(|it| T::parse(it).ok())
            .ok_or_else(Failure::not_found)
    }

    /// An address below this pool.
    pub fn to(&self, path: &str) -> String {
        format!("/console/p/{}{path}", self.pool.slug)
    }

    /// The frame of a page about this pool.
    pub async fn frame(&self, section: Section) -> Result<ConsoleFrame, Failure> {
        self.admin.frame(section, Some(&self.pool)).await
    }

    /// Refuses whoever may not change this.
    pub fn may_change(&self, resource: Resource) -> Result<(), Failure> {
        self.admin.may_change(resource, Some(&self.pool))
    }
}

impl FromRequestParts<Web> for Place {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let admin = Admin::from_request_parts(parts, web).await?;
        let params = RawPathParams::from_request_parts(parts, web)
            .await
            .map_err(|_| StatusCode::NOT_FOUND.into_response())?;
        let path: HashMap<String, String> = params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let name = path.get("pool").map(String::as_str).unwrap_or_default();
        let pool = pools::reach(&web.app, &admin.actor(), name, Access::Write)
            .await
            .map_err(|err| Failure::from(err).into_response())?;
        Ok(Self { admin, pool, path })
    }
}
