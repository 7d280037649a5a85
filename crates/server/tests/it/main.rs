//! The product as browsers, applications and scripts meet it: requests to the whole router, a clock that tests move,
//! SQLite in a temporary folder, or PostgreSQL where `MOONGATE_TEST_POSTGRES` names a server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod account;
mod api;
mod consent;
mod console;
mod forgery;
mod languages;
mod lock;
mod oidc;
mod register;
mod reset;
mod sign_in;
