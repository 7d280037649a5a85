//! Passwords as people type them, and the policy that a source or pool puts on new ones.
//!
//! Hashing and history look-ups belong to `service`; counting failures to [`crate::lock`].

mod common;
mod strength;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use strength::{RuleOutcome, SPECIAL, Strength};

use crate::lock::{LockPolicy, LockPolicyPatch};
use crate::patch::patch;
use crate::{FieldError, Secret, Timestamp};

/// The most code points of a password, counted after normalisation (W7).
pub const MAX_CODE_POINTS: usize = 256;
/// The most bytes of a password in UTF-8, after normalisation (W7).
pub const MAX_BYTES: usize = 1024;

/// A password that may be hashed: short enough, without NUL, in normal form C, else exactly as typed (T27).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password(Secret);

/// The text can never be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// Longer than [`MAX_CODE_POINTS`] or [`MAX_BYTES`].
    #[error("the password is too long")]
    TooLong,
    /// It holds a NUL, at which other programs would cut it.
    #[error("the password holds a NUL character")]
    Nul,
}

impl Unusable {
    /// The stable code of the refusal.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "password.too_long",
            Self::Nul => "password.nul",
        }
    }
}

impl Password {
    /// Takes a typed text. What is far too long is refused before any work is spent on it.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        // Normal form C is never shorter than a quarter of what was typed.
        if text.len() > 4 * MAX_BYTES {
            return Err(Unusable::TooLong);
        }
        let normal: Zeroizing<String> = Zeroizing::new(text.nfc().collect());
        if normal.len() > MAX_BYTES || normal.chars().count() > MAX_CODE_POINTS {
            return Err(Unusable::TooLong);
        }
        if normal.contains('\0') {
            return Err(Unusable::Nul);
        }
        Ok(Self(Secret::new(normal.as_str())))
    }

    /// Nobody's password: to spend the same time on a text that cannot be one.
    pub fn nobodys() -> Self {
        Self(Secret::new(""))
    }

    /// The normalised text.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// What a source asks of new passwords, and what it does about wrong ones (A-154 to A-164).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordPolicy {
    /// Which rules a new password must meet.
    pub strength: Strength,
    /// Asks for more characters than the strength does, or for [`Strength::Nist`] sets their number; 8 to 64.
    pub min_length: Option<u32>,
    /// Allows more characters than [`Strength::Classic`] does; 20 to 256. Only there (B-027).
    pub max_length: Option<u32>,
    /// How many former passwords may not come back; 1 to 128, none to allow all (A-156, B-026).
    pub history: Option<u32>,
    /// When wrong passwords lock a person out; none to never lock (A-157).
    pub lock: Option<LockPolicy>,
    /// After how many wrong passwords in a row a CAPTCHA is asked for; 1 to 999, none for never (A-162, A-163).
    pub captcha_after: Option<u32>,
    /// After how many days a person is reminded, never forced, to change it; 1 to 3650, none for never (B-025).
    pub remind_after_days: Option<u32>,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            strength: Strength::default(),
            min_length: None,
            max_length: None,
            history: Some(3),
            lock: Some(LockPolicy::default()),
            captcha_after: None,
            remind_after_days: Some(90),
        }
    }
}

patch! {
    /// A change of a password policy.
    PasswordPolicyPatch of PasswordPolicy {
        strength: Strength,
        min_length: Option<u32>,
        max_length: Option<u32>,
        history: Option<u32>,
        lock: Option<LockPolicyPatch>,
        captcha_after: Option<u32>,
        remind_after_days: Option<u32>,
    }
}

