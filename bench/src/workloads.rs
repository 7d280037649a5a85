//! What is measured, one worker each.

mod pages;
mod people;
mod sign_in;
mod tokens;

pub use pages::Get;
pub use people::{CreateUser, Search};
pub use sign_in::{PASSWORD, Silent, WithPassword, sign_in_page, walk};
pub use tokens::{PostForm, Refresh};
