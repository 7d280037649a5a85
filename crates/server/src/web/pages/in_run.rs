//! A page inside one person's run through flows.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::Response;
use moongate_domain::interaction::Step;
use moongate_domain::secret::Secret;
use moongate_service::Error;
use moongate_service::interactions::{self, Next, Proved, Running};
use url::Url;

use super::browser;
use super::stage::Stage;
use super::stop::Stop;
use super::views::{Frame, Problems, html};
use crate::web::csrf;
use crate::web::error::Failure;
use crate::web::headers::PagePolicy;
use crate::web::next;
use crate::web::params::Params;

/// The first lines of a page's answer.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    status: StatusCode,
    retry_after_seconds: Option<u32>,
}

impl Head {
    /// A page as it is opened.
    pub const OK: Self = Self::of(StatusCode::OK);
    /// A form that was not accepted.
    pub const REFUSED: Self = Self::of(StatusCode::UNPROCESSABLE_ENTITY);

    const fn of(status: StatusCode) -> Self {
        Self {
            status,
            retry_after_seconds: None,
        }
    }

    fn too_often(retry_after_seconds: u32) -> Self {
        Self {
            retry_after_seconds: Some(retry_after_seconds),
            ..Self::of(StatusCode::TOO_MANY_REQUESTS)
        }
    }
}

/// A page and the run it belongs to.
pub struct InRun {
    /// The page.
    pub stage: Stage,
    /// The run.
    pub run: Running,
}

impl InRun {
    /// Puts both together.
    pub fn new(stage: Stage, run: Running) -> Self {
        Self { stage, run }
    }

    /// Enters the run of a posted form, if the form is our own.
    pub async fn posted(stage: Stage, form: &Params) -> Result<Self, Stop> {
        stage.visit.check_csrf(None, form.field(csrf::FIELD))?;
        stage.enter().await
    }

    /// Goes on where the run is, unless this page's step is due.
    pub async fn expect(&self, step: Step) -> Result<(), Stop> {
        if self.run.step == step {
            return Ok(());
        }
        let next =
            interactions::resume(&self.stage.web.app, &self.run, &self.stage.browser).await?;
        Err(Stop::with(self.stage.go(&next)))
    }

    /// The frame of a page that speaks for the application.
    pub fn frame(&self) -> Frame {
        let brand = self.stage.brand(self.run.application.as_deref());
        self.frame_of(brand)
    }

    /// The frame of a page that speaks for the pool.
    pub fn pool_frame(&self) -> Frame {
        self.frame_of(self.stage.brand(None))
    }

    fn frame_of(&self, brand: super::views::Brand) -> Frame {
        let csrf = self.stage.visit.csrf_token(None);
        self.stage
            .frame(brand, Some(&self.run.interaction.id), csrf)
    }

    /// The page as an answer. Its forms may lead on to the application (W5).
    pub fn page(&self, head: Head, page: &impl Template) -> Response {
        let request = self.run.interaction.body.purpose.request();
        let redirect = request.map(|it| it.redirect_uri.as_str());
        let mut response = html(head.status, page);
        if let Some(seconds) = head.retry_after_seconds {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(PagePolicy {
            form_action: redirect.and_then(form_target).into_iter().collect(),
        });
        response
    }

    /// Another page of this run.
    pub fn to(&self, path: &str) -> Response {
        next::see_other(&next::page(
            &self.stage.pool,
            path,
            &self.run.interaction.id,
        ))
    }

    /// Sends the browser on after a proof, with its new session.
    pub fn welcome(&self, proved: &Proved) -> Response {
        self.keep(proved.session.as_ref());
        self.go(&proved.next)
    }

    /// Sends the browser on.
    pub fn go(&self, next: &Next) -> Response {
        self.stage.go(next)
    }

    fn keep(&self, session: Option<&Secret>) {
        if let Some(token) = session {
            browser::keep_session(&self.stage.visit, &self.stage.pool, token);
        }
    }

    /// What is wrong with a form, with the status of its page. What concerns no form leaves as a failure.
    pub fn problems(&self, err: Error, often: &'static str) -> Result<(Head, Problems), Stop> {
        let locale = self.stage.locale;
        match err {
            Error::Invalid(fields) => Ok((Head::REFUSED, Problems::of_fields(locale, &fields))),
            Error::TooOften {
                retry_after_seconds,
            } => Ok((
                Head::too_often(retry_after_seconds),
                Problems::whole(
                    locale,
                    often,
                    &[("seconds", retry_after_seconds.to_string())],
                ),
            )),
            other => Err(other.into()),
        }
    }

    /// A refusal of the form as a whole.
    pub fn refused(&self, code: &'static str, args: &[(&'static str, String)]) -> (Head, Problems) {
        (
            Head::REFUSED,
            Problems::whole(self.stage.locale, code, args),
        )
    }

    /// Something that the application does not offer.
    pub fn closed(code: &'static str) -> Stop {
        Failure::new(StatusCode::FORBIDDEN, code).into()
    }
}

/// The source expression that lets a form lead to this address (CSP Level 3, section 2.3.1): an origin, or the scheme
/// where there is no origin or the grammar has no word for the host.
pub fn form_target(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    match url.host() {
        Some(url::Host::Domain(_) | url::Host::Ipv4(_)) if url.scheme().starts_with("http") => {
            Some(url.origin().ascii_serialization())
        }
        _ => Some(format!("{}:", url.scheme())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_may_lead_to_the_application_and_nowhere_else() {
        // W5
        let target = |it| form_target(it).unwrap();
        assert_eq!(
            target("https://shop.example/cb?x=1"),
            "https://shop.example"
        );
        assert_eq!(target("http://127.0.0.1:9000/cb"), "http://127.0.0.1:9000");
        assert_eq!(target("http://[::1]:9000/cb"), "http:");
        assert_eq!(target("com.example.app:/cb"), "com.example.app:");
    }
}
