//! What things are: the nouns of an identity service and their rules, with no input, output, clock or randomness.

pub mod application;
pub mod check;
pub mod event;
pub mod flow;
pub mod fold;
pub mod id;
pub mod identifier;
pub mod jose;
pub mod locale;
pub mod lock;
pub mod mask;
pub mod oauth;
pub mod password;
mod patch;
pub mod pkce;
pub mod pool;
pub mod refusal;
pub mod secret;
pub mod source;
pub mod time;
pub mod user;

pub use patch::Change;
pub use refusal::FieldError;
pub use secret::Secret;
pub use time::Timestamp;
