//! The audit event: one recorded operation, written in the same transaction as what it records
//! . It never holds a secret.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::{ApplicationId, EventId, ManagementKeyId, PoolId, SourceId, UserId};

/// One recorded operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its identifier.
    pub id: EventId,
    /// The pool it happened in.
    pub pool_id: PoolId,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub event_type: EventType,
    /// Whether it worked.
    pub result: EventResult,
    /// By whom.
    pub actor: Actor,
    /// Whom it concerns.
    pub user_id: Option<UserId>,
    /// Through which application.
    pub application_id: Option<ApplicationId>,
    /// By which source.
    pub source_id: Option<SourceId>,
    /// From which address.
    pub ip: Option<String>,
    /// With which browser.
    pub user_agent: Option<String>,
    /// The request, which also stands in the log and in the answer.
    pub request_id: Option<String>,
    /// What else is worth knowing, such as `reason`; sentences are made of it in the reader's
    /// language.
    pub details: BTreeMap<String, String>,
}

/// Whether an operation worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventResult {
    /// It did.
    Success,
    /// It was refused; `details.reason` says why.
    Failure,
}

impl EventResult {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Success, Self::Failure]
            .into_iter()
            .find(|it| it.as_str() == text)
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person who was not known at that moment.
    Anonymous,
    /// A user, for themselves.
    User(UserId),
    /// A user of the console pool.
    Administrator(UserId),
    /// A management key.
    Key(ManagementKeyId),
    /// An application, for itself.
    Application(ApplicationId),
    /// The product, by itself or from the command line.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anonymous"),
            Self::User(id) => write!(f, "user:{id}"),
            Self::Administrator(id) => write!(f, "administrator:{id}"),
            Self::Key(id) => write!(f, "key:{id}"),
            Self::Application(id) => write!(f, "application:{id}"),
            Self::System => f.write_str("system"),
        }
    }
}

impl Actor {
    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "anonymous" => Some(Self::Anonymous),
            None if text == "system" => Some(Self::System),
            Some(("user", id)) => UserId::parse(id).ok().map(Self::User),
            Some(("administrator", id)) => UserId::parse(id).ok().map(Self::Administrator),
            Some(("key", id)) => ManagementKeyId::parse(id).ok().map(Self::Key),
            Some(("application", id)) => ApplicationId::parse(id).ok().map(Self::Application),
            _ => None,
        }
    }
}

macro_rules! event_types {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What was done. The names are stable: filters and exports rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventType {
            $($(#[$doc])* $name,)*
        }

        impl EventType {
            /// Every type.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

event_types! {
    /// Someone signed in, or tried to.
    Login = "login";
    /// Someone signed out.
    Logout = "logout";
    /// Someone registered.
    Register = "register";
    /// A code was sent.
    CodeSent = "code_sent";
    /// A user changed their password.
    PasswordChanged = "password_changed";
    /// A user set a new password by a code.
    PasswordReset = "password_reset";
    /// A user changed their profile.
    ProfileChanged = "profile_changed";
    /// One login session was ended.
    SessionEnded = "session_ended";
    /// All login sessions of a user were ended.
    SessionsEnded = "sessions_ended";
    /// An application got a code for a person.
    Authorize = "authorize";
    /// A person allowed an application what it asked for.
    ConsentGiven = "consent.given";
    /// A person did not allow it.
    ConsentDenied = "consent.denied";
    /// A spent code came back: its tokens were ended.
    CodeReplayed = "code.replayed";
    /// A spent refresh token came back: the whole family was ended.
    RefreshTokenReplayed = "refresh_token.replayed";
    /// A user was made.
    UserCreated = "user.created";
    /// A user was changed.
    UserChanged = "user.changed";
    /// A user was deleted.
    UserDeleted = "user.deleted";
    /// A user was locked, by an administrator or by policy.
    UserLocked = "user.locked";
    /// A user was unlocked.
    UserUnlocked = "user.unlocked";
    /// A user was frozen.
    UserFrozen = "user.frozen";
    /// A user was thawed.
    UserThawed = "user.thawed";
    /// An administrator set a new password.
    UserPasswordReset = "user.password_reset";
    /// Masked values of a user were read.
    UserRevealed = "user.revealed";
    /// A pool was made.
    PoolCreated = "pool.created";
    /// A pool was changed.
    PoolChanged = "pool.changed";
    /// A pool was deleted; recorded in the console pool.
    PoolDeleted = "pool.deleted";
    /// An application was made.
    ApplicationCreated = "application.created";
    /// An application was changed.
    ApplicationChanged = "application.changed";
    /// An application was deleted.
    ApplicationDeleted = "application.deleted";
    /// An application got a new secret.
    ApplicationSecretCreated = "application.secret_created";
    /// A secret of an application was deleted.
    ApplicationSecretDeleted = "application.secret_deleted";
    /// A source was made.
    SourceCreated = "source.created";
    /// A source was changed.
    SourceChanged = "source.changed";
    /// A source was deleted.
    SourceDeleted = "source.deleted";
    /// Signing keys were rotated.
    SigningKeysRotated = "signing_key.rotated";
    /// An administrator was made, or their role changed.
    AdministratorChanged = "administrator.changed";
    /// A management key was made.
    ManagementKeyCreated = "management_key.created";
    /// A management key was revoked.
    ManagementKeyRevoked = "management_key.revoked";
}

impl EventType {
    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == text)
    }
}

impl Serialize for EventType {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_name_of_its_own() {
        //
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.as_str()), Some(*kind), "{kind:?}");
        }
        assert_eq!(EventType::parse("login"), Some(EventType::Login));
        assert_eq!(EventType::parse("Login"), None);
    }

    #[test]
    fn an_actor_reads_back_what_it_wrote() {
        for actor in [
            Actor::Anonymous,
            Actor::User(UserId::shape(1, [1; 10])),
            Actor::Administrator(UserId::shape(1, [1; 10])),
            Actor::Key(ManagementKeyId::shape(1, [1; 10])),
            Actor::Application(ApplicationId::shape(1, [1; 10])),
            Actor::System,
        ] {
            assert_eq!(Actor::parse(&actor.to_string()), Some(actor));
        }
        assert_eq!(Actor::parse("user:somebody"), None);
    }
}
