//! The door to the database: one SQL text, two engines, and the only place that knows there are two.
//!
//! Owns opening, migrating, transactions, values, rows and errors. SQL runs in closures on threads that belong
//! to the door, so nothing asynchronous is ever held open inside a transaction. What the statements say, and the
//! tables they speak of, belongs to the files beside this folder.
//!
//! The portable subset: types `TEXT`, `BIGINT`, `BOOLEAN`; placeholders `$1`, `$2`; times and ids bound from Rust;
//! guarded `UPDATE … RETURNING` in place of read-then-write; `ON CONFLICT DO NOTHING` where a conflict is expected,
//! because a transaction in which a statement failed is over on either engine; no deferred foreign keys, because
//! one that breaks would break the whole group it commits with.

mod error;
mod job;
mod location;
mod migrations;
mod options;
mod postgres;
mod queue;
mod row;
mod sqlite;
mod store;
mod threads;
mod tx;
mod value;

pub use crate::args;
pub use error::{Error, OpenError};
pub use migrations::Migrated;
pub use options::{Access, Engine, Options};
pub use row::{Cell, FromRow, FromValue, NotThatType, Row};
pub use store::Store;
pub use tx::Tx;
pub use value::Value;
