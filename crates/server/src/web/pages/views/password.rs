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
    /// The rules for the first password of an account, in the order the policy checks them.
    pub fn for_first(frame: &Frame, policy: &PasswordPolicy) -> Vec<Self> {
        let outcomes = policy.check("", &[]).into_iter();
        outcomes.map(|it| Self::of(frame, &it)).collect()
    }

    /// The rules for another password, former ones among them.
    pub fn for_another(frame: &Frame, policy: &PasswordPolicy) -> Vec<Self> {
        let mut all = Self::for_first(frame, policy);
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
