//! Opening the database that the settings name, and looking after it: what `serve` and the commands need.
//!
//! Everything here may block for seconds; callers in asynchronous code keep it off their threads.

use std::path::Path;

use moongate_domain::Secret;
use moongate_store::{Access, Options};
pub use moongate_store::{Engine, OpenError, Store};

use crate::clock::Clock;
use crate::sealing::Keyring;
use crate::setup::KEY_CHECK;
use crate::{App, Error};

/// An open database, and what was done to bring it up to date.
#[derive(Debug)]
pub struct Opened {
    /// The store, ready for use.
    pub store: Store,
    /// The migrations that were applied just now.
    pub applied: Vec<String>,
}

/// Opens the database for a server: made if it is missing, brought up to date, held against other servers.
pub fn open(url: &Secret, clock: &Clock) -> Result<Opened, OpenError> {
    up_to_date(url, options(clock, Access::Own, true))
}

/// Opens the database for one command. It has to exist. Beside a running server it is used as that server left it,
/// otherwise it is brought up to date first.
pub fn open_for_command(url: &Secret, clock: &Clock) -> Result<Store, OpenError> {
    match up_to_date(url, options(clock, Access::Own, false)) {
        Ok(opened) => Ok(opened.store),
        Err(OpenError::InUse { .. }) => {
            let store = Store::open(url.expose(), options(clock, Access::Beside, false))?;
            match store.pending_migrations()?.into_iter().next() {
                // The running server is older than this command; it must be replaced first.
                Some(migration) => Err(OpenError::Inconsistent { migration }),
                None => Ok(store),
            }
        }
        Err(other) => Err(other),
    }
}

impl App {
    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.store.ping().await?)
    }

    /// Finishes what waits and lets go of the database. Blocks until done; calls after it are refused.
    pub fn close(&self) {
        self.store.close();
    }
}

/// The migrations that a start of this version would apply.
pub fn pending(url: &Secret, clock: &Clock) -> Result<Vec<String>, OpenError> {
    Store::open(url.expose(), options(clock, Access::Read, false))?.pending_migrations()
}

/// Copies a SQLite database to a new file, as it is at one moment, also beside a running server.
pub async fn backup(url: &Secret, clock: &Clock, to: &Path) -> Result<(), OpenError> {
    let store = Store::open(url.expose(), options(clock, Access::Read, false))?;
    store.backup(to.to_owned()).await?;
    store.close();
    Ok(())
}

/// Puts a backup in the place of a SQLite database that nobody has open. It is proven whole before anything is
/// touched.
pub fn restore(url: &Secret, from: &Path) -> Result<(), OpenError> {
    Store::restore(url.expose(), from)
}

/// What is wrong inside the database, one line for each finding.
pub async fn findings(url: &Secret, clock: &Clock) -> Result<Vec<String>, OpenError> {
    let store = Store::open(url.expose(), options(clock, Access::Read, false))?;
    let found = store.integrity().await?;
    store.close();
    Ok(found)
}

/// Whether the secret key is one that this database was used with; a database that was never used fits any. It has
/// to be up to date.
pub async fn key_fits(url: &Secret, clock: &Clock, keyring: &Keyring) -> Result<bool, OpenError> {
    let store = Store::open(url.expose(), options(clock, Access::Read, false))?;
    let check: Option<String> = store.read(|tx| tx.find_fact(KEY_CHECK)).await?;
    store.close();
    Ok(check.is_none_or(|it| keyring.confirm(&it).is_ok()))
}

fn up_to_date(url: &Secret, options: Options) -> Result<Opened, OpenError> {
    let store = Store::open(url.expose(), options)?;
    let migrated = store.migrate()?;
    Ok(Opened {
        store,
        applied: migrated.applied,
    })
}

fn options(clock: &Clock, access: Access, create: bool) -> Options {
    Options {
        create,
        access,
        now: clock.now(),
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_is_made_for_a_server_and_expected_by_a_command() {
        let dir = tempfile::tempdir().unwrap();
        let url = Secret::new(format!("sqlite:{}", dir.path().join("moon.db").display()));
        let clock = Clock::system();
        assert!(matches!(
            open_for_command(&url, &clock),
            Err(OpenError::Absent { .. })
        ));

        let server = open(&url, &clock).unwrap();
        assert!(matches!(open(&url, &clock), Err(OpenError::InUse { .. })));
        let command = open_for_command(&url, &clock).unwrap();
        assert_eq!(command.pending_migrations().unwrap(), Vec::<String>::new());
        command.close();
        server.store.close();
    }

    #[tokio::test]
    async fn a_backup_is_taken_beside_a_running_server_and_restored_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let url = Secret::new(format!("sqlite:{}", dir.path().join("moon.db").display()));
        let file = dir.path().join("backup.db");
        let clock = Clock::system();
        let server = open(&url, &clock).unwrap();
        backup(&url, &clock, &file).await.unwrap();
        assert!(matches!(restore(&url, &file), Err(OpenError::InUse { .. })));
        server.store.close();
        restore(&url, &file).unwrap();
        assert_eq!(findings(&url, &clock).await.unwrap(), Vec::<String>::new());
    }
}
