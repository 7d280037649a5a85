//! The data directory and what is made in it at first start.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use moongate_domain::Secret;
use moongate_service::sealing::Keyring;

use super::error::{CommandError, Kind};
use crate::config::{Config, SecretKey, read_secret_file};

/// Makes the directory, readable by its owner only, and proves that it can be written.
pub fn prepare(data_dir: &Path) -> Result<(), CommandError> {
    let refuse = |doing: &str, err: std::io::Error| {
        CommandError::new(
            Kind::Unwritable,
            format!(
                "The data directory {} cannot be {doing}: {err}.",
                data_dir.display()
            ),
            "Make it writable for the user that runs moongate, or choose another with --data-dir.",
        )
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .map_err(|err| refuse("made", err))?;
    let probe = data_dir.join(".writable");
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&probe)
        .and_then(|_| std::fs::remove_file(&probe))
        .map_err(|err| refuse("written", err))
}

/// The secret key: as given, or kept in a file that is made now if neither it nor a database exists.
pub fn keyring(config: &Config) -> Result<Keyring, CommandError> {
    let (key, place) = match &config.secret_key {
        SecretKey::Given(key) => (key.clone(), "as it was given".to_owned()),
        SecretKey::Kept(path) => (kept(config, path)?, format!("in {}", path.display())),
    };
    Keyring::parse(&key).map_err(|bad| {
        CommandError::new(
            Kind::SecretKey,
            format!("The secret key {place} cannot be used: {bad}."),
            "Put back the key that was used at first start.",
        )
    })
}

fn kept(config: &Config, path: &Path) -> Result<Secret, CommandError> {
    if !path.exists() {
        // A new key could not open what an old one sealed, so an existing database must bring its own.
        if config.database.exists() {
            return Err(CommandError::new(
                Kind::SecretKey,
                format!(
                    "The database {} exists, but its secret key {} does not.",
                    config.database,
                    path.display()
                ),
                "Put the key file back, or set secret_key_file to where it is now.",
            ));
        }
        make(path)?;
    }
    read_secret_file(path).map_err(|it| {
        CommandError::new(
            Kind::SecretKey,
            format!("The secret key file {}", it.problem),
            "Put back the file that was made at first start.",
        )
    })
}

/// Writes a new key beside its place and links it there whole, so that two first starts at once agree on one key.
fn make(path: &Path) -> Result<(), CommandError> {
    let key = Keyring::generate();
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let made = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            writeln!(file, "{}", key.expose())?;
            file.sync_all()?;
            match std::fs::hard_link(&draft, path) {
                Err(err) if err.kind() == ErrorKind::AlreadyExists => Ok(()),
                other => other,
            }
        });
    let tidied = std::fs::remove_file(&draft);
    made.and(tidied).map_err(|err| {
        CommandError::new(
            Kind::SecretKey,
            format!(
                "The secret key file {} cannot be made: {err}.",
                path.display()
            ),
            "Make its directory writable, or set secret_key_file.",
        )
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn config(data_dir: &Path) -> Config {
        let flags = BTreeMap::from([("data_dir", data_dir.display().to_string())]);
        Config::load(flags, [], None).unwrap()
    }

    #[test]
    fn the_first_start_makes_a_directory_and_a_key_that_only_the_owner_can_read() {
        let dir = tempfile::tempdir().unwrap();
        let config = config(&dir.path().join("data"));
        prepare(&config.data_dir).unwrap();
        let key = keyring(&config).unwrap();
        assert_eq!(keyring(&config).unwrap().key_id(), key.key_id());

        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&config.data_dir), 0o700);
        assert_eq!(mode(&config.data_dir.join("secret.key")), 0o600);
    }

    #[test]
    fn no_new_key_is_made_beside_an_existing_database() {
        let dir = tempfile::tempdir().unwrap();
        let config = config(dir.path());
        std::fs::write(dir.path().join("moongate.db"), "").unwrap();
        assert!(keyring(&config).is_err());
        assert!(!dir.path().join("secret.key").exists());
    }

    #[test]
    fn a_damaged_key_file_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let config = config(dir.path());
        let path = dir.path().join("secret.key");
        std::fs::write(&path, "not a key\n").unwrap();
        assert!(keyring(&config).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a key\n");
    }

    #[test]
    fn a_file_in_place_of_the_directory_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("data");
        std::fs::write(&file, "").unwrap();
        assert!(prepare(&file).is_err());
    }
}
