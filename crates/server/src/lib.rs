//! The HTTP face of Moongate and its command line: settings, hosted pages, console, protocol and management API.
//!
//! Translates between the outside and `service`; decides nothing itself and never talks to the store.

pub mod commands;
pub mod config;
pub mod i18n;
pub mod listener;
pub mod logging;
pub mod web;
