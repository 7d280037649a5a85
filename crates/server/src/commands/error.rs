//! Why a command could not do its work: one sentence, its remedy, and an exit code that tells the kinds apart.

use std::process::ExitCode;

use crate::listener::Unusable;

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
    /// The data directory or the database cannot be made or written.
    Unwritable = 4,
    /// The address cannot be listened on.
    Listen = 5,
    /// The certificate or its key cannot be used.
    Tls = 6,
    /// The key does not open what is in the database, or cannot be kept.
    SecretKey = 7,
    /// There is no database where a command expected one.
    Absent = 8,
    /// Another process holds the database.
    InUse = 9,
    /// The database is damaged, or not ours.
    Damaged = 10,
    /// The database was written by another version, which this one cannot follow.
    Newer = 11,
    /// The database server does not answer, or not us.
    Unreachable = 12,
    /// What the command was asked for is refused.
    Refused = 13,
}

impl Kind {
    /// Every kind with what it means, for the manual.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Unexpected, "unexpected failure"),
        (Self::Usage, "wrong command line"),
        (Self::Settings, "mistakes in the settings"),
        (Self::Unwritable, "data directory or database not writable"),
        (Self::Listen, "address in use or not ours"),
        (Self::Tls, "unusable certificate or key"),
        (Self::SecretKey, "missing or wrong secret key"),
        (Self::Absent, "no database"),
        (Self::InUse, "database held by another process"),
        (Self::Damaged, "database damaged, or of another application"),
        (Self::Newer, "database of another version"),
        (
            Self::Unreachable,
            "database server not reachable, or too old",
        ),
        (Self::Refused, "refused"),
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

    /// Why TLS cannot be offered.
    pub fn bad_tls(err: &Unusable) -> Self {
        Self::new(
            Kind::Tls,
            format!("TLS cannot be offered: {err}."),
            "Check tls_cert_file and tls_key_file; both are PEM, the certificate first in its chain.",
        )
    }

    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What happened.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// Prints it and gives the exit code.
    pub fn report(&self) -> ExitCode {
        eprintln!("moongate: {}\n{}", self.sentence, self.remedy);
        ExitCode::from(self.kind as u8)
    }
}

/// What only a machine at its limits causes.
pub fn unexpected(doing: &str, err: &std::io::Error) -> CommandError {
    CommandError::new(
        Kind::Unexpected,
        format!("The program cannot {doing}: {err}."),
        "Check the limits of the machine, such as open files and threads.",
    )
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
