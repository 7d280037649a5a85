//! One person's run through flows, from the authorization request to the code.
//!
//! It lives on the server; the browser holds only its id and a binding secret. It knows what the
//! person has proven so far and answers one question, [`Interaction::next_step`]. Each step is a
//! file of its own that says when it is due; their order is [`STEPS`]. Doing a step is the work of
//! `service`, showing it that of the hosted pages.

mod change_password;
mod consent;
mod sign_in;

use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::flow::Statement;
use crate::id::{ApplicationId, InteractionId, PoolId, SessionId, UserId};
use crate::oauth::authorize::AuthorizationRequest;
use crate::session::Session;
use crate::{FieldError, Timestamp};

/// How long a person may take, in seconds.
pub const LIFE_SECONDS: i64 = 3600;

/// One person's run through flows.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Its identifier: the `tx` of hosted pages.
    pub id: InteractionId,
    /// The pool it runs in.
    pub pool_id: PoolId,
    /// What it is for and how far it got.
    pub body: Body,
    /// When it began.
    pub created_at: Timestamp,
    /// When it is given up.
    pub expires_at: Timestamp,
    /// Counts its changes, so that two tabs cannot overwrite each other.
    pub version: i64,
}

/// The stored part of an interaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// What the person came for.
    pub purpose: Purpose,
    /// The session that this run created or confirmed by a fresh proof.
    pub proven: Option<Proven>,
    /// A registration under way.
    pub registration: Option<Registration>,
    /// A password reset under way.
    pub reset: Option<Reset>,
    /// The destination that a sign-in code was asked for, as typed.
    pub code_for: Option<String>,
    /// The person allowed what the application asks for, in this run.
    pub consented: bool,
    /// What the person said to the statements of the form that they sent last.
    #[serde(default)]
    pub answers: Vec<StatementAnswer>,
}

/// What somebody said to a statement, with the text as they read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementAnswer {
    /// The text.
    pub content: String,
    /// Whether they agreed.
    pub agreed: bool,
}

/// What a person came for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Purpose {
    /// An application asked for them (OpenID Connect).
    Authorize {
        /// The application.
        application_id: ApplicationId,
        /// What it asked, validated.
        request: Box<AuthorizationRequest>,
    },
    /// They opened the account centre.
    Account,
}

impl Purpose {
    /// The application that asked, if one did.
    pub fn application_id(&self) -> Option<&ApplicationId> {
        match self {
            Self::Authorize { application_id, .. } => Some(application_id),
            Self::Account => None,
        }
    }

    /// The authorization request, if there is one.
    pub fn request(&self) -> Option<&AuthorizationRequest> {
        match self {
            Self::Authorize { request, .. } => Some(request),
            Self::Account => None,
        }
    }
}

/// A fresh proof given in this run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// The session it made.
    pub session_id: SessionId,
}

/// A registration whose address is not proven yet. The account exists only afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The wished user name.
    pub username: Option<String>,
    /// The address that gets the code.
    pub email: Option<String>,
    /// The Argon2id hash of the wished password.
    pub password_hash: Option<String>,
}

/// A password reset under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reset {
    /// The address that was typed; nothing tells whether anybody has it.
    pub email: String,
    /// Whose code was right: that user's password may be set.
    pub proven: Option<UserId>,
    /// When it was right. Whatever changed the account since makes the proof void.
    #[serde(default)]
    pub proven_at: Option<Timestamp>,
}

/// Something a person has still to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Say who they are and prove it.
    SignIn,
    /// Replace a temporary password.
    ChangePassword,
    /// Allow the application what it asks for.
    Consent,
    /// Nothing: hand over.
    Finish,
}

/// What the service looked up for the question.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The application, when one asked.
    pub application: Option<&'a Application>,
    /// The live session of this browser in this pool.
    pub session: Option<&'a Session>,
    /// The signed-in person has a password that an administrator gave.
    pub password_must_change: bool,
    /// The scope values that this person allowed this application earlier.
    pub consented_scope: &'a [String],
    /// The time.
    pub now: Timestamp,
}

/// When a step is due.
type Due = fn(&Interaction, &Facts<'_>) -> bool;

/// Every step in its order: the first that is due comes next.
const STEPS: &[(Step, Due)] = &[
    (Step::SignIn, sign_in::due),
    (Step::ChangePassword, change_password::due),
    (Step::Consent, consent::due),
];

impl Interaction {
    /// What the person has to do next.
    pub fn next_step(&self, facts: &Facts<'_>) -> Step {
        STEPS
            .iter()
            .find(|(_, due)| due(self, facts))
            .map_or(Step::Finish, |(step, _)| *step)
    }

    /// Notes what the person said to the statements of a form; `ticked` are the places of those they agreed to.
    /// A required one without a tick is refused.
    pub fn answer(&mut self, statements: &[Statement], ticked: &[usize]) -> Result<(), FieldError> {
        let answers = statements.iter().enumerate();
        self.body.answers = answers
            .map(|(place, it)| StatementAnswer {
                content: it.content.clone(),
                agreed: ticked.contains(&place),
            })
            .collect();
        let pairs = statements.iter().zip(&self.body.answers);
        match pairs
            .into_iter()
            .any(|(it, answer)| it.required && !answer.agreed)
        {
            true => Err(FieldError::new("statement", "statement.required")),
            false => Ok(()),
        }
    }

    /// Begins a run.
    pub fn new(id: InteractionId, pool_id: PoolId, purpose: Purpose, now: Timestamp) -> Self {
        let body = Body {
            purpose,
            proven: None,
            registration: None,
            reset: None,
            code_for: None,
            consented: false,
            answers: Vec::new(),
        };
        Self {
            id,
            pool_id,
            body,
            created_at: now,
            expires_at: now.plus_seconds(LIFE_SECONDS),
            version: 1,
        }
    }
}

#[cfg(test)]
mod tests;
