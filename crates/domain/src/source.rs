//! A source: a way to prove who one is.
//!
//! Checking a proof is the work of `service`; which sources an application shows is said by its flows.

mod change;

use serde::{Deserialize, Serialize};

pub use change::{SourcePatch, SourcePolicyPatch};

use crate::id::{ImageId, PoolId, SourceId};
use crate::identifier::IdentifierKind;
use crate::password::PasswordPolicy;
use crate::{FieldError, Timestamp, check};

/// What kind of proof a source takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// An identifier and a password.
    Password,
    /// A code sent by e-mail.
    EmailCode,
    /// A code sent to a phone.
    SmsCode,
}

impl SourceKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
            Self::SmsCode => "sms_code",
        }
    }
}

/// A way to prove who one is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its identifier.
    pub id: SourceId,
    /// The pool it belongs to.
    pub pool_id: PoolId,
    /// What people read on the sign-in page.
    pub name: String,
    /// For administrators.
    pub description: Option<String>,
    /// Its picture; none means the default of its kind.
    pub icon: Option<ImageId>,
    /// Off: nobody can use it, and it can be edited.
    pub enabled: bool,
    /// Its kind and the rules of that kind.
    #[serde(flatten)]
    pub policy: SourcePolicy,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts its changes; the ETag.
    pub version: i64,
}

impl Source {
    /// What kind of proof it takes.
    pub fn kind(&self) -> SourceKind {
        match self.policy {
            SourcePolicy::Password(_) => SourceKind::Password,
            SourcePolicy::EmailCode(_) => SourceKind::EmailCode,
        }
    }
}

/// The rules of a source, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "policy", rename_all = "snake_case")]
pub enum SourcePolicy {
    /// An identifier and a password.
    Password(PasswordSourcePolicy),
    /// A code sent by e-mail; the identifier is always the e-mail address.
    EmailCode(CodePolicy),
}

/// The rules of a password source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordSourcePolicy {
    /// Which identifiers find the user.
    pub identifiers: Vec<IdentifierKind>,
    /// What it asks of new passwords, and what it does about wrong ones.
    pub password: PasswordPolicy,
}

impl Default for PasswordSourcePolicy {
    fn default() -> Self {
        Self {
            identifiers: vec![
                IdentifierKind::Username,
                IdentifierKind::Email,
                IdentifierKind::Phone,
            ],
            password: PasswordPolicy::default(),
        }
    }
}

/// The rules of codes sent by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CodePolicy {
    /// Characters of a code, 1 to 128 (A-168, Z-02).
    pub length: i64,
    /// How long a code works, 1 to 300.
    pub ttl_seconds: i64,
}

impl CodePolicy {
    /// Longer codes are typed by nobody: they get letters too (Z-02).
    pub const LONGEST_OF_DIGITS: i64 = 10;
}

impl Default for CodePolicy {
    fn default() -> Self {
        Self {
            length: 6,
            ttl_seconds: 60,
        }
    }
}

/// What an administrator says about a new source.
#[derive(Debug, Clone)]
pub struct NewSource {
    /// What people read on the sign-in page.
    pub name: String,
    /// For administrators.
    pub description: Option<String>,
    /// Whether it works at once; by default it is off (Z-24).
    pub enabled: bool,
    /// Its kind and the rules of that kind.
    pub policy: SourcePolicy,
}

impl NewSource {
    /// Makes the source, or says everything that is wrong.
    pub fn build(
        self,
        id: SourceId,
        pool_id: PoolId,
        now: Timestamp,
    ) -> Result<Source, Vec<FieldError>> {
        let source = Source {
            id,
            pool_id,
            name: self.name.trim().to_owned(),
            description: self.description.filter(|it| !it.trim().is_empty()),
            icon: None,
            enabled: self.enabled,
            policy: self.policy,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let found = source.faults();
        if found.is_empty() {
            Ok(source)
        } else {
            Err(found)
        }
    }
}

impl Source {
    fn faults(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        found.extend(check::required_text("name", &self.name, 128));
        found.extend(check::optional_text(
            "description",
            self.description.as_deref(),
            128,
        ));
        match &self.policy {
            SourcePolicy::Password(policy) => {
                if policy.identifiers.is_empty() {
                    found.push(FieldError::new(
                        "policy.identifiers",
                        "source.identifier_missing",
                    ));
                }
                found.extend(check::repeated("policy.identifiers", &policy.identifiers));
                found.extend(policy.password.validate().into_iter().map(|it| FieldError {
                    field: format!("policy.password.{}", it.field),
                    ..it
                }));
            }
            SourcePolicy::EmailCode(policy) => {
                found.extend(check::number("policy.length", policy.length, 1..=128));
                found.extend(check::number(
                    "policy.ttl_seconds",
                    policy.ttl_seconds,
                    1..=300,
                ));
            }
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests;
