//! `backup`: copies the SQLite database to a file, also while the server runs.

use std::path::Path;

use moongate_service::clock::Clock;
use moongate_service::database;

use super::database::failed;
use super::error::{CommandError, Kind};
use super::wait_for;
use crate::config::{Config, SecretKey};

pub fn run(config: &Config, file: &Path) -> Result<(), CommandError> {
    if file.exists() {
        return Err(CommandError::new(
            Kind::Refused,
            format!("{} exists already.", file.display()),
            "Name a new file; a backup never replaces one.",
        ));
    }
    let url = config.database.url();
    wait_for(database::backup(&url, &Clock::system(), file))?
        .map_err(|err| failed(&config.database, &err))?;
    println!("The database was copied to {}.", file.display());
    if let SecretKey::Kept(key) = &config.secret_key {
        println!(
            "Keep {} too, in another place: without it the secrets in the copy stay sealed.",
            key.display()
        );
    }
    Ok(())
}
