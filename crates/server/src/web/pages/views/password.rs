//! The rules a new password must meet, listed before it is typed.

use moongate_domain::password::{PasswordPolicy, RuleOutcome};

use super::Frame;
use crate::i18n::refusal;

/// One line of the list. The optional script ticks those that can be checked while typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRule {
    /// What the script checks: the rule's code without `password.`, or a name it does not know.
    pub check: &'static str,
    /// The number in the rule, or 0.
    pub number: u32,
    /// The rule in words.
    pub text: String,
}

impl PasswordRule {
    /// Every rule of a policy, in the order it checks them.
    pub fn list(frame: &Frame, policy: &PasswordPolicy) -> Vec<Self> {
        let outcomes = policy.check("", &[]).into_iter();
        let mut all: Vec<Self> = outcomes.map(|it| Self::of(frame, &it)).collect();
        if let Some(count) = policy.history {
            let text = frame
                .t1("password-rule-history", "count", count)
                .into_owned();
            all.push(Self {
                check: "history",
                number: count,
                text,
            });
        }
        all
    }

    fn of(frame: &Frame, rule: &RuleOutcome) -> Self {
        let number = rule
            .args
            .iter()
            .find_map(|(_, value)| value.parse().ok())
            .unwrap_or(0);
        let text = match rule.code {
            "password.min_length" => frame.t1("password-rule-min-length", "min", number),
            "password.max_length" => frame.t1("password-rule-max-length", "max", number),
            "password.letter" => frame.t("password-rule-letter"),
            "password.lower" => frame.t("password-rule-lower"),
            "password.upper" => frame.t("password-rule-upper"),
            "password.digit" => frame.t("password-rule-digit"),
            "password.special" => frame.t("password-rule-special"),
            "password.no_space" => frame.t("password-rule-no-space"),
            "password.not_account" => frame.t("password-rule-not-account"),
            "password.not_common" => frame.t("password-rule-not-common"),
            other => refusal(frame.locale, other, &rule.args).into(),
        };
        let check = rule.code.strip_prefix("password.").unwrap_or(rule.code);
        Self {
            check,
            number,
            text: text.into_owned(),
        }
    }
}