impl PasswordPolicy {
    /// Every value that cannot be saved.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut refused = Vec::new();
        let mut range = |field: &str, value: Option<u32>, min: u32, max: u32| {
            if value.is_some_and(|it| !(min..=max).contains(&it)) {
                refused.push(
                    FieldError::new(field, "number.out_of_range")
                        .with("min", min)
                        .with("max", max),
                );
            }
        };
        range("min_length", self.min_length, 8, 64);
        range("max_length", self.max_length, 20, 256);
        range("history", self.history, 1, 128);
        if let Some(lock) = &self.lock {
            range("lock.threshold", Some(lock.threshold), 1, 999);
            range("lock.window_hours", Some(lock.window_hours), 1, 99_999);
            range("lock.unlock_minutes", Some(lock.unlock_minutes), 1, 999_999);
        }
        range("captcha_after", self.captcha_after, 1, 999);
        range("remind_after_days", self.remind_after_days, 1, 3650);
        if self.max_length.is_some() && self.strength != Strength::Classic {
            refused.push(FieldError::new(
                "max_length",
                "password.max_length_not_applicable",
            ));
        }
        if let (Some(min), Some(max)) = (self.min_length, self.max_characters())
            && min > max
        {
            refused.push(
                FieldError::new("min_length", "number.out_of_range")
                    .with("min", 8)
                    .with("max", max),
            );
        }
        refused
    }

    /// What may be saved but is probably not meant (A-164).
    pub fn advice(&self) -> Vec<FieldError> {
        match (self.captcha_after, &self.lock) {
            (Some(captcha), Some(lock)) if captcha >= lock.threshold => {
                vec![
                    FieldError::new("captcha_after", "captcha.not_below_lock")
                        .with("threshold", lock.threshold),
                ]
            }
            _ => Vec::new(),
        }
    }

    /// Holds a password against every rule, for a list that shows each with a tick or a cross (A-155, A-165).
    ///
    /// `context` are words an outsider would try first: user name, local part of the e-mail address, names of the
    /// pool and the product.
    pub fn check(&self, password: &str, context: &[&str]) -> Vec<RuleOutcome> {
        strength::check(self, password, context)
    }

    /// The rules that a password breaks, as refusals of `field`. Empty if it may be set.
    pub fn refuse(&self, field: &str, password: &str, context: &[&str]) -> Vec<FieldError> {
        let broken = self
            .check(password, context)
            .into_iter()
            .filter(|it| !it.met);
        broken
            .map(|it| FieldError {
                field: field.to_owned(),
                code: it.code,
                args: it.args,
            })
            .collect()
    }

    /// Whether a reminder to change a password of this age is due (B-025).
    pub fn reminder_due(&self, changed_at: Timestamp, now: Timestamp) -> bool {
        self.remind_after_days
            .is_some_and(|days| changed_at.plus_seconds(i64::from(days) * 86_400) <= now)
    }

    fn min_characters(&self) -> u32 {
        let own = self.strength.rules().min_length;
        match self.strength {
            Strength::Nist => self.min_length.unwrap_or(own),
            _ => self.min_length.unwrap_or(own).max(own),
        }
    }

    /// The limit of the strength itself; [`MAX_CODE_POINTS`] holds besides.
    fn max_characters(&self) -> Option<u32> {
        self.strength
            .rules()
            .max_length
            .map(|it| self.max_length.unwrap_or(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T27: composed and decomposed forms are one password.
    #[test]
    fn composed_and_decomposed_passwords_are_the_same() {
        assert_eq!(Password::parse("caf\u{e9}"), Password::parse("cafe\u{301}"));
    }

    /// T27: spaces stay, nothing is trimmed, folded or cut.
    #[test]
    fn a_password_stays_as_it_was_typed() {
        for text in [
            " leading and trailing ",
            "\u{3000}",
            "Ａ",
            "p\t",
            "MiXeD",
            "🔐🔐",
        ] {
            assert_eq!(Password::parse(text).unwrap().expose(), text);
        }
        let long = "x".repeat(72);
        assert_ne!(
            Password::parse(&format!("{long}a")),
            Password::parse(&format!("{long}b"))
        );
    }

    /// T27, W7: 256 code points and 1024 bytes are the limits; NUL is refused.
    #[test]
    fn a_password_at_its_limits() {
        assert!(Password::parse(&"x".repeat(256)).is_ok());
        assert!(Password::parse(&"🔐".repeat(256)).is_ok());
        assert!(
            Password::parse(&"e\u{301}".repeat(256)).is_ok(),
            "counted after normalisation"
        );
        for text in [
            "x".repeat(257),
            "x".repeat(300),
            "x".repeat(1 << 20),
            "a\u{316}".repeat(129),
        ] {
            assert_eq!(Password::parse(&text), Err(Unusable::TooLong));
        }
        assert_eq!(Password::parse("half\0other"), Err(Unusable::Nul));
    }

    #[test]
    fn the_defaults_are_those_of_the_seeds() {
        let policy = PasswordPolicy::default();
        assert_eq!(
            policy.strength,
            Strength::Strong,
            "A-154: a relatively strong one"
        );
        assert_eq!(policy.history, Some(3), "B-026");
        assert_eq!(
            policy.lock.as_ref().map(|it| it.threshold),
            Some(10),
            "B-015"
        );
        assert_eq!(policy.remind_after_days, Some(90), "B-025");
        assert_eq!(policy.validate(), []);
        assert_eq!(policy.advice(), []);
    }

    /// A-156, A-158, A-159, A-160, A-163, B-027: each number at and past both of its limits.
    #[test]
    fn numbers_outside_their_range_are_refused_by_name() {
        type Set = fn(&mut PasswordPolicy, u32);
        let cases: [(&str, u32, u32, Set); 8] = [
            ("history", 1, 128, |it, to| it.history = Some(to)),
            ("lock.threshold", 1, 999, |it, to| {
                it.lock.as_mut().unwrap().threshold = to
            }),
            ("lock.window_hours", 1, 99_999, |it, to| {
                it.lock.as_mut().unwrap().window_hours = to
            }),
            ("lock.unlock_minutes", 1, 999_999, |it, to| {
                it.lock.as_mut().unwrap().unlock_minutes = to
            }),
            ("captcha_after", 1, 999, |it, to| {
                it.captcha_after = Some(to)
            }),
            ("remind_after_days", 1, 3650, |it, to| {
                it.remind_after_days = Some(to)
            }),
            ("min_length", 8, 64, |it, to| it.min_length = Some(to)),
            ("max_length", 20, 256, |it, to| {
                it.strength = Strength::Classic;
                it.max_length = Some(to);
            }),
        ];
        for (field, min, max, set) in cases {
            for (value, fits) in [(min - 1, false), (min, true), (max, true), (max + 1, false)] {
                let mut policy = PasswordPolicy::default();
                set(&mut policy, value);
                let refused = policy.validate();
                assert_eq!(refused.is_empty(), fits, "{field} = {value}");
                assert!(
                    refused
                        .iter()
                        .all(|it| it.field == field && it.code == "number.out_of_range")
                );
            }
        }
    }

    /// A-161: all three numbers are required when the lock is on.
    #[test]
    fn a_lock_without_one_of_its_numbers_is_refused() {
        let whole = r#"{"lock":{"threshold":3,"window_hours":1,"unlock_minutes":5}}"#;
        assert!(serde_json::from_str::<PasswordPolicy>(whole).is_ok());
        for part in [
            r#""threshold":3,"#,
            r#""window_hours":1,"#,
            r#","unlock_minutes":5"#,
        ] {
            assert!(
                serde_json::from_str::<PasswordPolicy>(&whole.replace(part, "")).is_err(),
                "{part}"
            );
        }
        assert_eq!(
            serde_json::from_str::<PasswordPolicy>(r#"{"lock":null}"#)
                .unwrap()
                .lock,
            None
        );
        assert!(serde_json::from_str::<PasswordPolicy>(r#"{"lok":null}"#).is_err());
    }

    #[test]
    fn a_longest_length_belongs_to_the_classic_strength_only() {
        let refused = PasswordPolicy {
            max_length: Some(64),
            ..PasswordPolicy::default()
        }
        .validate();
        assert_eq!(
            refused,
            [FieldError::new(
                "max_length",
                "password.max_length_not_applicable"
            )]
        );
        let crossed = PasswordPolicy {
            strength: Strength::Classic,
            min_length: Some(21),
            ..PasswordPolicy::default()
        };
        assert_eq!(crossed.validate()[0].field, "min_length");
    }

    /// A-164: a CAPTCHA that comes too late is worth a warning, not a refusal.
    #[test]
    fn a_captcha_that_the_lock_forestalls_is_advised_against() {
        let policy = |captcha| PasswordPolicy {
            captcha_after: Some(captcha),
            ..PasswordPolicy::default()
        };
        assert_eq!(policy(9).advice(), []);
        assert_eq!(policy(10).advice()[0].code, "captcha.not_below_lock");
        assert_eq!(policy(10).validate(), []);
        assert_eq!(
            PasswordPolicy {
                lock: None,
                ..policy(999)
            }
            .advice(),
            []
        );
    }

    /// B-025: after 90 days by default.
    #[test]
    fn a_reminder_is_due_after_its_days_and_never_when_off() {
        let policy = PasswordPolicy::default();
        let changed = Timestamp(0);
        let due = changed.plus_seconds(90 * 86_400);
        assert!(!policy.reminder_due(changed, Timestamp(due.0 - 1)));
        assert!(policy.reminder_due(changed, due));
        let off = PasswordPolicy {
            remind_after_days: None,
            ..policy
        };
        assert!(!off.reminder_due(changed, Timestamp(i64::MAX)));
    }
}
