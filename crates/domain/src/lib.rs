//! What things are: the nouns of an identity service and their rules, with no input, output, clock or randomness.

pub mod id;
pub mod jose;
pub mod lock;
pub mod password;
pub mod pkce;
pub mod refusal;
pub mod secret;
pub mod time;

pub use refusal::FieldError;
pub use secret::Secret;
pub use time::Timestamp;
