//! Where things are kept: every table, and all SQL.

pub mod administrators;
pub mod applications;
pub mod attempts;
pub mod audit_events;
pub mod challenges;
pub mod consents;
pub mod db;
pub mod expiry;
pub mod facts;
pub mod grants;
pub mod idempotent_answers;
pub mod images;
pub mod interactions;
pub mod messages;
pub mod pool;
pub mod pools;
pub mod rates;
pub mod refresh_tokens;
pub mod search;
mod search_postgres;
mod search_sqlite;
pub mod sessions;
pub mod signing_keys;
pub mod sources;
pub mod users;

pub use db::{
    Access, Engine, Error, FromRow, FromValue, Migrated, OpenError, Options, Row, Store, Tx, Value,
};
