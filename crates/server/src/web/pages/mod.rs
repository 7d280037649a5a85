//! Hosted pages and the account centre.

pub mod views;
