//! Facts about the installation itself.

use crate::args;
use crate::db::{Error, Tx};

impl Tx<'_> {
    /// The value of a fact.
    pub fn find_fact(&mut self, name: &str) -> Result<Option<String>, Error> {
        self.find("SELECT value FROM facts WHERE name = $1", args![name])
    }

    /// Sets a fact, whatever it was.
    pub fn put_fact(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.execute(
            "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
            args![name, value],
        )?;
        Ok(())
    }

    /// Sets a fact that nobody has set. `false` if someone has.
    pub fn insert_fact(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        let set = self.execute(
            "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            args![name, value],
        )?;
        Ok(set > 0)
    }

    /// Removes a fact if it has this value. `false` if someone else already did.
    pub fn take_fact(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        Ok(self.execute(
            "DELETE FROM facts WHERE name = $1 AND value = $2",
            args![name, value],
        )? > 0)
    }
}
