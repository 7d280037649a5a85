//! A source: a way to prove who one is (A-146).
//!
//! Checking a proof is the work of `service`; which sources an application shows is said by its flows.

use serde::{Deserialize, Serialize};

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
    /// What people read on the sign-in page (A-149).
    pub name: String,
    /// For administrators (A-150).
    pub description: Option<String>,
    /// Its picture; none means the default of its kind (A-148).
    pub icon: Option<ImageId>,
    /// Off: nobody can use it, and it can be edited (A-172).
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
    /// A code sent by e-mail; the identifier is always the e-mail address (A-153).
    EmailCode(CodePolicy),
}

/// The rules of a password source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordSourcePolicy {
    /// Which identifiers find the user (A-151).
    pub identifiers: Vec<IdentifierKind>,
    /// What it asks of new passwords, and what it does about wrong ones (A-154 to A-164).
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
    /// How long a code works, 1 to 300 (A-169).
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
pub(crate) mod tests {
    use super::*;

    /// A password source that is on, told apart by a number.
    pub(crate) fn password(number: u8) -> Source {
        built(
            number,
            SourcePolicy::Password(PasswordSourcePolicy::default()),
        )
    }

    /// An e-mail code source that is on, told apart by a number.
    pub(crate) fn email_code(number: u8) -> Source {
        built(number, SourcePolicy::EmailCode(CodePolicy::default()))
    }

    /// The same source, switched off.
    pub(crate) fn off(source: Source) -> Source {
        Source {
            enabled: false,
            ..source
        }
    }

    fn new(policy: SourcePolicy) -> NewSource {
        NewSource {
            name: "Source".into(),
            description: None,
            enabled: true,
            policy,
        }
    }

    fn built(number: u8, policy: SourcePolicy) -> Source {
        let (id, pool) = (SourceId::shape(1, [number; 10]), PoolId::shape(1, [2; 10]));
        new(policy).build(id, pool, Timestamp(1_000)).unwrap()
    }

    fn first_fault(new: NewSource) -> Option<String> {
        let (id, pool) = (SourceId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
        let fault = new
            .build(id, pool, Timestamp(1_000))
            .err()?
            .into_iter()
            .next()?;
        Some(format!("{} {}", fault.field, fault.code))
    }

    #[test]
    fn a_code_is_six_long_and_lives_a_minute_unless_said_otherwise() {
        // A-168, A-169, A-170, Z-02
        assert_eq!(
            CodePolicy::default(),
            CodePolicy {
                length: 6,
                ttl_seconds: 60
            }
        );
        for (length, ttl_seconds, expected) in [
            (1, 1, None),
            (128, 300, None),
            (0, 60, Some("policy.length number.out_of_range")),
            (129, 60, Some("policy.length number.out_of_range")),
            (6, 0, Some("policy.ttl_seconds number.out_of_range")),
            (6, 301, Some("policy.ttl_seconds number.out_of_range")),
        ] {
            let policy = CodePolicy {
                length,
                ttl_seconds,
            };
            let fault = first_fault(new(SourcePolicy::EmailCode(policy)));
            assert_eq!(fault.as_deref(), expected, "{length} {ttl_seconds}");
        }
    }

    #[test]
    fn a_source_needs_a_name_and_keeps_its_description_short() {
        // A-149, A-150
        let policy = || SourcePolicy::EmailCode(CodePolicy::default());
        let unnamed = NewSource {
            name: " ".into(),
            ..new(policy())
        };
        assert_eq!(first_fault(unnamed).as_deref(), Some("name text.required"));
        for (length, expected) in [(128, None), (129, Some("description text.too_long"))] {
            let described = NewSource {
                description: Some("述".repeat(length)),
                ..new(policy())
            };
            assert_eq!(first_fault(described).as_deref(), expected);
        }
    }

    #[test]
    fn a_password_source_says_which_identifiers_find_the_user() {
        // A-151
        let policy = PasswordSourcePolicy {
            identifiers: vec![],
            ..Default::default()
        };
        let fault = first_fault(new(SourcePolicy::Password(policy)));
        assert_eq!(
            fault.as_deref(),
            Some("policy.identifiers source.identifier_missing")
        );
    }

    #[test]
    fn the_rules_of_passwords_are_named_with_their_place() {
        // A-156
        let password = PasswordPolicy {
            history: Some(0),
            ..Default::default()
        };
        let policy = PasswordSourcePolicy {
            password,
            ..Default::default()
        };
        let fault = first_fault(new(SourcePolicy::Password(policy)));
        assert_eq!(
            fault.as_deref(),
            Some("policy.password.history number.out_of_range")
        );
    }

    #[test]
    fn a_stored_source_reads_back_with_its_kind_beside_its_policy() {
        let source = email_code(1);
        let json = serde_json::to_value(&source).unwrap();
        assert_eq!(json["kind"], "email_code");
        assert_eq!(json["policy"]["length"], 6);
        assert_eq!(serde_json::from_value::<Source>(json).unwrap(), source);
    }

    #[test]
    fn the_identifier_of_an_email_source_cannot_be_chosen() {
        // A-153
        let json = r#"{"length":6,"ttl_seconds":60,"identifiers":["username"]}"#;
        assert!(serde_json::from_str::<CodePolicy>(json).is_err());
    }
}
