//! The console: where administrators run their pools.

pub mod views;
