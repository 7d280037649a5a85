//! The management API.

mod access;
mod applications;
mod conventions;
mod description;
mod idempotency;
mod keys;
mod pools;
mod sources;
mod users;
