//! Flows: what people can do on the hosted pages of one application.
//!
//! These are settings only. How far one person got is [`crate::interaction`]'s; sources are named by
//! id and described in [`crate::source`].

mod change;
mod rules;
mod statement;

use serde::{Deserialize, Serialize};

use crate::application::ApplicationType;
use crate::id::SourceId;
use crate::identifier::IdentifierKind;
use crate::source::{Source, SourceKind};

pub use change::{FlowsPatch, LoginFlowPatch, RegistrationFlowPatch, ResetPasswordFlowPatch};
pub use rules::{faults, faults_when_enabling};
pub use statement::{Segment, Statement};

/// One of the flows, each edited and saved apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// Making an account.
    Registration,
    /// Signing in.
    Login,
    /// Setting a new password without the old one.
    ResetPassword,
}

/// The flows of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flows {
    /// Making an account.
    pub registration: RegistrationFlow,
    /// Signing in.
    pub login: LoginFlow,
    /// Setting a new password without the old one.
    pub reset_password: ResetPasswordFlow,
}

/// How people make an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationFlow {
    /// Off: nobody can register here.
    pub enabled: bool,
    /// What is asked, and is unique in the pool.
    pub identifiers: Vec<IdentifierKind>,
    /// Whether a password is asked.
    pub password_asked: bool,
    /// The source that sends the code which proves an e-mail address.
    pub email_source: Option<SourceId>,
    /// The source that sends the code which proves a phone number.
    pub sms_source: Option<SourceId>,
    /// On: registered people are signed in at once; off: they are sent to the sign-in page.
    pub auto_login: bool,
    /// Whether the statements are shown.
    pub statements_enabled: bool,
    /// What people agree to.
    pub statements: Vec<Statement>,
}

/// How people sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginFlow {
    /// Off: nobody can sign in to this application.
    pub enabled: bool,
    /// The way that is shown first and expanded.
    pub preferred_source: Option<SourceId>,
    /// The other ways, in their order.
    pub associated_sources: Vec<SourceId>,
    /// Whether the browser may remember the password.
    pub remember_password: bool,
    /// Whether the statements are shown.
    pub statements_enabled: bool,
    /// What people agree to.
    pub statements: Vec<Statement>,
}

impl LoginFlow {
    /// All ways to sign in, the preferred one first.
    pub fn sources(&self) -> impl Iterator<Item = &SourceId> {
        self.preferred_source.iter().chain(&self.associated_sources)
    }
}

/// How people set a new password without the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPasswordFlow {
    /// Off: not possible here.
    pub enabled: bool,
    /// Where the code goes.
    pub method: ResetMethod,
    /// The source that sends the code.
    pub source: Option<SourceId>,
}

/// Where the code of a password reset goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetMethod {
    /// To the e-mail address.
    Email,
    /// To the phone.
    Phone,
}

impl Flows {
    /// The flows of a new application: everything on, over those of the pool's
    /// sources that are on; nothing for machines.
    pub fn new(kind: ApplicationType, sources: &[Source]) -> Self {
        let on = kind.has_people();
        let usable = || sources.iter().filter(|it| on && it.enabled);
        let email = usable()
            .find(|it| it.kind() == SourceKind::EmailCode)
            .map(|it| it.id.clone());
        let mut ways: Vec<_> = usable().collect();
        ways.sort_by_key(|it| it.kind() != SourceKind::Password);
        let mut ways = ways.into_iter().map(|it| it.id.clone());
        Self {
            registration: RegistrationFlow {
                enabled: on,
                identifiers: if email.is_some() {
                    vec![IdentifierKind::Email]
                } else {
                    vec![IdentifierKind::Username]
                },
                password_asked: true,
                email_source: email.clone(),
                sms_source: None,
                auto_login: true,
                statements_enabled: false,
                statements: Vec::new(),
            },
            login: LoginFlow {
                enabled: on,
                preferred_source: ways.next(),
                associated_sources: ways.collect(),
                remember_password: true,
                statements_enabled: false,
                statements: Vec::new(),
            },
            reset_password: ResetPasswordFlow {
                enabled: on,
                method: ResetMethod::Email,
                source: email,
            },
        }
    }

    /// Whether any flow names the source: it cannot be deleted without a word then.
    pub fn use_source(&self, source: &SourceId) -> bool {
        self.login.sources().any(|it| it == source)
            || self.registration.email_source.as_ref() == Some(source)
            || self.registration.sms_source.as_ref() == Some(source)
            || self.reset_password.source.as_ref() == Some(source)
    }
}
