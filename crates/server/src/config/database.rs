//! Where the data is kept: a SQLite file or a PostgreSQL server.

use std::fmt;
use std::path::{Path, PathBuf};

use moongate_domain::Secret;

use super::mistakes::Complaint;

/// Which database to open.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL address, which may hold a password.
    Postgres(Secret),
}

impl Database {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            if path.is_empty() || path.contains(":memory:") || path.contains('?') {
                return Err(Complaint::new(
                    "must name a file after sqlite:.",
                    "Write it like sqlite:/var/lib/moongate/moongate.db.",
                ));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return match url::Url::parse(text) {
                Ok(url) if url.has_host() => Ok(Self::Postgres(Secret::new(text))),
                // The text is not repeated: it may hold a password.
                _ => Err(Complaint::new(
                    "is not a PostgreSQL address.",
                    "Write it like postgres://name:password@host:5432/moongate.",
                )),
            };
        }
        Err(Complaint::new(
            "must begin with sqlite: or postgres://.",
            "Write it like sqlite:/var/lib/moongate/moongate.db.",
        ))
    }

    /// The file that is used when nothing is said.
    pub fn default_in(data_dir: &Path) -> Self {
        Self::Sqlite(data_dir.join("moongate.db"))
    }

    /// Whether a database may be there; only a file can be seen to be missing.
    pub fn exists(&self) -> bool {
        match self {
            Self::Sqlite(path) => path.exists(),
            Self::Postgres(_) => true,
        }
    }

    /// The address in the one form that the service takes.
    pub fn url(&self) -> Secret {
        match self {
            Self::Sqlite(path) => Secret::new(format!("sqlite:{}", path.display())),
            Self::Postgres(url) => url.clone(),
        }
    }
}

/// What a person may see of it: never the password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let Ok(url) = url::Url::parse(url.expose()) else {
                    return f.write_str("postgres:");
                };
                write!(f, "postgres://{}", url.host_str().unwrap_or_default())?;
                if let Some(port) = url.port() {
                    write!(f, ":{port}")?;
                }
                f.write_str(url.path())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_or_a_postgres_server() {
        for good in ["sqlite:x.db", "sqlite:/a/b.db", "postgres://u:p@h/d"] {
            assert!(Database::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "x.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://h/d",
            "postgres://",
        ] {
            assert!(Database::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_database_address_never_shows_its_password() {
        let database = Database::parse("postgres://moon:hunter2@db.internal:5433/gate").unwrap();
        assert_eq!(database.to_string(), "postgres://db.internal:5433/gate");
        assert!(!format!("{database:?}").contains("hunter2"));
    }
}
