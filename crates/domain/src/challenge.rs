//! One sent code, bound to its scene, its interaction and its destination, with few tries.

use crate::Timestamp;
use crate::id::{ChallengeId, InteractionId, UserId};
use serde::{Deserialize, Serialize};

/// How often a code may be tried (security checklist W10).
pub const TRIES: i64 = 5;
/// Seconds before another code may be asked for.
pub const RESEND_SECONDS: i64 = 60;
/// Codes a destination may get in a day.
pub const SENDS_PER_DAY: i64 = 20;

/// What a message is about (contract, section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// Proves the address of a new account.
    Register,
    /// Signs in.
    Login,
    /// Resets a password.
    ResetPassword,
    /// An administrator reset the password; tells how to choose a new one.
    PasswordResetByAdmin,
    /// Tells the owner of an address that it already has an account.
    AlreadyRegistered,
    /// Tells that a password was changed.
    PasswordChanged,
    /// Tells that the account was locked.
    AccountLocked,
}

impl Scene {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Login => "login",
            Self::ResetPassword => "reset_password",
            Self::PasswordResetByAdmin => "password_reset_by_admin",
            Self::AlreadyRegistered => "already_registered",
            Self::PasswordChanged => "password_changed",
            Self::AccountLocked => "account_locked",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Register,
            Self::Login,
            Self::ResetPassword,
            Self::PasswordResetByAdmin,
            Self::AlreadyRegistered,
            Self::PasswordChanged,
            Self::AccountLocked,
        ]
        .into_iter()
        .find(|it| it.as_str() == text)
    }
}

/// One sent code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Its identifier.
    pub id: ChallengeId,
    /// The run it belongs to.
    pub interaction_id: InteractionId,
    /// What it is for.
    pub scene: Scene,
    /// The canonical key of the address it went to.
    pub destination_key: String,
    /// Whom it proves; nobody, when the address is unknown (the page looks the same).
    pub user_id: Option<UserId>,
    /// The keyed hash of the code.
    pub code_mac: String,
    /// Tries that remain.
    pub tries_left: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl Challenge {
    /// When another one may be asked for.
    pub fn resend_at(&self) -> Timestamp {
        self.created_at.plus_seconds(RESEND_SECONDS)
    }
}
