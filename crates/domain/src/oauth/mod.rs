//! OAuth 2.0 and OpenID Connect as rules: what a request must be, what an answer may say.
//!
//! One file per step of the protocol. Looking things up, signing and storing is the work of
//! `service`; speaking HTTP that of `server`.

pub mod authorize;
pub mod claims;
pub mod discovery;
pub mod error;
pub mod logout;
mod parameters;
pub mod redirect_uri;
pub mod scope;
pub mod token;
pub mod token_claims;
