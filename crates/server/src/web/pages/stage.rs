//! What every page begins with: its pool, the browser that opened it, and the frame of the answer.
//!
//! A choice of language or theme stands in the address, and is kept as a preference of the browser.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use moongate_domain::application::Application;
use moongate_domain::id::{ImageId, InteractionId};
use moongate_domain::pool::Pool;
use moongate_service::interactions::{self, Next, Running};
use moongate_service::sessions::Browser;

use super::browser;
use super::in_run::InRun;
use super::stop::Stop;
use super::views::{Brand, FailureKind, Frame, Logo, Theme};
use crate::i18n::{Locale, locale};
use crate::web::Web;
use crate::web::cookies::{self, Cookie};
use crate::web::error::Failure;
use crate::web::next;
use crate::web::params::{Params, Query};
use crate::web::pool::OfPool;
use crate::web::theme::Rgb;
use crate::web::visit::Visit;

/// A choice of language or theme is kept for a year.
const PREFERENCE_SECONDS: i64 = 365 * 86_400;

/// A page of a pool that a browser opened.
pub struct Stage {
    /// Everything the server has.
    pub web: Web,
    /// Whose page it is.
    pub pool: Arc<Pool>,
    /// The request.
    pub visit: Visit,
    /// The browser as use cases see it.
    pub browser: Browser,
    /// The language of the answer.
    pub locale: Locale,
    /// The parameters of the address.
    pub query: Params,
    theme: Theme,
    here: String,
}

impl FromRequestParts<Web> for Stage {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let OfPool(pool) = OfPool::from_request_parts(parts, web).await?;
        let visit = Visit::from_request_parts(parts, web).await?;
        let Query(query) = Query::from_request_parts(parts, web).await?;
        let chosen = query.given("ui_locales").and_then(locale::parse);
        if let Some(locale) = chosen {
            let value = remembered(locale, query.given("tx"));
            visit.set_cookie(Cookie::new(cookies::LANGUAGE, &value).kept_for(PREFERENCE_SECONDS));
        }
        let theme = query.given("theme").and_then(Theme::parse);
        if let Some(theme) = theme {
            visit
                .set_cookie(Cookie::new(cookies::THEME, theme.name()).kept_for(PREFERENCE_SECONDS));
        }
        let browser = browser::of(&visit, &pool, query.given("ui_locales"));
        Ok(Self {
            web: web.clone(),
            locale: browser::locale(&visit, &pool, query.given("ui_locales")),
            theme: theme.unwrap_or_else(|| visit.theme()),
            here: parts.uri.to_string(),
            pool,
            visit,
            browser,
            query,
        })
    }
}

/// The cookie's value. A choice made inside a run is marked with it, as it beats what the application asked for.
fn remembered(locale: Locale, run: Option<&str>) -> String {
    match run.map(InteractionId::parse) {
        Some(Ok(run)) => format!("{}~{run}", locale.tag()),
        _ => locale.tag().to_owned(),
    }
}

impl Stage {
    /// Enters the run that the address names. What has ended, or is another browser's, is over (T16).
    pub async fn enter(self) -> Result<InRun, Stop> {
        let named = self.query.given("tx").map(InteractionId::parse);
        let Some(Ok(id)) = named else {
            return Err(over().into());
        };
        match interactions::load(&self.web.app, &self.pool, &id, &self.browser).await {
            Ok(run) => Ok(InRun::new(self.in_language_of(&run, &id), run)),
            Err(moongate_service::Error::NotFound) => Err(over().into()),
            Err(other) => Err(other.into()),
        }
    }

    /// The same for pages that can be opened by themselves: without a run, one towards the account centre begins.
    pub async fn enter_or_begin(self, path: &str) -> Result<InRun, Stop> {
        if self.query.given("tx").is_some() {
            return self.enter().await;
        }
        Err(Stop::with(self.begin(path).await?))
    }

    /// Begins a run towards the account centre on this page.
    pub async fn begin(&self, path: &str) -> Result<Response, Stop> {
        let run = interactions::begin_account(&self.web.app, &self.pool, &self.browser).await?;
        Ok(next::see_other(&next::page(&self.pool, path, &run)))
    }

    /// Sends the browser on.
    pub fn go(&self, next: &Next) -> Response {
        next::go(&self.pool, next)
    }

    /// An address of this pool.
    pub fn address(&self, path: &str) -> String {
        format!("/p/{}{path}", self.pool.slug)
    }

    /// The part of the page that does not depend on which page it is. `csrf` is the token of its forms.
    pub fn frame(&self, brand: Brand, run: Option<&InteractionId>, csrf: String) -> Frame {
        Frame {
            locale: self.locale,
            theme: self.theme,
            brand,
            base: self.address(""),
            here: self.here.clone(),
            tx: run.map(ToString::to_string),
            csrf,
            nonce: Some(self.visit.nonce().to_owned()),
            request_id: self.visit.request_id().to_owned(),
        }
    }

    /// The face of the pool, or of an application of it.
    pub fn brand(&self, application: Option<&Application>) -> Brand {
        let pool = &self.pool;
        let picture = application.and_then(|it| it.logo.as_ref());
        let colour = application.and_then(|it| it.brand_color.as_deref());
        let brand = Brand {
            name: application.map_or(&pool.name, |it| &it.name).clone(),
            logo: self.logo(picture.or(pool.logo.as_ref())),
            theme_url: None,
        };
        match colour
            .or(pool.brand_color.as_deref())
            .map(str::parse::<Rgb>)
        {
            Some(Ok(colour)) => brand.coloured(colour),
            _ => brand,
        }
    }

    /// An uploaded picture, or what stands for it.
    pub fn logo(&self, picture: Option<&ImageId>) -> Logo {
        match picture {
            Some(id) => Logo::Picture(self.address(&format!("/images/{id}"))),
            None if self.pool.built_in => Logo::Product,
            None => Logo::Letter,
        }
    }

    fn in_language_of(mut self, run: &Running, id: &InteractionId) -> Self {
        let chosen_here = self.query.given("ui_locales").is_some()
            || self
                .visit
                .cookie(cookies::LANGUAGE)
                .and_then(|it| it.split_once('~'))
                .is_some_and(|(_, run)| run == id.as_str());
        let asked = run.interaction.body.purpose.request();
        let asked = asked.and_then(|it| it.ui_locales.as_deref());
        if !chosen_here && asked.is_some() {
            self.locale = browser::locale(&self.visit, &self.pool, asked);
            self.browser.locale = self.locale.tag().to_owned();
        }
        self
    }
}

/// The run is over.
pub fn over() -> Failure {
    Failure::new(StatusCode::GONE, "interaction.over").shown_as(FailureKind::Expired)
}
