//! `moongate openapi`: the description of the management API on standard output.

use std::io::{self, Write};

use super::CommandError;
use super::error::unexpected;
use crate::web::api::openapi;

/// Prints the description, the same that `/api/openapi.json` serves.
pub fn run() -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    out.write_all(openapi::text().as_bytes())
        .map_err(|err| unexpected("print the description", &err))
}
