//! Hosted pages and the account centre.

pub mod browser;
pub mod frame;
pub mod sign_out;
pub mod views;
