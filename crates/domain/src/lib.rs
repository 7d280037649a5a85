//! What things are: the nouns of an identity service and their rules, with no input, output, clock or randomness.

pub mod administrator;
pub mod application;
pub mod challenge;
pub mod check;
pub mod credential;
pub mod event;
pub mod flow;
pub mod fold;
pub mod grant;
pub mod id;
pub mod identifier;
pub mod image;
pub mod interaction;
pub mod jose;
pub mod locale;
pub mod lock;
pub mod mask;
pub mod message;
pub mod oauth;
pub mod password;
mod patch;
pub mod pkce;
pub mod pool;
pub mod refusal;
pub mod secret;
pub mod session;
pub mod signing_key;
pub mod source;
pub mod time;
pub mod user;

pub use patch::Change;
pub use refusal::FieldError;
pub use secret::Secret;
pub use time::Timestamp;
