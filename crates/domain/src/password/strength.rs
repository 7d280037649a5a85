//! The six strengths as data, and the one function that holds a password against them.

use serde::{Deserialize, Serialize};

use super::{MAX_CODE_POINTS, Password, PasswordPolicy, Unusable, common::is_common};

/// The special characters that count where one is asked for (A-155). All others are allowed too.
pub const SPECIAL: &str = r##"!"#$%&'()*+,-./:;<=>?@[^\_`{}~|"##;

/// How strong a new password must be: five presets of the seeds (A-154), and one after NIST SP 800-63B-4.
/// From `Basic` to `Strict` each asks for all that the one before asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Eight characters of any kind.
    Basic,
    /// Eight characters with letters and digits.
    Mixed,
    /// Eight characters with lower and upper case letters, digits and special characters (A-155).
    #[default]
    Strong,
    /// As `Strong` with twelve characters, and nothing from the list of common passwords.
    Strict,
    /// As `Strong`, at most 20 characters and no spaces (B-027), for people who move from such a system.
    Classic,
    /// Length instead of composition, and nothing from the list of common passwords (W7). 15 characters; a pool that
    /// always asks for a second factor may set eight.
    Nist,
}

/// What a strength asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) min_length: u32,
    pub(super) max_length: Option<u32>,
    kinds: &'static [Kind],
    spaces: bool,
    common: bool,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Letter,
    Lower,
    Upper,
    Digit,
    Special,
}

const FOUR_KINDS: &[Kind] = &[Kind::Lower, Kind::Upper, Kind::Digit, Kind::Special];
const ANYTHING: Rules = Rules {
    min_length: 8,
    max_length: None,
    kinds: &[],
    spaces: true,
    common: true,
};

impl Strength {
    /// All strengths, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Basic,
        Self::Mixed,
        Self::Strong,
        Self::Strict,
        Self::Classic,
        Self::Nist,
    ];

    pub(super) fn rules(self) -> Rules {
        match self {
            Self::Basic => ANYTHING,
            Self::Mixed => Rules {
                kinds: &[Kind::Letter, Kind::Digit],
                ..ANYTHING
            },
            Self::Strong => Rules {
                kinds: FOUR_KINDS,
                ..ANYTHING
            },
            Self::Strict => Rules {
                kinds: FOUR_KINDS,
                min_length: 12,
                common: false,
                ..ANYTHING
            },
            Self::Classic => Rules {
                kinds: FOUR_KINDS,
                max_length: Some(20),
                spaces: false,
                ..ANYTHING
            },
            Self::Nist => Rules {
                min_length: 15,
                common: false,
                ..ANYTHING
            },
        }
    }
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Letter => "password.letter",
            Self::Lower => "password.lower",
            Self::Upper => "password.upper",
            Self::Digit => "password.digit",
            Self::Special => "password.special",
        }
    }

    fn is_in(self, password: &str) -> bool {
        password.chars().any(|it| match self {
            Self::Letter => it.is_ascii_alphabetic(),
            Self::Lower => it.is_ascii_lowercase(),
            Self::Upper => it.is_ascii_uppercase(),
            Self::Digit => it.is_ascii_digit(),
            Self::Special => SPECIAL.contains(it),
        })
    }
}

/// One rule, and whether the password meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleOutcome {
    /// The rule's stable code.
    pub code: &'static str,
    /// Values that its sentence mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, String)>,
    /// Tick or cross.
    pub met: bool,
}

impl RuleOutcome {
    fn new(code: &'static str, met: bool) -> Self {
        Self {
            code,
            args: Vec::new(),
            met,
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

pub(super) fn check(policy: &PasswordPolicy, password: &str, context: &[&str]) -> Vec<RuleOutcome> {
    let normal = Password::parse(password);
    let text = match &normal {
        Ok(normal) => normal.expose(),
        // Nothing is read of a text that is too long.
        Err(Unusable::TooLong) => "",
        Err(Unusable::Nul) => password,
    };
    let length = text.chars().count();
    let rules = policy.strength.rules();
    let min = policy.min_characters();
    let too_long = normal == Err(Unusable::TooLong);

    let mut outcomes = vec![
        RuleOutcome::new("password.min_length", too_long || length >= min as usize)
            .with("min", min),
    ];
    if let Some(max) = policy.max_characters() {
        outcomes.push(
            RuleOutcome::new("password.max_length", !too_long && length <= max as usize)
                .with("max", max),
        );
    }
    for kind in rules.kinds {
        let outcome = RuleOutcome::new(kind.code(), kind.is_in(text));
        outcomes.push(if matches!(kind, Kind::Special) {
            outcome.with("set", SPECIAL)
        } else {
            outcome
        });
    }
    if !rules.spaces {
        outcomes.push(RuleOutcome::new(
            "password.no_space",
            !text.contains(char::is_whitespace),
        ));
    }
    outcomes.push(RuleOutcome::new(
        "password.not_account",
        !contains_any(text, context),
    ));
    if !rules.common {
        outcomes.push(RuleOutcome::new("password.not_common", !is_common(text)));
    }
    // What holds for every policy goes without saying until it is broken.
    if let Err(unusable) = normal {
        outcomes.push(RuleOutcome::new(unusable.code(), false).with("max", MAX_CODE_POINTS));
    }
    outcomes
}

/// Whether one of the words is part of the password, whatever the case. Words of one or two characters say nothing.
fn contains_any(password: &str, words: &[&str]) -> bool {
    let password = password.to_lowercase();
    words
        .iter()
        .any(|it| it.chars().count() > 2 && password.contains(&it.to_lowercase()))
}

#[cfg(test)]
mod tests;
