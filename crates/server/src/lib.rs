//! The HTTP face of Moongate: hosted pages, console, protocol and management API.
//!
//! Translates between the web and `service`; decides nothing itself and never talks to the store.

pub mod i18n;
pub mod web;
