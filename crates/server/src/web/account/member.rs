//! A page of the account centre and the person it belongs to.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use moongate_domain::secret::Secret;
use moongate_service::account;
use moongate_service::sessions;

use crate::web::Web;
use crate::web::csrf;
use crate::web::next;
use crate::web::pages::account_name;
use crate::web::pages::stage::Stage;
use crate::web::pages::stop::Stop;
use crate::web::pages::views::account::Person;
use crate::web::pages::views::{Frame, Notice, html};
use crate::web::params::Params;

/// A page that somebody opened who is signed in. Others are sent to sign in first.
pub struct Member {
    /// The page.
    pub stage: Stage,
    /// Who.
    pub person: account::Person,
    token: Secret,
}

impl FromRequestParts<Web> for Member {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Stop> {
        let stage = Stage::from_request_parts(parts, web).await?;
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            stage.visit.check_origin()?;
        }
        let token = stage.browser.session.clone();
        let found = sessions::current(&web.app, &stage.pool, token.as_ref()).await?;
        match (token, found) {
            (Some(token), Some((session, user))) => Ok(Self {
                stage,
                person: account::Person { session, user },
                token,
            }),
            _ => Err(Stop::with(stage.begin("/login").await?)),
        }
    }
}

impl Member {
    /// Refuses a form that is not our own page's in this login.
    pub fn check(&self, form: &Params) -> Result<(), Stop> {
        let token = form.field(csrf::FIELD);
        Ok(self
            .stage
            .visit
            .check_csrf(Some(self.token.expose()), token)?)
    }

    /// The frame of a page.
    pub fn frame(&self) -> Frame {
        let csrf = self.stage.visit.csrf_token(Some(self.token.expose()));
        self.stage.frame(self.stage.brand(None), None, csrf)
    }

    /// The person as pages show them.
    pub fn shown(&self) -> Person {
        Person {
            name: self.person.user.display_name().to_owned(),
            account: account_name(&self.person.user),
        }
    }

    /// A message on top, if the address asks for it.
    pub fn notice(&self, name: &str, notice: Notice) -> Option<Notice> {
        self.stage.query.get(name).map(|_| notice)
    }

    /// The page as an answer.
    pub fn page(&self, status: StatusCode, page: &impl Template) -> Response {
        html(status, page)
    }

    /// Another page of the account centre.
    pub fn to(&self, path: &str) -> Response {
        next::see_other(&self.stage.address(path))
    }
}
