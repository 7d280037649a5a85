//! Why a command could not do its work: one sentence, its remedy, and an exit code that tells the kinds apart.

use std::process::ExitCode;

/// The kinds of failure, each with its own exit code. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Something that should not happen; the log says more.
    Unexpected = 1,
    /// The command line cannot be understood; the number is the one that clap uses.
    Usage = 2,
    /// The settings hold mistakes.
    Settings = 3,
    /// The data directory cannot be made or written.
    DataDir = 4,
    /// The address cannot be listened on.
    Listen = 5,
    /// The certificate or its key cannot be used.
    Tls = 6,
    /// The key does not open what is in the database, or cannot be kept.
    SecretKey = 7,
}

impl Kind {
    /// Every kind with what it means, for the manual.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Unexpected, "unexpected failure"),
        (Self::Usage, "wrong command line"),
        (Self::Settings, "mistakes in the settings"),
        (Self::DataDir, "data directory not writable"),
        (Self::Listen, "address in use or not ours"),
        (Self::Tls, "unusable certificate or key"),
        (Self::SecretKey, "missing or wrong secret key"),
    ];
}

/// The exit codes as the manual lists them.
pub fn manual() -> String {
    let mut text = String::from("Exit codes:\n   0  done\n");
    for (kind, meaning) in Kind::ALL {
        text.push_str(&format!("  {:>2}  {meaning}\n", *kind as u8));
    }
    text
}

/// A failure as a person reads it on standard error.
#[derive(Debug)]
pub struct CommandError {
    kind: Kind,
    sentence: String,
    remedy: String,
}

impl CommandError {
    /// Says what happened and what to do about it, in one plain sentence each.
    pub fn new(kind: Kind, sentence: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            kind,
            sentence: sentence.into(),
            remedy: remedy.into(),
        }
    }

    /// Prints it and gives the exit code.
    pub fn report(&self) -> ExitCode {
        eprintln!("moongate: {}\n{}", self.sentence, self.remedy);
        ExitCode::from(self.kind as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_failure_has_its_own_exit_code() {
        for (i, (kind, _)) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, i + 1);
        }
    }
}
