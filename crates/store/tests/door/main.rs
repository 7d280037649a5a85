//! What the door promises, asked of each engine that is there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod conflicts;
mod expiry;
mod files;
mod groups;
mod migrations;
mod servers;
mod support;
mod values;
