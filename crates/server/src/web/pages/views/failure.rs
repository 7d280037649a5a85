//! Pages that say why there is nothing else to show.

use std::borrow::Cow;

use askama::Template;

use super::Frame;
use crate::i18n::Moment;

/// What went wrong, in kinds that a person can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// No page has this address.
    NotFound,
    /// The request cannot be understood; mostly an application's mistake.
    BadRequest,
    /// The application is not known, or its return address is not registered.
    UnknownApplication,
    /// The address to return to is not one that the application registered.
    RedirectNotRegistered,
    /// The application is switched off.
    ApplicationClosed,
    /// The interaction is over or belongs to another browser.
    Expired,
    /// The form token is missing or old.
    StaleForm,
    /// The person may not see this.
    Forbidden,
    /// The body is larger than we read.
    TooLarge,
    /// Too many requests from here.
    TooMany,
    /// The server has more work than it accepts.
    Busy,
    /// The first administrator is still missing.
    NotSetUp,
    /// Our own fault.
    Internal,
}

impl FailureKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::NotFound,
        Self::BadRequest,
        Self::UnknownApplication,
        Self::RedirectNotRegistered,
        Self::ApplicationClosed,
        Self::Expired,
        Self::StaleForm,
        Self::Forbidden,
        Self::TooLarge,
        Self::TooMany,
        Self::Busy,
        Self::NotSetUp,
        Self::Internal,
    ];

    /// Title, what happened, what to do.
    const fn keys(self) -> [&'static str; 3] {
        match self {
            Self::NotFound => [
                "failure-not-found",
                "failure-not-found-text",
                "failure-not-found-remedy",
            ],
            Self::BadRequest => [
                "failure-bad-request",
                "failure-bad-request-text",
                "failure-bad-request-remedy",
            ],
            Self::UnknownApplication => [
                "failure-unknown-application",
                "failure-unknown-application-text",
                "failure-unknown-application-remedy",
            ],
            Self::RedirectNotRegistered => [
                "failure-redirect-not-registered",
                "failure-redirect-not-registered-text",
                "failure-redirect-not-registered-remedy",
            ],
            Self::ApplicationClosed => [
                "failure-application-closed",
                "failure-application-closed-text",
                "failure-application-closed-remedy",
            ],
            Self::Expired => [
                "failure-expired",
                "failure-expired-text",
                "failure-expired-remedy",
            ],
            Self::StaleForm => [
                "failure-stale-form",
                "failure-stale-form-text",
                "failure-stale-form-remedy",
            ],
            Self::Forbidden => [
                "failure-forbidden",
                "failure-forbidden-text",
                "failure-forbidden-remedy",
            ],
            Self::TooLarge => [
                "failure-too-large",
                "failure-too-large-text",
                "failure-too-large-remedy",
            ],
            Self::TooMany => [
                "failure-too-many",
                "failure-too-many-text",
                "failure-too-many-remedy",
            ],
            Self::Busy => ["failure-busy", "failure-busy-text", "failure-busy-remedy"],
            Self::NotSetUp => [
                "failure-not-set-up",
                "failure-not-set-up-text",
                "failure-not-set-up-remedy",
            ],
            Self::Internal => [
                "failure-internal",
                "failure-internal-text",
                "failure-internal-remedy",
            ],
        }
    }
}

/// The error page: a plain sentence, what to do, the reference number and the time.
#[derive(Debug, Clone, Template)]
#[template(path = "hosted/failure.html")]
pub struct FailurePage {
    /// What every page shares; its `request_id` is the reference number.
    pub frame: Frame,
    /// What went wrong.
    pub kind: FailureKind,
    /// A stable code for the application's developers, such as `invalid_request`.
    pub code: Option<String>,
    /// When.
    pub at: Option<Moment>,
    /// Where to go on, such as back to the application or to a fresh sign-in.
    pub onward: Option<String>,
    /// Where to sign out, if someone is signed in.
    pub sign_out: Option<String>,
}

impl FailurePage {
    fn title(&self) -> Cow<'static, str> {
        self.frame.t(self.kind.keys()[0])
    }

    fn text(&self) -> Cow<'static, str> {
        self.frame.t(self.kind.keys()[1])
    }

    fn remedy(&self) -> Cow<'static, str> {
        self.frame.t(self.kind.keys()[2])
    }
}
