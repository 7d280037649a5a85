//! Why a use case was refused. Sign-in and the token endpoint have their own, narrower enums.

use moongate_domain::refusal::FieldError;
use moongate_store::db;

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller did not say who they are.
    #[error("the caller is not authenticated")]
    Unauthenticated,
    /// The caller may not do this.
    #[error("the caller may not do this: {0}")]
    Forbidden(&'static str),
    /// There is no such object in this pool.
    #[error("there is no such object")]
    NotFound,
    /// Fields are wrong; each says which and why.
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The object's state does not allow it; the code is stable, the names say what stands in the way.
    #[error("the state does not allow it: {code}")]
    State {
        /// A stable dotted code.
        code: &'static str,
        /// What stands in the way, by name.
        names: Vec<String>,
    },
    /// The object was changed since the caller read it.
    #[error("the object was changed meanwhile")]
    Stale,
    /// The server has too much to do.
    #[error("too busy; try again in {retry_after_seconds} s")]
    Busy {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// Too many tries in a window.
    #[error("asked too often; try again in {retry_after_seconds} s")]
    TooOften {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] db::Error),
    /// A sealed value could not be opened, or a key not be used.
    #[error("a secret could not be read")]
    Secret(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// One wrong field.
    pub fn field(field: &str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    /// A state that does not allow it, with nothing to name.
    pub fn state(code: &'static str) -> Self {
        Self::State {
            code,
            names: Vec::new(),
        }
    }

    /// `Ok` if no field is wrong.
    pub fn none(errors: Vec<FieldError>) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self::Invalid(errors))
        }
    }
}

impl From<db::Error> for Error {
    fn from(err: db::Error) -> Self {
        match err {
            db::Error::Missing => Self::NotFound,
            db::Error::Busy => Self::Busy {
                retry_after_seconds: 1,
            },
            other => Self::Store(other),
        }
    }
}

impl From<crate::passwords::Busy> for Error {
    fn from(busy: crate::passwords::Busy) -> Self {
        Self::Busy {
            retry_after_seconds: busy.retry_after_seconds,
        }
    }
}
