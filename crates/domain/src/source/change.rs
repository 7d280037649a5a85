//! How a source changes: only while it is off (A-172), within the ranges of its creation (A-174).

use super::{CodePolicy, PasswordSourcePolicy, Source, SourcePolicy};
use crate::identifier::IdentifierKind;
use crate::password::PasswordPolicyPatch;
use crate::patch::{Change, patch};
use crate::{FieldError, Timestamp};

patch! {
    /// A change of a source.
    SourcePatch of Source {
        name: String,
        description: Option<String>,
        enabled: bool,
        policy: SourcePolicyPatch,
    }
}

patch! {
    /// A change of the rules of a source. Which members there are depends on its kind.
    SourcePolicyPatch of Members {
        identifiers: Vec<IdentifierKind>,
        password: PasswordPolicyPatch,
        length: i64,
        ttl_seconds: i64,
    }
}

/// The members of all kinds together.
#[derive(Debug, Default)]
pub struct Members {
    identifiers: Vec<IdentifierKind>,
    password: crate::password::PasswordPolicy,
    length: i64,
    ttl_seconds: i64,
}

impl Change<SourcePolicy> for SourcePolicyPatch {
    fn change(self, target: &mut SourcePolicy) {
        match target {
            SourcePolicy::Password(policy) => {
                let mut all = Members {
                    identifiers: std::mem::take(&mut policy.identifiers),
                    password: std::mem::take(&mut policy.password),
                    ..Members::default()
                };
                self.change(&mut all);
                *policy = PasswordSourcePolicy {
                    identifiers: all.identifiers,
                    password: all.password,
                };
            }
            SourcePolicy::EmailCode(policy) => {
                let mut all = Members {
                    length: policy.length,
                    ttl_seconds: policy.ttl_seconds,
                    ..Members::default()
                };
                self.change(&mut all);
                *policy = CodePolicy {
                    length: all.length,
                    ttl_seconds: all.ttl_seconds,
                };
            }
        }
    }
}

impl SourcePolicyPatch {
    /// The members that a source of this kind does not have.
    fn foreign(&self, policy: &SourcePolicy) -> Vec<FieldError> {
        let named = match policy {
            SourcePolicy::Password(_) => [
                ("length", self.length.is_some()),
                ("ttl_seconds", self.ttl_seconds.is_some()),
            ],
            SourcePolicy::EmailCode(_) => [
                ("identifiers", self.identifiers.is_some()),
                ("password", self.password.is_some()),
            ],
        };
        named
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(name, _)| FieldError::new(format!("policy.{name}"), "field.unknown"))
            .collect()
    }
}

impl SourcePatch {
    /// Whether more is named than the switch.
    pub fn edits(&self) -> bool {
        self.name.is_some() || self.description.is_some() || self.policy.is_some()
    }

    /// The source after this change, or everything that is wrong with it.
    pub fn apply(mut self, current: &Source, now: Timestamp) -> Result<Source, Vec<FieldError>> {
        let mut changed = current.clone();
        let foreign = self
            .policy
            .as_ref()
            .map(|it| it.foreign(&current.policy))
            .unwrap_or_default();
        if !foreign.is_empty() {
            return Err(foreign);
        }
        if let Some(name) = &mut self.name {
            *name = name.trim().to_owned();
        }
        if let Some(text) = &mut self.description {
            *text = text
                .take()
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty());
        }
        self.change(&mut changed);
        let found = changed.faults();
        if !found.is_empty() {
            return Err(found);
        }
        changed.updated_at = now;
        changed.version += 1;
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PoolId, SourceId};
    use crate::source::NewSource;

    fn source(policy: SourcePolicy) -> Source {
        let new = NewSource {
            name: "Way".into(),
            description: None,
            enabled: false,
            policy,
        };
        let (id, pool) = (SourceId::shape(1, [1; 10]), PoolId::shape(1, [2; 10]));
        new.build(id, pool, Timestamp(1)).unwrap()
    }

    fn changed(of: &Source, json: &str) -> Result<Source, String> {
        serde_json::from_str::<SourcePatch>(json)
            .unwrap()
            .apply(of, Timestamp(2))
            .map_err(|found| found[0].field.clone())
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        // A-172, A-173
        let before = source(SourcePolicy::Password(PasswordSourcePolicy::default()));
        let after = changed(&before, r#"{"policy":{"password":{"history":5}}}"#).unwrap();
        let SourcePolicy::Password(policy) = &after.policy else {
            panic!("the kind stays")
        };
        assert_eq!(policy.password.history, Some(5));
        assert_eq!(
            policy.password.lock,
            Some(crate::lock::LockPolicy::default())
        );
        assert_eq!((after.name.as_str(), after.version), ("Way", 2));
        assert_eq!(changed(&after, "{}").unwrap().policy, after.policy);
    }

    #[test]
    fn a_change_keeps_the_ranges_of_creation() {
        // A-156, A-158 to A-161, A-163, A-168, A-169, A-174
        let password = source(SourcePolicy::Password(PasswordSourcePolicy::default()));
        let code = source(SourcePolicy::EmailCode(CodePolicy::default()));
        for (of, json, field) in [
            (&password, r#"{"name":" "}"#, "name"),
            (
                &password,
                r#"{"policy":{"password":{"history":0}}}"#,
                "policy.password.history",
            ),
            (
                &password,
                r#"{"policy":{"password":{"history":129}}}"#,
                "policy.password.history",
            ),
            (
                &password,
                r#"{"policy":{"password":{"lock":{"threshold":0}}}}"#,
                "policy.password.lock.threshold",
            ),
            (
                &password,
                r#"{"policy":{"password":{"lock":{"window_hours":100000}}}}"#,
                "policy.password.lock.window_hours",
            ),
            (
                &password,
                r#"{"policy":{"password":{"lock":{"unlock_minutes":1000000}}}}"#,
                "policy.password.lock.unlock_minutes",
            ),
            (
                &password,
                r#"{"policy":{"password":{"captcha_after":1000}}}"#,
                "policy.password.captcha_after",
            ),
            (
                &password,
                r#"{"policy":{"identifiers":[]}}"#,
                "policy.identifiers",
            ),
            (&password, r#"{"policy":{"length":6}}"#, "policy.length"),
            (&code, r#"{"policy":{"length":0}}"#, "policy.length"),
            (&code, r#"{"policy":{"length":129}}"#, "policy.length"),
            (
                &code,
                r#"{"policy":{"ttl_seconds":301}}"#,
                "policy.ttl_seconds",
            ),
            (&code, r#"{"policy":{"password":{}}}"#, "policy.password"),
        ] {
            assert_eq!(changed(of, json), Err(field.to_owned()), "{json}");
        }
    }

    #[test]
    fn a_lock_that_is_switched_on_needs_all_its_numbers() {
        // A-157, A-161
        let before = source(SourcePolicy::Password(PasswordSourcePolicy::default()));
        let off = changed(&before, r#"{"policy":{"password":{"lock":null}}}"#).unwrap();
        assert_eq!(
            changed(
                &off,
                r#"{"policy":{"password":{"lock":{"threshold":5,"window_hours":1}}}}"#
            ),
            Err("policy.password.lock.unlock_minutes".to_owned())
        );
        let on = r#"{"policy":{"password":{"lock":{"threshold":5,"window_hours":1,"unlock_minutes":2}}}}"#;
        assert!(changed(&off, on).is_ok());
    }
}
