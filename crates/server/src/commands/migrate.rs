//! `migrate`: brings the database up to date and stops, or says what would be done.

use std::time::Instant;

use moongate_service::clock::Clock;
use moongate_service::database::{self, OpenError};

use super::data_dir;
use super::database::failed;
use super::error::CommandError;
use crate::config::Config;

pub fn run(config: &Config, check: bool) -> Result<(), CommandError> {
    let clock = Clock::system();
    let url = config.database.url();
    if check {
        match database::pending(&url, &clock) {
            Ok(pending) if pending.is_empty() => println!("The database is up to date."),
            Ok(pending) => {
                println!("These migrations would be applied:");
                pending.iter().for_each(|name| println!("  {name}"));
                println!("Expect at most a second for each million rows.");
            }
            Err(OpenError::Absent { .. }) => {
                println!("A new database would be made, within a second.")
            }
            Err(err) => return Err(failed(&config.database, &err)),
        }
        return Ok(());
    }
    data_dir::prepare(&config.data_dir)?;
    data_dir::keyring(config)?;
    let started = Instant::now();
    let opened = database::open(&url, &clock).map_err(|err| failed(&config.database, &err))?;
    opened.store.close();
    if opened.applied.is_empty() {
        println!("The database is up to date.");
    } else {
        println!("Applied in {} ms:", started.elapsed().as_millis());
        opened.applied.iter().for_each(|name| println!("  {name}"));
    }
    Ok(())
}
