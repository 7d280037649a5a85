//! What can be done: every use case and every transaction.

pub mod clock;
pub mod database;
pub mod passwords;
pub mod random;
pub mod sealing;
