//! Settings that are secrets: said directly, or by the name of a file that holds them.

use std::path::{Path, PathBuf};

use moongate_domain::Secret;
use moongate_service::sealing::Keyring;

use super::mistakes::Complaint;
use super::{Database, Reader};

/// Shortest management key that is accepted from outside, in characters.
pub const SHORTEST_BOOTSTRAP_KEY: usize = 32;

/// The key that seals secrets at rest, as far as the settings name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretKey {
    /// Given from outside.
    Given(Secret),
    /// Kept in a file that is made at first start.
    Kept(PathBuf),
}

impl SecretKey {
    /// How a person makes one.
    pub const RECIPE: &str = "openssl rand -hex 32";

    /// With SQLite the key may be kept beside the data; several nodes on one PostgreSQL must be given the same one.
    pub(super) fn read(
        reader: &mut Reader,
        database: Option<&Database>,
        data_dir: &Path,
    ) -> Option<Self> {
        let before = reader.mistakes.len();
        if let Some(key) = read(reader, "secret_key", "secret_key_file") {
            return match Keyring::parse(&key) {
                Ok(_) => Some(Self::Given(key)),
                Err(bad) => {
                    let remedy = format!("Make one with: {}", Self::RECIPE);
                    let complaint = Complaint::new(format!("cannot be used: {bad}."), remedy);
                    reader.complain("secret_key", None, complaint);
                    None
                }
            };
        }
        if !matches!(database, Some(Database::Postgres(_))) {
            return Some(Self::Kept(data_dir.join("secret.key")));
        }
        // A file that cannot be read was complained about already.
        if reader.mistakes.len() == before {
            let remedy = format!(
                "Set secret_key_file to a file with the output of: {}",
                Self::RECIPE
            );
            let complaint = Complaint::new("is needed with PostgreSQL.", remedy);
            reader.complain("secret_key", None, complaint);
        }
        None
    }
}

/// What is made once, while there is no administrator.
#[derive(Debug, Clone, Default)]
pub struct Bootstrap {
    /// The first administrator's name and password.
    pub admin: Option<(String, Secret)>,
    /// A management key for unattended set-up.
    pub key: Option<Secret>,
}

/// Finds a secret under its key or under `…_file`; saying both is a mistake.
pub(super) fn read(
    reader: &mut Reader,
    key: &'static str,
    key_file: &'static str,
) -> Option<Secret> {
    let direct = reader.find(key);
    let file = reader.find(key_file);
    match (direct, file) {
        (Some(direct), Some(_)) => {
            reader.complain(
                key,
                Some(direct.origin),
                Complaint::new(
                    format!("and {key_file} are both set."),
                    "Keep one of them.".to_owned(),
                ),
            );
            None
        }
        (Some(direct), None) => Some(Secret::new(direct.text)),
        (None, Some(file)) => match read_file(Path::new(&file.text)) {
            Ok(secret) => Some(secret),
            Err(complaint) => {
                reader.complain(key_file, Some(file.origin), complaint);
                None
            }
        },
        (None, None) => None,
    }
}

/// Reads a file that holds one secret. One line end at its end does not count, as editors add it.
pub fn read_file(path: &Path) -> Result<Secret, Complaint> {
    let text = std::fs::read_to_string(path).map_err(|err| {
        Complaint::new(
            format!("names {}, which cannot be read: {err}.", path.display()),
            "Check the path and its permissions.",
        )
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Complaint::new(
            format!("names {}, which is empty.", path.display()),
            "Write the secret into it, or remove it to have one made.",
        ));
    }
    Ok(Secret::new(text))
}

impl Bootstrap {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let name = reader.find("bootstrap_admin_username");
        let password = read(
            reader,
            "bootstrap_admin_password",
            "bootstrap_admin_password_file",
        );
        let admin = match (name, password) {
            (Some(name), Some(password)) => Some((name.text, password)),
            (Some(name), None) => {
                reader.complain(
                    "bootstrap_admin_password",
                    Some(name.origin),
                    Complaint::new(
                        "is missing beside bootstrap_admin_username.",
                        "Set both, or neither and use the one-time address.",
                    ),
                );
                None
            }
            (None, Some(_)) => {
                reader.complain(
                    "bootstrap_admin_username",
                    None,
                    Complaint::new(
                        "is missing beside bootstrap_admin_password.",
                        "Set both, or neither and use the one-time address.",
                    ),
                );
                None
            }
            (None, None) => None,
        };
        let key = read(reader, "bootstrap_key", "bootstrap_key_file");
        if let Some(key) = &key
            && key.expose().chars().count() < SHORTEST_BOOTSTRAP_KEY
        {
            reader.complain(
                "bootstrap_key",
                None,
                Complaint::new(
                    format!("is shorter than {SHORTEST_BOOTSTRAP_KEY} characters."),
                    "Make one with: openssl rand -hex 32",
                ),
            );
        }
        Self { admin, key }
    }
}
