//! `openapi`: prints the description of the management API. Needs no settings and no database.

use super::error::CommandError;
use super::output::print;
use crate::web::api::openapi;

/// Prints the description, the same that `/api/openapi.json` serves.
pub fn run() -> Result<(), CommandError> {
    print(openapi::text())
}
