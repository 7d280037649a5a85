//! `restore`: puts a backup in the place of the SQLite database, after proving that it is whole.

use std::path::Path;

use moongate_service::database::{self, OpenError};

use super::data_dir;
use super::database::failed;
use super::error::CommandError;
use crate::config::{Config, Database};

pub fn run(config: &Config, file: &Path) -> Result<(), CommandError> {
    data_dir::prepare(&config.data_dir)?;
    database::restore(&config.database.url(), file).map_err(|err| {
        // A missing or damaged backup is told by its own name.
        let backup = Database::Sqlite(file.to_owned());
        match &err {
            OpenError::Newer { .. } | OpenError::Inconsistent { .. } => failed(&backup, &err),
            _ => failed(&config.database, &err),
        }
    })?;
    println!("The database is the one of {} now.", file.display());
    Ok(())
}
