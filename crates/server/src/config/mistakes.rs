//! What is wrong with the settings: every mistake with its key, where it was said, and what to do about it.

use std::fmt;

use super::sources::Origin;

/// Why one value cannot be used, without the value itself: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong, as the end of a sentence that begins with the key.
    pub problem: String,
    /// What to write instead.
    pub remedy: String,
}

impl Complaint {
    /// Says what is wrong and what to do.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

/// One mistake in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The setting's key, or what was written in its place.
    pub key: String,
    /// Where it was said; nothing if it was not said at all.
    pub origin: Option<Origin>,
    /// Why it cannot be used.
    pub complaint: Complaint,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        if let Some(origin) = &self.origin {
            write!(f, " ({origin})")?;
        }
        write!(f, " {} {}", self.complaint.problem, self.complaint.remedy)
    }
}

/// All mistakes of one reading of the settings; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, mistake) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "  - {mistake}")?;
        }
        Ok(())
    }
}
