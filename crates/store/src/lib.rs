//! Where things are kept: every table, and all SQL.

pub mod db;

pub use db::{
    Access, Engine, Error, FromRow, FromValue, Migrated, OpenError, Options, Row, Store, Tx, Value,
};
